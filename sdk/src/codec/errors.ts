/** What can be wrong with the bytes of an interoperable address; checked in the order of the bytes. */
export type NonCanonicalReason =
  | "truncated"
  | "unknown version"
  | "unknown chain type"
  | "wrong reference length"
  | "zero reference"
  | "leading zero in the reference"
  | "wrong address length"
  | "zero address"
  | "trailing bytes";

/**
 * Every error of the codec, with the values that caused it.
 *
 * The `Csm_`, `Envelope_` and `Interoperable_` errors carry the names and arguments of their Solidity counterparts, in the
 * same order, so a revert decoded from a chain and an error thrown here can be handled alike.
 */
export interface CodecErrors {
  /** The message is shorter than the 87-byte header. */
  Csm_TooShort: { length: bigint };
  /** The message does not begin with "CSM1". */
  Csm_WrongMagic: { magic: string };
  /** The kind is neither 1 (vault to hub) nor 2 (hub to vault). */
  Csm_UnknownKind: { kind: bigint };
  /** The message announces no leaf; it must carry at least one. */
  Csm_NoLeaves: Record<never, never>;
  /** The byte at `offset`, where a leaf starts, is not the type of any leaf. */
  Csm_UnknownLeaf: { leafType: bigint; offset: bigint };
  /** The leaf at `offset` is known but belongs to the other direction. */
  Csm_LeafOfOtherKind: { kind: bigint; leafType: bigint; offset: bigint };
  /** The leaf that starts at `offset` needs `needed` bytes, its type byte included, and the message ends before. */
  Csm_Truncated: { offset: bigint; needed: bigint; length: bigint };
  /** The announced leaves end at `end` but the message goes on. */
  Csm_TrailingBytes: { end: bigint; length: bigint };

  /** A length of the envelope points past its end, or one of its addresses is empty. */
  Envelope_Malformed: { envelope: string };

  /** The bytes are not the canonical ERC-7930 address of a known chain. The contracts' error has no `reason`. */
  Interoperable_NotCanonical: { interoperable: string; reason: NonCanonicalReason };
  /** The text form cannot be read, for the reason given. */
  Interoperable_BadText: { text: string; reason: string };

  /** The integer does not fit the field: it must lie in 0 … `max`. */
  Codec_OutOfRange: { field: string; value: bigint; max: bigint };
  /** The field needs an integer (a bigint, or a whole number where the type says `number`). */
  Codec_NotAnInteger: { field: string; value: string };
  /** The field needs 0x-prefixed hex with `expected` bytes: a number, a range or "any" number. */
  Codec_WrongBytes: { field: string; value: string; expected: string };
  /** The field needs an address and this is none, or its EIP-55 checksum is wrong. */
  Codec_BadAddress: { field: string; value: string };
  /** The field needs an address other than zero. */
  Codec_ZeroAddress: { field: string };
  /** A 32-byte id with any of its first 12 bytes set cannot be an EVM address. */
  Codec_NotAnEvmAddress: { field: string; value: string };
  /** No leaf has this name. */
  Codec_UnknownLeafName: { name: string };
}

/** The names of all codec errors; equal to the Solidity error names where such an error exists on chain. */
export type CodecErrorCode = keyof CodecErrors;

/** A value as an error shows it: whole, or its beginning where it would flood the message. */
export function shorten(value: unknown): string {
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}

type Explain = { readonly [C in CodecErrorCode]: (args: CodecErrors[C]) => string };

const EXPLAIN: Explain = {
  Csm_TooShort: (e) => `a message has at least the 87 bytes of its header, this one has ${e.length}`,
  Csm_WrongMagic: (e) => `a message begins with 0x43534d31 ("CSM1"), this one with ${e.magic}`,
  Csm_UnknownKind: (e) => `the kind is 1 (vault to hub) or 2 (hub to vault), not ${e.kind}`,
  Csm_NoLeaves: () => "a message carries at least one leaf; use Heartbeat where there is nothing to say",
  Csm_UnknownLeaf: (e) => `type ${e.leafType} at offset ${e.offset} is not the type of any leaf`,
  Csm_LeafOfOtherKind: (e) => `leaf type ${e.leafType} at offset ${e.offset} does not belong to kind ${e.kind}`,
  Csm_Truncated: (e) => `the leaf at offset ${e.offset} needs ${e.needed} bytes, but the message has only ${e.length}`,
  Csm_TrailingBytes: (e) => `the leaves end at ${e.end}, but the message has ${e.length} bytes`,
  Envelope_Malformed: (e) =>
    `an address is empty or reaches past the end of the envelope of ${(e.envelope.length - 2) / 2} bytes`,
  Interoperable_NotCanonical: (e) => `${shorten(e.interoperable)} is no canonical ERC-7930 address: ${e.reason}`,
  Interoperable_BadText: (e) => `"${e.text}" is no chain-specific address: ${e.reason}`,
  Codec_OutOfRange: (e) => `${e.field} must be from 0 to ${e.max}, not ${e.value}`,
  Codec_NotAnInteger: (e) => `${e.field} must be an integer, not ${e.value}`,
  Codec_WrongBytes: (e) =>
    `${e.field} must be 0x-prefixed hex of ${e.expected === "any" ? "whole" : e.expected} bytes, not ${e.value}`,
  Codec_BadAddress: (e) => `${e.field} is not an address or has a wrong checksum: ${e.value}`,
  Codec_ZeroAddress: (e) => `${e.field} must not be the zero address`,
  Codec_NotAnEvmAddress: (e) => `${e.field} has a byte set above its low 20, so it is no EVM address: ${e.value}`,
  Codec_UnknownLeafName: (e) => `no leaf is named ${e.name}`,
};

/**
 * The one error class of the codec.
 *
 * `code` says which rule was broken and `args` with which values, named and ordered as in Solidity; integers are bigint,
 * bytes are 0x-prefixed hex.
 */
export class CodecError<C extends CodecErrorCode = CodecErrorCode> extends Error {
  override readonly name = "CodecError";
  readonly code: C;
  readonly args: Readonly<CodecErrors[C]>;
  /** What went wrong, in words, without the code. */
  readonly shortMessage: string;

  constructor(code: C, args: CodecErrors[C]) {
    const shortMessage = EXPLAIN[code](args);
    super(`${code}: ${shortMessage}`);
    this.shortMessage = shortMessage;
    this.code = code;
    this.args = args;
  }
}

/**
 * Whether `error` is a codec error, of the given code if one is given.
 *
 * @param error - Anything that was caught.
 * @param code - The code to ask for; without it any codec error will do.
 */
export function isCodecError<C extends CodecErrorCode>(error: unknown, code?: C): error is CodecError<C> {
  return error instanceof CodecError && (code === undefined || error.code === code);
}
