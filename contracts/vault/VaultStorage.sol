// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Storage of a vault as the standard fixes it
/// @notice ERC-7201 namespace `causeway.storage.Vault`: any protocol can prove any of these slots against the chain's state root
/// (docs/standard.md). One counter per slot, keyed by hub first, never returning to zero.
/// @custom:storage-location erc7201:causeway.storage.Vault
library VaultStorage {
    /// @dev Register of an address on any chain: two slots.
    struct Payout {
        bytes32 recipient;
        uint64 sequence;
    }

    /// @dev Order and types are part of the standard. Counters are uint256 slots that hold a 128-bit number.
    struct Layout {
        mapping(bytes32 hub => mapping(bytes32 asset => mapping(bytes32 account => uint256))) credited;
        mapping(bytes32 hub => mapping(bytes32 asset => mapping(bytes32 recipient => uint256))) authorised;
        mapping(bytes32 hub => mapping(bytes32 asset => mapping(bytes32 recipient => uint256))) paid;
        mapping(bytes32 hub => mapping(bytes32 asset => uint256)) totalCredited;
        mapping(bytes32 hub => mapping(bytes32 asset => uint256)) totalPaid;
        mapping(bytes32 hub => mapping(bytes32 account => uint256 sequenceAndDelegate)) delegates;
        mapping(bytes32 hub => mapping(bytes32 account => mapping(bytes32 vault => Payout))) payouts;
        mapping(bytes32 hub => uint256) sourceSeq;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("causeway.storage.Vault")) - 1)) & ~bytes32(uint256(0xff)); a test recomputes it.
    bytes32 internal constant SLOT = 0x67f1d66358c766a308de2ad97e936d4922f49c46c85ecafe2979a898dafb6e00;

    /// @notice The namespace's root.
    function root() internal pure returns (Layout storage l) {
        bytes32 slot = SLOT;
        assembly ("memory-safe") {
            l.slot := slot
        }
    }
}
