import { getAddress } from "ethers";
import {
  type CollateralStateMessage,
  LEAF_LAYOUT,
  LEAF_NAMES,
  type Leaf,
  type LeafName,
  type MessageJson,
} from "../../../../sdk/src/codec/index.ts";

/** Where the Solidity harness keeps the fields of each leaf, in wire order. */
const SLOTS: { readonly [N in LeafName]: readonly (keyof HarnessLeaf)[] } = {
  Credited: ["a", "b", "x"],
  Custody: ["a", "x", "y", "z"],
  Delegate: ["a", "b", "subId", "delegate", "x"],
  Price: ["a", "x", "y", "z"],
  Payout: ["a", "b", "c", "x"],
  Released: ["a", "b", "x"],
  Heartbeat: [],
};

/** `CodecHarness.Leaf`. */
interface HarnessLeaf {
  leafType: bigint;
  a: string;
  b: string;
  c: string;
  x: bigint;
  y: bigint;
  z: bigint;
  subId: bigint;
  delegate: string;
}

/** `Header` of the contracts. */
interface HarnessHeader {
  kind: bigint;
  origin: string;
  destination: string;
  sourceSeq: bigint;
  sourceTime: bigint;
  count: bigint;
}

/** What the harness has read, in the JSON of the vectors. */
export function toJson(header: HarnessHeader, leaves: readonly HarnessLeaf[]): MessageJson {
  return {
    kind: String(header.kind),
    origin: header.origin,
    destination: header.destination,
    sourceSeq: String(header.sourceSeq),
    sourceTime: String(header.sourceTime),
    leaves: leaves.map((leaf) => {
      const type = LEAF_NAMES.find((name) => BigInt(LEAF_LAYOUT[name].code) === leaf.leafType);
      if (type === undefined) throw new Error(`no leaf has type ${leaf.leafType}`);
      const slots = SLOTS[type];
      const fields = LEAF_LAYOUT[type].fields.map(([name], i) => [name, String(leaf[slots[i]!])]);
      return { type, ...Object.fromEntries(fields) };
    }),
  };
}

/** A message as the arguments of the harness's `encode`. */
export function toHarness(message: CollateralStateMessage): [HarnessHeader, HarnessLeaf[]] {
  const { kind, origin, destination, sourceSeq, sourceTime } = message;
  const source: readonly Leaf[] = message.leaves;
  const leaves = source.map((leaf) => {
    const zero = `0x${"00".repeat(32)}`;
    const packed: Record<string, unknown> = { a: zero, b: zero, c: zero, x: 0n, y: 0n, z: 0n, subId: 0n };
    packed.leafType = BigInt(LEAF_LAYOUT[leaf.type].code);
    packed.delegate = getAddress(`0x${"00".repeat(20)}`);
    const values = leaf as unknown as Record<string, unknown>;
    LEAF_LAYOUT[leaf.type].fields.forEach(([name], i) => {
      packed[SLOTS[leaf.type][i]!] = values[name];
    });
    return packed as unknown as HarnessLeaf;
  });
  return [{ kind: BigInt(kind), origin, destination, sourceSeq, sourceTime, count: BigInt(leaves.length) }, leaves];
}
