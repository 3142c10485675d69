// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ITransport} from "../interfaces/ITransport.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Transport, Transport_FeeRefused} from "./Transport.sol";

/// @title Same-chain transport
/// @notice Connects a hub with a vault on its own chain: delivers at once, costs nothing, and no bridge can cut it off (horizon 0).
/// Trust: none beyond the chain itself.
contract SameChainTransport is Transport {
    /// @inheritdoc ITransport
    function quote(bytes calldata, bytes calldata, bytes[] calldata attributes) external pure returns (uint256) {
        _gasLimit(attributes);
        return 0;
    }

    /// @inheritdoc IERC7786GatewaySource
    /// @dev The send id is zero: nothing is left to be done.
    function sendMessage(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external payable returns (bytes32) {
        if (msg.value != 0) revert Transport_FeeRefused(msg.value);
        _gasLimit(attributes);
        bytes memory sender = Interoperable.local(msg.sender);
        emit MessageSent(0, sender, recipient, payload, 0, attributes);
        _deliver(0, sender, recipient, payload);
        return 0;
    }
}
