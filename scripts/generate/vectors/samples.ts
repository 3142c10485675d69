import { dataSlice, getAddress, id } from "ethers";

/** Largest values of the integer fields. */
export const U32_MAX = 0xffff_ffff;
export const U64_MAX = 2n ** 64n - 1n;
export const U128_MAX = 2n ** 128n - 1n;

/** A 32-byte value that means nothing and is always the same for the same label. */
export function sampleId(label: string): string {
  return id(`causeway vector ${label}`);
}

/** An EVM address that means nothing and is always the same for the same label. */
export function sampleAddress(label: string): string {
  return getAddress(dataSlice(sampleId(label), 12));
}

/** The two addresses of ERC-7930's own examples: published text and bytes, so an oracle from outside this project. */
export const PUBLISHED = {
  evm: {
    text: "eip155:1:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
    bytes: "0x00010000010114d8da6bf26964af9d7eed9e03e53415d37aa96045",
  },
  solana: {
    text: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d:MJKqp326RZCHnAAbew9MDdui3iCKWco7fsK9sVuZTX2",
    bytes:
      "0x0001000220" +
      "45296998a6f8e2a784db5d9f95e18fc23f70441a1039446801089879b08c7ef0" +
      "20" +
      "05333498d5aea4ae009585c43f7b8c30df8e70187d4a713d134f977fc8dfe0b5",
  },
} as const;

/** What a reader must answer to bad bytes: the Solidity error and its arguments in order, integers in decimal. */
export interface ExpectedError {
  readonly name: string;
  readonly args: readonly string[];
}

/** An expected error; integers become decimal strings, bytes stay hex. */
export function expectError(name: string, ...args: readonly (number | string)[]): ExpectedError {
  return { name, args: args.map(String) };
}
