// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {
    Hub_AlreadyListed,
    Hub_BadDecimals,
    Hub_CapTooHigh,
    Hub_CounterOverflow,
    Hub_InsufficientLine,
    Hub_InsufficientLiquidity,
    Hub_NotListed,
    Hub_TooManyLines,
    Hub_ZeroAmount,
    IHub,
    LineView,
    PoolView
} from "../interfaces/IHub.sol";
import {HubStorage} from "./HubStorage.sol";
import {Shares} from "./Shares.sol";

/// @title The hub's sums
/// @notice Pools, lines and cash, and the only two ways they change in this part: accepted credit comes in, a release goes out. Knows
/// nothing of messages, modules or owners.
///
/// Invariant H-1, per (vault, asset), at every instant: claims + writtenOff = credited − released, where the claims of a line asset are
/// the values of its shares (plus rounding dust that stays in the pool) and those of stablecoins are the pool's part of all cash.
/// Invariant H-2: Σ cash = Σ over stablecoin pools of entitlement · 10^(18 − decimals), exactly.
abstract contract HubLedger is IHub {
    /// @dev An account's set of lines is a 128-bit mask, next to its cash in one slot.
    uint256 internal constant MAX_LINES = 128;
    /// @dev Beyond the decimals of any asset; keeps later price scaling within 256 bits.
    uint8 private constant MAX_DECIMALS = 36;
    uint8 private constant CASH_DECIMALS = 18;
    /// @dev 5e15 USD: with it the cash of 2^15 full pools together still fits the 128 bits of one account.
    uint256 private constant MAX_STABLE_CAP = 1 << 112;

    /// @dev Three slots. Credits and releases need the first two and write the first alone: therefore entitlement, which is credited −
    /// released − writtenOff, is kept, and released is derived.
    struct Pool {
        uint128 credited;
        uint128 entitlement;
        uint128 cap;
        uint64 index;
        uint8 decimals;
        uint8 lineIndex;
        bool stable;
        bool listed;
        uint128 writtenOff;
    }

    /// @dev The merged counter sits beside the shares it has bought: a credit touches both.
    struct Line {
        uint128 credited;
        uint128 shares;
    }

    struct Account {
        int128 cash;
        uint128 lines;
    }

    struct LineAsset {
        bytes32 vault;
        bytes32 asset;
    }

    mapping(bytes32 vault => mapping(bytes32 asset => Pool)) private _pools;
    mapping(bytes32 vault => mapping(bytes32 asset => mapping(bytes32 account => Line))) private _lines;
    mapping(bytes32 account => Account) private _accounts;
    LineAsset[] private _lineAssets;

    // --------------------------------------------------------------------------------------------------- listing

    function _list(bytes32 vault, bytes32 asset, uint8 decimals, bool stable, uint128 cap) internal {
        Pool storage p = _pools[vault][asset];
        if (p.listed) revert Hub_AlreadyListed(vault, asset);
        if (decimals > (stable ? CASH_DECIMALS : MAX_DECIMALS)) revert Hub_BadDecimals(decimals, stable);
        (p.listed, p.decimals, p.stable, p.index) = (true, decimals, stable, Shares.INITIAL_INDEX);
        if (!stable) {
            if (_lineAssets.length == MAX_LINES) revert Hub_TooManyLines(MAX_LINES);
            p.lineIndex = uint8(_lineAssets.length);
            _lineAssets.push(LineAsset(vault, asset));
        }
        _cap(vault, asset, cap);
    }

    function _cap(bytes32 vault, bytes32 asset, uint128 cap) internal {
        Pool storage p = _pools[vault][asset];
        if (!p.listed) revert Hub_NotListed(vault, asset);
        uint256 maximum = p.stable ? MAX_STABLE_CAP / _unit(p.decimals) : type(uint128).max;
        if (cap > maximum) revert Hub_CapTooHigh(cap, maximum);
        p.cap = cap;
    }

    // ---------------------------------------------------------------------------------------------------- credit

    /// @dev Merges accepted credit into the account, as far as the cap has room. Never reverts: what cannot be merged now can be poked
    /// later.
    function _mergeCredit(bytes32 vault, bytes32 asset, bytes32 account, uint256 acceptedTotal) internal {
        Pool storage p = _pools[vault][asset];
        (uint256 cap, uint256 index) = (p.cap, p.index);
        // An index of zero: not listed, or a pool whose collateral is lost altogether.
        if (index == 0) return;
        Line storage line = _lines[vault][asset][account];
        (uint256 merged, uint256 shares) = (line.credited, line.shares);
        if (acceptedTotal <= merged) return;
        (uint256 poolCredited, uint256 claims) = (p.credited, p.entitlement);
        uint256 increment = Math.min(acceptedTotal - merged, Math.saturatingSub(cap, claims));
        if (increment == 0 || poolCredited + increment > type(uint128).max) return;

        if (p.stable) {
            _accounts[account].cash += int128(uint128(increment * _unit(p.decimals)));
        } else {
            uint256 bought = Shares.fromAmountDown(increment, index);
            if (shares + bought > type(uint128).max) return;
            if (shares == 0) _accounts[account].lines |= uint128(1 << p.lineIndex);
            shares += bought;
        }
        // The account's total is part of the pool's sum, so it fits as well; entitlement is never above what is credited.
        line.credited = uint128(merged + increment);
        line.shares = uint128(shares);
        p.entitlement = uint128(claims + increment);
        p.credited = uint128(poolCredited + increment);
        emit Credited(vault, asset, account, increment, merged + increment);
    }

    // --------------------------------------------------------------------------------------------------- release

    /// @dev Debits the account and raises the recipient's release. Cash may go below zero here: the margin check judges it.
    function _release(
        bytes32 account,
        bytes32 vault,
        bytes32 asset,
        uint256 amount,
        bytes32 recipient
    ) internal returns (uint256 total) {
        Pool storage p = _pools[vault][asset];
        if (!p.listed) revert Hub_NotListed(vault, asset);
        if (amount == 0) revert Hub_ZeroAmount();
        uint256 available = p.entitlement;
        if (amount > available) revert Hub_InsufficientLiquidity(vault, asset, amount, available);

        if (p.stable) _accounts[account].cash -= int128(uint128(amount * _unit(p.decimals)));
        else _debitLine(p, account, vault, asset, amount);

        mapping(bytes32 => uint256) storage totals = HubStorage.root().released[vault][asset];
        total = totals[recipient] + amount;
        if (total > type(uint128).max) revert Hub_CounterOverflow(vault, asset, total);
        totals[recipient] = total;
        p.entitlement = uint128(available - amount);
        emit Released(vault, asset, recipient, account, amount, total);
    }

    function _debitLine(Pool storage p, bytes32 account, bytes32 vault, bytes32 asset, uint256 amount) private {
        Line storage line = _lines[vault][asset][account];
        (uint256 shares, uint256 index) = (line.shares, p.index);
        uint256 worth = Shares.toAmountDown(shares, index);
        if (amount > worth) revert Hub_InsufficientLine(account, vault, asset, amount, worth);
        // amount ≤ worth implies the rounded-up shares are at most what is there; the last unit takes the dust along.
        shares = amount == worth ? 0 : shares - Shares.fromAmountUp(amount, index);
        line.shares = uint128(shares);
        if (shares == 0) _accounts[account].lines &= ~uint128(1 << p.lineIndex);
    }

    /// @dev USD (18 decimals) per native unit of a stablecoin.
    function _unit(uint8 decimals) private pure returns (uint256) {
        return 10 ** (CASH_DECIMALS - decimals);
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IHub
    function cashOf(bytes32 account) external view returns (int256) {
        return _accounts[account].cash;
    }

    /// @inheritdoc IHub
    function lineOf(bytes32 account, bytes32 vault, bytes32 asset) external view returns (uint256) {
        return _lineOf(account, vault, asset);
    }

    /// @inheritdoc IHub
    function linesOf(bytes32 account) external view returns (LineView[] memory lines) {
        uint256 mask = _accounts[account].lines;
        uint256 n;
        for (uint256 rest = mask; rest != 0; rest &= rest - 1) ++n;
        lines = new LineView[](n);
        n = 0;
        for (uint256 rest = mask; rest != 0; rest &= rest - 1) {
            LineAsset memory key = _lineAssets[Math.log2(rest & (~rest + 1))];
            lines[n++] = LineView(key.vault, key.asset, _lineOf(account, key.vault, key.asset));
        }
    }

    /// @inheritdoc IHub
    function credited(bytes32 vault, bytes32 asset, bytes32 account) external view returns (uint256) {
        return _lines[vault][asset][account].credited;
    }

    /// @inheritdoc IHub
    function released(bytes32 vault, bytes32 asset, bytes32 recipient) external view returns (uint256) {
        return HubStorage.root().released[vault][asset][recipient];
    }

    /// @inheritdoc IHub
    function pool(bytes32 vault, bytes32 asset) external view returns (PoolView memory) {
        Pool storage p = _pools[vault][asset];
        return
            PoolView({
                credited: p.credited,
                released: p.credited - p.entitlement - p.writtenOff,
                writtenOff: p.writtenOff,
                cap: p.cap,
                index: p.index,
                decimals: p.decimals,
                stable: p.stable,
                listed: p.listed,
                lineIndex: p.lineIndex
            });
    }

    /// @inheritdoc IHub
    function entitlement(bytes32 vault, bytes32 asset) external view returns (uint256) {
        return _pools[vault][asset].entitlement;
    }

    function _lineOf(bytes32 account, bytes32 vault, bytes32 asset) private view returns (uint256) {
        return Shares.toAmountDown(_lines[vault][asset][account].shares, _pools[vault][asset].index);
    }
}
