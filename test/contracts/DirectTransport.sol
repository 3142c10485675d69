// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786Recipient} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ITransport} from "../../contracts/interfaces/ITransport.sol";
import {Interoperable} from "../../contracts/types/Interoperable.sol";

/// @title Direct transport (test double)
/// @notice Records what is sent as an event and hands over whatever the test says, to whomever, from whomever: the messages of honest
/// schedules, replays and forgeries alike go through the same inbox as real ones.
contract DirectTransport is ITransport {
    uint256 public fee;
    uint256 public count;

    error DirectTransport_FeeTooLow(uint256 fee, uint256 value);

    function setFee(uint256 newFee) external {
        fee = newFee;
    }

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function quote(bytes calldata, bytes calldata, bytes[] calldata) external view returns (uint256) {
        return fee;
    }

    function sendMessage(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external payable returns (bytes32 sendId) {
        if (msg.value < fee) revert DirectTransport_FeeTooLow(fee, msg.value);
        sendId = bytes32(++count);
        emit MessageSent(sendId, Interoperable.local(msg.sender), recipient, payload, 0, attributes);
        if (msg.value > fee) {
            (bool ok, ) = msg.sender.call{value: msg.value - fee}("");
            require(ok);
        }
    }

    /// @notice Attests `payload` of `sender` at `recipient`.
    function relay(address recipient, bytes calldata sender, bytes calldata payload) external {
        IERC7786Recipient(recipient).receiveMessage(bytes32(0), sender, payload);
    }
}
