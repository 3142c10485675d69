// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {
    IVault,
    Vault_CounterOverflow,
    Vault_ForbiddenRecipient,
    Vault_NothingToClaim,
    Vault_OnlySelf,
    Vault_OutflowFrozen,
    Vault_Paused,
    Vault_UnknownHub,
    Vault_WrongValue,
    Vault_ZeroAmount
} from "../interfaces/IVault.sol";
import {CollateralStateMessage as Csm, Header} from "../messaging/CollateralStateMessage.sol";
import {Ids, NATIVE_COIN} from "../types/Ids.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Route} from "../types/Route.sol";
import {Assets} from "./Assets.sol";
import {VaultOutbox} from "./VaultOutbox.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title Vault
/// @notice See {IVault}, which is the manual.
/// @dev Immutable: a new version is a new vault, which recipients reach with `redeposit`.
contract Vault is VaultOutbox, AccessManaged {
    /// @dev Law 7: a guardian's stop ends by itself.
    uint256 private constant STOP_DURATION = 7 days;
    /// @dev What one payment inside a message may burn. Tokens behind proxies need about 100k; what needs more is claimed by hand.
    uint256 private constant PAYOUT_GAS = 250_000;
    /// @dev Left over after the last attempt, so that a message never fails for want of gas to pay with.
    uint256 private constant PAYOUT_RESERVE = 40_000;

    bytes32 private immutable _id;

    /// @inheritdoc IVault
    uint256 public pausedUntil;
    /// @inheritdoc IVault
    uint256 public frozenUntil;

    /// @notice Fixes the vault's id and who governs it.
    /// @param authority OpenZeppelin AccessManager that governs the restricted functions.
    constructor(address authority) AccessManaged(authority) {
        _id = Ids.ofContract(Interoperable.local(address(this)));
    }

    // ------------------------------------------------------------------------------------------------ depositors

    /// @inheritdoc IVault
    function deposit(
        bytes32 hub,
        address asset,
        uint256 amount,
        bytes calldata owner,
        uint32 subId
    ) external payable nonReentrant returns (bytes32 account, uint256 received) {
        uint256 expected = asset == NATIVE_COIN ? amount : 0;
        if (msg.value != expected) revert Vault_WrongValue(expected, msg.value);
        (account, received, ) = _deposit(hub, asset, amount, owner, subId);
    }

    /// @inheritdoc IVault
    function depositAndSync(
        bytes32 hub,
        address asset,
        uint256 amount,
        bytes calldata owner,
        uint32 subId,
        Route[] calldata routes
    ) external payable nonReentrant returns (bytes32 account, uint256 received) {
        uint256 coins = asset == NATIVE_COIN ? amount : 0;
        if (msg.value < coins) revert Vault_WrongValue(coins, msg.value);
        uint128 total;
        (account, received, total) = _deposit(hub, asset, amount, owner, subId);
        _sendCredited(hub, asset, account, total, routes, msg.value - coins);
    }

    /// @inheritdoc IVault
    function setDelegate(bytes32 hub, uint32 subId, address delegate) external returns (bytes32 account) {
        _requireHub(hub);
        account = _callersAccount(hub, subId);
        mapping(bytes32 => uint256) storage registers = VaultStorage.root().delegates[hub];
        uint64 sequence = uint64(registers[account] >> 160) + 1;
        registers[account] = (uint256(sequence) << 160) | uint160(delegate);
        emit DelegateSet(hub, account, msg.sender, subId, delegate, sequence);
    }

    /// @inheritdoc IVault
    function setPayout(bytes32 hub, uint32 subId, bytes32 vault, bytes32 recipient) external returns (bytes32 account) {
        _requireHub(hub);
        account = _callersAccount(hub, subId);
        VaultStorage.Payout storage register = VaultStorage.root().payouts[hub][account][vault];
        uint64 sequence = register.sequence + 1;
        (register.recipient, register.sequence) = (recipient, sequence);
        emit PayoutSet(hub, account, vault, recipient, sequence);
    }

    function _callersAccount(bytes32 hub, uint32 subId) private view returns (bytes32) {
        return Ids.ofAccount(hub, Interoperable.local(msg.sender), subId);
    }

    function _deposit(
        bytes32 hub,
        address asset,
        uint256 amount,
        bytes calldata owner,
        uint32 subId
    ) private returns (bytes32 account, uint256 received, uint128 total) {
        _requireDepositable(hub, asset, amount);
        Interoperable.requireCanonical(owner);
        received = asset == NATIVE_COIN ? amount : Assets.pull(asset, msg.sender, amount);
        account = Ids.ofAccountCalldata(hub, owner, subId);
        _obligations[Ids.ofAddress(asset)] += received;
        total = _credit(hub, asset, account, received);
        emit Deposited(hub, account, asset, owner, subId, received, total);
    }

    function _credit(bytes32 hub, address asset, bytes32 account, uint256 amount) private returns (uint128 total) {
        VaultStorage.Layout storage l = VaultStorage.root();
        bytes32 assetId = Ids.ofAddress(asset);
        mapping(bytes32 asset => uint256) storage sums = l.totalCredited[hub];
        mapping(bytes32 account => uint256) storage totals = l.credited[hub][assetId];
        uint256 sum = sums[assetId] + amount;
        if (sum > type(uint128).max) revert Vault_CounterOverflow(asset, sum);
        sums[assetId] = sum;
        // An account's total is part of the sum, so it fits as well.
        total = uint128(totals[account] + amount);
        totals[account] = total;
    }

    // -------------------------------------------------------------------------------------------------- payments

    /// @inheritdoc IVault
    function claim(
        bytes32 hub,
        address asset,
        address recipient,
        uint256 amount
    ) external nonReentrant returns (uint256 paidAmount) {
        if (amount == 0) revert Vault_ZeroAmount();
        return _pay(hub, asset, recipient, amount);
    }

    /// @notice The vault's own attempt to pay what a message has just authorised; only the vault calls it.
    /// @dev A call of its own, so that a payment that fails undoes itself and nothing else.
    function payAuthorised(bytes32 hub, address asset, address recipient) external nonReentrant {
        if (msg.sender != address(this)) revert Vault_OnlySelf(msg.sender);
        _pay(hub, asset, recipient, type(uint256).max);
    }

    /// @inheritdoc IVault
    function redeposit(
        bytes32 fromHub,
        address asset,
        uint256 amount,
        bytes32 toHub,
        bytes calldata owner,
        uint32 subId
    ) external nonReentrant returns (bytes32 account) {
        _requireDepositable(toHub, asset, amount);
        Interoperable.requireCanonical(owner);
        (uint256 moved, ) = _settle(fromHub, asset, msg.sender, amount);
        account = Ids.ofAccountCalldata(toHub, owner, subId);
        uint128 total = _credit(toHub, asset, account, moved);
        emit Redeposited(fromHub, toHub, account, owner, subId, asset, msg.sender, moved, total);
    }

    function _pay(bytes32 hub, address asset, address recipient, uint256 amount) private returns (uint256 paidAmount) {
        if (recipient == address(0) || recipient == address(this) || recipient == asset) {
            revert Vault_ForbiddenRecipient(recipient);
        }
        uint256 total;
        (paidAmount, total) = _settle(hub, asset, recipient, amount);
        _obligations[Ids.ofAddress(asset)] -= paidAmount;
        emit Paid(hub, Ids.ofAddress(asset), Ids.ofAddress(recipient), paidAmount, total);
        Assets.push(asset, recipient, paidAmount);
    }

    /// @dev Takes up to `amount` off the claim of `recipient`, within what the hub was ever credited (invariant V-1).
    function _settle(
        bytes32 hub,
        address asset,
        address recipient,
        uint256 amount
    ) private returns (uint256 settled, uint256 total) {
        if (block.timestamp < frozenUntil) revert Vault_OutflowFrozen(frozenUntil);
        VaultStorage.Layout storage l = VaultStorage.root();
        (bytes32 assetId, bytes32 holder) = (Ids.ofAddress(asset), Ids.ofAddress(recipient));
        uint256 already = l.paid[hub][assetId][holder];
        uint256 totalPaidBefore = l.totalPaid[hub][assetId];
        uint256 owed = l.authorised[hub][assetId][holder] - already;
        settled = Math.min(amount, Math.min(owed, l.totalCredited[hub][assetId] - totalPaidBefore));
        if (settled == 0) revert Vault_NothingToClaim(hub, asset, recipient);
        total = already + settled;
        l.paid[hub][assetId][holder] = total;
        l.totalPaid[hub][assetId] = totalPaidBefore + settled;
    }

    // -------------------------------------------------------------------------------------------------- messages

    function _mergeCounter(bytes32 origin, bytes32 asset, bytes32 holder, uint256 accepted) internal override {
        mapping(bytes32 => uint256) storage totals = VaultStorage.root().authorised[origin][asset];
        if (accepted <= totals[holder]) return;
        totals[holder] = accepted;
        emit Authorised(origin, asset, holder, accepted);
    }

    /// @dev A hub sends no registers.
    function _mergeRegister(Header memory, bytes calldata, uint8, uint256) internal override {}

    /// @dev Tries to pay what the message was about. Nothing here can fail the message: what cannot be paid, or is not even looked at
    /// for want of gas, stays claimable. Gas is asked for before each leaf, since reading many leaves uses up the reserve as well.
    function _afterMessage(Header memory header, bytes calldata message) internal override {
        uint256 offset = Csm.HEADER_LENGTH;
        VaultStorage.Layout storage l = VaultStorage.root();
        while (offset < message.length && gasleft() >= PAYOUT_GAS + PAYOUT_RESERVE) {
            uint8 leafType = uint8(message[offset]);
            if (leafType == Csm.RELEASED) {
                (bytes32 asset, bytes32 holder, ) = Csm.counter(message, offset);
                if (l.authorised[header.origin][asset][holder] > l.paid[header.origin][asset][holder]) {
                    _tryPay(header.origin, asset, holder);
                }
            }
            offset += Csm.leafLength(leafType);
        }
    }

    function _tryPay(bytes32 hub, bytes32 asset, bytes32 holder) private {
        // Words that are no EVM address can be authorised by a hub's mistake; they are never paid.
        if (uint256(asset) > type(uint160).max || uint256(holder) > type(uint160).max) return;
        (address token, address recipient) = (address(uint160(uint256(asset))), address(uint160(uint256(holder))));
        try this.payAuthorised{gas: PAYOUT_GAS}(hub, token, recipient) {} catch {}
    }

    function _inboundKind() internal pure override returns (uint8) {
        return Csm.HUB_TO_VAULT;
    }

    function _selfId() internal view override returns (bytes32) {
        return _id;
    }

    // ------------------------------------------------------------------------------------------------ governance

    /// @inheritdoc IVault
    function registerHub(
        bytes calldata hubAddress,
        address[] calldata transports_,
        uint8 threshold
    ) external restricted returns (bytes32 hub) {
        hub = _register(hubAddress, transports_, threshold);
        emit HubRegistered(hub, hubAddress, transports_, threshold);
    }

    /// @inheritdoc IVault
    function enableTransport(bytes32 hub, address transport) external restricted {
        _enableTransport(hub, transport);
        emit TransportEnabled(hub, transport);
    }

    /// @inheritdoc IVault
    function disableTransport(bytes32 hub, address transport) external restricted {
        _disableTransport(hub, transport);
        emit TransportDisabled(hub, transport);
    }

    /// @inheritdoc IVault
    function setThreshold(bytes32 hub, uint8 threshold) external restricted {
        _setThreshold(hub, threshold);
        emit ThresholdSet(hub, threshold);
    }

    /// @inheritdoc IVault
    function pause() external restricted {
        _setPausedUntil(block.timestamp + STOP_DURATION);
    }

    /// @inheritdoc IVault
    function unpause() external restricted {
        _setPausedUntil(0);
    }

    /// @inheritdoc IVault
    function freezeOutflow() external restricted {
        _setFrozenUntil(block.timestamp + STOP_DURATION);
    }

    /// @inheritdoc IVault
    function unfreezeOutflow() external restricted {
        _setFrozenUntil(0);
    }

    function _setPausedUntil(uint256 until) private {
        pausedUntil = until;
        emit PausedUntil(until);
    }

    function _setFrozenUntil(uint256 until) private {
        frozenUntil = until;
        emit FrozenUntil(until);
    }

    function _requireDepositable(bytes32 hub, address asset, uint256 amount) private view {
        if (block.timestamp < pausedUntil) revert Vault_Paused(pausedUntil);
        if (amount == 0) revert Vault_ZeroAmount();
        // A hub with credit here is registered, and stays so. The sum is read anyway; the registration would be one slot more.
        if (VaultStorage.root().totalCredited[hub][Ids.ofAddress(asset)] == 0) _requireHub(hub);
    }

    function _requireHub(bytes32 hub) private view {
        if (!_isRegistered(hub)) revert Vault_UnknownHub(hub);
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IVault
    function vaultId() external view returns (bytes32) {
        return _id;
    }

    /// @inheritdoc IVault
    function vaultAddress() external view returns (bytes memory) {
        return Interoperable.local(address(this));
    }

    /// @inheritdoc IVault
    function credited(bytes32 hub, bytes32 asset, bytes32 account) external view returns (uint256) {
        return VaultStorage.root().credited[hub][asset][account];
    }

    /// @inheritdoc IVault
    function authorised(bytes32 hub, bytes32 asset, bytes32 recipient) external view returns (uint256) {
        return VaultStorage.root().authorised[hub][asset][recipient];
    }

    /// @inheritdoc IVault
    function paid(bytes32 hub, bytes32 asset, bytes32 recipient) external view returns (uint256) {
        return VaultStorage.root().paid[hub][asset][recipient];
    }

    /// @inheritdoc IVault
    function totalCredited(bytes32 hub, bytes32 asset) external view returns (uint256) {
        return VaultStorage.root().totalCredited[hub][asset];
    }

    /// @inheritdoc IVault
    function totalPaid(bytes32 hub, bytes32 asset) external view returns (uint256) {
        return VaultStorage.root().totalPaid[hub][asset];
    }

    /// @inheritdoc IVault
    function obligations(bytes32 asset) external view returns (uint256) {
        return _obligations[asset];
    }

    /// @inheritdoc IVault
    function holdings(address asset) external view returns (uint256) {
        return Assets.balanceOf(asset);
    }

    /// @inheritdoc IVault
    function delegateOf(bytes32 hub, bytes32 account) external view returns (address delegate, uint64 sequence) {
        uint256 register = VaultStorage.root().delegates[hub][account];
        return (address(uint160(register)), uint64(register >> 160));
    }

    /// @inheritdoc IVault
    function payoutOf(
        bytes32 hub,
        bytes32 account,
        bytes32 vault
    ) external view returns (bytes32 recipient, uint64 sequence) {
        VaultStorage.Payout storage register = VaultStorage.root().payouts[hub][account][vault];
        return (register.recipient, register.sequence);
    }

    /// @inheritdoc IVault
    function lastHubTime(bytes32 hub) external view returns (uint256) {
        return _latestTime(hub);
    }

    /// @inheritdoc IVault
    function transports(bytes32 hub) external view returns (address[] memory enabled, uint256 threshold) {
        return _members(hub);
    }

    /// @inheritdoc IVault
    function attested(
        bytes32 hub,
        bytes32 asset,
        bytes32 recipient,
        address transport
    ) external view returns (uint256) {
        return _attested(hub, counterKey(Csm.RELEASED, asset, recipient), transport);
    }
}
