// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The contract does not want coins.
error OddRecipient_Refused(uint256 value);

/// @title Odd recipient (test double)
/// @notice A contract that can own accounts and be paid coins, and that misbehaves in one chosen way when it is.
contract OddRecipient {
    enum Mode {
        Accept,
        Refuse,
        /// Uses up all gas.
        Burn,
        /// Calls {callTarget} with {callData} and {callValue}.
        Reenter,
        /// Answers with a megabyte.
        Bomb
    }

    Mode public mode;
    address public callTarget;
    uint256 public callValue;
    bytes public callData;
    bool public callSucceeded;
    bytes public callResult;
    uint256 public received;

    receive() external payable {
        received += msg.value;
        if (mode == Mode.Refuse) revert OddRecipient_Refused(msg.value);
        if (mode == Mode.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mode == Mode.Reenter) {
            mode = Mode.Accept;
            // solhint-disable-next-line reentrancy -- a hostile recipient is what this is.
            (callSucceeded, callResult) = callTarget.call{value: callValue}(callData);
        }
        if (mode == Mode.Bomb) {
            assembly ("memory-safe") {
                return(0, 1000000)
            }
        }
    }

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function setCall(address target, uint256 value, bytes calldata data) external {
        (mode, callTarget, callValue, callData) = (Mode.Reenter, target, value, data);
    }

    /// @notice Does a call as this contract; a revert is passed on.
    function execute(address target, bytes calldata data) external payable returns (bytes memory) {
        return _call(target, msg.value, data);
    }

    /// @notice Does several calls in one transaction.
    function executeAll(address target, bytes[] calldata data) external {
        for (uint256 i; i < data.length; ++i) _call(target, 0, data[i]);
    }

    function _call(address target, uint256 value, bytes calldata data) private returns (bytes memory result) {
        bool success;
        (success, result) = target.call{value: value}(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }
}
