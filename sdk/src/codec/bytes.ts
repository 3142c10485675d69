import { type BytesLike, getAddress, getBytes, hexlify, isBytesLike, isHexString, toBeHex } from "ethers";
import { CodecError, shorten } from "./errors.ts";

/**
 * The bytes of `value`; an `Uint8Array` is not copied.
 *
 * @throws CodecError `Codec_WrongBytes` unless `value` is 0x-prefixed hex of whole bytes or an `Uint8Array`.
 */
export function bytes(field: string, value: BytesLike): Uint8Array {
  if (!isBytesLike(value)) throw new CodecError("Codec_WrongBytes", { field, value: shorten(value), expected: "any" });
  return getBytes(value);
}

/**
 * `value` as lower-case hex of exactly `size` bytes.
 *
 * @throws CodecError `Codec_WrongBytes`.
 */
export function fixedBytes(field: string, value: string, size: number): string {
  if (!isHexString(value, size)) {
    throw new CodecError("Codec_WrongBytes", { field, value: shorten(value), expected: String(size) });
  }
  return value.toLowerCase();
}

/**
 * `value` as lower-case hex of 20 bytes; the zero address passes.
 *
 * @param value - An EVM address; where it has mixed case the EIP-55 checksum must be right.
 * @throws CodecError `Codec_BadAddress`.
 */
export function evmAddress(field: string, value: string): string {
  // getAddress also reads ICAP and prefixless forms, which are more often slips than meant
  if (!isHexString(value, 20)) throw new CodecError("Codec_BadAddress", { field, value: shorten(value) });
  try {
    return getAddress(value).toLowerCase();
  } catch {
    throw new CodecError("Codec_BadAddress", { field, value });
  }
}

/**
 * `value` as big-endian hex of `bits / 8` bytes.
 *
 * @throws CodecError `Codec_NotAnInteger`, `Codec_OutOfRange`.
 */
export function uint(field: string, value: bigint | number, bits: number): string {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) {
    throw new CodecError("Codec_NotAnInteger", { field, value: shorten(value) });
  }
  const max = 2n ** BigInt(bits) - 1n;
  const integer = BigInt(value);
  if (integer < 0n || integer > max) throw new CodecError("Codec_OutOfRange", { field, value: integer, max });
  return toBeHex(integer, bits / 8);
}

/** The bytes from `start` up to `end` as hex. */
export function sliceHex(data: Uint8Array, start: number, end: number): string {
  return hexlify(data.subarray(start, end));
}

/** Whether every byte is zero (true for no bytes at all). */
export function isZero(data: Uint8Array): boolean {
  return data.every((byte) => byte === 0);
}
