// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";
import {Vault_CoinRefused, Vault_NothingReceived, Vault_NotAToken, Vault_PaidTooMuch} from "../interfaces/IVault.sol";
import {NATIVE_COIN} from "../types/Ids.sol";

/// @title Moving ERC-20 tokens and the native coin
/// @notice Believes balances, not return values: what is credited is what arrived, and a payment may not cost more than its amount.
library Assets {
    using SafeERC20 for IERC20;

    /// @notice What this contract holds of `asset`, in native units.
    function balanceOf(address asset) internal view returns (uint256) {
        if (asset == NATIVE_COIN) return address(this).balance;
        if (asset.code.length == 0) revert Vault_NotAToken(asset);
        return IERC20(asset).balanceOf(address(this));
    }

    /// @notice Takes `amount` of an ERC-20 from `from`.
    /// @return received What arrived, which may be less.
    function pull(address asset, address from, uint256 amount) internal returns (uint256 received) {
        if (asset.code.length == 0) revert Vault_NotAToken(asset);
        uint256 before = IERC20(asset).balanceOf(address(this));
        IERC20(asset).safeTransferFrom(from, address(this), amount);
        uint256 current = IERC20(asset).balanceOf(address(this));
        if (current <= before) revert Vault_NothingReceived(asset, amount);
        return current - before;
    }

    /// @notice Pays `amount` to `to`. A token that reports success and moves nothing has not paid. The recipient of a native payment may
    /// run code; its return data is never copied.
    function push(address asset, address to, uint256 amount) internal {
        if (asset == NATIVE_COIN) {
            if (!SafeTransferLib.trySafeTransferETH(to, amount, gasleft())) revert Vault_CoinRefused(to, amount);
            return;
        }
        uint256 before = IERC20(asset).balanceOf(address(this));
        IERC20(asset).safeTransfer(to, amount);
        uint256 current = IERC20(asset).balanceOf(address(this));
        if (current >= before) revert Vault_NothingReceived(asset, amount);
        if (current + amount < before) revert Vault_PaidTooMuch(asset, amount, before - current);
    }
}
