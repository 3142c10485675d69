// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Shares} from "../../contracts/hub/Shares.sol";

/// @title Shares harness (test double)
/// @notice The rounding of line shares, at any index.
contract SharesHarness {
    function fromAmountDown(uint256 amount, uint256 index) external pure returns (uint256) {
        return Shares.fromAmountDown(amount, index);
    }

    function fromAmountUp(uint256 amount, uint256 index) external pure returns (uint256) {
        return Shares.fromAmountUp(amount, index);
    }

    function toAmountDown(uint256 shares, uint256 index) external pure returns (uint256) {
        return Shares.toAmountDown(shares, index);
    }
}
