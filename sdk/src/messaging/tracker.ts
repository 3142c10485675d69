import { isCausewayError } from "../errors/base.ts";
import { toCausewayError } from "../errors/from.ts";
import { TrackingError } from "../errors/kinds.ts";
import type { Naming } from "../errors/text.ts";
import { mergedPolling, POLLING_INTERVAL, type PollingOptions, sleep, TRACKING_TIMEOUT } from "./polling.ts";

/** What every status has. */
export interface AnyStatus {
  readonly kind: "deposit" | "withdrawal";
  readonly state: string;
  /** Whether this is the end: nothing will change any more. */
  readonly terminal: boolean;
  /** What has to happen, or to be done, for it to go on; undefined at the end. */
  readonly nextStep?: string | undefined;
}

/** What {@link Tracker.wait} waits for, and how. */
export interface WaitOptions<S extends AnyStatus> extends PollingOptions {
  /** Also stop at these states, which are not the end. */
  readonly until?: readonly S["state"][];
}

/** Looks that may fail in a row before tracking fails: a node's hiccup must not lose a deposit from sight. */
const TOLERATED_FAILURES = 5;

/**
 * Follows one deposit or withdrawal to its end. It keeps nothing that cannot be had again from the transaction's hash, runs only while
 * somebody waits for it, and leaves no timer behind.
 */
export class Tracker<S extends AnyStatus> implements AsyncIterable<S> {
  /** What to resume from. */
  readonly transactionHash: string;
  readonly #look: () => Promise<S>;
  readonly #defaults: PollingOptions;
  readonly #naming: Naming | undefined;

  /** @param look - One look at the chains. */
  constructor(transactionHash: string, look: () => Promise<S>, defaults: PollingOptions, naming?: Naming) {
    this.transactionHash = transactionHash;
    this.#look = look;
    this.#defaults = defaults;
    this.#naming = naming;
  }

  /** One look at where it stands. @throws TrackingError, ChainError */
  async status(): Promise<S> {
    try {
      return await this.#look();
    } catch (error) {
      throw toCausewayError(error, this.#naming);
    }
  }

  /** Every change of the status, the present one first, up to the terminal one; with the client's polling options. */
  [Symbol.asyncIterator](): AsyncGenerator<S, void, undefined> {
    return this.watch();
  }

  /**
   * As iterating over the tracker, with polling options of its own.
   *
   * @throws TrackingError `Track_Timeout`, `Track_Aborted`, `Track_UnknownTransaction` and the like; ChainError when the node keeps failing.
   */
  async *watch(options: PollingOptions = {}): AsyncGenerator<S, void, undefined> {
    const {
      pollingInterval = POLLING_INTERVAL,
      timeout = TRACKING_TIMEOUT,
      signal,
    } = mergedPolling(this.#defaults, options);
    const deadline = Date.now() + timeout;
    let previous: string | undefined;
    let failures = 0;
    for (;;) {
      if (signal?.aborted) throw new TrackingError("Track_Aborted", {}, { cause: signal.reason });
      let status: S | undefined;
      try {
        status = await this.status();
        failures = 0;
      } catch (error) {
        if (!isNodeFailure(error) || ++failures >= TOLERATED_FAILURES) throw error;
      }
      if (status !== undefined) {
        const current = fingerprint(status);
        if (current !== previous) yield status;
        if (status.terminal) return;
        previous = current;
      }
      const left = deadline - Date.now();
      if (left <= 0) throw timedOut(status, timeout);
      await sleep(Math.min(pollingInterval, left), signal);
    }
  }

  /**
   * The terminal status. A transaction that failed is an end too: look at `state`.
   *
   * @throws As {@link watch}.
   */
  async wait(options?: PollingOptions & { readonly until?: undefined }): Promise<Extract<S, { terminal: true }>>;
  async wait(options: WaitOptions<S>): Promise<S>;
  async wait(options: WaitOptions<S> = {}): Promise<S> {
    for await (const status of this.watch(options)) {
      if (status.terminal || options.until?.includes(status.state)) return status;
    }
    // A watch ends with a terminal status or throws.
    return this.status();
  }
}

function isNodeFailure(error: unknown): boolean {
  return isCausewayError(error, "Chain_Unreachable") || isCausewayError(error, "Chain_RequestFailed");
}

function timedOut(status: AnyStatus | undefined, timeout: number): TrackingError {
  return new TrackingError("Track_Timeout", {
    seconds: timeout / 1000,
    kind: status?.kind ?? "transaction",
    state: status?.state ?? "out of sight",
    next: status?.nextStep ?? "Track it again later.",
  });
}

/** Equal for statuses between which nothing has happened. */
function fingerprint(status: AnyStatus): string {
  return JSON.stringify(status, (_, value: unknown) => {
    if (value instanceof Error) return value.message;
    return typeof value === "bigint" ? String(value) : value;
  });
}
