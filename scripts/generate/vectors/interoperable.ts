import { concat, toBeHex, zeroPadValue } from "ethers";
import {
  type Chain,
  encodeChain,
  encodeInteroperable,
  formatInteroperable,
  type InteroperableAddress,
  type NonCanonicalReason,
} from "../../../sdk/src/codec/index.ts";
import { PUBLISHED, sampleAddress, sampleId } from "./samples.ts";

/** Largest chain id that EIP-2294 allows. */
export const MAX_EIP2294_CHAIN_ID = 9_223_372_036_854_775_771n;

/** Chain ids whose shortest forms take 1, 1, 2, 2, 3, 5, 8 and 32 bytes, with the boundaries between lengths. */
const CHAIN_IDS = [1n, 255n, 256n, 31_001n, 42_161n, 65_536n, 11_297_108_109n, MAX_EIP2294_CHAIN_ID, 2n ** 256n - 1n];

const SOLANA = PUBLISHED.solana.text.split(":") as [string, string, string];

function fields(target: InteroperableAddress): Record<string, string> {
  return target.namespace === "eip155"
    ? { namespace: target.namespace, chainId: String(target.chainId), address: target.address }
    : { namespace: target.namespace, genesisHash: target.genesisHash, address: target.address };
}

function valid(): unknown[] {
  const published = [
    {
      name: "ERC-7930 example, Ethereum",
      target: { namespace: "eip155", chainId: "1", address: PUBLISHED.evm.text.slice(9) },
      text: PUBLISHED.evm.text,
      bytes: PUBLISHED.evm.bytes,
    },
    {
      name: "ERC-7930 example, Solana",
      target: { namespace: "solana", genesisHash: SOLANA[1], address: SOLANA[2] },
      text: PUBLISHED.solana.text,
      bytes: PUBLISHED.solana.bytes,
    },
  ];
  const made = CHAIN_IDS.map((chainId) => {
    const target: InteroperableAddress = { namespace: "eip155", chainId, address: sampleAddress(`on ${chainId}`) };
    return {
      name: `eip155 chain ${chainId}`,
      target: fields(target),
      text: formatInteroperable(target),
      bytes: encodeInteroperable(target),
    };
  });
  return [...published, ...made];
}

/** The parts of an interoperable address with lengths that tell the truth. */
function parts(chainType: string, reference: string, address: string, version = "0x0001"): string {
  const prefixed = (data: string): string => concat([toBeHex((data.length - 2) / 2, 1), data]);
  return concat([version, chainType, prefixed(reference), prefixed(address)]);
}

function invalid(): unknown[] {
  const evm = PUBLISHED.evm.bytes;
  const solana = PUBLISHED.solana.bytes;
  const address = sampleAddress("not canonical");
  const key = sampleId("not canonical");
  const zeroKey = toBeHex(0, 32);
  const cut = (bytes: string, length: number): string => bytes.slice(0, 2 + 2 * length);
  const cases: readonly (readonly [name: string, reason: NonCanonicalReason, bytes: string])[] = [
    ["empty", "truncated", "0x"],
    ["five bytes", "truncated", cut(evm, 5)],
    ["cut in the reference", "truncated", cut(solana, 20)],
    ["cut before the address length", "truncated", cut(solana, 37)],
    ["cut in the address", "truncated", cut(evm, 26)],
    ["trailing byte, eip155", "trailing bytes", concat([evm, "0x00"])],
    ["trailing byte, Solana", "trailing bytes", concat([solana, "0xff"])],
    ["chain id 1 as two bytes", "leading zero in the reference", parts("0x0000", "0x0001", address)],
    ["chain id 42161 as 32 bytes", "leading zero in the reference", parts("0x0000", toBeHex(42_161, 32), address)],
    ["chain id 0", "zero reference", parts("0x0000", "0x00", address)],
    ["chain id 0 as two bytes", "zero reference", parts("0x0000", "0x0000", address)],
    ["genesis hash 0", "zero reference", parts("0x0002", zeroKey, key)],
    ["zero address, eip155", "zero address", parts("0x0000", "0x01", toBeHex(0, 20))],
    ["zero address, Solana", "zero address", parts("0x0002", key, zeroKey)],
    ["no reference", "wrong reference length", parts("0x0000", "0x", address)],
    ["reference of 33 bytes", "wrong reference length", parts("0x0000", concat(["0x01", zeroKey]), address)],
    ["genesis hash of 31 bytes", "wrong reference length", parts("0x0002", cut(key, 31), key)],
    ["Solana without a chain", "wrong reference length", parts("0x0002", "0x", key)],
    ["no address", "wrong address length", parts("0x0000", "0x01", "0x")],
    ["address of 19 bytes", "wrong address length", parts("0x0000", "0x01", cut(address, 19))],
    ["EVM address padded to 32 bytes", "wrong address length", parts("0x0000", "0x01", zeroPadValue(address, 32))],
    ["Solana address of 20 bytes", "wrong address length", parts("0x0002", key, address)],
    ["version 0", "unknown version", parts("0x0000", "0x01", address, "0x0000")],
    ["version 2", "unknown version", parts("0x0000", "0x01", address, "0x0002")],
    ["chain type 0x0001", "unknown chain type", parts("0x0001", "0x01", address)],
    ["chain type 0x0003", "unknown chain type", parts("0x0003", key, key)],
  ];
  return cases.map(([name, reason, bytes]) => ({ name, reason, bytes }));
}

function chains(): unknown[] {
  const list: readonly Chain[] = [
    ...CHAIN_IDS.map((chainId) => ({ namespace: "eip155" as const, chainId })),
    { namespace: "solana", genesisHash: SOLANA[1] },
  ];
  return list.map((chain) => ({
    chain: chain.namespace === "eip155" ? { namespace: chain.namespace, chainId: String(chain.chainId) } : { ...chain },
    bytes: encodeChain(chain),
  }));
}

/**
 * Contents of interoperable.json: addresses; bytes that are not canonical, with the reason (the contracts answer all of
 * them with `Interoperable_NotCanonical(bytes)`); and chains alone.
 */
export function interoperableVectors(): unknown {
  return { valid: valid(), invalid: invalid(), chains: chains() };
}
