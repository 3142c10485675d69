import { concat, dataLength, dataSlice, toBeHex, toBigInt } from "ethers";
import {
  type CollateralStateMessage,
  encodeMessage,
  HEADER_SIZE,
  LEAF_LAYOUT,
  LEAF_NAMES,
  leafSize,
  MessageKind,
} from "../../../sdk/src/codec/index.ts";
import { carrying, fromHub, fromVault, typical } from "./csm-valid.ts";
import { type ExpectedError, expectError } from "./samples.ts";

interface InvalidMessage {
  readonly name: string;
  readonly bytes: string;
  readonly error: ExpectedError;
}

const KIND_OFFSET = 4;
const COUNT_OFFSET = 85;
const CREDITED = leafSize("Credited");
const RELEASED = leafSize("Released");
const UNKNOWN_TYPES = [0x00, 0x06, 0x10, 0x13, 0xff];
const other = (kind: number): number => 3 - kind;

/** `bytes` with `replacement` written over it at `offset`. */
function overwrite(bytes: string, offset: number, replacement: string): string {
  return concat([
    dataSlice(bytes, 0, offset),
    replacement,
    dataSlice(bytes, Math.min(dataLength(bytes), offset + dataLength(replacement))),
  ]);
}

const withKind = (bytes: string, kind: number): string => overwrite(bytes, KIND_OFFSET, toBeHex(kind, 1));
const withCount = (bytes: string, count: number): string => overwrite(bytes, COUNT_OFFSET, toBeHex(count, 2));

/** Every proper prefix of a message of one Released and one Heartbeat. */
function prefixes(): InvalidMessage[] {
  const whole = encodeMessage(fromHub(typical("Released"), typical("Heartbeat")));
  return Array.from({ length: dataLength(whole) }, (_, length) => {
    let error: ExpectedError;
    if (length < HEADER_SIZE) error = expectError("Csm_TooShort", length);
    else if (length === HEADER_SIZE) error = expectError("Csm_Truncated", HEADER_SIZE, 1, length);
    else if (length < HEADER_SIZE + RELEASED) error = expectError("Csm_Truncated", HEADER_SIZE, RELEASED, length);
    else error = expectError("Csm_Truncated", HEADER_SIZE + RELEASED, 1, length);
    return { name: `prefix of ${length} bytes`, bytes: dataSlice(whole, 0, length), error };
  });
}

/** Each leaf as the second of a message, without its last byte and with its type byte only. */
function cutLeaves(): InvalidMessage[] {
  return LEAF_NAMES.filter((name) => leafSize(name) > 1).flatMap((name) => {
    const first = LEAF_LAYOUT[name].kind === MessageKind.VaultToHub ? typical("Custody") : typical("Heartbeat");
    const offset = HEADER_SIZE + leafSize(first.type);
    const size = leafSize(name);
    const whole = encodeMessage(carrying(first, typical(name)));
    return [offset + size - 1, offset + 1].map((length) => ({
      name: `${name} second, cut to ${length - offset} of ${size} bytes`,
      bytes: dataSlice(whole, 0, length),
      error: expectError("Csm_Truncated", offset, size, length),
    }));
  });
}

function headers(): InvalidMessage[] {
  const heartbeat = encodeMessage(fromHub(typical("Heartbeat")));
  const magic = toBigInt(dataSlice(heartbeat, 0, 4));
  const wrongMagic = Array.from({ length: 32 }, (_, bit) => {
    const flipped = toBeHex(magic ^ (1n << BigInt(bit)), 4);
    return {
      name: `magic with bit ${bit} flipped`,
      bytes: overwrite(heartbeat, 0, flipped),
      error: expectError("Csm_WrongMagic", flipped),
    };
  });
  const wrongKind = [0, 3, 0x11, 0xff].map((kind) => ({
    name: `kind ${kind}`,
    bytes: withKind(heartbeat, kind),
    error: expectError("Csm_UnknownKind", kind),
  }));
  return [
    ...wrongMagic,
    ...wrongKind,
    { name: "count 0, a leaf present", bytes: withCount(heartbeat, 0), error: expectError("Csm_NoLeaves") },
    {
      name: "count 0, no leaf present",
      bytes: dataSlice(withCount(heartbeat, 0), 0, HEADER_SIZE),
      error: expectError("Csm_NoLeaves"),
    },
  ];
}

function counts(): InvalidMessage[] {
  const two = encodeMessage(fromVault(typical("Credited"), typical("Custody")));
  const length = dataLength(two);
  const extended = concat([two, "0x00"]);
  return [
    { name: "count one too large", bytes: withCount(two, 3), error: expectError("Csm_Truncated", length, 1, length) },
    { name: "count 65535", bytes: withCount(two, 0xffff), error: expectError("Csm_Truncated", length, 1, length) },
    {
      name: "count one too small",
      bytes: withCount(two, 1),
      error: expectError("Csm_TrailingBytes", HEADER_SIZE + CREDITED, length),
    },
    { name: "one extra zero byte", bytes: extended, error: expectError("Csm_TrailingBytes", length, length + 1) },
    {
      name: "an extra leaf that is not counted",
      bytes: concat([two, dataSlice(two, HEADER_SIZE, HEADER_SIZE + CREDITED)]),
      error: expectError("Csm_TrailingBytes", length, length + CREDITED),
    },
    {
      name: "32 bytes of padding",
      bytes: concat([two, toBeHex(0, 32)]),
      error: expectError("Csm_TrailingBytes", length, length + 32),
    },
  ];
}

/** A wrong type byte on the first, second and third leaf of a message of each kind. */
function leafTypes(): InvalidMessage[] {
  const messages: readonly CollateralStateMessage[] = [
    fromVault(typical("Credited"), typical("Price"), typical("Payout")),
    fromHub(typical("Released"), typical("Heartbeat"), typical("Released")),
  ];
  return messages.flatMap((message) => {
    const whole = encodeMessage(message);
    const foreign = LEAF_NAMES.filter((name) => LEAF_LAYOUT[name].kind !== message.kind);
    let next = HEADER_SIZE;
    return message.leaves.flatMap((leaf, position) => {
      const offset = next;
      next += leafSize(leaf.type);
      const retyped = (code: number): string => overwrite(whole, offset, toBeHex(code, 1));
      return [
        ...UNKNOWN_TYPES.map((code) => ({
          name: `kind ${message.kind}, leaf ${position} of type ${toBeHex(code, 1)}`,
          bytes: retyped(code),
          error: expectError("Csm_UnknownLeaf", code, offset),
        })),
        ...foreign.map((name) => ({
          name: `kind ${message.kind}, leaf ${position} is a ${name}`,
          bytes: retyped(LEAF_LAYOUT[name].code),
          error: expectError("Csm_LeafOfOtherKind", message.kind, LEAF_LAYOUT[name].code, offset),
        })),
      ];
    });
  });
}

/** Each whole leaf in a message whose kind byte was changed. */
function mixedKinds(): InvalidMessage[] {
  return LEAF_NAMES.map((name) => {
    const { kind, code } = LEAF_LAYOUT[name];
    return {
      name: `whole ${name} under kind ${other(kind)}`,
      bytes: withKind(encodeMessage(carrying(typical(name))), other(kind)),
      error: expectError("Csm_LeafOfOtherKind", other(kind), code, HEADER_SIZE),
    };
  });
}

/** Messages that break two rules: the order of the checks decides which error is reported. */
function precedence(): InvalidMessage[] {
  const credited = encodeMessage(fromVault(typical("Credited")));
  const badMagic = overwrite(credited, 0, "0x43534d32");
  const cutType = (code: number): string =>
    concat([dataSlice(credited, 0, HEADER_SIZE), toBeHex(code, 1), "0x00000000"]);
  return [
    {
      name: "short before wrong magic",
      bytes: dataSlice(badMagic, 0, HEADER_SIZE - 1),
      error: expectError("Csm_TooShort", HEADER_SIZE - 1),
    },
    {
      name: "wrong magic before unknown kind",
      bytes: withKind(badMagic, 9),
      error: expectError("Csm_WrongMagic", "0x43534d32"),
    },
    {
      name: "unknown kind before no leaves",
      bytes: withCount(withKind(credited, 9), 0),
      error: expectError("Csm_UnknownKind", 9),
    },
    {
      name: "no leaves before trailing bytes",
      bytes: concat([withCount(credited, 0), "0x00"]),
      error: expectError("Csm_NoLeaves"),
    },
    {
      name: "unknown type before truncated",
      bytes: cutType(0x07),
      error: expectError("Csm_UnknownLeaf", 0x07, HEADER_SIZE),
    },
    {
      name: "other kind before truncated",
      bytes: cutType(LEAF_LAYOUT.Released.code),
      error: expectError("Csm_LeafOfOtherKind", 1, LEAF_LAYOUT.Released.code, HEADER_SIZE),
    },
    {
      name: "bad leaf before trailing bytes",
      bytes: withCount(concat([credited, "0x07", "0x00"]), 2),
      error: expectError("Csm_UnknownLeaf", 0x07, HEADER_SIZE + CREDITED),
    },
  ];
}

/** Malformed messages, each with the error that every decoder must report. */
export function invalidMessages(): readonly InvalidMessage[] {
  return [...prefixes(), ...cutLeaves(), ...headers(), ...counts(), ...leafTypes(), ...mixedKinds(), ...precedence()];
}
