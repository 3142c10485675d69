// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IHub, PoolView} from "../../contracts/interfaces/IHub.sol";
import {IVault} from "../../contracts/interfaces/IVault.sol";

/// @notice Two figures that must agree do not; `what` names the relation.
error Probe_NotEqual(string what, uint256 left, uint256 right);
/// @notice A figure exceeds its bound; `what` names the relation.
error Probe_Exceeds(string what, uint256 value, uint256 bound);
/// @notice Cash fell below zero although nobody may borrow.
error Probe_NegativeCash(bytes32 account, int256 cash);

/// @title Conservation probe (test support)
/// @notice Judges invariants C-1 to C-4 over a hub and vaults that share one chain, in one call. The totals that the contracts keep are
/// judged for every pool; for the vaults named in detail they are also compared with the sums over accounts and recipients.
contract ConservationProbe {
    struct Universe {
        IHub hub;
        IVault[] vaults;
        address[] assets;
        bytes32[] accounts;
        bytes32[] recipients;
    }

    /// @notice Reverts with the first broken relation.
    /// @param vaultMask Bit i set: look at every account and recipient of vault i, too …
    /// @param assetMask … for each asset whose bit is set here.
    function check(Universe calldata u, uint256 vaultMask, uint256 assetMask) external view {
        bytes32 hubId = u.hub.hubId();
        uint256 backing;
        for (uint256 i; i < u.vaults.length; ++i) {
            for (uint256 j; j < u.assets.length; ++j) {
                backing += _checkTotals(u.hub, hubId, u.vaults[i], u.assets[j]);
                if ((vaultMask >> i) & (assetMask >> j) & 1 == 1) _checkHolders(u, hubId, u.vaults[i], u.assets[j]);
            }
        }
        int256 cash;
        for (uint256 k; k < u.accounts.length; ++k) {
            int256 own = u.hub.cashOf(u.accounts[k]);
            if (own < 0) revert Probe_NegativeCash(u.accounts[k], own);
            cash += own;
        }
        _equal("C-3 cash = backing", uint256(cash), backing);
    }

    function _checkTotals(
        IHub hub,
        bytes32 hubId,
        IVault vault,
        address assetAddress
    ) private view returns (uint256 backing) {
        bytes32 asset = bytes32(uint256(uint160(assetAddress)));
        PoolView memory pool = hub.pool(vault.vaultId(), asset);
        uint256 inVault = vault.totalCredited(hubId, asset) - vault.totalPaid(hubId, asset);
        uint256 claims = uint256(pool.credited) - pool.released;
        _atMost("C-2 credited - released <= credited - paid", claims, inVault);
        _atMost("C-2 credited - paid <= balance", inVault, vault.holdings(assetAddress));
        if (pool.stable) backing = (claims - pool.writtenOff) * 10 ** (18 - pool.decimals);
    }

    function _checkHolders(Universe calldata u, bytes32 hubId, IVault vault, address assetAddress) private view {
        bytes32 vaultId = vault.vaultId();
        bytes32 asset = bytes32(uint256(uint160(assetAddress)));
        (uint256 creditedHub, uint256 creditedVault, uint256 lines) = _credits(u, hubId, vault, vaultId, asset);
        (uint256 releasedHub, uint256 paid) = _releases(u, hubId, vault, vaultId, asset);

        PoolView memory pool = u.hub.pool(vaultId, asset);
        _equal("C-1 pool.credited", pool.credited, creditedHub);
        _equal("C-1 pool.released", pool.released, releasedHub);
        _equal("C-1 totalCredited", vault.totalCredited(hubId, asset), creditedVault);
        _equal("C-1 totalPaid", vault.totalPaid(hubId, asset), paid);
        uint256 claims = pool.stable ? u.hub.entitlement(vaultId, asset) : lines;
        _equal("C-1 claims + writtenOff = credited - released", claims + pool.writtenOff, creditedHub - releasedHub);
    }

    function _credits(
        Universe calldata u,
        bytes32 hubId,
        IVault vault,
        bytes32 vaultId,
        bytes32 asset
    ) private view returns (uint256 creditedHub, uint256 creditedVault, uint256 lines) {
        for (uint256 k; k < u.accounts.length; ++k) {
            bytes32 account = u.accounts[k];
            uint256 merged = u.hub.credited(vaultId, asset, account);
            uint256 told = vault.credited(hubId, asset, account);
            _atMost("C-4 hub credit <= vault credit", merged, told);
            creditedHub += merged;
            creditedVault += told;
            lines += u.hub.lineOf(account, vaultId, asset);
        }
    }

    function _releases(
        Universe calldata u,
        bytes32 hubId,
        IVault vault,
        bytes32 vaultId,
        bytes32 asset
    ) private view returns (uint256 releasedHub, uint256 paidTotal) {
        for (uint256 k; k < u.recipients.length; ++k) {
            bytes32 recipient = u.recipients[k];
            uint256 released = u.hub.released(vaultId, asset, recipient);
            uint256 authorised = vault.authorised(hubId, asset, recipient);
            uint256 paid = vault.paid(hubId, asset, recipient);
            _atMost("C-4 authorised <= released", authorised, released);
            _atMost("C-4 paid <= authorised", paid, authorised);
            releasedHub += released;
            paidTotal += paid;
        }
    }

    function _equal(string memory what, uint256 left, uint256 right) private pure {
        if (left != right) revert Probe_NotEqual(what, left, right);
    }

    function _atMost(string memory what, uint256 value, uint256 bound) private pure {
        if (value > bound) revert Probe_Exceeds(what, value, bound);
    }
}
