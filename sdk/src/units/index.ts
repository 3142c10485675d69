/** Amounts that know what they are amounts of. */
export { Amount, type AmountJson, amount, amountFromJson, formatAmount, valueIn } from "./amount.ts";
export { isSameUnit, MAX_DECIMALS, USD, type Unit } from "./unit.ts";
