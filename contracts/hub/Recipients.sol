// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {Interoperable} from "../types/Interoperable.sol";

/// @title Who can be paid where
/// @notice Releases to an address that cannot receive would be lost, so they are refused on the hub already.
library Recipients {
    /// @notice Whether `recipient` can be paid at the vault: an address of its chain (EVM: high 12 bytes zero) that is not zero, not
    /// the vault and not the asset.
    /// @param vault Canonical ERC-7930 address of the vault.
    function isPayable(bytes memory vault, bytes32 asset, bytes32 recipient) internal pure returns (bool) {
        (bytes2 chainType, , ) = InteroperableAddress.parseV1(vault);
        if (chainType == Interoperable.EIP155 && uint256(recipient) > type(uint160).max) return false;
        return recipient != 0 && recipient != asset && recipient != Interoperable.wordOf(vault);
    }
}
