import { type BytesLike, concat, dataLength, hexlify, toBeHex } from "ethers";
import { bytes, sliceHex } from "./bytes.ts";
import { CodecError, shorten } from "./errors.ts";

/** What the LayerZero and Wormhole transports wrap around a payload, so that the far side learns who sends to whom. */
export interface Envelope {
  /** ERC-7930 bytes of the sending contract, as hex. */
  readonly sender: string;
  /** ERC-7930 bytes of the receiving contract, as hex. */
  readonly recipient: string;
  /** The payload, as hex; for vaults and hubs a Collateral State Message. */
  readonly payload: string;
}

/**
 * The bytes `senderLen u8 | sender | recipientLen u8 | recipient | payload`.
 *
 * Only lengths are checked here. Transports and receivers compare both addresses with the ones they know byte for byte,
 * so an address that is not canonical reaches nobody.
 *
 * @throws CodecError `Codec_WrongBytes` where a field is not bytes or an address does not have 1 … 255 of them.
 */
export function encodeEnvelope(envelope: { [K in keyof Envelope]: BytesLike }): string {
  return concat([
    prefix("sender", envelope.sender),
    prefix("recipient", envelope.recipient),
    bytes("payload", envelope.payload),
  ]);
}

/** `value` behind its length in one byte. */
function prefix(field: string, value: BytesLike): string {
  const { length } = bytes(field, value);
  if (length < 1 || length > 255) {
    throw new CodecError("Codec_WrongBytes", { field, value: shorten(hexlify(value)), expected: "1 to 255" });
  }
  return concat([toBeHex(length, 1), value]);
}

/**
 * Splits an envelope. The payload is whatever follows the two addresses and may be empty.
 *
 * @throws CodecError `Envelope_Malformed`, `Codec_WrongBytes`.
 */
export function decodeEnvelope(data: BytesLike): Envelope {
  const all = bytes("envelope", data);
  const [senderStart, senderEnd] = fieldAt(all, 0);
  const [recipientStart, recipientEnd] = fieldAt(all, senderEnd);
  return {
    sender: sliceHex(all, senderStart, senderEnd),
    recipient: sliceHex(all, recipientStart, recipientEnd),
    payload: sliceHex(all, recipientEnd, all.length),
  };
}

/** Start and end of the length-prefixed bytes at `offset`. */
function fieldAt(all: Uint8Array, offset: number): readonly [start: number, end: number] {
  // a length that is missing altogether is treated like a length of zero
  const size = all[offset] ?? 0;
  const end = offset + 1 + size;
  if (size === 0 || end > all.length) throw new CodecError("Envelope_Malformed", { envelope: hexlify(all) });
  return [offset + 1, end];
}

/**
 * Bytes an envelope adds to its payload.
 *
 * @param sender - ERC-7930 bytes of the sending contract.
 * @param recipient - ERC-7930 bytes of the receiving contract.
 */
export function envelopeOverhead(sender: BytesLike, recipient: BytesLike): number {
  return 2 + dataLength(sender) + dataLength(recipient);
}
