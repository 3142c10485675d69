import {
  mergedPolling,
  parseHash,
  type PollingOptions,
  Tracker,
  type WithdrawalStatus,
  WithdrawalWatch,
} from "../../messaging/index.ts";
import type { Context } from "../context.ts";

/** A withdrawal to be followed. The transaction's hash is all that has to be kept of it. */
export interface TrackWithdrawalParameters extends PollingOptions {
  /** The transaction that released, on the hub's chain. */
  readonly transactionHash: string;
  /** Place in its block of the hub's event, where the transaction released several amounts. */
  readonly logIndex?: number;
  /** Milliseconds for which the node may not know the transaction; 30,000 when absent. */
  readonly unknownAfter?: number;
}

/**
 * Follows a withdrawal from the hub to the vault's payment. Sends no request by itself: look, wait or iterate.
 *
 * @throws TrackingError `Track_BadHash`.
 */
export function trackWithdrawal(context: Context, parameters: TrackWithdrawalParameters): Tracker<WithdrawalStatus> {
  const { hub, vaults, naming, polling } = context;
  const transactionHash = parseHash(parameters.transactionHash);
  const { logIndex, unknownAfter } = parameters;
  const watch = new WithdrawalWatch({ hub, vaults, transactionHash, logIndex, naming, unknownAfter });
  return new Tracker(transactionHash, () => watch.look(), mergedPolling(polling, parameters), naming);
}
