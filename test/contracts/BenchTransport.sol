// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786Recipient} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ITransport} from "../../contracts/interfaces/ITransport.sol";

/// @title Bench transport (test double)
/// @notice The messenger of gas measurements: sending does nothing, so that what is left is the protocol's own cost; delivering counts
/// and hands over.
contract BenchTransport is ITransport {
    /// @notice Deliveries so far.
    /// @dev A storage write per delivery, as every real transport has, also keeps small deliveries above EIP-7623's calldata floor: a
    /// transaction billed at the floor would hide what it executed.
    uint256 public delivered;

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function quote(bytes calldata, bytes calldata, bytes[] calldata) external pure returns (uint256) {
        return 0;
    }

    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata) external payable returns (bytes32) {
        return 0;
    }

    /// @notice Attests `payload` of `sender` at `recipient`.
    function relay(address recipient, bytes calldata sender, bytes calldata payload) external {
        ++delivered;
        IERC7786Recipient(recipient).receiveMessage(bytes32(0), sender, payload);
    }
}
