import {
  type DepositStatus,
  DepositWatch,
  mergedPolling,
  parseHash,
  type PollingOptions,
  Tracker,
} from "../../messaging/index.ts";
import type { Context } from "../context.ts";
import { vaultNamed } from "../inputs.ts";

/** A deposit to be followed. The transaction's hash is all that has to be kept of it. */
export interface TrackDepositParameters extends PollingOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** The transaction that deposited (or redeposited), on the vault's chain. */
  readonly transactionHash: string;
  /** Place in its block of the vault's event, where the transaction made several deposits. */
  readonly logIndex?: number;
  /** Milliseconds for which the node may not know the transaction; 30,000 when absent. */
  readonly unknownAfter?: number;
}

/**
 * Follows a deposit from the vault to the hub. Sends no request by itself: look, wait or iterate.
 *
 * @throws InputError `Input_UnknownVault`; TrackingError `Track_BadHash`.
 */
export function trackDeposit(context: Context, parameters: TrackDepositParameters): Tracker<DepositStatus> {
  const { hub, naming, polling } = context;
  const vault = vaultNamed(context, parameters.vault);
  const transactionHash = parseHash(parameters.transactionHash);
  const { logIndex, unknownAfter } = parameters;
  const watch = new DepositWatch({ hub, vault, transactionHash, logIndex, naming, unknownAfter });
  return new Tracker(transactionHash, () => watch.look(), mergedPolling(polling, parameters), naming);
}
