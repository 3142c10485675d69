// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The token refuses to move funds of or to this address.
error OddToken_Blocked(address target);

/// @title Odd token (test double)
/// @notice An ERC-20 that misbehaves in one chosen way at a time: what real tokens do, and what hostile ones could.
contract OddToken {
    enum Mode {
        Honest,
        /// Returns nothing, like USDT.
        NoReturn,
        /// Returns false and moves nothing.
        ReturnFalse,
        /// Returns true and moves nothing.
        Lie,
        /// The recipient gets 1% less.
        FeeOnTransfer,
        /// The sender loses 1% more.
        Greedy,
        /// Uses up all gas.
        Burn,
        /// Calls {callTarget} with {callData} before it moves anything.
        Reenter
    }

    Mode public mode;
    address public callTarget;
    bytes public callData;
    bytes public callResult;
    bool public callSucceeded;
    mapping(address holder => uint256) public balanceOf;
    mapping(address holder => mapping(address spender => uint256)) public allowance;
    mapping(address target => bool) public isBlocked;

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function setCall(address target, bytes calldata data) external {
        (mode, callTarget, callData) = (Mode.Reenter, target, data);
    }

    function setBlocked(address target, bool blocked) external {
        isBlocked[target] = blocked;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    /// @notice Takes tokens away from a holder: a loss.
    function burn(address from, uint256 amount) external {
        balanceOf[from] -= amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _transfer(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return _transfer(from, to, amount);
    }

    function _transfer(address from, address to, uint256 amount) private returns (bool) {
        if (isBlocked[from]) revert OddToken_Blocked(from);
        if (isBlocked[to]) revert OddToken_Blocked(to);
        if (mode == Mode.ReturnFalse) return false;
        if (mode == Mode.Lie) return true;
        if (mode == Mode.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        // solhint-disable-next-line reentrancy -- a hostile token is what this is.
        if (mode == Mode.Reenter) (callSucceeded, callResult) = callTarget.call(callData);
        balanceOf[from] -= mode == Mode.Greedy ? amount + amount / 100 : amount;
        balanceOf[to] += mode == Mode.FeeOnTransfer ? amount - amount / 100 : amount;
        if (mode == Mode.NoReturn) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }
}
