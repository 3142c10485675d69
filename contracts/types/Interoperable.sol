// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {LibBytes} from "solady/src/utils/LibBytes.sol";

/// @notice The address is not a canonical ERC-7930 address of a chain type this protocol knows.
error Interoperable_NotCanonical(bytes interoperable);

/// @title Canonical ERC-7930 addresses
/// @notice Ids hash interoperable addresses, so every address must have exactly one spelling. OpenZeppelin's parser accepts
/// trailing bytes and leading zeros; this library accepts the one canonical form and nothing else.
/// @dev Known chain types: eip155 (20-byte addresses) and Solana (32-byte genesis hash as reference, 32-byte addresses).
library Interoperable {
    bytes2 internal constant EIP155 = 0x0000;

    /// @dev Version 1, then the chain type.
    bytes4 private constant EIP155_V1 = 0x00010000;
    bytes4 private constant SOLANA_V1 = 0x00010002;

    /// @dev version 2, type 2, reference length 1, address length 1, address 20; the reference comes on top.
    uint256 private constant EVM_FIXED_LENGTH = 26;
    /// @dev version 2, type 2, reference length 1, reference 32, address length 1, address 32.
    uint256 private constant SOLANA_LENGTH = 70;

    /// @notice Address of a contract on this chain.
    function local(address target) internal view returns (bytes memory) {
        return InteroperableAddress.formatEvmV1(block.chainid, target);
    }

    /// @notice Whether `interoperable` is the canonical spelling of a non-zero address on a known chain.
    /// @dev Every deposit and delivery comes through here, so words are read instead of slices. What they may hold from behind the
    /// end decides nothing: the length is checked as well.
    function isCanonical(bytes calldata interoperable) internal pure returns (bool) {
        // Version and type (4 bytes), length and bytes of the reference, length and bytes of the address.
        bytes32 head = LibBytes.loadCalldata(interoperable, 0);
        uint256 chainLength = uint8(head[4]);
        bytes32 tail = LibBytes.loadCalldata(interoperable, 5 + chainLength);
        if (bytes4(head) == EIP155_V1) {
            return
                interoperable.length == EVM_FIXED_LENGTH + chainLength &&
                chainLength != 0 &&
                chainLength <= 32 &&
                head[5] != 0 &&
                tail[0] == 0x14 &&
                bytes20(tail << 8) != 0;
        }
        return
            bytes4(head) == SOLANA_V1 &&
            interoperable.length == SOLANA_LENGTH &&
            chainLength == 32 &&
            LibBytes.loadCalldata(interoperable, 5) != 0 &&
            tail[0] == 0x20 &&
            LibBytes.loadCalldata(interoperable, 38) != 0;
    }

    /// @notice Reverts unless `interoperable` is canonical.
    /// @custom:error Interoperable_NotCanonical carries the offending bytes.
    function requireCanonical(bytes calldata interoperable) internal pure {
        if (!isCanonical(interoperable)) revert Interoperable_NotCanonical(interoperable);
    }

    /// @notice The chain part alone (same version, type and reference, empty address): the name of a chain.
    /// @param interoperable A parsable ERC-7930 address.
    function chainOf(bytes memory interoperable) internal pure returns (bytes memory) {
        (bytes2 chainType, bytes memory chain, ) = InteroperableAddress.parseV1(interoperable);
        return InteroperableAddress.formatV1(chainType, chain, "");
    }

    /// @notice The address part as one word: EVM addresses are left-padded, Solana keys are taken whole.
    /// @param interoperable A canonical ERC-7930 address.
    function wordOf(bytes memory interoperable) internal pure returns (bytes32) {
        (, , bytes memory target) = InteroperableAddress.parseV1(interoperable);
        return target.length == 20 ? bytes32(uint256(uint160(bytes20(target)))) : bytes32(target);
    }

    /// @notice The canonical address of `word` on the chain that `neighbour` lives on; the inverse of {wordOf}.
    /// @return isAddress False when the word is no address there: zero, or an EVM word with high bytes.
    function tryOnChainOf(
        bytes memory neighbour,
        bytes32 word
    ) internal pure returns (bool isAddress, bytes memory interoperable) {
        (bytes2 chainType, bytes memory chain, ) = InteroperableAddress.parseV1(neighbour);
        bool isEvm = chainType == EIP155;
        if (word == 0 || (isEvm && uint256(word) > type(uint160).max)) return (false, "");
        bytes memory target = isEvm ? abi.encodePacked(address(uint160(uint256(word)))) : abi.encodePacked(word);
        return (true, InteroperableAddress.formatV1(chainType, chain, target));
    }
}
