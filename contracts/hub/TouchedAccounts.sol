// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";

/// @title The accounts that the running batch has touched
/// @notice A set in transient storage, emptied by draining it, so that several batches in one transaction do not see each other's.
library TouchedAccounts {
    using SlotDerivation for bytes32;
    using TransientSlot for *;

    /// @dev Slot of the count; members follow behind its hash, the membership flags in a mapping of it.
    bytes32 private constant SLOT = keccak256("causeway.transient.touched");

    /// @notice Adds an account; adding it twice changes nothing.
    function add(bytes32 account) internal {
        TransientSlot.BooleanSlot known = SLOT.deriveMapping(account).asBoolean();
        if (known.tload()) return;
        known.tstore(true);
        uint256 length = SLOT.asUint256().tload();
        SLOT.deriveArray().offset(length).asBytes32().tstore(account);
        SLOT.asUint256().tstore(length + 1);
    }

    /// @notice Empties the set and returns what was in it.
    function drain() internal returns (bytes32[] memory accounts) {
        accounts = new bytes32[](SLOT.asUint256().tload());
        for (uint256 i; i < accounts.length; ++i) {
            accounts[i] = SLOT.deriveArray().offset(i).asBytes32().tload();
            SLOT.deriveMapping(accounts[i]).asBoolean().tstore(false);
        }
        SLOT.asUint256().tstore(0);
    }
}
