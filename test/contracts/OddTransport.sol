// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ITransport} from "../../contracts/interfaces/ITransport.sol";

/// @notice The transport is out of order.
error OddTransport_OutOfOrder(uint256 value);

/// @title Odd transport (test double)
/// @notice A transport that misbehaves in one chosen way when something is sent through it.
contract OddTransport is ITransport {
    enum Mode {
        /// Takes all coins and says nothing.
        Swallow,
        Revert,
        /// Uses up all gas.
        Burn,
        /// Gives back what it got and {bonus} more.
        Generous,
        /// Calls {callTarget} with {callData}.
        Reenter
    }

    Mode public mode;
    uint256 public bonus;
    address public callTarget;
    bytes public callData;
    bool public callSucceeded;
    bytes public callResult;

    receive() external payable {}

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function setBonus(uint256 newBonus) external {
        (mode, bonus) = (Mode.Generous, newBonus);
    }

    function setCall(address target, bytes calldata data) external {
        (mode, callTarget, callData) = (Mode.Reenter, target, data);
    }

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function quote(bytes calldata, bytes calldata, bytes[] calldata) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IERC7786GatewaySource
    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata) external payable returns (bytes32) {
        if (mode == Mode.Revert) revert OddTransport_OutOfOrder(msg.value);
        if (mode == Mode.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mode == Mode.Generous) {
            (bool paidBack, ) = msg.sender.call{value: msg.value + bonus}("");
            assert(paidBack);
        }
        // solhint-disable-next-line reentrancy -- a hostile transport is what this is.
        if (mode == Mode.Reenter) (callSucceeded, callResult) = callTarget.call(callData);
        return 0;
    }
}
