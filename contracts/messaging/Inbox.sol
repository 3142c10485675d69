// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC7786Recipient} from "@openzeppelin/contracts/crosschain/ERC7786Recipient.sol";
import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {Ids} from "../types/Ids.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {CollateralStateMessage as Csm, Header} from "./CollateralStateMessage.sol";
import {Quorum} from "./Quorum.sol";

/// @notice The message is of the kind this side sends, not of the kind it receives.
error Inbox_WrongKind(uint8 expected, uint8 kind);
/// @notice The message claims another origin than the transport vouches for.
error Inbox_WrongOrigin(bytes32 sender, bytes32 origin);
/// @notice The message is meant for somebody else.
error Inbox_WrongDestination(bytes32 self, bytes32 destination);
/// @notice Messages carry no coins.
error Inbox_ValueRefused(uint256 value);
/// @notice The origin is registered already.
error Inbox_AlreadyRegistered(bytes32 origin);
/// @notice The origin was never registered.
error Inbox_UnknownOrigin(bytes32 origin);

/// @title Inbox
/// @notice The receiving side of both vault and hub: checks who speaks, decodes strictly, records each leaf's vote and hands over what
/// the quorum has accepted. A format error rejects the message whole; after that no leaf can stop another one: merging must not revert.
/// @dev There is no replay table, no nonce and no ordering: counters are maxima and registers carry sequences (DESIGN law 2).
abstract contract Inbox is ERC7786Recipient {
    using Quorum for Quorum.Origin;

    /// @dev No seat: what {poke} passes when it only looks at votes already cast.
    uint256 private constant NO_SEAT = 0;

    mapping(bytes32 origin => Quorum.Origin) private _origins;
    mapping(bytes32 origin => bytes interoperable) private _addresses;

    /// @notice Re-applies whatever the quorum has already accepted about the leaves of `message`, without voting: after a cap was
    /// raised, a threshold changed or a transport enabled. Anyone may call; totals in the message are ignored, only the names count.
    function poke(bytes calldata message) external {
        _process(Csm.header(message), message, NO_SEAT);
    }

    // ------------------------------------------------------------------------------------------------ governance

    /// @dev Registers a remote contract with its transports and threshold.
    function _register(
        bytes calldata interoperable,
        address[] calldata transports_,
        uint8 threshold
    ) internal returns (bytes32 origin) {
        Interoperable.requireCanonical(interoperable);
        origin = Ids.ofContract(interoperable);
        if (_addresses[origin].length != 0) revert Inbox_AlreadyRegistered(origin);
        _addresses[origin] = interoperable;
        Quorum.Origin storage quorum = _origins[origin];
        for (uint256 i; i < transports_.length; ++i) quorum.enable(transports_[i]);
        quorum.setThreshold(threshold);
    }

    function _enableTransport(bytes32 origin, address transport) internal {
        _requireRegistered(origin);
        _origins[origin].enable(transport);
    }

    function _disableTransport(bytes32 origin, address transport) internal {
        _origins[origin].disable(transport);
    }

    function _setThreshold(bytes32 origin, uint8 threshold) internal {
        _origins[origin].setThreshold(threshold);
    }

    // ------------------------------------------------------------------------------------------------- receiving

    /// @dev Asked by ERC7786Recipient before {_processMessage}.
    function _isAuthorizedGateway(address gateway, bytes calldata sender) internal view override returns (bool) {
        return _origins[EfficientHashLib.hashCalldata(sender)].seatOf[gateway] != 0;
    }

    /// @dev One attestation: `gateway` says that `sender` has sent `message`.
    function _processMessage(
        address gateway,
        bytes32,
        bytes calldata sender,
        bytes calldata message
    ) internal override {
        if (msg.value != 0) revert Inbox_ValueRefused(msg.value);
        Header memory header = Csm.header(message);
        bytes32 origin = EfficientHashLib.hashCalldata(sender);
        if (header.origin != origin) revert Inbox_WrongOrigin(origin, header.origin);
        Quorum.Origin storage quorum = _origins[origin];
        uint256 seat = quorum.seatOf[gateway];
        quorum.attestTime(seat, header.sourceTime);
        _process(header, message, seat);
    }

    function _process(Header memory header, bytes calldata message, uint256 seat) private {
        uint8 expected = _inboundKind();
        if (header.kind != expected) revert Inbox_WrongKind(expected, header.kind);
        if (header.destination != _selfId()) revert Inbox_WrongDestination(_selfId(), header.destination);
        uint256 offset = Csm.HEADER_LENGTH;
        for (uint256 i; i < header.count; ++i) {
            (uint8 leafType, uint256 end) = Csm.leafAt(message, header.kind, offset);
            _processLeaf(header, message, seat, leafType, offset, end);
            offset = end;
        }
        Csm.requireEnd(message, offset);
        _afterMessage(header, message);
    }

    function _processLeaf(
        Header memory header,
        bytes calldata message,
        uint256 seat,
        uint8 leafType,
        uint256 offset,
        uint256 end
    ) private {
        if (leafType == Csm.HEARTBEAT) return;
        Quorum.Origin storage quorum = _origins[header.origin];
        if (leafType == Csm.CREDITED || leafType == Csm.RELEASED) {
            (bytes32 asset, bytes32 holder, uint128 total) = Csm.counter(message, offset);
            bytes32 name = EfficientHashLib.hashCalldata(message, offset, offset + Csm.COUNTER_NAME_LENGTH);
            uint256 accepted = seat == NO_SEAT ? quorum.accepted(name) : quorum.attest(seat, name, total);
            if (accepted != 0) _mergeCounter(header.origin, asset, holder, accepted);
            return;
        }
        bytes32 tuple = EfficientHashLib.hashCalldata(message, offset, end);
        // A custody report has no sequence of its own: its message's is part of the tuple.
        if (leafType == Csm.CUSTODY) tuple = keccak256(abi.encode(tuple, header.sourceSeq));
        uint256 agreed = seat == NO_SEAT ? quorum.accepted(tuple) : quorum.attest(seat, tuple, 1);
        if (agreed != 0) _mergeRegister(header, message, leafType, offset);
    }

    /// @dev Raises a counter to `accepted`, as far as rules allow. Must not revert: other leaves share the message.
    function _mergeCounter(bytes32 origin, bytes32 asset, bytes32 holder, uint256 accepted) internal virtual;

    /// @dev Takes over a register on which M transports agree, if its sequence is newer. Must not revert.
    function _mergeRegister(
        Header memory header,
        bytes calldata message,
        uint8 leafType,
        uint256 offset
    ) internal virtual;

    /// @dev Runs once after all leaves are merged.
    function _afterMessage(Header memory header, bytes calldata message) internal virtual {}

    /// @dev The kind of message this side receives.
    function _inboundKind() internal pure virtual returns (uint8);

    /// @dev This contract's own id.
    function _selfId() internal view virtual returns (bytes32);

    // ----------------------------------------------------------------------------------------------------- views

    /// @dev Quorum key of a counter: the hash of its leaf without the total.
    function counterKey(uint8 leafType, bytes32 asset, bytes32 holder) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(leafType, asset, holder));
    }

    /// @dev What `transport` attests about a counter; 0 when it is not enabled.
    function _attested(bytes32 origin, bytes32 key, address transport) internal view returns (uint256) {
        Quorum.Origin storage quorum = _origins[origin];
        uint256 seat = quorum.seatOf[transport];
        return seat == 0 ? 0 : quorum.votes[key][seat];
    }

    function _accepted(bytes32 origin, bytes32 key) internal view returns (uint256) {
        return _origins[origin].accepted(key);
    }

    function _requireEnabled(bytes32 origin, address transport) internal view {
        _origins[origin].requireSeat(transport);
    }

    function _addressOf(bytes32 origin) internal view returns (bytes memory) {
        return _addresses[origin];
    }

    function _isRegistered(bytes32 origin) internal view returns (bool) {
        return _addresses[origin].length != 0;
    }

    function _requireRegistered(bytes32 origin) internal view {
        if (!_isRegistered(origin)) revert Inbox_UnknownOrigin(origin);
    }

    /// @dev Newest source time that M transports have ever agreed on, in unix seconds.
    function _latestTime(bytes32 origin) internal view returns (uint256) {
        return _origins[origin].clock.latest();
    }

    /// @dev Measured age of what this origin tells us, in seconds.
    function _age(bytes32 origin) internal view returns (uint256) {
        return _origins[origin].clock.age(block.timestamp);
    }

    /// @dev Enabled transports and threshold of an origin.
    function _members(bytes32 origin) internal view returns (address[] memory enabled, uint256 threshold) {
        return _origins[origin].members();
    }
}
