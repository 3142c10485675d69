import { readFileSync } from "node:fs";
import { expect } from "chai";
import { getAddress, hexlify } from "ethers";
import fc from "fast-check";
import {
  type CollateralStateMessage,
  CodecError,
  LEAF_LAYOUT,
  LEAF_NAMES,
  type Leaf,
  type LeafName,
  MessageKind,
} from "../../../sdk/src/codec/index.ts";

/** An expected error as the vectors write it: arguments in Solidity's order, integers in decimal. */
export interface ErrorVector {
  readonly name: string;
  readonly args: readonly string[];
}

/** One file of golden vectors. */
export function loadVectors<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), "utf8")) as T;
}

/** Asserts that `action` throws the codec error of a vector, name and arguments. */
export function expectCodecError(action: () => unknown, name: string, ...args: readonly unknown[]): void {
  let thrown: unknown;
  try {
    action();
  } catch (error) {
    thrown = error;
  }
  expect(thrown, `expected ${name}`).to.be.instanceOf(CodecError);
  const error = thrown as CodecError;
  expect({ name: error.code, args: Object.values(error.args).map(String) }).to.deep.equal({
    name,
    args: args.map(String),
  });
}

/** Result of `action`, or the code of the codec error it threw; any other error is a failure. */
export function attempt<T>(action: () => T): { value: T } | { code: string } {
  try {
    return { value: action() };
  } catch (error) {
    if (error instanceof CodecError) return { code: error.code };
    throw error;
  }
}

const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Runs a property with this process's seed; `PROPERTY_SEED=<n>` repeats a run. */
export function check<T>(property: fc.IRawProperty<T>, numRuns = 200): void {
  fc.assert(property, { seed, numRuns });
}

let announced = false;
/** Prints the seed above the first tests of a run. */
export function announceSeed(): void {
  if (!announced) console.log(`    property seed ${seed} (repeat with PROPERTY_SEED=${seed})`);
  announced = true;
}

const fixed = (size: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((data) => hexlify(data));

/** 32 bytes as hex. */
export const b32 = fixed(32);
/** An address with checksum, the zero address included. */
export const b20 = fc
  .oneof({ weight: 9, arbitrary: fixed(20) }, { weight: 1, arbitrary: fc.constant(`0x${"00".repeat(20)}`) })
  .map(getAddress);
/** An unsigned integer, often at the ends of its range. */
export const unsigned = (bits: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });

function leafOf(name: LeafName): fc.Arbitrary<Leaf> {
  const fields = LEAF_LAYOUT[name].fields.map(([field, type]) => {
    const value =
      type === "b32"
        ? b32
        : type === "b20"
          ? b20
          : type === "u32"
            ? fc.integer({ min: 0, max: 0xffff_ffff })
            : unsigned(Number(type.slice(1)));
    return [field, value] as const;
  });
  return fc.record({ type: fc.constant(name), ...Object.fromEntries(fields) }) as unknown as fc.Arbitrary<Leaf>;
}

/** Any well-formed message. */
export const anyMessage: fc.Arbitrary<CollateralStateMessage> = fc
  .constantFrom(MessageKind.VaultToHub, MessageKind.HubToVault)
  .chain((kind) => {
    const leaves = LEAF_NAMES.filter((name) => LEAF_LAYOUT[name].kind === kind).map(leafOf);
    return fc.record({
      kind: fc.constant(kind),
      origin: b32,
      destination: b32,
      sourceSeq: unsigned(64),
      sourceTime: unsigned(64),
      leaves: fc.array(fc.oneof(...leaves), { minLength: 1, maxLength: 8 }),
    });
  }) as fc.Arbitrary<CollateralStateMessage>;

/** A change to some bytes: one bit or byte altered, bytes cut off, put in, taken out or added. */
export const mutation = fc
  .record({
    how: fc.constantFrom("flip", "set", "truncate", "extend", "insert", "remove"),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 7 }),
    byte: fc.integer({ min: 0, max: 255 }),
  })
  .map(({ how, at, bit, byte }) => (data: Uint8Array): Uint8Array => {
    const index = data.length === 0 ? 0 : at % data.length;
    const changed = Uint8Array.from(data);
    switch (how) {
      case "flip":
        changed[index] = (data[index] ?? 0) ^ (1 << bit);
        return changed;
      case "set":
        changed[index] = byte;
        return changed;
      case "truncate":
        return data.slice(0, index);
      case "extend":
        return Uint8Array.of(...data, byte);
      case "insert":
        return Uint8Array.of(...data.slice(0, index), byte, ...data.slice(index));
      default:
        return Uint8Array.of(...data.slice(0, index), ...data.slice(index + 1));
    }
  });
