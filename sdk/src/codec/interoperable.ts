import {
  type BytesLike,
  concat,
  dataLength,
  decodeBase58,
  encodeBase58,
  getAddress,
  getBytes,
  hexlify,
  toBeHex,
  toBigInt,
} from "ethers";
import { bytes, evmAddress, isZero, sliceHex, uint } from "./bytes.ts";
import { CodecError, type NonCanonicalReason, shorten } from "./errors.ts";

/** A chain of the EVM family. `chainId` is the EIP-155 chain id, 1 … 2^256 − 1. */
export interface Eip155Chain {
  readonly namespace: "eip155";
  readonly chainId: bigint;
}

/** A Solana cluster. `genesisHash` is the full base58 hash, not the 32 characters that CAIP-2 keeps of it. */
export interface SolanaChain {
  readonly namespace: "solana";
  readonly genesisHash: string;
}

/** An EVM account or contract. `address` is 0x-prefixed hex; what the codec returns has the EIP-55 checksum. */
export interface Eip155Address extends Eip155Chain {
  readonly address: string;
}

/** A Solana wallet or program. `address` is base58. */
export interface SolanaAddress extends SolanaChain {
  readonly address: string;
}

/** A chain on which a vault or a hub can live. */
export type Chain = Eip155Chain | SolanaChain;

/** An address together with its chain. */
export type InteroperableAddress = Eip155Address | SolanaAddress;

/** The family of a chain. */
export type ChainNamespace = Chain["namespace"];

/** Length of an address of each family in bytes. */
const ADDRESS_LENGTH: { readonly [N in ChainNamespace]: number } = { eip155: 20, solana: 32 };
const CHAIN_TYPE: { readonly [N in ChainNamespace]: string } = { eip155: "0x0000", solana: "0x0002" };
const VERSION = "0x0001";
const REFERENCE_OFFSET = 5;

/** The 32 bytes of a base58 key, or undefined where the text is not the one way to write 32 bytes. */
function base58Key(text: string): string | undefined {
  // 44 characters always suffice for 32 bytes; the bound keeps the quadratic decoding of a hostile text short
  if (typeof text !== "string" || !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text)) return undefined;
  const value = decodeBase58(text);
  if (value >= 2n ** 256n) return undefined;
  const key = toBeHex(value, 32);
  return encodeBase58(key) === text ? key : undefined;
}

/**
 * The bytes of a native address: 20 for 0x-prefixed hex, 32 for a base58 key. The zero address passes.
 *
 * @param field - Name for the error.
 * @throws CodecError `Codec_BadAddress`.
 */
export function addressBytes(field: string, address: string, namespace?: ChainNamespace): string {
  // Base58 has no digit zero, so "0x" never begins a base58 key
  const family = namespace ?? (String(address).startsWith("0x") ? "eip155" : "solana");
  if (family === "eip155") return evmAddress(field, address);
  const key = base58Key(address);
  if (key === undefined) throw new CodecError("Codec_BadAddress", { field, value: shorten(address) });
  return key;
}

/** The native text of address bytes: EIP-55 hex or base58. */
export function addressText(address: BytesLike, namespace: ChainNamespace): string {
  return namespace === "eip155" ? getAddress(hexlify(address)) : encodeBase58(address);
}

function referenceBytes(chain: Chain): string {
  if (chain.namespace === "solana") return addressBytes("genesisHash", chain.genesisHash, "solana");
  uint("chainId", chain.chainId, 256);
  return toBeHex(chain.chainId);
}

function pack(chain: Chain, address: string): string {
  const reference = referenceBytes(chain);
  return concat([
    VERSION,
    CHAIN_TYPE[chain.namespace],
    toBeHex(dataLength(reference), 1),
    reference,
    toBeHex(dataLength(address), 1),
    address,
  ]);
}

/**
 * The canonical ERC-7930 version 1 bytes of an address.
 *
 * @returns Lower-case hex; the preimage of vault and hub ids.
 * @throws CodecError `Interoperable_NotCanonical` where chain or address is zero; `Codec_BadAddress`, `Codec_OutOfRange`.
 */
export function encodeInteroperable(target: InteroperableAddress): string {
  const packed = pack(target, addressBytes("address", target.address, target.namespace));
  decodeInteroperable(packed);
  return packed;
}

/**
 * The ERC-7930 version 1 bytes of a chain alone (address of length zero), as transports are configured with.
 *
 * @throws CodecError `Interoperable_NotCanonical` where the chain is zero; `Codec_BadAddress`, `Codec_OutOfRange`.
 */
export function encodeChain(chain: Chain): string {
  const packed = pack(chain, "0x");
  if (isZero(getBytes(referenceBytes(chain)))) {
    throw new CodecError("Interoperable_NotCanonical", { interoperable: packed, reason: "zero reference" });
  }
  return packed;
}

/**
 * Reads canonical ERC-7930 bytes and refuses every other spelling of the same address.
 *
 * General ERC-7930 parsers, OpenZeppelin's among them, let trailing bytes and leading zeros pass. Ids are hashes of the
 * bytes, so here one address must have one spelling.
 *
 * @throws CodecError `Interoperable_NotCanonical` with the first reason in the order of the bytes; `Codec_WrongBytes` where
 * the input is not bytes at all.
 */
export function decodeInteroperable(data: BytesLike): InteroperableAddress {
  const all = bytes("interoperable address", data);
  const ensure = (holds: boolean, reason: NonCanonicalReason): void => {
    if (!holds) throw new CodecError("Interoperable_NotCanonical", { interoperable: hexlify(all), reason });
  };
  ensure(all.length > REFERENCE_OFFSET, "truncated");
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  ensure(sliceHex(all, 0, 2) === VERSION, "unknown version");
  const chainType = sliceHex(all, 2, 4);
  const isEip155 = chainType === CHAIN_TYPE.eip155;
  ensure(isEip155 || chainType === CHAIN_TYPE.solana, "unknown chain type");

  const referenceLength = view.getUint8(REFERENCE_OFFSET - 1);
  ensure(isEip155 ? referenceLength >= 1 && referenceLength <= 32 : referenceLength === 32, "wrong reference length");
  const referenceEnd = REFERENCE_OFFSET + referenceLength;
  ensure(all.length > referenceEnd, "truncated");
  const reference = all.subarray(REFERENCE_OFFSET, referenceEnd);
  ensure(!isZero(reference), "zero reference");
  ensure(!isEip155 || reference[0] !== 0, "leading zero in the reference");

  const addressLength = view.getUint8(referenceEnd);
  ensure(addressLength === ADDRESS_LENGTH[isEip155 ? "eip155" : "solana"], "wrong address length");
  const end = referenceEnd + 1 + addressLength;
  ensure(all.length >= end, "truncated");
  const address = all.subarray(referenceEnd + 1, end);
  ensure(!isZero(address), "zero address");
  ensure(all.length === end, "trailing bytes");
  return isEip155
    ? { namespace: "eip155", chainId: toBigInt(reference), address: addressText(address, "eip155") }
    : { namespace: "solana", genesisHash: encodeBase58(reference), address: addressText(address, "solana") };
}

/** Whether `data` is the canonical ERC-7930 form of an address: true exactly where {@link decodeInteroperable} returns. */
export function isCanonicalInteroperable(data: BytesLike): boolean {
  try {
    decodeInteroperable(data);
    return true;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

/**
 * The canonical bytes of an address that is given either as an object or as bytes.
 *
 * @throws CodecError as {@link encodeInteroperable} and {@link decodeInteroperable}.
 */
export function toInteroperableBytes(target: InteroperableAddress | BytesLike): string {
  if (typeof target === "object" && "namespace" in target) return encodeInteroperable(target);
  decodeInteroperable(target);
  return hexlify(target);
}

/**
 * Reads the human form: `eip155:1:0xAb…` or `solana:<genesis hash>:<key>`, after CAIP-10.
 *
 * A Solana chain is named by its whole base58 genesis hash, as CAIP-350 does, because the 32 characters of CAIP-2 do not
 * determine the bytes.
 *
 * @throws CodecError `Interoperable_BadText` with the reason.
 */
export function parseInteroperable(text: string): InteroperableAddress {
  const bad = (reason: string): CodecError => new CodecError("Interoperable_BadText", { text: shorten(text), reason });
  const parts = String(text).split(":");
  if (parts.length !== 3) throw bad("write <namespace>:<chain>:<address>, for example eip155:1:0x…");
  const [namespace, chain, address] = parts as [string, string, string];
  let parsed: InteroperableAddress;
  if (namespace === "eip155") {
    // 78 digits hold every uint256; more are refused before they become a number
    if (!/^[1-9][0-9]{0,77}$/.test(chain)) throw bad("the chain id must be a decimal number without leading zeros");
    parsed = { namespace, chainId: BigInt(chain), address };
  } else if (namespace === "solana") {
    if (base58Key(chain) === undefined) throw bad("the chain must be the full base58 genesis hash of 32 bytes");
    parsed = { namespace, genesisHash: chain, address };
  } else {
    throw bad("the namespace must be eip155 or solana");
  }
  try {
    return decodeInteroperable(encodeInteroperable(parsed));
  } catch (error) {
    throw error instanceof CodecError ? bad(error.shortMessage) : error;
  }
}

/**
 * The human form of an address, which {@link parseInteroperable} reads back.
 *
 * @throws CodecError as {@link encodeInteroperable}.
 */
export function formatInteroperable(target: InteroperableAddress | BytesLike): string {
  const address = decodeInteroperable(toInteroperableBytes(target));
  const chain = address.namespace === "eip155" ? address.chainId : address.genesisHash;
  return `${address.namespace}:${chain}:${address.address}`;
}
