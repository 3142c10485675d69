// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev The native coin of an EVM chain as an asset (ERC-7528).
address constant NATIVE_COIN = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

/// @title Identifiers
/// @notice How vaults, hubs, accounts and assets are named on every chain (docs/standard.md).
library Ids {
    /// @notice Id of a vault or hub: the hash of its canonical ERC-7930 address.
    function ofContract(bytes memory interoperable) internal pure returns (bytes32) {
        return keccak256(interoperable);
    }

    /// @notice Id of a margin account. Ownership follows from the id, so a credit may come before the account is ever used
    /// and nobody can squat it.
    /// @param hub Id of the hub that keeps the account.
    /// @param owner Canonical ERC-7930 address of the owner, chain included.
    /// @param subId The owner's own number for the account.
    function ofAccount(bytes32 hub, bytes memory owner, uint32 subId) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked("causeway/account/1", hub, owner, subId));
    }

    /// @notice Variant of {ofAccount} for an owner in calldata, which it hashes without an extra copy.
    function ofAccountCalldata(bytes32 hub, bytes calldata owner, uint32 subId) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked("causeway/account/1", hub, owner, subId));
    }

    /// @notice Asset or recipient id of an EVM address: the address, left-padded.
    function ofAddress(address target) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(target)));
    }
}
