// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CollateralStateMessage as Csm, Header} from "../../contracts/messaging/CollateralStateMessage.sol";
import {Envelope} from "../../contracts/messaging/Envelope.sol";

/// @title Codec harness (test double)
/// @notice Lets tests hold the Solidity codec against the golden vectors and against the TypeScript codec.
contract CodecHarness {
    /// @dev The fields of any leaf: ids in `a`, `b`, `c`, amounts and sequences in `x`, `y`, `z`, in wire order.
    struct Leaf {
        uint8 leafType;
        bytes32 a;
        bytes32 b;
        bytes32 c;
        uint128 x;
        uint128 y;
        uint128 z;
        uint32 subId;
        address delegate;
    }

    /// @notice Decodes a whole message strictly and encodes what was read again.
    function roundTrip(
        bytes calldata message
    ) external pure returns (Header memory header, Leaf[] memory leaves, bytes memory encoded) {
        header = Csm.header(message);
        // A message may announce more leaves than it has bytes for.
        uint256 most = message.length - Csm.HEADER_LENGTH;
        leaves = new Leaf[](header.count < most ? header.count : most);
        uint256 offset = Csm.HEADER_LENGTH;
        for (uint256 i; i < header.count; ++i) {
            (uint8 leafType, uint256 end) = Csm.leafAt(message, header.kind, offset);
            leaves[i] = _read(message, leafType, offset);
            offset = end;
        }
        Csm.requireEnd(message, offset);
        encoded = encode(header, leaves);
    }

    /// @notice Encodes a message; header and leaves are believed.
    function encode(Header memory header, Leaf[] memory leaves) public pure returns (bytes memory message) {
        uint256 length;
        for (uint256 i; i < leaves.length; ++i) length += Csm.leafLength(leaves[i].leafType);
        message = Csm.create(header, length);
        // Dirt behind the buffer, which a field written as a whole word must not depend on.
        bytes memory behind = abi.encode(type(uint256).max, type(uint256).max);
        uint256 offset = Csm.HEADER_LENGTH;
        for (uint256 i; i < leaves.length; ++i) offset = _write(message, offset, leaves[i]);
        assert(keccak256(behind) == keccak256(abi.encode(type(uint256).max, type(uint256).max)));
    }

    /// @notice Splits an envelope and packs it again.
    function openEnvelope(
        bytes calldata envelope
    ) external pure returns (bytes memory sender, bytes memory recipient, bytes memory payload) {
        return Envelope.decode(envelope);
    }

    /// @notice Packs an envelope.
    function packEnvelope(
        bytes calldata sender,
        bytes calldata recipient,
        bytes calldata payload
    ) external pure returns (bytes memory) {
        return Envelope.encode(sender, recipient, payload);
    }

    function _read(bytes calldata message, uint8 leafType, uint256 offset) private pure returns (Leaf memory leaf) {
        leaf.leafType = leafType;
        if (leafType == Csm.CREDITED || leafType == Csm.RELEASED) {
            (leaf.a, leaf.b, leaf.x) = Csm.counter(message, offset);
        } else if (leafType == Csm.CUSTODY) {
            (leaf.a, leaf.x, leaf.y, leaf.z) = Csm.custody(message, offset);
        } else if (leafType == Csm.DELEGATE) {
            (leaf.a, leaf.b, leaf.subId, leaf.delegate, leaf.x) = Csm.delegate(message, offset);
        } else if (leafType == Csm.PRICE) {
            (leaf.a, leaf.x, leaf.y, leaf.z) = Csm.price(message, offset);
        } else if (leafType == Csm.PAYOUT) {
            (leaf.a, leaf.b, leaf.c, leaf.x) = Csm.payout(message, offset);
        }
    }

    function _write(bytes memory buffer, uint256 offset, Leaf memory leaf) private pure returns (uint256) {
        uint8 leafType = leaf.leafType;
        if (leafType == Csm.CREDITED || leafType == Csm.RELEASED) {
            return Csm.writeCounter(buffer, offset, leafType, leaf.a, leaf.b, leaf.x);
        }
        if (leafType == Csm.CUSTODY) return Csm.writeCustody(buffer, offset, leaf.a, leaf.x, leaf.y, leaf.z);
        if (leafType == Csm.DELEGATE) {
            return Csm.writeDelegate(buffer, offset, leaf.a, leaf.b, leaf.subId, leaf.delegate, uint64(leaf.x));
        }
        if (leafType == Csm.PRICE) {
            return Csm.writePrice(buffer, offset, leaf.a, leaf.x, uint64(leaf.y), uint64(leaf.z));
        }
        if (leafType == Csm.PAYOUT) {
            return Csm.writePayout(buffer, offset, leaf.a, leaf.b, leaf.c, uint64(leaf.x));
        }
        return Csm.writeHeartbeat(buffer, offset);
    }
}
