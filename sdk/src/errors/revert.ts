import { AbiCoder, dataSlice, ErrorFragment, isHexString, type ParamType } from "ethers";

import { ERROR_SIGNATURES } from "../generated/errors.ts";
import { CausewayError, type ErrorExtras } from "./base.ts";
import type { ErrorText } from "./text.ts";
import { CUSTODY_TEXTS } from "./texts/custody.ts";
import { FOREIGN_SIGNATURES, FOREIGN_TEXTS } from "./texts/foreign.ts";
import { LIBRARY_TEXTS } from "./texts/libraries.ts";
import { MESSAGING_TEXTS } from "./texts/messaging.ts";

type NameIn<S extends string> = S extends `error ${infer Name}(${string}` ? Name : never;

/** Name of a custom error of the shipped contracts. */
export type ContractErrorName = NameIn<(typeof ERROR_SIGNATURES)[number]>;
/** Name of any error that a revert is decoded to. */
export type RevertErrorCode = ContractErrorName | keyof typeof FOREIGN_TEXTS;

/** What every error of the shipped contracts says. The type makes sure that none is missing. */
const CONTRACT_TEXTS: Readonly<Record<ContractErrorName, ErrorText>> = {
  ...CUSTODY_TEXTS,
  ...MESSAGING_TEXTS,
  ...LIBRARY_TEXTS,
};

/** What every decodable revert says, by Solidity name. Ours come last: where names coincide, they win. */
export const REVERT_TEXTS: Readonly<Record<RevertErrorCode, ErrorText>> = { ...FOREIGN_TEXTS, ...CONTRACT_TEXTS };

/** What a revert says that cannot be decoded. */
export const UNKNOWN_REVERT_TEXTS = {
  Revert_Unknown: [
    "The contract refused for a reason that this package does not know: {data}.",
    "Look the first four bytes up among the errors of the contract that was called.",
  ],
  Revert_NoReason: [
    "The contract refused without giving a reason.",
    "Check that addresses and chain are right, and that the transaction had enough gas.",
  ],
} as const satisfies Record<string, ErrorText>;

/** A contract refused with a custom error. `code` is its Solidity name and `args` its arguments by name. */
export class RevertError<C extends RevertErrorCode = RevertErrorCode> extends CausewayError<C> {
  override readonly name = "RevertError";
  /** Return data of the revert. */
  readonly data: string;

  constructor(code: C, args: Readonly<Record<string, unknown>>, data: string, extras?: ErrorExtras) {
    super(code, REVERT_TEXTS[code], args, extras);
    this.data = data;
  }
}

/** A contract refused, and what it returned is no known error. */
export class UnknownRevertError extends CausewayError<keyof typeof UNKNOWN_REVERT_TEXTS> {
  override readonly name = "UnknownRevertError";
  /** Return data of the revert; `0x` where there was none. */
  readonly data: string;

  constructor(data: string, extras?: ErrorExtras) {
    const code = data === "0x" ? "Revert_NoReason" : "Revert_Unknown";
    super(code, UNKNOWN_REVERT_TEXTS[code], { data }, extras);
    this.data = data;
  }
}

const BY_SELECTOR: ReadonlyMap<string, ErrorFragment> = new Map(
  [...FOREIGN_SIGNATURES, ...ERROR_SIGNATURES].map((signature) => {
    const fragment = ErrorFragment.from(signature);
    return [fragment.selector, fragment];
  }),
);

/**
 * The error behind return data of a revert.
 *
 * Data that decodes to an error with a `bytes` argument, which again is return data of a known error, gets that error as its cause.
 *
 * @param data - 0x-prefixed hex; anything, however malformed.
 * @param extras - As for every error; a `cause` given here comes behind nested errors.
 */
export function decodeRevert(data: string, extras: ErrorExtras = {}): RevertError | UnknownRevertError {
  const fragment = isHexString(data) && data.length >= 10 ? BY_SELECTOR.get(dataSlice(data, 0, 4)) : undefined;
  const values = fragment && decodeArguments(fragment.inputs, data);
  if (fragment === undefined || values === undefined) return new UnknownRevertError(data, extras);
  const args: Record<string, unknown> = {};
  let nested: RevertError | undefined;
  for (const [index, { name, type }] of fragment.inputs.entries()) {
    const value: unknown = values[index];
    args[name === "" ? `arg${index}` : name] = value;
    if (type === "bytes" && nested === undefined) nested = known(String(value), extras);
  }
  const behind = nested === undefined ? extras : { ...extras, cause: nested };
  // Selectors come from the same lists as the texts, so every name has one; a test holds the lists together.
  return new RevertError(fragment.name as RevertErrorCode, args, data, behind);
}

function known(data: string, extras: ErrorExtras): RevertError | undefined {
  const error = decodeRevert(data, extras);
  return error instanceof RevertError ? error : undefined;
}

/** Undefined where the data is too short or malformed: then the selector was a coincidence. */
function decodeArguments(inputs: readonly ParamType[], data: string): readonly unknown[] | undefined {
  try {
    return AbiCoder.defaultAbiCoder().decode(inputs, dataSlice(data, 4)).toArray(true);
  } catch {
    return undefined;
  }
}

/** Places where ethers, Hardhat, viem and JSON-RPC nodes put an error's data or the error behind it. Never the request. */
const PATHS = ["data", "error", "info", "cause", "raw", "originalError"] as const;

/**
 * Return data of the revert in whatever shape a library or node wraps it.
 *
 * @returns 0x-prefixed hex, `0x` for a revert without data, or undefined where nothing tells of a revert.
 */
export function revertData(error: unknown): string | undefined {
  const queue: unknown[] = [error];
  const seen = new Set<unknown>();
  let reverted = false;
  // The queue grows while it is walked.
  for (const candidate of queue) {
    if (
      typeof candidate === "string" &&
      isHexString(candidate) &&
      candidate.length >= 10 &&
      candidate.length % 2 === 0
    ) {
      return candidate.toLowerCase();
    }
    if (typeof candidate !== "object" || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    // 3 is the JSON-RPC code of a revert (EIP-1474 practice), CALL_EXCEPTION the one of ethers.
    if ("code" in candidate && (candidate.code === 3 || candidate.code === "CALL_EXCEPTION")) reverted = true;
    for (const path of PATHS) {
      const value = (candidate as Record<string, unknown>)[path];
      if (value !== undefined) queue.push(value);
    }
  }
  return reverted ? "0x" : undefined;
}
