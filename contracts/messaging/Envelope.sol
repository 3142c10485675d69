// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The bytes are not an envelope: a length points past the end, or an address is empty.
error Envelope_Malformed(bytes envelope);

/// @title Envelope
/// @notice What a bridging transport carries: `senderLength u8 | sender | recipientLength u8 | recipient | payload`, both
/// addresses ERC-7930. The sending transport fills in `sender` itself, so it is as true as the transport.
library Envelope {
    /// @notice Packs an envelope. ERC-7930 addresses of known chains are far below 256 bytes, so the lengths fit.
    function encode(
        bytes memory sender,
        bytes calldata recipient,
        bytes calldata payload
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(sender.length), sender, uint8(recipient.length), recipient, payload);
    }

    /// @notice Splits an envelope.
    /// @custom:error Envelope_Malformed
    function decode(
        bytes calldata envelope
    ) internal pure returns (bytes calldata sender, bytes calldata recipient, bytes calldata payload) {
        uint256 offset;
        (sender, offset) = _field(envelope, 0);
        (recipient, offset) = _field(envelope, offset);
        payload = envelope[offset:];
    }

    function _field(bytes calldata envelope, uint256 offset) private pure returns (bytes calldata field, uint256 end) {
        if (offset >= envelope.length) revert Envelope_Malformed(envelope);
        end = offset + 1 + uint8(envelope[offset]);
        if (end == offset + 1 || end > envelope.length) revert Envelope_Malformed(envelope);
        field = envelope[offset + 1:end];
    }
}
