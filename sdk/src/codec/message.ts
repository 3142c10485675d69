import { type BytesLike, concat, getAddress, toBigInt, toNumber } from "ethers";
import { bytes, evmAddress, fixedBytes, sliceHex, uint } from "./bytes.ts";
import { CodecError } from "./errors.ts";
import {
  FIELD_SIZE,
  type FieldType,
  type HubLeaf,
  LEAF_LAYOUT,
  LEAF_NAMES,
  type Leaf,
  type LeafName,
  leafSize,
  MessageKind,
  type VaultLeaf,
} from "./leaves.ts";

/** "CSM1" in ASCII. */
const MAGIC = "0x43534d31";

/** Bytes before the first leaf: magic 4, kind 1, origin 32, destination 32, sourceSeq 8, sourceTime 8, count 2. */
export const HEADER_SIZE = 87;

/** Most leaves a message can announce; transports bound it further, see {@link maxLeaves}. */
export const MAX_LEAVES = 0xffff;

interface Header {
  /** Id of the sender: a vault in kind 1, a hub in kind 2; 32 bytes. */
  readonly origin: string;
  /** Id of the receiver: a hub in kind 1, a vault in kind 2; 32 bytes. */
  readonly destination: string;
  /** Strictly increasing counter of the origin for this destination, u64. */
  readonly sourceSeq: bigint;
  /** Unix seconds on the origin's chain when the message was made, u64. */
  readonly sourceTime: bigint;
}

/** A message of kind 1. */
export interface VaultMessage extends Header {
  readonly kind: typeof MessageKind.VaultToHub;
  readonly leaves: readonly VaultLeaf[];
}

/** A message of kind 2. */
export interface HubMessage extends Header {
  readonly kind: typeof MessageKind.HubToVault;
  readonly leaves: readonly HubLeaf[];
}

/** Collateral State Message v1. */
export type CollateralStateMessage = VaultMessage | HubMessage;

const NAME_OF_CODE: ReadonlyMap<number, LeafName> = new Map(LEAF_NAMES.map((name) => [LEAF_LAYOUT[name].code, name]));

function encodeField(field: string, type: FieldType, value: unknown): string {
  switch (type) {
    case "b32":
      return fixedBytes(field, value as string, 32);
    case "b20":
      return evmAddress(field, value as string);
    default:
      return uint(field, value as bigint, FIELD_SIZE[type] * 8);
  }
}

function decodeField(type: FieldType, data: Uint8Array, start: number, end: number): string | number | bigint {
  switch (type) {
    case "b32":
      return sliceHex(data, start, end);
    case "b20":
      return getAddress(sliceHex(data, start, end));
    case "u32":
      return toNumber(data.subarray(start, end));
    default:
      return toBigInt(data.subarray(start, end));
  }
}

/**
 * The bytes of a message.
 *
 * @returns Lower-case hex.
 * @throws CodecError `Csm_UnknownKind`, `Csm_NoLeaves`, `Csm_LeafOfOtherKind`; `Codec_UnknownLeafName`,
 * `Codec_OutOfRange`, `Codec_NotAnInteger`, `Codec_WrongBytes`, `Codec_BadAddress` naming the field
 * (`leaves[3].total`).
 */
export function encodeMessage(message: CollateralStateMessage): string {
  const { kind, origin, destination, sourceSeq, sourceTime } = message;
  if (kind !== MessageKind.VaultToHub && kind !== MessageKind.HubToVault) {
    throw new CodecError("Csm_UnknownKind", { kind: BigInt(kind) });
  }
  const leaves: readonly Leaf[] = message.leaves;
  if (leaves.length === 0) throw new CodecError("Csm_NoLeaves", {});
  const parts = [
    MAGIC,
    uint("kind", kind, 8),
    fixedBytes("origin", origin, 32),
    fixedBytes("destination", destination, 32),
    uint("sourceSeq", sourceSeq, 64),
    uint("sourceTime", sourceTime, 64),
    uint("leaves.length", leaves.length, 16),
  ];
  let offset = HEADER_SIZE;
  leaves.forEach((leaf, index) => {
    if (!Object.hasOwn(LEAF_LAYOUT, leaf.type)) {
      throw new CodecError("Codec_UnknownLeafName", { name: String(leaf.type) });
    }
    const layout = LEAF_LAYOUT[leaf.type];
    if (layout.kind !== kind) {
      throw new CodecError("Csm_LeafOfOtherKind", {
        kind: BigInt(kind),
        leafType: BigInt(layout.code),
        offset: BigInt(offset),
      });
    }
    const values = leaf as unknown as Readonly<Record<string, unknown>>;
    parts.push(uint("type", layout.code, 8));
    for (const [name, type] of layout.fields) parts.push(encodeField(`leaves[${index}].${name}`, type, values[name]));
    offset += leafSize(leaf.type);
  });
  return concat(parts);
}

/**
 * Reads a message strictly: whatever is returned encodes to the very bytes that were read.
 *
 * Checks in this order, as the contracts do: length, magic, kind, count; then for each leaf that a byte is left, that
 * its type is known, that it belongs to the kind, that it is whole; then that nothing follows.
 *
 * @returns Ids in lower-case hex, addresses with EIP-55 checksum, amounts as bigint.
 * @throws CodecError one of the `Csm_` errors; `Codec_WrongBytes` where the input is not bytes at all.
 */
export function decodeMessage(data: BytesLike): CollateralStateMessage {
  const all = bytes("message", data);
  const length = BigInt(all.length);
  if (all.length < HEADER_SIZE) throw new CodecError("Csm_TooShort", { length });
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const magic = sliceHex(all, 0, 4);
  if (magic !== MAGIC) throw new CodecError("Csm_WrongMagic", { magic });
  const kind = view.getUint8(4);
  if (kind !== MessageKind.VaultToHub && kind !== MessageKind.HubToVault) {
    throw new CodecError("Csm_UnknownKind", { kind: BigInt(kind) });
  }
  const count = view.getUint16(85);
  if (count === 0) throw new CodecError("Csm_NoLeaves", {});

  const leaves: Leaf[] = [];
  let offset = HEADER_SIZE;
  for (let index = 0; index < count; index++) {
    const leaf = decodeLeaf(all, offset, kind);
    leaves.push(leaf);
    offset += leafSize(leaf.type);
  }
  if (offset !== all.length) throw new CodecError("Csm_TrailingBytes", { end: BigInt(offset), length });
  return {
    kind,
    origin: sliceHex(all, 5, 37),
    destination: sliceHex(all, 37, 69),
    sourceSeq: view.getBigUint64(69),
    sourceTime: view.getBigUint64(77),
    leaves,
    // decodeLeaf has refused every leaf of the other kind
  } as CollateralStateMessage;
}

function decodeLeaf(all: Uint8Array, offset: number, kind: MessageKind): Leaf {
  const truncated = (needed: number): CodecError =>
    new CodecError("Csm_Truncated", { offset: BigInt(offset), needed: BigInt(needed), length: BigInt(all.length) });
  const code = all[offset];
  if (code === undefined) throw truncated(1);
  const name = NAME_OF_CODE.get(code);
  if (name === undefined) {
    throw new CodecError("Csm_UnknownLeaf", { leafType: BigInt(code), offset: BigInt(offset) });
  }
  const layout = LEAF_LAYOUT[name];
  if (layout.kind !== kind) {
    throw new CodecError("Csm_LeafOfOtherKind", {
      kind: BigInt(kind),
      leafType: BigInt(code),
      offset: BigInt(offset),
    });
  }
  const size = leafSize(name);
  if (offset + size > all.length) throw truncated(size);

  const leaf: Record<string, string | number | bigint> = { type: name };
  let start = offset + 1;
  for (const [field, type] of layout.fields) {
    leaf[field] = decodeField(type, all, start, start + FIELD_SIZE[type]);
    start += FIELD_SIZE[type];
  }
  return leaf as unknown as Leaf;
}

/**
 * How many leaves of one kind fit a route.
 *
 * @param name - The leaf.
 * @param limit - Largest message the route carries, in bytes.
 * @param overhead - What the transport adds to the message, see {@link envelopeOverhead}.
 * @returns 0 where not even one fits.
 */
export function maxLeaves(name: LeafName, limit: number, overhead = 0): number {
  const room = Math.floor((limit - overhead - HEADER_SIZE) / leafSize(name));
  return Math.max(0, Math.min(MAX_LEAVES, room));
}
