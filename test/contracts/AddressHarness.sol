// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Recipients} from "../../contracts/hub/Recipients.sol";
import {Ids, NATIVE_COIN} from "../../contracts/types/Ids.sol";
import {Interoperable} from "../../contracts/types/Interoperable.sol";

/// @title Address harness (test double)
/// @notice The libraries of ids, ERC-7930 addresses and recipients, callable one by one.
contract AddressHarness {
    function ofContract(bytes calldata interoperable) external pure returns (bytes32) {
        return Ids.ofContract(interoperable);
    }

    function ofAccount(bytes32 hub, bytes calldata owner, uint32 subId) external pure returns (bytes32) {
        return Ids.ofAccount(hub, owner, subId);
    }

    function ofAddress(address target) external pure returns (bytes32) {
        return Ids.ofAddress(target);
    }

    function nativeCoin() external pure returns (address) {
        return NATIVE_COIN;
    }

    function local(address target) external view returns (bytes memory) {
        return Interoperable.local(target);
    }

    function isCanonical(bytes calldata interoperable) external pure returns (bool) {
        return Interoperable.isCanonical(interoperable);
    }

    function requireCanonical(bytes calldata interoperable) external pure {
        Interoperable.requireCanonical(interoperable);
    }

    function chainOf(bytes calldata interoperable) external pure returns (bytes memory) {
        return Interoperable.chainOf(interoperable);
    }

    function wordOf(bytes calldata interoperable) external pure returns (bytes32) {
        return Interoperable.wordOf(interoperable);
    }

    function tryOnChainOf(bytes calldata neighbour, bytes32 word) external pure returns (bool, bytes memory) {
        return Interoperable.tryOnChainOf(neighbour, word);
    }

    function isPayable(bytes calldata vault, bytes32 asset, bytes32 recipient) external pure returns (bool) {
        return Recipients.isPayable(vault, asset, recipient);
    }
}
