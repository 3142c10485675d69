/** Following messages between vaults and the hub. */
export { type Counter, Crossing, type Passage, type TransportProgress } from "./crossing.ts";
export {
  type DepositFacts,
  type DepositProgress,
  type DepositStatus,
  type DepositTarget,
  DepositWatch,
} from "./deposit.ts";
export { explainFailure, parseHash } from "./outcome.ts";
export { mergedPolling, POLLING_INTERVAL, type PollingOptions, sleep, TRACKING_TIMEOUT } from "./polling.ts";
export { MESSAGE_SENT_TOPIC, messageIn, type SentMessage, sentMessages } from "./sent.ts";
export { type AnyStatus, Tracker, type WaitOptions } from "./tracker.ts";
export {
  type WithdrawalFacts,
  type WithdrawalProgress,
  type WithdrawalStatus,
  type WithdrawalTarget,
  WithdrawalWatch,
} from "./withdrawal.ts";
