// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {
    AssetAccounts,
    DelegateKey,
    IVault,
    Manifest,
    PayoutKey,
    Vault_BadManifest,
    Vault_NoDelegate,
    Vault_NoPayout
} from "../interfaces/IVault.sol";
import {CollateralStateMessage as Csm, Header} from "../messaging/CollateralStateMessage.sol";
import {Outbox} from "../messaging/Outbox.sol";
import {Ids, NATIVE_COIN} from "../types/Ids.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Route} from "../types/Route.sol";
import {Assets} from "./Assets.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title What a vault tells a hub
/// @notice Reads counters and registers out of storage into a Collateral State Message and sends it.
abstract contract VaultOutbox is IVault, Outbox {
    mapping(bytes32 asset => uint256) internal _obligations;

    /// @inheritdoc IVault
    function sync(bytes32 hub, Manifest calldata manifest, Route[] calldata routes) external payable nonReentrant {
        _requireRegistered(hub);
        _send(hub, _compose(hub, ++VaultStorage.root().sourceSeq[hub], manifest, msg.value), routes, msg.value);
    }

    /// @inheritdoc IVault
    function quoteSync(
        bytes32 hub,
        Manifest calldata manifest,
        Route[] calldata routes
    ) external view returns (uint256[] memory fees) {
        _requireRegistered(hub);
        return _quote(hub, _compose(hub, VaultStorage.root().sourceSeq[hub] + 1, manifest, 0), routes);
    }

    /// @dev Sends one Credited leaf, with a total the caller has just written.
    function _sendCredited(
        bytes32 hub,
        address asset,
        bytes32 account,
        uint128 total,
        Route[] calldata routes,
        uint256 budget
    ) internal {
        bytes memory message = Csm.create(_header(hub, ++VaultStorage.root().sourceSeq[hub], 1), Csm.COUNTER_LENGTH);
        Csm.writeCounter(message, Csm.HEADER_LENGTH, Csm.CREDITED, Ids.ofAddress(asset), account, total);
        _send(hub, message, routes, budget);
    }

    function _send(bytes32 hub, bytes memory message, Route[] calldata routes, uint256 budget) private {
        emit Synced(hub, uint64(VaultStorage.root().sourceSeq[hub]), _transportsOf(routes));
        _dispatch(hub, message, routes, budget);
    }

    function _header(bytes32 hub, uint256 seq, uint256 leaves) private view returns (Header memory) {
        if (leaves == 0 || leaves > type(uint16).max) revert Vault_BadManifest(leaves);
        return
            Header({
                kind: Csm.VAULT_TO_HUB,
                origin: _selfId(),
                destination: hub,
                sourceSeq: uint64(seq),
                sourceTime: uint64(block.timestamp),
                count: uint16(leaves)
            });
    }

    /// @notice Reads what `manifest` selects into a message.
    /// @param coinsInFlight Native coin that is here only to pay fees, and so is not custody.
    function _compose(
        bytes32 hub,
        uint256 seq,
        Manifest calldata manifest,
        uint256 coinsInFlight
    ) private view returns (bytes memory message) {
        uint256 counters = manifest.custody.length;
        for (uint256 i; i < manifest.credited.length; ++i) counters += manifest.credited[i].accounts.length;
        message = Csm.create(
            _header(hub, seq, counters + manifest.delegates.length + manifest.payouts.length),
            counters * Csm.COUNTER_LENGTH +
                manifest.delegates.length * Csm.DELEGATE_LENGTH +
                manifest.payouts.length * Csm.PAYOUT_LENGTH
        );
        uint256 offset = _writeCredited(message, Csm.HEADER_LENGTH, hub, manifest.credited);
        offset = _writeCustody(message, offset, hub, manifest.custody, coinsInFlight);
        offset = _writeDelegates(message, offset, hub, manifest.delegates);
        _writePayouts(message, offset, hub, manifest.payouts);
    }

    function _writeCredited(
        bytes memory message,
        uint256 offset,
        bytes32 hub,
        AssetAccounts[] calldata groups
    ) private view returns (uint256) {
        for (uint256 i; i < groups.length; ++i) {
            bytes32 asset = Ids.ofAddress(groups[i].asset);
            bytes32[] calldata accounts = groups[i].accounts;
            mapping(bytes32 account => uint256) storage totals = VaultStorage.root().credited[hub][asset];
            for (uint256 j; j < accounts.length; ++j) {
                bytes32 account = accounts[j];
                offset = Csm.writeCounter(message, offset, Csm.CREDITED, asset, account, uint128(totals[account]));
            }
        }
        return offset;
    }

    function _writeCustody(
        bytes memory message,
        uint256 offset,
        bytes32 hub,
        address[] calldata assets,
        uint256 coinsInFlight
    ) private view returns (uint256) {
        VaultStorage.Layout storage l = VaultStorage.root();
        for (uint256 i; i < assets.length; ++i) {
            bytes32 asset = Ids.ofAddress(assets[i]);
            uint256 creditedTotal = l.totalCredited[hub][asset];
            uint256 paidTotal = l.totalPaid[hub][asset];
            uint256 held = Assets.balanceOf(assets[i]) - (assets[i] == NATIVE_COIN ? coinsInFlight : 0);
            uint256 share = _shareDown(held, creditedTotal - paidTotal, _obligations[asset]);
            offset = Csm.writeCustody(
                message,
                offset,
                asset,
                uint128(creditedTotal),
                uint128(paidTotal),
                uint128(share)
            );
        }
        return offset;
    }

    /// @dev The part of `held` that stands behind `owed` of all `obligations`: proportional, so that a loss is shared by all hubs
    /// alike; rounded down, and never above 128 bits.
    function _shareDown(uint256 held, uint256 owed, uint256 total) private pure returns (uint256) {
        if (total == 0) return 0;
        // owed ≤ total, so the quotient is at most `held` and the full-width division cannot overflow.
        return Math.min(Math.mulDiv(held, owed, total), type(uint128).max);
    }

    function _writeDelegates(
        bytes memory message,
        uint256 offset,
        bytes32 hub,
        DelegateKey[] calldata keys
    ) private view returns (uint256) {
        for (uint256 i; i < keys.length; ++i) {
            bytes32 account = Ids.ofAccount(hub, Interoperable.local(keys[i].owner), keys[i].subId);
            uint256 register = VaultStorage.root().delegates[hub][account];
            if (register == 0) revert Vault_NoDelegate(hub, account);
            offset = Csm.writeDelegate(
                message,
                offset,
                account,
                Ids.ofAddress(keys[i].owner),
                keys[i].subId,
                address(uint160(register)),
                uint64(register >> 160)
            );
        }
        return offset;
    }

    function _writePayouts(
        bytes memory message,
        uint256 offset,
        bytes32 hub,
        PayoutKey[] calldata keys
    ) private view returns (uint256) {
        for (uint256 i; i < keys.length; ++i) {
            PayoutKey calldata key = keys[i];
            VaultStorage.Payout storage register = VaultStorage.root().payouts[hub][key.account][key.vault];
            if (register.sequence == 0) revert Vault_NoPayout(hub, key.account, key.vault);
            offset = Csm.writePayout(message, offset, key.account, key.vault, register.recipient, register.sequence);
        }
        return offset;
    }
}
