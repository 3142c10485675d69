import { AbiCoder, id, keccak256, toBeHex } from "ethers";

/** ERC-7201, written out: keccak256(abi.encode(uint256(keccak256(id)) - 1)) & ~0xff. */
export function namespace(name: string): bigint {
  return BigInt(keccak256(toBeHex(BigInt(id(name)) - 1n, 32))) & ~0xffn;
}

/** Slot of `mapping[key][key]…`, keys outermost first. */
export function mapped(base: bigint, ...keys: readonly string[]): string {
  const encode = (key: string, slot: string) => AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [key, slot]);
  return keys.reduce((slot, key) => keccak256(encode(key, slot)), toBeHex(base, 32));
}
