import { getAddress, isHexString, ZeroAddress } from "ethers";

import {
  accountId,
  CodecError,
  encodeInteroperable,
  formatInteroperable,
  type InteroperableAddress,
  parseInteroperable,
  recipientToBytes32,
} from "../codec/index.ts";
import type { AssetRef, TransportRef, VaultRef } from "../deployment/world.ts";
import { InputError } from "../errors/kinds.ts";
import { RevertError } from "../errors/revert.ts";
import { type Amount, amount as parseAmount, valueIn } from "../units/amount.ts";
import type { Unit } from "../units/unit.ts";
import type { Context } from "./context.ts";

/** An amount: an {@link Amount} of the right unit, or the text of one in whole units (`"1.5"`). */
export type AmountLike = Amount | string;
/** An owner: an address on the hub's chain, `eip155:<chain id>:<address>`, or the same as an object. */
export type OwnerLike = string | InteroperableAddress;
/** Which transports to send through: every usable one, none, or those named. */
export type RouteSelection = "all" | "none" | readonly string[];

/** An account, by its owner and number or by its id. */
export type AccountLike =
  | { readonly owner: OwnerLike; readonly subId?: number; readonly account?: undefined }
  | { readonly account: string; readonly owner?: undefined };

/** An owner with its account. */
export interface OwnerRef {
  /** `eip155:<chain id>:<address>`. */
  readonly text: string;
  /** Canonical ERC-7930 bytes. */
  readonly interoperable: string;
  readonly subId: number;
  /** Account id, 32 bytes. */
  readonly account: string;
}

/** The vault of that name. @throws InputError `Input_UnknownVault`. */
export function vaultNamed(context: Context, name: string): VaultRef {
  const vault = context.vaults.find((candidate) => candidate.name === name);
  if (vault !== undefined) return vault;
  throw new InputError("Input_UnknownVault", { vault: shown(name), known: namesOf(context.vaults) });
}

/** The vault's asset of that symbol or address. @throws InputError `Input_UnknownAsset`. */
export function assetNamed(vault: VaultRef, name: string): AssetRef {
  const wanted = String(name).toLowerCase();
  const asset =
    vault.assets.find(({ symbol }) => symbol === name) ??
    vault.assets.find(({ address }) => address.toLowerCase() === wanted);
  if (asset !== undefined) return asset;
  const known = vault.assets.map(({ symbol }) => symbol).join(", ");
  throw new InputError("Input_UnknownAsset", { vault: vault.name, asset: shown(name), known });
}

/** The vault's transports that a selection names, before it is known which of them can be used. @throws InputError. */
export function transportsNamed(vault: VaultRef, selection: RouteSelection): readonly TransportRef[] {
  if (selection === "none") return [];
  if (selection === "all") return vault.transports;
  if (!Array.isArray(selection) || selection.length === 0 || new Set(selection).size !== selection.length) {
    throw new InputError("Input_BadRoutes", { routes: shown(JSON.stringify(selection)) });
  }
  return selection.map((name: string) => {
    const transport = vault.transports.find((candidate) => candidate.name === name);
    if (transport !== undefined) return transport;
    const known = namesOf(vault.transports);
    throw new InputError("Input_UnknownTransport", { vault: vault.name, transport: shown(name), known });
  });
}

/** Native units of a positive amount of `unit`. @throws InputError. */
export function positiveValue(amount: AmountLike, unit: Unit): bigint {
  const value = typeof amount === "string" ? parseAmount(amount, unit).value : checkedValue(amount, unit);
  if (value > 0n) return value;
  throw new InputError("Input_NotPositive", { amount: String(amount) });
}

function checkedValue(amount: Amount, unit: Unit): bigint {
  const isAmount = typeof amount === "object" && amount !== null && typeof amount.value === "bigint";
  if (!isAmount || typeof amount.unit !== "object") throw new InputError("Input_BadAmount", { amount: shown(amount) });
  return valueIn(unit, amount);
}

/**
 * An owner and number with the account that follows from them.
 *
 * @throws InputError `Input_BadOwner`, `Input_BadSubId`, `Input_BadAddress`, `Input_ZeroAddress`.
 */
export function ownerNamed(context: Context, owner: OwnerLike, subId = 0): OwnerRef {
  requireSubId(subId);
  const interoperable = encodeOwner(context, owner);
  return {
    text: formatInteroperable(interoperable),
    interoperable,
    subId,
    account: accountId(context.hub.id, interoperable, subId),
  };
}

/** @throws InputError `Input_BadSubId` unless `subId` is a u32. */
export function requireSubId(subId: number): number {
  if (Number.isInteger(subId) && subId >= 0 && subId <= 0xffff_ffff) return subId;
  throw new InputError("Input_BadSubId", { subId: shown(subId) });
}

/** Id of an account, 32 bytes. @throws InputError. */
export function accountNamed(context: Context, named: AccountLike): string {
  return named.account === undefined
    ? ownerNamed(context, named.owner, named.subId).account
    : bytes32("The account", named.account);
}

function encodeOwner({ hub }: Context, owner: OwnerLike): string {
  if (typeof owner === "string" && owner.startsWith("0x")) {
    const address = evmAddress("The owner", owner);
    return encodeInteroperable({ namespace: "eip155", chainId: hub.chain.chainId, address });
  }
  if (typeof owner !== "string" && (typeof owner !== "object" || owner === null)) {
    throw new InputError("Input_BadOwner", { owner: shown(owner), reason: "it is neither text nor an address object" });
  }
  try {
    return encodeInteroperable(typeof owner === "string" ? parseInteroperable(owner) : owner);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    const text = typeof owner === "string" ? `"${shown(owner)}"` : shown(JSON.stringify(owner, plain));
    throw new InputError("Input_BadOwner", { owner: text, reason: error.shortMessage }, { cause: error });
  }
}

/**
 * The recipient word of somebody whom the vault can pay.
 *
 * @throws InputError `Input_BadAddress`, `Input_ZeroAddress`; RevertError `Hub_ForbiddenRecipient` for the vault itself and the asset,
 * before a contract says the same.
 */
export function recipientAt(context: Context, vault: VaultRef, asset: AssetRef, recipient: string): string {
  const word = recipientWord(recipient);
  if (word !== recipientToBytes32(vault.address) && word !== asset.id) return word;
  const args = { vault: vault.id, asset: asset.id, recipient: word };
  throw new RevertError("Hub_ForbiddenRecipient", args, "0x", { naming: context.naming });
}

/** The 32-byte form of a recipient. @throws InputError `Input_BadAddress`, `Input_ZeroAddress`. */
export function recipientWord(recipient: string): string {
  return recipientToBytes32(evmAddress("The recipient", recipient));
}

/** An EVM address with its checksum. @throws InputError `Input_BadAddress`, `Input_ZeroAddress`. */
export function evmAddress(what: string, address: string): string {
  let checksummed: string;
  try {
    // Without the prefix check ethers would also read ICAP and bare hex, which are more often slips than meant.
    if (!isHexString(address, 20)) throw new TypeError("not 20 bytes");
    checksummed = getAddress(address);
  } catch (error) {
    throw new InputError("Input_BadAddress", { what, address: shown(address) }, { cause: error });
  }
  if (checksummed === ZeroAddress) throw new InputError("Input_ZeroAddress", { what });
  return checksummed;
}

/** A 32-byte id in lower case. @throws InputError `Input_BadId`. */
export function bytes32(what: string, value: string): string {
  if (isHexString(value, 32)) return value.toLowerCase();
  throw new InputError("Input_BadId", { what, value: shown(value) });
}

function namesOf(list: readonly { readonly name: string }[]): string {
  return list.map(({ name }) => name).join(", ");
}

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function shown(value: unknown): string {
  return String(value).slice(0, 100);
}
