import { concat, getAddress, id as hashText, isHexString, keccak256, toBeHex, toBigInt, zeroPadValue } from "ethers";
import { fixedBytes, uint } from "./bytes.ts";
import { CodecError, shorten } from "./errors.ts";

/** A key of a mapping: 32 bytes, an address (20 bytes) or an unsigned integer. */
export type MappingKey = string | bigint;

/**
 * The first slot of an ERC-7201 namespace: `keccak256(abi.encode(uint256(keccak256(id)) - 1)) & ~0xff`.
 *
 * @param id - The namespace, for example "causeway.storage.Vault".
 * @returns 32 bytes as hex.
 */
export function erc7201(id: string): string {
  const inner = toBeHex(toBigInt(hashText(id)) - 1n, 32);
  return toBeHex((toBigInt(keccak256(inner)) >> 8n) << 8n, 32);
}

/**
 * The slot `offset` places after `slot`.
 *
 * @param slot - 32 bytes as hex.
 * @param offset - Slots to go on.
 */
export function slotAt(slot: string, offset: number): string {
  return toBeHex(BigInt.asUintN(256, toBigInt(fixedBytes("slot", slot, 32)) + BigInt(offset)), 32);
}

/**
 * The slot of `mapping[key0][key1]…` as Solidity lays mappings out.
 *
 * An address and its left-padded 32 bytes are the same key, so an asset may be given either way.
 *
 * @param base - The slot of the outermost mapping, 32 bytes as hex.
 * @param keys - From the outermost inwards.
 * @returns 32 bytes as hex.
 * @throws CodecError `Codec_WrongBytes`, `Codec_OutOfRange`.
 */
export function mappingSlot(base: string, ...keys: readonly MappingKey[]): string {
  return keys.reduce<string>(
    (slot, key, index) => keccak256(concat([keyWord(`keys[${index}]`, key), slot])),
    fixedBytes("base", base, 32),
  );
}

function keyWord(field: string, key: MappingKey): string {
  if (typeof key === "bigint") return uint(field, key, 256);
  if (isHexString(key, 20) || isHexString(key, 32)) return zeroPadValue(key, 32).toLowerCase();
  throw new CodecError("Codec_WrongBytes", { field, value: shorten(key), expected: "20 or 32" });
}

/** First slot of the vault's storage, namespace "causeway.storage.Vault". */
export const VAULT_STORAGE: string = erc7201("causeway.storage.Vault");

/** First slot of the hub's custody storage, namespace "causeway.storage.Hub". */
export const HUB_STORAGE: string = erc7201("causeway.storage.Hub");

/** Slots of a vault's counters and registers: what a storage proof of a vault is asked for. Ids are 32 bytes as hex. */
export const vaultSlots = {
  /** Cumulative amount credited to an account. */
  credited: (hub: string, asset: string, account: string) => mappingSlot(slotAt(VAULT_STORAGE, 0), hub, asset, account),
  /** Cumulative amount the hub has authorised for a recipient. */
  authorised: (hub: string, asset: string, recipient: string) =>
    mappingSlot(slotAt(VAULT_STORAGE, 1), hub, asset, recipient),
  /** Cumulative amount paid to a recipient. */
  paid: (hub: string, asset: string, recipient: string) => mappingSlot(slotAt(VAULT_STORAGE, 2), hub, asset, recipient),
  /** Σ credited over the accounts of a hub. */
  totalCredited: (hub: string, asset: string) => mappingSlot(slotAt(VAULT_STORAGE, 3), hub, asset),
  /** Σ paid over the recipients of a hub. */
  totalPaid: (hub: string, asset: string) => mappingSlot(slotAt(VAULT_STORAGE, 4), hub, asset),
  /** Delegate and its sequence in one word, see {@link unpackDelegate}. */
  delegate: (hub: string, account: string) => mappingSlot(slotAt(VAULT_STORAGE, 5), hub, account),
  /** Payout recipient; its sequence is the slot after it. */
  payout: (hub: string, account: string, vault: string) => mappingSlot(slotAt(VAULT_STORAGE, 6), hub, account, vault),
  /** Last `sourceSeq` the vault used towards a hub. */
  sourceSeq: (hub: string) => mappingSlot(slotAt(VAULT_STORAGE, 7), hub),
} as const;

/** Slots of a hub's counters: what a storage proof of a hub is asked for. Ids are 32 bytes as hex. */
export const hubSlots = {
  /** Cumulative amount released to a recipient from a vault. */
  released: (vault: string, asset: string, recipient: string) =>
    mappingSlot(slotAt(HUB_STORAGE, 0), vault, asset, recipient),
  /** Last `sourceSeq` the hub used towards a vault. */
  sourceSeq: (vault: string) => mappingSlot(slotAt(HUB_STORAGE, 1), vault),
} as const;

/**
 * Splits the word of a delegate register.
 *
 * @param word - 32 bytes as hex: delegate in the low 160 bits, sequence in the 64 bits above.
 * @throws CodecError `Codec_WrongBytes`; `Codec_OutOfRange` where a bit above the 224 is set.
 */
export function unpackDelegate(word: string): { delegate: string; sequence: bigint } {
  const value = toBigInt(fixedBytes("word", word, 32));
  uint("word", value, 224);
  return { delegate: getAddress(toBeHex(BigInt.asUintN(160, value), 20)), sequence: value >> 160n };
}
