import { type BytesLike, concat, getBytes, hexlify, keccak256, toUtf8Bytes, zeroPadValue } from "ethers";
import { fixedBytes, isZero, uint } from "./bytes.ts";
import { CodecError } from "./errors.ts";
import {
  addressBytes,
  addressText,
  type ChainNamespace,
  type InteroperableAddress,
  toInteroperableBytes,
} from "./interoperable.ts";

/** Domain of account ids: no other hash of this protocol begins with these bytes. */
const ACCOUNT_DOMAIN = hexlify(toUtf8Bytes("causeway/account/1"));

/** Stands for the native coin of an EVM chain wherever a token address is asked for (ERC-7528). */
export const NATIVE_ASSET = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

/** The asset id of the native coin of an EVM chain: {@link NATIVE_ASSET} left-padded to 32 bytes. */
export const NATIVE_ASSET_ID: string = zeroPadValue(NATIVE_ASSET, 32).toLowerCase();

/**
 * Id of a vault: the hash of its canonical ERC-7930 address.
 *
 * @param address - The vault with its chain, as an object or as canonical bytes.
 * @returns 32 bytes as hex.
 * @throws CodecError where the address is not canonical.
 */
export function vaultId(address: InteroperableAddress | BytesLike): string {
  return keccak256(toInteroperableBytes(address));
}

/**
 * Id of a hub: the hash of its canonical ERC-7930 address.
 *
 * @param address - The hub with its chain, as an object or as canonical bytes.
 * @returns 32 bytes as hex.
 * @throws CodecError where the address is not canonical.
 */
export function hubId(address: InteroperableAddress | BytesLike): string {
  return keccak256(toInteroperableBytes(address));
}

/**
 * Id of a margin account, derived from who owns it, so a credit may arrive before the account is ever used.
 *
 * @param hub - The 32-byte id of the hub that keeps the account.
 * @param owner - The owner with the chain, as an object or as canonical bytes.
 * @param subId - Number of the account among the owner's, 0 … 2^32 − 1.
 * @returns 32 bytes as hex.
 * @throws CodecError where an argument is malformed.
 */
export function accountId(hub: string, owner: InteroperableAddress | BytesLike, subId: number): string {
  return keccak256(
    concat([ACCOUNT_DOMAIN, fixedBytes("hub", hub, 32), toInteroperableBytes(owner), uint("subId", subId, 32)]),
  );
}

function toId(field: string, address: string): string {
  const raw = addressBytes(field, address);
  if (isZero(getBytes(raw))) throw new CodecError("Codec_ZeroAddress", { field });
  return zeroPadValue(raw, 32);
}

function fromId(field: string, id: string, namespace: ChainNamespace): string {
  const raw = getBytes(fixedBytes(field, id, 32));
  if (isZero(raw)) throw new CodecError("Codec_ZeroAddress", { field });
  if (namespace === "solana") return addressText(raw, namespace);
  if (!isZero(raw.subarray(0, 12))) throw new CodecError("Codec_NotAnEvmAddress", { field, value: id });
  return addressText(raw.subarray(12), namespace);
}

/**
 * The 32-byte id of an asset within its vault.
 *
 * @param address - An EVM token (or {@link NATIVE_ASSET}), or a base58 Solana mint.
 * @throws CodecError `Codec_BadAddress`, `Codec_ZeroAddress`.
 */
export function assetId(address: string): string {
  return toId("asset", address);
}

/**
 * The address behind an asset id: the inverse of {@link assetId}.
 *
 * @param id - 32 bytes as hex.
 * @param namespace - The family of the vault's chain.
 * @throws CodecError `Codec_WrongBytes`, `Codec_ZeroAddress`, `Codec_NotAnEvmAddress`.
 */
export function assetAddress(id: string, namespace: ChainNamespace = "eip155"): string {
  return fromId("asset", id, namespace);
}

/**
 * The 32-byte form of a recipient of a withdrawal.
 *
 * @param address - An EVM address, or a base58 Solana wallet (not a token account).
 * @throws CodecError `Codec_BadAddress`, `Codec_ZeroAddress`.
 */
export function recipientToBytes32(address: string): string {
  return toId("recipient", address);
}

/**
 * The address of a recipient: the inverse of {@link recipientToBytes32}.
 *
 * @param recipient - 32 bytes as hex.
 * @param namespace - The family of the chain that pays.
 * @throws CodecError `Codec_WrongBytes`, `Codec_ZeroAddress`, `Codec_NotAnEvmAddress`.
 */
export function bytes32ToRecipient(recipient: string, namespace: ChainNamespace = "eip155"): string {
  return fromId("recipient", recipient, namespace);
}
