// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Line shares
/// @notice A line is a number of shares of its (vault, asset); a share is worth `index` native units, 1e18-scaled. The index starts at
/// one and only falls, by declared losses, so all holders of the pool bear a loss alike and nobody's line needs touching.
library Shares {
    /// @dev One native unit per share.
    uint64 internal constant INITIAL_INDEX = 1e18;
    uint256 private constant WAD = 1e18;

    /// @notice Shares that `amount` buys; rounded down, so new money never takes from old.
    function fromAmountDown(uint256 amount, uint256 index) internal pure returns (uint256) {
        return Math.mulDiv(amount, WAD, index);
    }

    /// @notice Shares that must be given up to take out `amount`; rounded up, so the pool never pays more than it burns.
    function fromAmountUp(uint256 amount, uint256 index) internal pure returns (uint256) {
        return Math.mulDiv(amount, WAD, index, Math.Rounding.Ceil);
    }

    /// @notice Native units that `shares` are worth; rounded down.
    function toAmountDown(uint256 shares, uint256 index) internal pure returns (uint256) {
        return Math.mulDiv(shares, index, WAD);
    }
}
