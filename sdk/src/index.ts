/** Causeway: collateral stays where it lives, one hub account stands for all of it. Start with {@link createCauseway}. */
export * from "./client/index.ts";
export { NATIVE_ASSET } from "./codec/index.ts";
export * from "./errors/index.ts";
export type {
  AnyStatus,
  DepositFacts,
  DepositProgress,
  DepositStatus,
  PollingOptions,
  TransportProgress,
  WaitOptions,
  WithdrawalFacts,
  WithdrawalProgress,
  WithdrawalStatus,
} from "./messaging/index.ts";
export { Tracker } from "./messaging/index.ts";
export * from "./units/index.ts";
