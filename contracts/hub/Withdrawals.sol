// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReleasedKey} from "../interfaces/IHub.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Route} from "../types/Route.sol";
import {Module} from "./Module.sol";

/// @notice The caller neither owns the account nor is its delegate.
error Withdrawals_NotAuthorised(bytes32 account, address caller);
/// @notice A delegate pays out only to the owner's own address or to a payout address the owner has registered for that vault.
error Withdrawals_RecipientNotRegistered(bytes32 account, bytes32 vault, bytes32 recipient);
/// @notice Only the hub gives coins back.
error Withdrawals_UnexpectedCoins(address from, uint256 value);

/// @title Withdrawals
/// @notice Takes collateral out of an account, to any address of any vault's chain that has the asset. The margin check follows at the
/// end of the batch.
contract Withdrawals is Module {
    /// @notice The release stands, but the message could not be sent: `IHub.sendReleased` does it any time, by anyone.
    event SendDeferred(bytes32 indexed vault, bytes reason);

    constructor(address hub) Module(hub) {}

    /// @notice Surplus fees come back from the hub.
    receive() external payable {
        if (msg.sender != address(HUB)) revert Withdrawals_UnexpectedCoins(msg.sender, msg.value);
    }

    /// @notice Releases `amount` of an asset at a vault to `recipient` and tries to send the message. Through {IHub.batch} only.
    /// @dev The release never depends on a messenger: if sending fails, the coins come back and `SendDeferred` tells why. That holds for
    /// want of gas, too: estimate releasing and sending apart, or an estimate settles on gas with which sending fails.
    /// @param owner Canonical ERC-7930 address of the account's owner. The caller is that address on the hub's chain (any recipient), or
    /// the account's delegate (the owner's own address, or a registered payout address).
    /// @param subId The owner's number of the account.
    /// @param vault The vault that shall pay; for stablecoins any vault with liquidity.
    /// @param amount Native units of the asset.
    /// @param recipient Recipient word (EVM: left-padded address).
    /// @param routes Transports to send through with their fees; empty to send later. Surplus comes back to the caller.
    /// @return total The recipient's cumulative release.
    function withdraw(
        bytes calldata owner,
        uint32 subId,
        bytes32 vault,
        bytes32 asset,
        uint256 amount,
        bytes32 recipient,
        Route[] calldata routes
    ) external payable onlyHub returns (uint256 total) {
        address caller = _caller();
        _authorise(owner, subId, vault, recipient, caller);
        total = HUB.release(HUB.accountId(owner, subId), vault, asset, amount, recipient);
        if (routes.length != 0) {
            ReleasedKey[] memory keys = new ReleasedKey[](1);
            keys[0] = ReleasedKey(asset, recipient);
            try HUB.sendReleased{value: msg.value}(vault, keys, routes) {} catch (bytes memory reason) {
                emit SendDeferred(vault, reason);
            }
        }
        // Everything this contract holds is this call's: it keeps nothing between calls.
        if (address(this).balance != 0) Address.sendValue(payable(caller), address(this).balance);
    }

    function _authorise(
        bytes calldata owner,
        uint32 subId,
        bytes32 vault,
        bytes32 recipient,
        address caller
    ) private view {
        if (keccak256(owner) == keccak256(Interoperable.local(caller))) return;
        bytes32 account = HUB.accountId(owner, subId);
        (address delegate, , ) = HUB.delegateOf(account);
        if (delegate != caller) revert Withdrawals_NotAuthorised(account, caller);
        if (_isOwn(owner, vault, recipient)) return;
        (bytes32 registered, ) = HUB.payoutOf(account, vault);
        if (registered != recipient || recipient == 0) {
            revert Withdrawals_RecipientNotRegistered(account, vault, recipient);
        }
    }

    /// @dev Whether `recipient` is the owner itself: same chain as the vault, same address. The same address on another chain may be
    /// somebody else's contract.
    function _isOwn(bytes calldata owner, bytes32 vault, bytes32 recipient) private view returns (bool) {
        bytes memory vaultAddress = HUB.vaultAddressOf(vault);
        if (vaultAddress.length == 0) return false;
        (bool isAddress, bytes memory recipientAddress) = Interoperable.tryOnChainOf(vaultAddress, recipient);
        return isAddress && keccak256(recipientAddress) == keccak256(owner);
    }
}
