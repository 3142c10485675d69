// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IHub} from "../../contracts/interfaces/IHub.sol";
import {IMarginCheck} from "../../contracts/interfaces/IMarginCheck.sol";

/// @notice The account is refused.
error CheckDouble_Refused(bytes32 account);

/// @title Margin check double (test double)
/// @notice Refuses chosen accounts and allows debt otherwise. It is called statically and cannot count: tests count its calls in the trace.
contract CheckDouble is IMarginCheck {
    mapping(bytes32 account => bool) public isRefused;

    function setRefused(bytes32 account, bool refused) external {
        isRefused[account] = refused;
    }

    /// @inheritdoc IMarginCheck
    function requireHealthy(bytes32 account) external view {
        if (isRefused[account]) revert CheckDouble_Refused(account);
        // What a real check does first: reads the account of the hub that asks.
        IHub(msg.sender).cashOf(account);
    }
}
