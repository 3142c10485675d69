// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Route} from "../types/Route.sol";

/// @notice The hub is not registered with this vault, so nothing deposited for it could ever come back.
error Vault_UnknownHub(bytes32 hub);
/// @notice Deposits and redeposits are paused; claims and messages go on.
error Vault_Paused(uint256 until);
/// @notice The guardian has frozen payments.
error Vault_OutflowFrozen(uint256 until);
/// @notice Nothing would change.
error Vault_ZeroAmount();
/// @notice There is no contract at the asset's address.
error Vault_NotAToken(address asset);
/// @notice The coins sent along do not match: a native deposit needs its amount (plus fees when it syncs), a token deposit only fees.
error Vault_WrongValue(uint256 expected, uint256 sent);
/// @notice The transfer, to the vault or from it, reported success but nothing arrived.
error Vault_NothingReceived(address asset, uint256 amount);
/// @notice A cumulative total would not fit the 128 bits it has in a message.
error Vault_CounterOverflow(address asset, uint256 total);
/// @notice Nothing is owed that could be paid now.
error Vault_NothingToClaim(bytes32 hub, address asset, address recipient);
/// @notice Nobody is paid at this address: zero, the vault itself or the asset.
error Vault_ForbiddenRecipient(address recipient);
/// @notice The asset took more from the vault than was paid out.
error Vault_PaidTooMuch(address asset, uint256 amount, uint256 taken);
/// @notice A native coin payment was not accepted by its recipient.
error Vault_CoinRefused(address recipient, uint256 amount);
/// @notice Only the vault calls itself here.
error Vault_OnlySelf(address caller);
/// @notice The manifest selects no leaf, or more than a message can count.
error Vault_BadManifest(uint256 leaves);
/// @notice No delegate was ever set for this owner and number.
error Vault_NoDelegate(bytes32 hub, bytes32 account);
/// @notice No payout address was ever set for this account and vault.
error Vault_NoPayout(bytes32 hub, bytes32 account, bytes32 vault);

/// @notice Accounts whose credit in one asset shall be told.
struct AssetAccounts {
    address asset;
    bytes32[] accounts;
}

/// @notice Names a delegate register: an owner on this chain and the owner's number for the account.
struct DelegateKey {
    address owner;
    uint32 subId;
}

/// @notice Names a payout register: an account and the vault that shall pay.
struct PayoutKey {
    bytes32 account;
    bytes32 vault;
}

/// @notice What one message to a hub shall carry.
/// @param credited Credited counters, by asset.
/// @param custody Assets to report totals and balance of.
/// @param delegates Delegate registers.
/// @param payouts Payout registers.
struct Manifest {
    AssetAccounts[] credited;
    address[] custody;
    DelegateKey[] delegates;
    PayoutKey[] payouts;
}

/// @title Vault
/// @notice Custody of one chain. Holds collateral for any number of hubs, each segregated by the depositor's choice, and pays out only
/// what the hub that was chosen has released. It knows no prices, positions or owners: only counters that grow.
///
/// Trust: a hub's word is what M of its enabled transports attest. A hub, however faulty, can at most take what was deposited for it
/// (`Σ paid[hub] ≤ Σ credited[hub]` per asset). Governance registers hubs and transports; it can pause deposits and freeze outflow, never
/// move funds. Tokens are trusted only to keep balances: what is credited is what arrived.
///
/// Gas: a message that releases something is paid out at once only while at least 290,000 gas are left for each payment; with less it
/// is merged, and stays to be claimed. Gas estimates find the lesser figure, so whoever delivers or pokes adds 300,000 per release.
///
/// All amounts are in the asset's native units. Assets are ERC-20 addresses, or the ERC-7528 address for the native coin.
interface IVault {
    /// @notice Collateral arrived and was credited to an account of a hub.
    event Deposited(
        bytes32 indexed hub,
        bytes32 indexed account,
        address indexed asset,
        bytes owner,
        uint32 subId,
        uint256 received,
        uint256 total
    );
    /// @notice A message was handed to the given transports.
    event Synced(bytes32 indexed hub, uint64 sourceSeq, address[] transports);
    /// @notice The quorum has accepted a higher release for a recipient.
    event Authorised(bytes32 indexed hub, bytes32 indexed asset, bytes32 indexed recipient, uint256 total);
    /// @notice Released collateral left the vault.
    event Paid(bytes32 indexed hub, bytes32 indexed asset, bytes32 indexed recipient, uint256 amount, uint256 total);
    /// @notice A released claim was turned back into credit instead of being paid.
    event Redeposited(
        bytes32 indexed fromHub,
        bytes32 indexed toHub,
        bytes32 indexed account,
        bytes owner,
        uint32 subId,
        address asset,
        address recipient,
        uint256 amount,
        uint256 total
    );
    /// @notice An owner on this chain named a delegate key on the hub chain.
    event DelegateSet(
        bytes32 indexed hub,
        bytes32 indexed account,
        address owner,
        uint32 subId,
        address delegate,
        uint64 sequence
    );
    /// @notice An owner on this chain named a payout address at some vault.
    event PayoutSet(
        bytes32 indexed hub,
        bytes32 indexed account,
        bytes32 indexed vault,
        bytes32 recipient,
        uint64 sequence
    );
    /// @notice A hub may be deposited for from now on.
    event HubRegistered(bytes32 indexed hub, bytes hubAddress, address[] transports, uint8 threshold);
    /// @notice A transport got a fresh seat for a hub.
    event TransportEnabled(bytes32 indexed hub, address transport);
    /// @notice A transport's epoch ended; its votes never count again.
    event TransportDisabled(bytes32 indexed hub, address transport);
    /// @notice M changed for a hub.
    event ThresholdSet(bytes32 indexed hub, uint8 threshold);
    /// @notice Deposits are paused until then (0: not paused).
    event PausedUntil(uint256 until);
    /// @notice Payments are frozen until then (0: not frozen).
    event FrozenUntil(uint256 until);

    // ------------------------------------------------------------------------------------------------ depositors

    /// @notice Takes collateral into custody and credits it to the account of (`owner`, `subId`) at `hub`. Sends nothing: {sync} by
    /// anyone carries it later. Deposits are never limited.
    /// @param hub Id of the hub whose word will rule this collateral.
    /// @param asset ERC-20 (its `amount` approved to the vault) or the native coin (`msg.value == amount`).
    /// @param owner Canonical ERC-7930 address of the account's owner, on any chain.
    /// @return account The account credited.
    /// @return received What arrived, which is what is credited; less than `amount` for tokens that take a fee.
    function deposit(
        bytes32 hub,
        address asset,
        uint256 amount,
        bytes calldata owner,
        uint32 subId
    ) external payable returns (bytes32 account, uint256 received);

    /// @notice {deposit}, and sends the new total through `routes` at once. `msg.value` pays the fees (plus the amount for the native
    /// coin); what is not used comes back.
    function depositAndSync(
        bytes32 hub,
        address asset,
        uint256 amount,
        bytes calldata owner,
        uint32 subId,
        Route[] calldata routes
    ) external payable returns (bytes32 account, uint256 received);

    /// @notice Names `delegate`, a key on the hub chain, to act for the caller's account. Zero withdraws the right.
    /// @return account The account, which belongs to the caller on this chain.
    function setDelegate(bytes32 hub, uint32 subId, address delegate) external returns (bytes32 account);

    /// @notice Names `recipient` as an address that the account's delegate may pay out to at `vault`.
    /// @return account The account, which belongs to the caller on this chain.
    function setPayout(bytes32 hub, uint32 subId, bytes32 vault, bytes32 recipient) external returns (bytes32 account);

    // ---------------------------------------------------------------------------------------------------- anyone

    /// @notice Sends current state to `hub`: any number of accounts in one message, through any number of transports. Anyone may pay.
    function sync(bytes32 hub, Manifest calldata manifest, Route[] calldata routes) external payable;

    /// @notice Fee of each route for {sync} with these arguments, in wei.
    function quoteSync(
        bytes32 hub,
        Manifest calldata manifest,
        Route[] calldata routes
    ) external view returns (uint256[] memory fees);

    /// @notice Pays released collateral to its recipient. Anyone may call, for any part.
    /// @param amount Upper bound; `type(uint256).max` for all that is owed.
    /// @return paidAmount What was paid: the least of `amount`, what is owed and what the hub has left here.
    function claim(bytes32 hub, address asset, address recipient, uint256 amount) external returns (uint256 paidAmount);

    /// @notice Turns a released claim of the caller into credit again: for the same hub, or another one. No token moves, so it
    /// works for a recipient that the asset refuses to pay.
    function redeposit(
        bytes32 fromHub,
        address asset,
        uint256 amount,
        bytes32 toHub,
        bytes calldata owner,
        uint32 subId
    ) external returns (bytes32 account);

    // ------------------------------------------------------------------------------------------------ governance

    /// @notice Admits a hub with its transports and threshold. Restricted.
    function registerHub(
        bytes calldata hubAddress,
        address[] calldata transports,
        uint8 threshold
    ) external returns (bytes32 hub);

    /// @notice Gives a transport a fresh seat (no votes). Restricted.
    function enableTransport(bytes32 hub, address transport) external;

    /// @notice Ends a transport's epoch. Restricted; always succeeds for an enabled one, even below the threshold.
    function disableTransport(bytes32 hub, address transport) external;

    /// @notice Sets M, between 1 and the number enabled. Restricted.
    function setThreshold(bytes32 hub, uint8 threshold) external;

    /// @notice Stops deposits for 7 days. Payments and messages go on. Restricted (guardian).
    function pause() external;

    /// @notice Ends a pause. Restricted.
    function unpause() external;

    /// @notice Stops payments for 7 days; what is authorised stays owed. Restricted (guardian).
    function freezeOutflow() external;

    /// @notice Ends a freeze. Restricted.
    function unfreezeOutflow() external;

    // ----------------------------------------------------------------------------------------------------- views

    /// @notice Id of this vault: the hash of {vaultAddress}.
    function vaultId() external view returns (bytes32);

    /// @notice Canonical ERC-7930 address of this vault.
    function vaultAddress() external view returns (bytes memory);

    /// @notice Cumulative credit of an account, as told to the hub.
    function credited(bytes32 hub, bytes32 asset, bytes32 account) external view returns (uint256);

    /// @notice Cumulative release for a recipient that the quorum has accepted.
    function authorised(bytes32 hub, bytes32 asset, bytes32 recipient) external view returns (uint256);

    /// @notice Cumulative payments to a recipient, redeposits included.
    function paid(bytes32 hub, bytes32 asset, bytes32 recipient) external view returns (uint256);

    /// @notice Σ credited over accounts.
    function totalCredited(bytes32 hub, bytes32 asset) external view returns (uint256);

    /// @notice Σ paid over recipients; never above {totalCredited}.
    function totalPaid(bytes32 hub, bytes32 asset) external view returns (uint256);

    /// @notice Σ over hubs of totalCredited − totalPaid: what the vault ought to hold.
    function obligations(bytes32 asset) external view returns (uint256);

    /// @notice What the vault does hold.
    function holdings(address asset) external view returns (uint256);

    /// @notice The delegate register of an account and its sequence.
    function delegateOf(bytes32 hub, bytes32 account) external view returns (address delegate, uint64 sequence);

    /// @notice The payout register of an account at a vault and its sequence.
    function payoutOf(
        bytes32 hub,
        bytes32 account,
        bytes32 vault
    ) external view returns (bytes32 recipient, uint64 sequence);

    /// @notice Newest hub time that the quorum has ever accepted, in unix seconds: the hub was alive then. Never falls.
    function lastHubTime(bytes32 hub) external view returns (uint256);

    /// @notice Enabled transports of a hub and M.
    function transports(bytes32 hub) external view returns (address[] memory enabled, uint256 threshold);

    /// @notice The release that one transport attests; 0 when it is not enabled.
    function attested(bytes32 hub, bytes32 asset, bytes32 recipient, address transport) external view returns (uint256);

    /// @notice Until when deposits are paused, in unix seconds; in the past or 0 when they are not.
    function pausedUntil() external view returns (uint256);

    /// @notice Until when payments are frozen, in unix seconds; in the past or 0 when they are not.
    function frozenUntil() external view returns (uint256);
}
