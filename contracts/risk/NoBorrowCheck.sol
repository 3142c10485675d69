// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IHub} from "../interfaces/IHub.sol";
import {IMarginCheck} from "../interfaces/IMarginCheck.sol";

/// @notice The account would owe cash.
error NoBorrowCheck_NegativeCash(bytes32 account, int256 cash);

/// @title The margin rule of a hub without prices
/// @notice Nobody borrows: cash stays at or above zero. Lines cannot go below zero by construction. It is the strictest rule there
/// is, so replacing it by the risk engine is a loosening that waits in the timelock.
contract NoBorrowCheck is IMarginCheck {
    /// @inheritdoc IMarginCheck
    function requireHealthy(bytes32 account) external view {
        int256 cash = IHub(msg.sender).cashOf(account);
        if (cash < 0) revert NoBorrowCheck_NegativeCash(account, cash);
    }
}
