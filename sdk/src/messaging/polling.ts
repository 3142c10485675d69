import { InputError, TrackingError } from "../errors/kinds.ts";

/** How to wait. */
export interface PollingOptions {
  /** Milliseconds between two looks. */
  readonly pollingInterval?: number | undefined;
  /** Milliseconds after which waiting is given up. */
  readonly timeout?: number | undefined;
  /** Ends the waiting at once when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Half a block of the slowest usual chain: soon enough to be worth a look. */
export const POLLING_INTERVAL = 4_000;
/** Finality takes a quarter of an hour on Ethereum; messengers add to it. */
export const TRACKING_TIMEOUT = 2 * 3_600_000;

/**
 * Waits. The timer is gone whichever way it ends, so nothing keeps a process alive.
 *
 * @throws TrackingError `Track_Aborted`.
 */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new TrackingError("Track_Aborted", {}, { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** `options` with `defaults` where they say nothing. @throws InputError `Input_BadOption`. */
export function mergedPolling(defaults: PollingOptions, options: PollingOptions): PollingOptions {
  for (const option of ["pollingInterval", "timeout"] as const) {
    const actual = options[option];
    if (actual === undefined || (typeof actual === "number" && actual >= 0)) continue;
    throw new InputError("Input_BadOption", { option, expected: "milliseconds, not negative", actual: String(actual) });
  }
  return {
    pollingInterval: options.pollingInterval ?? defaults.pollingInterval,
    timeout: options.timeout ?? defaults.timeout,
    signal: options.signal ?? defaults.signal,
  };
}
