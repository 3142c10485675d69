import { InputError } from "../errors/kinds.ts";
import { isSameUnit, MAX_DECIMALS, type Unit } from "./unit.ts";

/** An amount as JSON holds it: native units in decimal. */
export interface AmountJson {
  readonly value: string;
  readonly symbol: string;
  readonly decimals: number;
}

/**
 * An exact number of native units together with what they are units of. Amounts of different units neither add up nor compare: the
 * compiler sees it where symbols are literal types, and at run time `Input_WrongUnit` is thrown.
 */
export class Amount<S extends string = string> {
  /** Native units; may be negative (cash can be owed). */
  readonly value: bigint;
  readonly unit: Unit<S>;

  /**
   * @param value - Native units.
   * @throws InputError `Input_BadDecimals`, `Input_BadAmount` where `value` is no bigint.
   */
  constructor(value: bigint, unit: Unit<S>) {
    requireUnit(unit);
    if (typeof value !== "bigint") throw new InputError("Input_BadAmount", { amount: String(value) });
    this.value = value;
    this.unit = unit;
    Object.freeze(this);
  }

  /** The sum. @throws InputError `Input_WrongUnit`. */
  plus(other: Amount<NoInfer<S>>): Amount<S> {
    return new Amount(this.value + valueIn(this.unit, other), this.unit);
  }

  /** The difference, which may be negative. @throws InputError `Input_WrongUnit`. */
  minus(other: Amount<NoInfer<S>>): Amount<S> {
    return new Amount(this.value - valueIn(this.unit, other), this.unit);
  }

  /** Negative, zero or positive as this is less than, equal to or more than `other`. @throws InputError `Input_WrongUnit`. */
  compare(other: Amount<NoInfer<S>>): -1 | 0 | 1 {
    const theirs = valueIn(this.unit, other);
    return this.value < theirs ? -1 : this.value > theirs ? 1 : 0;
  }

  /** For people: `1.5 USDC`. */
  toString(): string {
    return `${formatAmount(this)} ${this.unit.symbol}`;
  }

  toJSON(): AmountJson {
    return { value: String(this.value), ...this.unit };
  }
}

/** Digits, and optionally a point with digits behind it. */
const DECIMAL = /^([0-9]+)(?:\.([0-9]+))?$/;

/**
 * Reads an amount that a person wrote: digits with at most one point, `1.5`. No sign, no exponent, no grouping, no rounding.
 *
 * @param value - The text. Numbers are refused: a float has lost digits before it arrives.
 * @param unit - What it is an amount of.
 * @throws InputError `Input_BadAmount`, `Input_TooPrecise` (more decimals than the unit has), `Input_BadDecimals`.
 */
export function amount<S extends string>(value: string, unit: Unit<S>): Amount<S> {
  requireUnit(unit);
  const match = typeof value === "string" && value.length <= 100 ? DECIMAL.exec(value) : null;
  if (match === null) throw new InputError("Input_BadAmount", { amount: String(value).slice(0, 100) });
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > unit.decimals) throw new InputError("Input_TooPrecise", { amount: value, ...unit });
  return new Amount(BigInt(whole + fraction.padEnd(unit.decimals, "0")), unit);
}

/**
 * The number without its symbol, exactly and without trailing zeros: `1.5`; {@link amount} reads it back unless it is negative.
 */
export function formatAmount({ value, unit: { decimals } }: Pick<Amount, "value" | "unit">): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Reads an amount back from its JSON form. @throws InputError `Input_BadAmount`, `Input_BadDecimals`. */
export function amountFromJson({ value, symbol, decimals }: AmountJson): Amount {
  if (typeof value !== "string" || !/^-?[0-9]{1,100}$/.test(value)) {
    throw new InputError("Input_BadAmount", { amount: String(value).slice(0, 100) });
  }
  return new Amount(BigInt(value), { symbol, decimals });
}

/** Native units of `amount`, if it is one of `unit`. @throws InputError `Input_WrongUnit`. */
export function valueIn(unit: Unit, amount: Pick<Amount, "value" | "unit">): bigint {
  if (!isSameUnit(unit, amount.unit)) {
    const name = ({ symbol, decimals }: Unit) => `${symbol} with ${decimals} decimals`;
    throw new InputError("Input_WrongUnit", { given: name(amount.unit), expected: name(unit) });
  }
  return amount.value;
}

function requireUnit({ symbol, decimals }: Unit): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS) {
    throw new InputError("Input_BadDecimals", { symbol, decimals: String(decimals), maximum: MAX_DECIMALS });
  }
}
