// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {
    Call,
    Hub_ForbiddenRecipient,
    Hub_NotModule,
    Hub_OutsideBatch,
    Hub_TooManyLeaves,
    Hub_WrongValue,
    Hub_ZeroAddress,
    IHub,
    ReleasedKey
} from "../interfaces/IHub.sol";
import {IMarginCheck} from "../interfaces/IMarginCheck.sol";
import {CollateralStateMessage as Csm, Header} from "../messaging/CollateralStateMessage.sol";
import {Outbox} from "../messaging/Outbox.sol";
import {Ids} from "../types/Ids.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Route} from "../types/Route.sol";
import {HubLedger} from "./HubLedger.sol";
import {HubRegisters} from "./HubRegisters.sol";
import {HubStorage} from "./HubStorage.sol";
import {Recipients} from "./Recipients.sol";
import {TouchedAccounts} from "./TouchedAccounts.sol";

/// @title Hub
/// @notice See {IHub}, which is the manual.
/// @dev Immutable; what changes with time lives in modules. The order of a file: calls in, messages, governance, views.
contract Hub is HubLedger, HubRegisters, Outbox, AccessManaged {
    bytes32 private immutable _id;

    /// @inheritdoc IHub
    mapping(address module => bool) public isModule;
    /// @inheritdoc IHub
    address public marginCheck;
    /// @dev Batches that are running, one inside the other.
    uint256 private transient _depth;

    /// @notice Fixes the hub's id, who governs it and the first margin check.
    /// @param authority OpenZeppelin AccessManager that governs the restricted functions.
    /// @param marginCheck_ What judges touched accounts.
    constructor(address authority, address marginCheck_) AccessManaged(authority) {
        _id = Ids.ofContract(Interoperable.local(address(this)));
        _setMarginCheck(marginCheck_);
    }

    // --------------------------------------------------------------------------------------------------- batches

    /// @inheritdoc IHub
    function batch(Call[] calldata calls) external payable returns (bytes[] memory results) {
        ++_depth;
        results = new bytes[](calls.length);
        uint256 value;
        for (uint256 i; i < calls.length; ++i) {
            Call calldata call = calls[i];
            if (!isModule[call.module]) revert Hub_NotModule(call.module);
            value += call.value;
            results[i] = Address.functionCallWithValue(
                call.module,
                abi.encodePacked(call.data, msg.sender),
                call.value
            );
        }
        if (value != msg.value) revert Hub_WrongValue(value, msg.value);
        if (--_depth == 0) _checkTouched();
    }

    /// @inheritdoc IHub
    function release(
        bytes32 account,
        bytes32 vault,
        bytes32 asset,
        uint256 amount,
        bytes32 recipient
    ) external returns (uint256 total) {
        _requireModuleInBatch();
        _requireRegistered(vault);
        if (!Recipients.isPayable(_addressOf(vault), asset, recipient)) {
            revert Hub_ForbiddenRecipient(vault, asset, recipient);
        }
        TouchedAccounts.add(account);
        return _release(account, vault, asset, amount, recipient);
    }

    function _requireModuleInBatch() private view {
        if (!isModule[msg.sender]) revert Hub_NotModule(msg.sender);
        if (_depth == 0) revert Hub_OutsideBatch();
    }

    /// @dev The margin check (invariant H-3): once per account that lost something, after everything else.
    function _checkTouched() private {
        bytes32[] memory accounts = TouchedAccounts.drain();
        IMarginCheck check = IMarginCheck(marginCheck);
        for (uint256 i; i < accounts.length; ++i) check.requireHealthy(accounts[i]);
    }

    // -------------------------------------------------------------------------------------------------- messages

    /// @inheritdoc IHub
    function sendReleased(
        bytes32 vault,
        ReleasedKey[] calldata keys,
        Route[] calldata routes
    ) external payable nonReentrant {
        _requireRegistered(vault);
        uint256 seq = ++HubStorage.root().sourceSeq[vault];
        emit ReleasedSent(vault, uint64(seq), _transportsOf(routes));
        _dispatch(vault, _compose(vault, seq, keys), routes, msg.value);
    }

    /// @inheritdoc IHub
    function quoteReleased(
        bytes32 vault,
        ReleasedKey[] calldata keys,
        Route[] calldata routes
    ) external view returns (uint256[] memory fees) {
        _requireRegistered(vault);
        return _quote(vault, _compose(vault, HubStorage.root().sourceSeq[vault] + 1, keys), routes);
    }

    function _compose(
        bytes32 vault,
        uint256 seq,
        ReleasedKey[] calldata keys
    ) private view returns (bytes memory message) {
        if (keys.length > type(uint16).max) revert Hub_TooManyLeaves(keys.length);
        bool heartbeat = keys.length == 0;
        Header memory header = Header({
            kind: Csm.HUB_TO_VAULT,
            origin: _id,
            destination: vault,
            sourceSeq: uint64(seq),
            sourceTime: uint64(block.timestamp),
            count: heartbeat ? 1 : uint16(keys.length)
        });
        message = Csm.create(header, heartbeat ? Csm.HEARTBEAT_LENGTH : keys.length * Csm.COUNTER_LENGTH);
        uint256 offset = Csm.HEADER_LENGTH;
        if (heartbeat) Csm.writeHeartbeat(message, offset);
        for (uint256 i; i < keys.length; ++i) {
            (bytes32 asset, bytes32 recipient) = (keys[i].asset, keys[i].recipient);
            uint128 total = uint128(HubStorage.root().released[vault][asset][recipient]);
            offset = Csm.writeCounter(message, offset, Csm.RELEASED, asset, recipient, total);
        }
    }

    function _mergeCounter(bytes32 origin, bytes32 asset, bytes32 holder, uint256 acceptedTotal) internal override {
        _mergeCredit(origin, asset, holder, acceptedTotal);
    }

    function _mergeRegister(
        Header memory header,
        bytes calldata message,
        uint8 leafType,
        uint256 offset
    ) internal override {
        _mergeRegisterOf(_id, header, message, leafType, offset);
    }

    function _addressOfVault(bytes32 vault) internal view override returns (bytes memory) {
        return _addressOf(vault);
    }

    function _inboundKind() internal pure override returns (uint8) {
        return Csm.VAULT_TO_HUB;
    }

    function _selfId() internal view override returns (bytes32) {
        return _id;
    }

    // ------------------------------------------------------------------------------------------------ governance

    /// @inheritdoc IHub
    function registerVault(
        bytes calldata vaultAddress,
        address[] calldata transports_,
        uint8 threshold
    ) external restricted returns (bytes32 vault) {
        vault = _register(vaultAddress, transports_, threshold);
        emit VaultRegistered(vault, vaultAddress, transports_, threshold);
    }

    /// @inheritdoc IHub
    function enableTransport(bytes32 vault, address transport) external restricted {
        _enableTransport(vault, transport);
        emit TransportEnabled(vault, transport);
    }

    /// @inheritdoc IHub
    function disableTransport(bytes32 vault, address transport) external restricted {
        _disableTransport(vault, transport);
        emit TransportDisabled(vault, transport);
    }

    /// @inheritdoc IHub
    function setThreshold(bytes32 vault, uint8 threshold) external restricted {
        _setThreshold(vault, threshold);
        emit ThresholdSet(vault, threshold);
    }

    /// @inheritdoc IHub
    function listAsset(bytes32 vault, bytes32 asset, uint8 decimals, bool stable, uint128 cap) external restricted {
        _requireRegistered(vault);
        _list(vault, asset, decimals, stable, cap);
        emit AssetListed(vault, asset, decimals, stable);
        emit CapSet(vault, asset, cap);
    }

    /// @inheritdoc IHub
    function setCap(bytes32 vault, bytes32 asset, uint128 cap) external restricted {
        _cap(vault, asset, cap);
        emit CapSet(vault, asset, cap);
    }

    /// @inheritdoc IHub
    function setIdentitySource(bytes32 vault) external restricted {
        _requireRegistered(vault);
        _setIdentitySource(_addressOf(vault), vault);
    }

    /// @inheritdoc IHub
    function setModule(address module, bool enabled) external restricted {
        if (module == address(0)) revert Hub_ZeroAddress();
        isModule[module] = enabled;
        emit ModuleSet(module, enabled);
    }

    /// @inheritdoc IHub
    function setMarginCheck(address marginCheck_) external restricted {
        _setMarginCheck(marginCheck_);
    }

    function _setMarginCheck(address marginCheck_) private {
        if (marginCheck_ == address(0)) revert Hub_ZeroAddress();
        marginCheck = marginCheck_;
        emit MarginCheckSet(marginCheck_);
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IHub
    function hubId() external view returns (bytes32) {
        return _id;
    }

    /// @inheritdoc IHub
    function hubAddress() external view returns (bytes memory) {
        return Interoperable.local(address(this));
    }

    /// @inheritdoc IHub
    function accountId(bytes calldata owner, uint32 subId) external view returns (bytes32) {
        Interoperable.requireCanonical(owner);
        return Ids.ofAccountCalldata(_id, owner, subId);
    }

    /// @inheritdoc IHub
    function accepted(bytes32 vault, bytes32 asset, bytes32 account) external view returns (uint256) {
        return _accepted(vault, counterKey(Csm.CREDITED, asset, account));
    }

    /// @inheritdoc IHub
    function attested(
        bytes32 vault,
        bytes32 asset,
        bytes32 account,
        address transport
    ) external view returns (uint256) {
        return _attested(vault, counterKey(Csm.CREDITED, asset, account), transport);
    }

    /// @inheritdoc IHub
    function age(bytes32 vault) external view returns (uint256) {
        return _age(vault);
    }

    /// @inheritdoc IHub
    function lastSourceTime(bytes32 vault) external view returns (uint256) {
        return _latestTime(vault);
    }

    /// @inheritdoc IHub
    function transports(bytes32 vault) external view returns (address[] memory enabled, uint256 threshold) {
        return _members(vault);
    }

    /// @inheritdoc IHub
    function vaultAddressOf(bytes32 vault) external view returns (bytes memory) {
        return _addressOf(vault);
    }
}
