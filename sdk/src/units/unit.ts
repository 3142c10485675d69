/** What an amount is counted in: an asset by its symbol, and how many decimals its native unit has. */
export interface Unit<S extends string = string> {
  readonly symbol: S;
  /** 10^decimals native units make one whole unit; 0 … 36. */
  readonly decimals: number;
}

/** More than any asset that a hub lists (`Hub_BadDecimals`). */
export const MAX_DECIMALS = 36;

/** Cash of the hub: US dollars with 18 decimals. */
export const USD: Unit<"USD"> = Object.freeze({ symbol: "USD", decimals: 18 });

/** Whether two units count the same thing the same way. */
export function isSameUnit(a: Unit, b: Unit): boolean {
  return a.symbol === b.symbol && a.decimals === b.decimals;
}
