// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Margin check
/// @notice What the kernel asks at the end of the outermost batch, once per touched account. The risk engine stands behind it.
interface IMarginCheck {
    /// @notice Reverts unless the account, as the calling hub has it now, may stay as it is.
    function requireHealthy(bytes32 account) external view;
}
