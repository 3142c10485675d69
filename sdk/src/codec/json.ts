import { CodecError } from "./errors.ts";
import { LEAF_LAYOUT, type Leaf, type LeafName } from "./leaves.ts";
import type { CollateralStateMessage, HubMessage, VaultMessage } from "./message.ts";

/** A leaf in JSON: `type` is its name, integers are decimal strings. */
export type LeafJson = { readonly type: LeafName } & Readonly<Record<string, string>>;

/** A message in JSON: integers (`kind` and `subId` too) are decimal strings, so that no reader rounds them. */
export interface MessageJson {
  readonly kind: string;
  readonly origin: string;
  readonly destination: string;
  readonly sourceSeq: string;
  readonly sourceTime: string;
  readonly leaves: readonly LeafJson[];
}

/** The JSON form of a message; golden vectors are written in it. */
export function messageToJson(message: CollateralStateMessage): MessageJson {
  const leaves: readonly Leaf[] = message.leaves;
  return {
    kind: String(message.kind),
    origin: message.origin,
    destination: message.destination,
    sourceSeq: String(message.sourceSeq),
    sourceTime: String(message.sourceTime),
    leaves: leaves.map(
      (leaf) => Object.fromEntries(Object.entries(leaf).map(([name, value]) => [name, String(value)])) as LeafJson,
    ),
  };
}

/**
 * Reads the JSON form of a message. Values are not judged here: {@link encodeMessage} does that.
 *
 * @throws CodecError `Codec_UnknownLeafName`; `Codec_NotAnInteger` where an integer is not written in decimal.
 */
export function messageFromJson(json: MessageJson): CollateralStateMessage {
  const leaves = json.leaves.map((leaf, index) => {
    if (!Object.hasOwn(LEAF_LAYOUT, leaf.type)) {
      throw new CodecError("Codec_UnknownLeafName", { name: String(leaf.type) });
    }
    const parsed: Record<string, string | number | bigint> = { type: leaf.type };
    for (const [name, type] of LEAF_LAYOUT[leaf.type].fields) {
      const field = `leaves[${index}].${name}`;
      const text = leaf[name] ?? "";
      parsed[name] = type.startsWith("b") ? text : type === "u32" ? Number(integer(field, text)) : integer(field, text);
    }
    return parsed as unknown as Leaf;
  });
  const header = {
    origin: json.origin,
    destination: json.destination,
    sourceSeq: integer("sourceSeq", json.sourceSeq),
    sourceTime: integer("sourceTime", json.sourceTime),
  };
  const kind = Number(integer("kind", json.kind));
  return { kind, ...header, leaves } as VaultMessage | HubMessage;
}

function integer(field: string, text: string): bigint {
  if (!/^[0-9]+$/.test(text)) throw new CodecError("Codec_NotAnInteger", { field, value: String(text) });
  return BigInt(text);
}
