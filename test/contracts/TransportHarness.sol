// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786GatewaySource, IERC7786Recipient} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {Transport} from "../../contracts/messaging/Transport.sol";

/// @title Transport harness (test double)
/// @notice The base of the transports, part by part.
contract TransportHarness is Transport {
    function quote(bytes calldata, bytes calldata, bytes[] calldata) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IERC7786GatewaySource
    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata) external payable returns (bytes32) {
        return 0;
    }

    function gasLimit(bytes[] calldata attributes) external pure returns (uint256) {
        return _gasLimit(attributes);
    }

    function requireSenderOn(bytes calldata chain, bytes calldata sender) external pure {
        _requireSenderOn(chain, sender);
    }

    function deliver(
        bytes32 receiveId,
        bytes calldata sender,
        bytes calldata recipient,
        bytes calldata payload
    ) external {
        _deliver(receiveId, sender, recipient, payload);
    }
}

/// @title Recipient double (test double)
/// @notice Records the last message and answers as told.
contract RecipientDouble is IERC7786Recipient {
    bytes4 public answer = IERC7786Recipient.receiveMessage.selector;
    address public gateway;
    bytes32 public receiveId;
    bytes public sender;
    bytes public payload;

    function setAnswer(bytes4 newAnswer) external {
        answer = newAnswer;
    }

    /// @inheritdoc IERC7786Recipient
    function receiveMessage(bytes32 id, bytes calldata from, bytes calldata content) external payable returns (bytes4) {
        (gateway, receiveId, sender, payload) = (msg.sender, id, from, content);
        return answer;
    }
}
