// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One transport to send a message through.
/// @param transport An ERC-7786 gateway that is enabled for the destination.
/// @param fee Native coin handed to it, in wei; what it does not use comes back to the caller.
/// @param attributes ERC-7786 attributes, as `gasLimit(uint256)`; empty for the transport's defaults.
struct Route {
    address transport;
    uint256 fee;
    bytes[] attributes;
}
