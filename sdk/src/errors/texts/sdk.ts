import type { ErrorText } from "../text.ts";

/** Arguments that cannot be right. Nothing was sent. */
export const INPUT_TEXTS = {
  Input_BadAmount: [
    '"{amount}" is not an amount.',
    'Write digits with at most one point, as "1.5": no sign, exponent or grouping.',
  ],
  Input_TooPrecise: [
    '"{amount}" has more decimals than {symbol}, which has {decimals}.',
    "Leave out the digits that the asset cannot hold.",
  ],
  Input_BadDecimals: ["{symbol} cannot have {decimals} decimals.", "Use a whole number from 0 to {maximum}."],
  Input_WrongUnit: [
    "The amount is one of {given}, where one of {expected} is needed.",
    "Pass an amount of the right asset.",
  ],
  Input_NotPositive: ["The amount {amount} is not above zero.", "Pass a positive amount."],
  Input_UnknownVault: ['No vault is called "{vault}".', "Use one of: {known}."],
  Input_UnknownAsset: ['The vault {vault} has no asset "{asset}".', "Use one of: {known}."],
  Input_UnknownTransport: ['The vault {vault} has no transport "{transport}".', "Use one of: {known}."],
  Input_BadRoutes: [
    "These routes cannot be used: {routes}.",
    'Pass "all", "none", or a list of different transport names.',
  ],
  Input_BadAddress: [
    "{what} is not an address, or its checksum is wrong: {address}.",
    "Copy the address again, with its upper and lower case letters.",
  ],
  Input_ZeroAddress: ["{what} is the zero address.", "Pass the address that is meant."],
  Input_BadOwner: [
    "The owner {owner} cannot be read: {reason}.",
    'Write "eip155:<chain id>:<address>", or an address alone for an owner on the hub\'s chain.',
  ],
  Input_BadSubId: ["{subId} is not an account number.", "Use a whole number from 0 to 4294967295; most owners use 0."],
  Input_BadId: ["{what} is not a 32-byte id: {value}.", "Pass 0x and 64 hexadecimal digits."],
  Input_BadSigner: ["The signer cannot be used: {reason}.", "Pass an ethers Signer or a TransactionSender."],
  Input_SignerOnOtherChain: [
    "The signer is connected to chain {actual}, but this transaction belongs on {chain} (chain {expected}).",
    "Connect the signer to {chain}.",
  ],
  Input_OwnerIsContract: [
    "The signer {owner} is a contract on {chain}, so its address on the hub's chain may belong to somebody else.",
    "Say who shall own the account: pass `owner`.",
  ],
  Input_InsufficientBalance: [
    "{holder} holds {have} on {chain}, but {need} are needed.",
    "Pass a smaller amount, or fund the signer.",
  ],
  Input_OverCap: [
    "The hub would credit only {room} of {amount} now: the cap of {vault} leaves no room for more.",
    "Deposit less or elsewhere, or pass `allowOverCap: true` to leave the rest waiting in the vault until there is room.",
  ],
  Input_BadOption: ["{option} must be {expected}, not {actual}.", "Correct it, or leave it out."],
  Input_NothingToSend: ["There is nothing to put into the message.", "Name at least one {what}."],
  Input_TooLittle: [
    "The account has {have}, but {need} are needed.",
    "Withdraw less, or wait for credits that are in flight.",
  ],
} as const satisfies Record<string, ErrorText>;

/** Fees and routes as the chain has them now. Nothing was sent. */
export const ROUTE_TEXTS = {
  Routes_NoneAvailable: [
    "No transport between {from} and {to} can be used now.",
    'Try again later; `routes: "none"` goes on without sending, and sending can follow at any time.',
  ],
  Routes_BelowQuorum: [
    "Only {usable} of the {threshold} transports that must agree between {from} and {to} can be used now: the message would not count.",
    'Try again later, name the routes to send through all the same, or pass `routes: "none"` and send later.',
  ],
} as const satisfies Record<string, ErrorText>;

/** Descriptions of a deployment that are malformed or do not match the chains. */
export const DEPLOYMENT_TEXTS = {
  Deployment_Invalid: [
    "The deployment's {path} must be {expected}, not {actual}.",
    "Correct the description of the deployment.",
  ],
  Deployment_Unresolved: ["The deployment's {path} names {name}, which it does not describe.", "Use one of: {known}."],
  Deployment_Duplicate: ["The deployment's {path} has {name} twice.", "Give everything its own name."],
  Deployment_NoProvider: ["There is no provider for the chain {chain}.", "Pass one under `providers.{chain}`."],
  Deployment_WrongChain: [
    "The provider for {chain} is connected to chain {actual}, not to {expected}.",
    "Pass the provider of the right chain, or correct the deployment's chain id.",
  ],
  Deployment_Mismatch: [
    "{what} is {actual} on chain, but {expected} by the description of the deployment.",
    "Check that the description belongs to this deployment and is up to date.",
  ],
} as const satisfies Record<string, ErrorText>;

/** What nodes and wallets refuse or fail at. */
export const CHAIN_TEXTS = {
  Chain_Rejected: [
    "The transaction was not signed: the wallet's user refused.",
    "Ask again, and confirm in the wallet.",
  ],
  Chain_InsufficientFunds: [
    "The signer cannot pay for value and gas of the transaction.",
    "Send the signer some native coins.",
  ],
  Chain_Unreachable: ["The node did not answer.", "Check the connection and the provider's address, then try again."],
  Chain_RequestFailed: ["The node or wallet failed: {reason}.", "Look at the cause; trying again may help."],
  Chain_ReceiptTimeout: [
    "The transaction {hash} was sent but not mined within {seconds} seconds.",
    "Do not send it again: look the hash up, or follow it with a tracker.",
  ],
} as const satisfies Record<string, ErrorText>;

/** Following deposits and withdrawals. */
export const TRACKING_TEXTS = {
  Track_BadHash: ["{hash} is not a transaction hash.", "Pass 0x and 64 hexadecimal digits."],
  Track_UnknownTransaction: [
    "{chain} knows no transaction {hash}.",
    "Check the hash, and that it belongs to that chain.",
  ],
  Track_NoDeposit: [
    "The transaction {hash} deposited nothing into the vault {vault} for this hub.",
    "Check the hash and the vault's name.",
  ],
  Track_NoWithdrawal: ["The transaction {hash} released nothing from this hub.", "Check the hash."],
  Track_Ambiguous: ["The transaction {hash} made several of them: {choices}.", "Say which one by `logIndex`."],
  Track_Timeout: ["After {seconds} seconds the {kind} is still {state}.", "{next}"],
  Track_Aborted: ["Tracking was aborted.", "Track the transaction again to go on: nothing is lost."],
} as const satisfies Record<string, ErrorText>;
