import { isHexString } from "ethers";

import type { ChainReader, Log, Receipt } from "../adapters/index.ts";
import type { ChainRef } from "../deployment/world.ts";
import type { CausewayError } from "../errors/base.ts";
import { TrackingError } from "../errors/kinds.ts";
import { decodeRevert, revertData, UnknownRevertError } from "../errors/revert.ts";
import type { Naming } from "../errors/text.ts";

/** What became of a transaction so far. */
export type Outcome =
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly error: CausewayError }
  | { readonly state: "mined"; readonly receipt: Receipt };

/** How long a node may not know a transaction that was sent a moment ago through another one, in milliseconds. */
export const UNKNOWN_AFTER = 30_000;

/** Reads a transaction hash. @throws TrackingError `Track_BadHash`. */
export function parseHash(hash: string): string {
  if (!isHexString(hash, 32)) throw new TrackingError("Track_BadHash", { hash: String(hash).slice(0, 100) });
  return hash.toLowerCase();
}

/** Follows one transaction on its own chain. */
export class TransactionWatch {
  readonly #chain: ChainRef;
  readonly #hash: string;
  readonly #naming: Naming;
  readonly #unknownAfter: number;
  #unknownSince: number | undefined;
  #error: CausewayError | undefined;

  constructor(chain: ChainRef, hash: string, naming: Naming, unknownAfter = UNKNOWN_AFTER) {
    this.#chain = chain;
    this.#hash = hash;
    this.#naming = naming;
    this.#unknownAfter = unknownAfter;
  }

  /**
   * Looks again every time: a reorganisation may have moved the transaction into another block, or out of the chain.
   *
   * @throws TrackingError `Track_UnknownTransaction` once the node has not known the transaction for a while.
   */
  async outcome(): Promise<Outcome> {
    const { reader } = this.#chain;
    const receipt = await reader.receipt(this.#hash);
    if (receipt === undefined) {
      await this.#requireKnown();
      return { state: "pending" };
    }
    this.#unknownSince = undefined;
    if (receipt.status === "success") return { state: "mined", receipt };
    this.#error ??= await explainFailure(reader, receipt, this.#naming);
    return { state: "failed", error: this.#error };
  }

  async #requireKnown(): Promise<void> {
    if ((await this.#chain.reader.transaction(this.#hash)) !== undefined) {
      this.#unknownSince = undefined;
      return;
    }
    this.#unknownSince ??= Date.now();
    if (Date.now() - this.#unknownSince < this.#unknownAfter) return;
    throw new TrackingError("Track_UnknownTransaction", { chain: this.#chain.name, hash: this.#hash });
  }
}

/**
 * Why a mined transaction reverted. Receipts do not say, so it is repeated as a call on the state before its block; what came before
 * it in the same block is missing then, and some nodes have forgotten that state: the answer may be that there is none.
 */
export async function explainFailure(
  reader: ChainReader,
  { transactionHash, blockNumber }: Receipt,
  naming?: Naming,
): Promise<CausewayError> {
  const details = `The transaction ${transactionHash} reverted.`;
  try {
    const transaction = await reader.transaction(transactionHash);
    if (transaction?.to != null) {
      const { from, to, data, value } = transaction;
      await reader.call({ from, to, data, value, block: blockNumber - 1 });
    }
  } catch (error) {
    const data = revertData(error);
    if (data !== undefined) return decodeRevert(data, { details, naming, cause: error });
  }
  return new UnknownRevertError("0x", { details });
}

/**
 * The one event that a tracker is about.
 *
 * @param logIndex - Which one, where there are several.
 * @throws TrackingError `Track_Ambiguous`, or what `none` makes.
 */
export function pickEvent<T>(
  hash: string,
  found: readonly { readonly log: Log; readonly event: T }[],
  logIndex: number | undefined,
  none: () => TrackingError,
): T {
  const chosen = logIndex === undefined ? found : found.filter(({ log }) => log.logIndex === logIndex);
  const [first, ...others] = chosen;
  if (first === undefined) throw none();
  if (others.length === 0) return first.event;
  const choices = chosen.map(({ log }) => log.logIndex).join(", ");
  throw new TrackingError("Track_Ambiguous", { hash, choices });
}
