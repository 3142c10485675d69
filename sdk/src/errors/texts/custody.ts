import type { ErrorText } from "../text.ts";

/** Reverts of vaults, the hub and its modules, by Solidity name. Amounts are in native units. */
export const CUSTODY_TEXTS = {
  Vault_UnknownHub: [
    "The vault does not know {hub} as a hub, so nothing deposited for it could ever come back.",
    "Check the hub's address and chain; a new hub has to be registered with the vault by governance first.",
  ],
  Vault_Paused: [
    "Deposits are paused until {until:time}.",
    "Deposit or redeposit after that; withdrawals and claims go on meanwhile.",
  ],
  Vault_OutflowFrozen: [
    "Payments of this vault are frozen until {until:time}.",
    "Claim after that: what is authorised stays owed.",
  ],
  Vault_ZeroAmount: ["The amount is zero, so nothing would change.", "Pass a positive amount."],
  Vault_NotAToken: ["There is no contract at the asset's address {asset}.", "Check the asset's address and the chain."],
  Vault_WrongValue: [
    "{sent} wei came along, but {expected} are needed.",
    "Send exactly the amount with a native deposit (plus fees when it syncs), and only fees with a token deposit.",
  ],
  Vault_NothingReceived: [
    "The transfer of {amount} native units of {asset} reported success, but nothing arrived.",
    "Use another asset, or redeposit a claim instead of claiming it: this token does not move what it says it moves.",
  ],
  Vault_CounterOverflow: [
    "The total for {asset} would be {total} native units, more than a message can carry.",
    "Deposit a smaller amount.",
  ],
  Vault_NothingToClaim: [
    "The vault owes {recipient} nothing in {asset} that it could pay now.",
    "Check with a tracker whether the release has arrived, and whether it is paid already.",
  ],
  Vault_ForbiddenRecipient: [
    "The vault never pays {recipient}: it is zero, the vault itself or the asset.",
    "Use another recipient; what was released to this one can only be redeposited by it.",
  ],
  Vault_PaidTooMuch: [
    "Paying {amount} native units of {asset} would take {taken} from the vault.",
    "Redeposit the claim instead: this token takes more than it pays.",
  ],
  Vault_CoinRefused: [
    "{recipient} did not accept {amount} wei of native coin.",
    "Let the recipient accept coins, then claim again; or let it redeposit the claim.",
  ],
  Vault_OnlySelf: ["Only the vault itself calls this function, not {caller}.", "Call `claim`, which anyone may."],
  Vault_BadManifest: [
    "The message would have {leaves} parts; it needs at least one and at most 65535.",
    "Name at least one counter or register, and split long lists into several messages.",
  ],
  Vault_NoDelegate: ["No delegate was ever set for the account {account}.", "Set one before you sync it."],
  Vault_NoPayout: [
    "No payout address at {vault} was ever set for the account {account}.",
    "Set one before you sync it.",
  ],
  Hub_NotModule: ["{caller} is not a registered module of the hub.", "Check the module's address in the deployment."],
  Hub_OutsideBatch: ["Modules act only inside a batch, where the margin check follows.", "Call the hub's `batch`."],
  Hub_WrongValue: [
    "The calls of the batch need {expected} wei together, but {sent} came along.",
    "Send exactly the sum of the calls' values.",
  ],
  Hub_NotListed: [
    "The hub does not account for {asset} of {vault}.",
    "Use a listed asset; a new one has to be listed by governance first.",
  ],
  Hub_AlreadyListed: [
    "The hub accounts for {asset} of {vault} already, and decimals and class never change.",
    "Change its cap with `setCap`.",
  ],
  Hub_TooManyLines: ["The hub has all {maximum} line assets that it can hold.", "Register the asset with another hub."],
  Hub_BadDecimals: [
    "The hub cannot account for {decimals} decimals (stablecoin: {stable}).",
    "List assets with at most 36 decimals, stablecoins with at most 18.",
  ],
  Hub_CapTooHigh: ["The cap {cap} is above {maximum}, the most that the hub can account for.", "Set a lower cap."],
  Hub_ZeroAmount: ["The amount is zero, so nothing would change.", "Pass a positive amount."],
  Hub_InsufficientLiquidity: [
    "The vault {vault} has {available} native units of {asset} for this hub, fewer than the {requested} asked for.",
    "Withdraw less, or from another vault that has the asset.",
  ],
  Hub_InsufficientLine: [
    "The account {account} has {available} native units of {asset} in {vault}, fewer than the {requested} asked for.",
    "Withdraw less, or wait for credits that are in flight.",
  ],
  Hub_ForbiddenRecipient: [
    "{recipient} cannot be paid by {vault}: it is zero, no address of that chain, the vault itself or the asset.",
    "Use an address on the vault's chain that can receive the asset.",
  ],
  Hub_CounterOverflow: [
    "The recipient's total of {asset} at {vault} would be {total} native units, more than a message can carry.",
    "Withdraw to another recipient.",
  ],
  Hub_TooManyLeaves: ["A message cannot carry {leaves} counters.", "Split the list into several messages."],
  Hub_ZeroAddress: ["A contract address is zero.", "Pass the address of the contract."],
  Module_OnlyHub: ["Modules are called by the hub, not by {caller}.", "Go through the hub's `batch`."],
  Withdrawals_NotAuthorised: [
    "{caller} neither owns the account {account} nor is its delegate.",
    "Sign with the owner's key on the hub's chain, or let the owner set a delegate and sync it.",
  ],
  Withdrawals_RecipientNotRegistered: [
    "A delegate may not pay out from {vault} to {recipient}: it is neither the owner nor a registered payout address.",
    "Pay out to the owner, or let the owner set this payout address and sync it.",
  ],
  Withdrawals_UnexpectedCoins: [
    "Coins from {from} are refused: only the hub gives coins back.",
    "Do not send coins here.",
  ],
  NoBorrowCheck_NegativeCash: [
    "The account {account} would owe cash ({cash}, 18 decimals), and nobody may borrow here.",
    "Withdraw less, or wait for credits that are in flight.",
  ],
} as const satisfies Record<string, ErrorText>;
