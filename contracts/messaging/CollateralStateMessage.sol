// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The message is shorter than a header.
error Csm_TooShort(uint256 length);
/// @notice The first four bytes are not "CSM1".
error Csm_WrongMagic(bytes4 magic);
/// @notice The kind is neither vault → hub (1) nor hub → vault (2).
error Csm_UnknownKind(uint8 kind);
/// @notice A message must carry at least one leaf.
error Csm_NoLeaves();
/// @notice No leaf has this type.
error Csm_UnknownLeaf(uint8 leafType, uint256 offset);
/// @notice The leaf belongs to messages of the other direction.
error Csm_LeafOfOtherKind(uint8 kind, uint8 leafType, uint256 offset);
/// @notice The leaf at `offset` needs `needed` bytes but the message ends at `length`.
error Csm_Truncated(uint256 offset, uint256 needed, uint256 length);
/// @notice The last leaf ends at `end`, the message goes on to `length`.
error Csm_TrailingBytes(uint256 end, uint256 length);

/// @notice Header of a message, 87 bytes on the wire.
/// @param kind 1: vault → hub, 2: hub → vault.
/// @param origin Id of the vault or hub that sends.
/// @param destination Id of the hub or vault that shall receive.
/// @param sourceSeq The origin's stored, strictly increasing message counter towards this destination.
/// @param sourceTime Unix seconds on the origin chain when the message was made.
/// @param count Number of leaves.
struct Header {
    uint8 kind;
    bytes32 origin;
    bytes32 destination;
    uint64 sourceSeq;
    uint64 sourceTime;
    uint16 count;
}

/// @title Collateral State Message v1
/// @notice The packed, big-endian wire format, byte-identical in Solidity, Rust and TypeScript (docs/standard.md); golden
/// vectors in test/vectors/csm.json hold the implementations together.
/// @dev Decoding is strict: a message has one spelling. The encoder writes into one pre-sized buffer, since a sync of 100
/// accounts would otherwise copy 8 kB a hundred times.
library CollateralStateMessage {
    bytes4 internal constant MAGIC = "CSM1";
    uint8 internal constant VAULT_TO_HUB = 1;
    uint8 internal constant HUB_TO_VAULT = 2;

    uint8 internal constant CREDITED = 0x01;
    uint8 internal constant CUSTODY = 0x02;
    uint8 internal constant DELEGATE = 0x03;
    uint8 internal constant PRICE = 0x04;
    uint8 internal constant PAYOUT = 0x05;
    uint8 internal constant RELEASED = 0x11;
    uint8 internal constant HEARTBEAT = 0x12;

    uint256 internal constant HEADER_LENGTH = 87;
    /// @dev Also the length of CUSTODY and RELEASED.
    uint256 internal constant COUNTER_LENGTH = 81;
    uint256 internal constant DELEGATE_LENGTH = 97;
    uint256 internal constant PRICE_LENGTH = 65;
    uint256 internal constant PAYOUT_LENGTH = 105;
    uint256 internal constant HEARTBEAT_LENGTH = 1;

    /// @dev The part of a counter leaf that names the counter: type and two ids, without the total.
    uint256 internal constant COUNTER_NAME_LENGTH = 65;

    // ------------------------------------------------------------------------------------------------ decoding

    /// @notice Decodes the header. The leaves are not looked at yet: walk them with {leafAt}, close with {requireEnd}.
    function header(bytes calldata message) internal pure returns (Header memory decoded) {
        if (message.length < HEADER_LENGTH) revert Csm_TooShort(message.length);
        if (bytes4(message) != MAGIC) revert Csm_WrongMagic(bytes4(message));
        decoded.kind = uint8(message[4]);
        if (decoded.kind != VAULT_TO_HUB && decoded.kind != HUB_TO_VAULT) revert Csm_UnknownKind(decoded.kind);
        decoded.origin = word(message, 5);
        decoded.destination = word(message, 37);
        decoded.sourceSeq = uint64(_uint(message, 69, 8));
        decoded.sourceTime = uint64(_uint(message, 77, 8));
        decoded.count = uint16(_uint(message, 85, 2));
        if (decoded.count == 0) revert Csm_NoLeaves();
    }

    /// @notice Type and end of the leaf at `offset`, once it is known to be whole and of the message's kind.
    function leafAt(
        bytes calldata message,
        uint8 kind,
        uint256 offset
    ) internal pure returns (uint8 leafType, uint256 end) {
        if (offset >= message.length) revert Csm_Truncated(offset, 1, message.length);
        leafType = uint8(message[offset]);
        uint256 length = leafLength(leafType);
        if (length == 0) revert Csm_UnknownLeaf(leafType, offset);
        if (leafType >> 4 != kind - 1) revert Csm_LeafOfOtherKind(kind, leafType, offset);
        end = offset + length;
        if (end > message.length) revert Csm_Truncated(offset, length, message.length);
    }

    /// @notice Reverts unless the last leaf ended where the message ends.
    function requireEnd(bytes calldata message, uint256 end) internal pure {
        if (end != message.length) revert Csm_TrailingBytes(end, message.length);
    }

    /// @notice Bytes of a leaf with its type byte; 0 for an unknown type.
    function leafLength(uint8 leafType) internal pure returns (uint256) {
        if (leafType == CREDITED || leafType == RELEASED || leafType == CUSTODY) return COUNTER_LENGTH;
        if (leafType == HEARTBEAT) return HEARTBEAT_LENGTH;
        if (leafType == DELEGATE) return DELEGATE_LENGTH;
        if (leafType == PRICE) return PRICE_LENGTH;
        if (leafType == PAYOUT) return PAYOUT_LENGTH;
        return 0;
    }

    /// @notice Fields of a Credited (asset, account) or Released (asset, recipient) leaf that {leafAt} has accepted.
    function counter(
        bytes calldata message,
        uint256 offset
    ) internal pure returns (bytes32 asset, bytes32 holder, uint128 total) {
        return (word(message, offset + 1), word(message, offset + 33), uint128(_uint(message, offset + 65, 16)));
    }

    /// @notice Fields of a Custody leaf that {leafAt} has accepted, in native units.
    function custody(
        bytes calldata message,
        uint256 offset
    ) internal pure returns (bytes32 asset, uint128 totalCredited, uint128 totalPaid, uint128 balance) {
        asset = word(message, offset + 1);
        totalCredited = uint128(_uint(message, offset + 33, 16));
        totalPaid = uint128(_uint(message, offset + 49, 16));
        balance = uint128(_uint(message, offset + 65, 16));
    }

    /// @notice Fields of a Delegate leaf that {leafAt} has accepted.
    function delegate(
        bytes calldata message,
        uint256 offset
    )
        internal
        pure
        returns (bytes32 account, bytes32 ownerAddress, uint32 subId, address delegateAddress, uint64 sequence)
    {
        account = word(message, offset + 1);
        ownerAddress = word(message, offset + 33);
        subId = uint32(_uint(message, offset + 65, 4));
        delegateAddress = address(uint160(_uint(message, offset + 69, 20)));
        sequence = uint64(_uint(message, offset + 89, 8));
    }

    /// @notice Fields of a Price leaf that {leafAt} has accepted: price 1e18 USD, confidence 1e-8 relative, unix seconds.
    function price(
        bytes calldata message,
        uint256 offset
    ) internal pure returns (bytes32 asset, uint128 value, uint64 confidence, uint64 publishTime) {
        asset = word(message, offset + 1);
        value = uint128(_uint(message, offset + 33, 16));
        confidence = uint64(_uint(message, offset + 49, 8));
        publishTime = uint64(_uint(message, offset + 57, 8));
    }

    /// @notice Fields of a Payout leaf that {leafAt} has accepted.
    function payout(
        bytes calldata message,
        uint256 offset
    ) internal pure returns (bytes32 account, bytes32 vault, bytes32 recipient, uint64 sequence) {
        account = word(message, offset + 1);
        vault = word(message, offset + 33);
        recipient = word(message, offset + 65);
        sequence = uint64(_uint(message, offset + 97, 8));
    }

    /// @notice The 32 bytes at `offset`, which the caller knows to be inside the message.
    function word(bytes calldata message, uint256 offset) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := calldataload(add(message.offset, offset))
        }
    }

    function _uint(bytes calldata message, uint256 offset, uint256 width) private pure returns (uint256) {
        return uint256(word(message, offset)) >> (256 - 8 * width);
    }

    // ------------------------------------------------------------------------------------------------ encoding

    /// @notice A buffer for a whole message with its header written; fill it leaf by leaf from {HEADER_LENGTH} on.
    /// @param leavesLength Bytes of all leaves together.
    function create(Header memory fields, uint256 leavesLength) internal pure returns (bytes memory buffer) {
        uint256 length = HEADER_LENGTH + leavesLength;
        assembly ("memory-safe") {
            // One word of slack behind the end, because the last field is written as a whole word.
            buffer := mload(0x40)
            mstore(buffer, length)
            mstore(0x40, add(buffer, and(add(length, 95), not(31))))
        }
        _write(buffer, 0, uint256(uint32(MAGIC)), 4);
        _write(buffer, 4, fields.kind, 1);
        _write(buffer, 5, uint256(fields.origin), 32);
        _write(buffer, 37, uint256(fields.destination), 32);
        _write(buffer, 69, fields.sourceSeq, 8);
        _write(buffer, 77, fields.sourceTime, 8);
        _write(buffer, 85, fields.count, 2);
    }

    /// @notice Writes a Credited or Released leaf at `offset`; returns where the next one goes.
    function writeCounter(
        bytes memory buffer,
        uint256 offset,
        uint8 leafType,
        bytes32 asset,
        bytes32 holder,
        uint128 total
    ) internal pure returns (uint256) {
        _write(buffer, offset, leafType, 1);
        _write(buffer, offset + 1, uint256(asset), 32);
        _write(buffer, offset + 33, uint256(holder), 32);
        _write(buffer, offset + 65, total, 16);
        return offset + COUNTER_LENGTH;
    }

    /// @notice Writes a Custody leaf at `offset`; returns where the next one goes.
    function writeCustody(
        bytes memory buffer,
        uint256 offset,
        bytes32 asset,
        uint128 totalCredited,
        uint128 totalPaid,
        uint128 balance
    ) internal pure returns (uint256) {
        _write(buffer, offset, CUSTODY, 1);
        _write(buffer, offset + 1, uint256(asset), 32);
        _write(buffer, offset + 33, totalCredited, 16);
        _write(buffer, offset + 49, totalPaid, 16);
        _write(buffer, offset + 65, balance, 16);
        return offset + COUNTER_LENGTH;
    }

    /// @notice Writes a Delegate leaf at `offset`; returns where the next one goes.
    function writeDelegate(
        bytes memory buffer,
        uint256 offset,
        bytes32 account,
        bytes32 ownerAddress,
        uint32 subId,
        address delegateAddress,
        uint64 sequence
    ) internal pure returns (uint256) {
        _write(buffer, offset, DELEGATE, 1);
        _write(buffer, offset + 1, uint256(account), 32);
        _write(buffer, offset + 33, uint256(ownerAddress), 32);
        _write(buffer, offset + 65, subId, 4);
        _write(buffer, offset + 69, uint256(uint160(delegateAddress)), 20);
        _write(buffer, offset + 89, sequence, 8);
        return offset + DELEGATE_LENGTH;
    }

    /// @notice Writes a Price leaf at `offset`; returns where the next one goes.
    function writePrice(
        bytes memory buffer,
        uint256 offset,
        bytes32 asset,
        uint128 value,
        uint64 confidence,
        uint64 publishTime
    ) internal pure returns (uint256) {
        _write(buffer, offset, PRICE, 1);
        _write(buffer, offset + 1, uint256(asset), 32);
        _write(buffer, offset + 33, value, 16);
        _write(buffer, offset + 49, confidence, 8);
        _write(buffer, offset + 57, publishTime, 8);
        return offset + PRICE_LENGTH;
    }

    /// @notice Writes a Payout leaf at `offset`; returns where the next one goes.
    function writePayout(
        bytes memory buffer,
        uint256 offset,
        bytes32 account,
        bytes32 vault,
        bytes32 recipient,
        uint64 sequence
    ) internal pure returns (uint256) {
        _write(buffer, offset, PAYOUT, 1);
        _write(buffer, offset + 1, uint256(account), 32);
        _write(buffer, offset + 33, uint256(vault), 32);
        _write(buffer, offset + 65, uint256(recipient), 32);
        _write(buffer, offset + 97, sequence, 8);
        return offset + PAYOUT_LENGTH;
    }

    /// @notice Writes a Heartbeat leaf at `offset`; returns where the next one goes.
    function writeHeartbeat(bytes memory buffer, uint256 offset) internal pure returns (uint256) {
        _write(buffer, offset, HEARTBEAT, 1);
        return offset + HEARTBEAT_LENGTH;
    }

    /// @dev Writes the low `width` bytes of `value` at `offset`, and zeros up to a word behind them: fields are written in
    /// ascending order, so what is overwritten there has not been written yet.
    function _write(bytes memory buffer, uint256 offset, uint256 value, uint256 width) private pure {
        assembly ("memory-safe") {
            mstore(add(add(buffer, 32), offset), shl(sub(256, shl(3, width)), value))
        }
    }
}
