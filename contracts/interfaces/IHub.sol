// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Route} from "../types/Route.sol";

/// @notice Only a registered module may change balances.
error Hub_NotModule(address caller);
/// @notice Modules act only inside {IHub.batch}, where the margin check follows.
error Hub_OutsideBatch();
/// @notice The values of the calls do not add up to the coins that came along.
error Hub_WrongValue(uint256 expected, uint256 sent);
/// @notice The asset is not listed for this vault.
error Hub_NotListed(bytes32 vault, bytes32 asset);
/// @notice The asset is listed already; decimals and class never change.
error Hub_AlreadyListed(bytes32 vault, bytes32 asset);
/// @notice No room for another line asset.
error Hub_TooManyLines(uint256 maximum);
/// @notice Decimals that the hub cannot account for: above 36, or above 18 for a stablecoin, whose unit would be below 1e-18 USD.
error Hub_BadDecimals(uint8 decimals, bool stable);
/// @notice The cap is beyond what the hub can account for.
error Hub_CapTooHigh(uint256 cap, uint256 maximum);
/// @notice Nothing would change.
error Hub_ZeroAmount();
/// @notice The vault does not have that much for us: another vault may.
error Hub_InsufficientLiquidity(bytes32 vault, bytes32 asset, uint256 requested, uint256 available);
/// @notice The account's line is smaller.
error Hub_InsufficientLine(bytes32 account, bytes32 vault, bytes32 asset, uint256 requested, uint256 available);
/// @notice Nobody can be paid at this recipient: zero, not an address of that chain, the vault itself or the asset.
error Hub_ForbiddenRecipient(bytes32 vault, bytes32 asset, bytes32 recipient);
/// @notice A cumulative total would not fit the 128 bits it has in a message.
error Hub_CounterOverflow(bytes32 vault, bytes32 asset, uint256 total);
/// @notice More counters than a message can count.
error Hub_TooManyLeaves(uint256 leaves);
/// @notice A contract address that must not be zero.
error Hub_ZeroAddress();

/// @notice One call of a batch.
/// @param module A registered module.
/// @param value Coins handed to it, in wei.
/// @param data Its calldata; the kernel appends the caller's address.
struct Call {
    address module;
    uint256 value;
    bytes data;
}

/// @notice Names a released counter of a vault.
struct ReleasedKey {
    bytes32 asset;
    bytes32 recipient;
}

/// @notice What the hub accounts for one (vault, asset).
/// @param credited Σ of merged credit, native units.
/// @param released Σ of released amounts, native units.
/// @param writtenOff Declared losses, native units.
/// @param cap The most that claims may add up to by merging, native units.
/// @param index Native units per line share, 1e18 at the start; only falls.
/// @param decimals Decimals of the native unit.
/// @param stable Whether credit becomes cash instead of a line.
/// @param listed Whether the asset is known at all.
/// @param lineIndex Bit of the asset in an account's set of lines (lines only).
struct PoolView {
    uint128 credited;
    uint128 released;
    uint128 writtenOff;
    uint128 cap;
    uint64 index;
    uint8 decimals;
    bool stable;
    bool listed;
    uint8 lineIndex;
}

/// @notice One line of an account: its claim on one (vault, asset), native units, rounded down.
struct LineView {
    bytes32 vault;
    bytes32 asset;
    uint256 amount;
}

/// @notice The newest custody report on which M transports agree.
struct CustodyView {
    uint128 totalCredited;
    uint128 totalPaid;
    uint128 balance;
    uint64 sequence;
}

/// @notice The newest remote price on which M transports agree: 1e18 USD, relative confidence 1e-8, unix seconds.
struct PriceView {
    uint128 price;
    uint64 confidence;
    uint64 publishTime;
}

/// @title Hub
/// @notice The kernel: one account per trader over the collateral of all chains. Ownership changes only here; a vault pays only what
/// the hub has released, so what the hub credits is always a lower bound of what the vault holds (DESIGN law 1).
///
/// Trust: a vault's word is what M of its enabled transports attest. Modules, which governance registers, decide who may do what; the
/// kernel keeps the sums: no module can release without debiting the same amount, and every account a module has debited passes the margin
/// check before the outermost {batch} ends.
///
/// Amounts are in the asset's native units, cash in USD with 18 decimals.
interface IHub {
    /// @notice Accepted credit was merged into an account: `increment` native units as line or cash.
    event Credited(
        bytes32 indexed vault,
        bytes32 indexed asset,
        bytes32 indexed account,
        uint256 increment,
        uint256 total
    );
    /// @notice An amount left an account for a recipient at a vault.
    event Released(
        bytes32 indexed vault,
        bytes32 indexed asset,
        bytes32 indexed recipient,
        bytes32 account,
        uint256 amount,
        uint256 total
    );
    /// @notice A message was handed to the given transports.
    event ReleasedSent(bytes32 indexed vault, uint64 sourceSeq, address[] transports);
    /// @notice An owner's delegate register was taken over from the chain the owner lives on.
    event DelegateMerged(bytes32 indexed account, bytes32 indexed vault, address delegate, uint64 sequence);
    /// @notice A payout register was taken over from vault `origin`; it counts while that vault vouches for the account.
    event PayoutMerged(
        bytes32 indexed account,
        bytes32 indexed vault,
        bytes32 indexed origin,
        bytes32 recipient,
        uint64 sequence
    );
    /// @notice A custody report reached its quorum.
    event CustodyMerged(
        bytes32 indexed vault,
        bytes32 indexed asset,
        uint128 totalCredited,
        uint128 totalPaid,
        uint128 balance,
        uint64 sequence
    );
    /// @notice A remote price reached its quorum.
    event PriceMerged(
        bytes32 indexed vault,
        bytes32 indexed asset,
        uint128 price,
        uint64 confidence,
        uint64 publishTime
    );
    /// @notice A vault's messages count from now on.
    event VaultRegistered(bytes32 indexed vault, bytes vaultAddress, address[] transports, uint8 threshold);
    /// @notice A transport got a fresh seat for a vault.
    event TransportEnabled(bytes32 indexed vault, address transport);
    /// @notice A transport's epoch ended; its votes never count again.
    event TransportDisabled(bytes32 indexed vault, address transport);
    /// @notice M changed for a vault.
    event ThresholdSet(bytes32 indexed vault, uint8 threshold);
    /// @notice An asset of a vault is accounted for from now on.
    event AssetListed(bytes32 indexed vault, bytes32 indexed asset, uint8 decimals, bool stable);
    /// @notice A cap changed.
    event CapSet(bytes32 indexed vault, bytes32 indexed asset, uint128 cap);
    /// @notice The vault speaks for the owners of its chain.
    event IdentitySourceSet(bytes chain, bytes32 indexed vault);
    /// @notice A module was registered or removed.
    event ModuleSet(address indexed module, bool enabled);
    /// @notice The margin check was replaced.
    event MarginCheckSet(address indexed marginCheck);

    // ---------------------------------------------------------------------------------------------------- anyone

    /// @notice Runs module calls in order, then the margin check once for every account they touched. All or nothing.
    /// @dev May be entered again by a contract that a module calls; the check then waits for the outermost call.
    /// @return results Return data of each call.
    function batch(Call[] calldata calls) external payable returns (bytes[] memory results);

    /// @notice Sends released totals to a vault through any transports; no keys make it a heartbeat. Anyone may pay. Surplus comes back.
    function sendReleased(bytes32 vault, ReleasedKey[] calldata keys, Route[] calldata routes) external payable;

    /// @notice Fee of each route for {sendReleased} with these arguments, in wei.
    function quoteReleased(
        bytes32 vault,
        ReleasedKey[] calldata keys,
        Route[] calldata routes
    ) external view returns (uint256[] memory fees);

    // --------------------------------------------------------------------------------------------------- modules

    /// @notice Debits `amount` from an account (cash for a stablecoin, else its line) and releases it to `recipient` at the vault.
    /// Only modules, only inside a batch. The account is touched.
    /// @param recipient Recipient word as the vault's chain reads it.
    /// @return total The recipient's new cumulative release.
    function release(
        bytes32 account,
        bytes32 vault,
        bytes32 asset,
        uint256 amount,
        bytes32 recipient
    ) external returns (uint256 total);

    // ------------------------------------------------------------------------------------------------ governance

    /// @notice Admits a vault with its transports and threshold. Restricted.
    function registerVault(
        bytes calldata vaultAddress,
        address[] calldata transports,
        uint8 threshold
    ) external returns (bytes32 vault);

    /// @notice Gives a transport a fresh seat (no votes). Restricted.
    function enableTransport(bytes32 vault, address transport) external;

    /// @notice Ends a transport's epoch. Restricted; always succeeds for an enabled one, even below the threshold.
    function disableTransport(bytes32 vault, address transport) external;

    /// @notice Sets M, between 1 and the number enabled. Restricted.
    function setThreshold(bytes32 vault, uint8 threshold) external;

    /// @notice Starts accounting for an asset of a vault. Decimals and class are for ever. Restricted.
    function listAsset(bytes32 vault, bytes32 asset, uint8 decimals, bool stable, uint128 cap) external;

    /// @notice Sets how much may be merged. Lowering it takes nothing away. Restricted.
    function setCap(bytes32 vault, bytes32 asset, uint128 cap) external;

    /// @notice Makes the vault the identity source of its chain: its Delegate leaves are believed for owners there. Restricted.
    function setIdentitySource(bytes32 vault) external;

    /// @notice Registers or removes a module. Restricted.
    function setModule(address module, bool enabled) external;

    /// @notice Replaces the margin check. Restricted.
    function setMarginCheck(address marginCheck) external;

    // ----------------------------------------------------------------------------------------------------- views

    /// @notice Id of this hub: the hash of {hubAddress}.
    function hubId() external view returns (bytes32);

    /// @notice Canonical ERC-7930 address of this hub.
    function hubAddress() external view returns (bytes memory);

    /// @notice The account of an owner. Reverts on a non-canonical owner.
    function accountId(bytes calldata owner, uint32 subId) external view returns (bytes32);

    /// @notice Cash of an account in USD, 18 decimals.
    function cashOf(bytes32 account) external view returns (int256);

    /// @notice An account's claim on one (vault, asset), native units, rounded down.
    function lineOf(bytes32 account, bytes32 vault, bytes32 asset) external view returns (uint256);

    /// @notice All non-empty lines of an account.
    function linesOf(bytes32 account) external view returns (LineView[] memory lines);

    /// @notice Cumulative credit merged into an account.
    function credited(bytes32 vault, bytes32 asset, bytes32 account) external view returns (uint256);

    /// @notice Cumulative credit the quorum accepts; above {credited} while a cap holds some back.
    function accepted(bytes32 vault, bytes32 asset, bytes32 account) external view returns (uint256);

    /// @notice Cumulative credit that one transport attests; 0 when it is not enabled.
    function attested(bytes32 vault, bytes32 asset, bytes32 account, address transport) external view returns (uint256);

    /// @notice Cumulative release to a recipient.
    function released(bytes32 vault, bytes32 asset, bytes32 recipient) external view returns (uint256);

    /// @notice The hub's sums for one (vault, asset).
    function pool(bytes32 vault, bytes32 asset) external view returns (PoolView memory);

    /// @notice credited − released − writtenOff: what accounts may still take out of that vault, native units.
    function entitlement(bytes32 vault, bytes32 asset) external view returns (uint256);

    /// @notice Newest agreed custody report.
    function custodyOf(bytes32 vault, bytes32 asset) external view returns (CustodyView memory);

    /// @notice Newest agreed remote price.
    function priceOf(bytes32 vault, bytes32 asset) external view returns (PriceView memory);

    /// @notice Delegate of an account, the sequence of the register, and the vault that vouched for it.
    function delegateOf(
        bytes32 account
    ) external view returns (address delegate, uint64 sequence, bytes32 identitySource);

    /// @notice Registered payout address of an account at a vault, and the register's sequence: as the vault says that has proven, with a
    /// delegate register, that the account's owner lives on its chain. Nothing before that.
    function payoutOf(bytes32 account, bytes32 vault) external view returns (bytes32 recipient, uint64 sequence);

    /// @notice Measured age of what the vault tells us, in seconds: a peak that halves every 24 hours.
    function age(bytes32 vault) external view returns (uint256);

    /// @notice Newest source time that M transports have ever agreed on, in unix seconds; never falls.
    function lastSourceTime(bytes32 vault) external view returns (uint256);

    /// @notice Enabled transports of a vault and M.
    function transports(bytes32 vault) external view returns (address[] memory enabled, uint256 threshold);

    /// @notice ERC-7930 address of a registered vault; empty for an unknown one.
    function vaultAddressOf(bytes32 vault) external view returns (bytes memory);

    /// @notice Whether governance has registered the module.
    function isModule(address module) external view returns (bool);

    /// @notice The contract that judges touched accounts.
    function marginCheck() external view returns (address);
}
