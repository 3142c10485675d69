import type { ErrorText } from "../text.ts";

/** Errors of contracts that are not ours but answer through them: tokens (ERC-6093), LayerZero, and Solidity itself. */
export const FOREIGN_SIGNATURES = [
  "error Error(string message)",
  "error Panic(uint256 code)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InvalidApprover(address approver)",
  "error ERC20InvalidReceiver(address receiver)",
  "error ERC20InvalidSender(address sender)",
  "error ERC20InvalidSpender(address spender)",
  "error DVN_EidNotSupported(uint32 eid)",
  "error Executor_EidNotSupported(uint32 eid)",
  "error LZ_DefaultSendLibUnavailable()",
  "error LZ_InsufficientFee(uint256 requiredNative, uint256 suppliedNative, uint256 requiredLzToken, uint256 suppliedLzToken)",
  "error LZ_MessageLib_InvalidMessageSize(uint256 actual, uint256 max)",
  "error LZ_SendReentrancy()",
] as const;

/** What they say, by Solidity name. */
export const FOREIGN_TEXTS = {
  Error: ["A contract refused: {message}.", "Look the message up with the contract that was called."],
  Panic: ["A contract failed an internal check (panic code {code}).", "Check the arguments; this should not happen."],
  ERC20InsufficientAllowance: [
    "{spender} may take only {allowance} native units of the token, but {needed} are needed.",
    "Approve the amount first.",
  ],
  ERC20InsufficientBalance: [
    "{sender} holds only {balance} native units of the token, but {needed} are needed.",
    "Use a smaller amount, or fund the account.",
  ],
  ERC20InvalidApprover: ["{approver} cannot approve tokens.", "Sign with an ordinary account."],
  ERC20InvalidReceiver: ["{receiver} cannot receive the token.", "Use another recipient."],
  ERC20InvalidSender: ["{sender} cannot send the token.", "Sign with an ordinary account."],
  ERC20InvalidSpender: ["{spender} cannot be approved.", "Check the vault's address."],
  DVN_EidNotSupported: ["LayerZero's verifiers do not serve endpoint {eid}.", "Choose another transport."],
  Executor_EidNotSupported: ["LayerZero's executor does not serve endpoint {eid}.", "Choose another transport."],
  LZ_DefaultSendLibUnavailable: ["LayerZero has no way to the other chain.", "Choose another transport."],
  LZ_InsufficientFee: [
    "LayerZero costs {requiredNative} wei, but {suppliedNative} came along.",
    "Quote the fee again and send at least that.",
  ],
  LZ_MessageLib_InvalidMessageSize: [
    "The message has {actual} bytes, but LayerZero carries at most {max} on this path.",
    "Split it into several messages.",
  ],
  LZ_SendReentrancy: [
    "LayerZero is already sending in this transaction.",
    "Send the two messages one after the other.",
  ],
} as const satisfies Record<string, ErrorText>;
