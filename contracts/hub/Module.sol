// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IHub} from "../interfaces/IHub.sol";

/// @notice Modules are called through {IHub.batch} only.
error Module_OnlyHub(address caller);

/// @title Base of the hub's modules
/// @notice A module decides who may do what and asks the kernel to do it. The kernel appends the address of whoever called the batch.
abstract contract Module {
    IHub internal immutable HUB;

    modifier onlyHub() {
        if (msg.sender != address(HUB)) revert Module_OnlyHub(msg.sender);
        _;
    }

    /// @notice Binds the module to one kernel.
    /// @param hub The kernel this module belongs to.
    constructor(address hub) {
        HUB = IHub(hub);
    }

    /// @dev Who called the batch. Only meaningful in {onlyHub} functions.
    function _caller() internal pure returns (address) {
        return address(bytes20(msg.data[msg.data.length - 20:]));
    }
}
