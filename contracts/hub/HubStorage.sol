// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Storage of a hub as the standard fixes it
/// @notice ERC-7201 namespace `causeway.storage.Hub`: vaults, and a successor hub, can prove what was released against the hub chain's
/// state root (docs/standard.md). One counter per slot, never returning to zero.
/// @custom:storage-location erc7201:causeway.storage.Hub
library HubStorage {
    /// @dev Order and types are part of the standard. Counters are uint256 slots that hold a 128-bit number.
    struct Layout {
        mapping(bytes32 vault => mapping(bytes32 asset => mapping(bytes32 recipient => uint256))) released;
        mapping(bytes32 vault => uint256) sourceSeq;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("causeway.storage.Hub")) - 1)) & ~bytes32(uint256(0xff)); a test recomputes it.
    bytes32 internal constant SLOT = 0xbe0d41c2dca773540c27809714860e1b6b816011d116270f5d95f020aaab3400;

    /// @notice The namespace's root.
    function root() internal pure returns (Layout storage l) {
        bytes32 slot = SLOT;
        assembly ("memory-safe") {
            l.slot := slot
        }
    }
}
