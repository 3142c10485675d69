import { expect } from "chai";
import { encodeBase58, getAddress, getBytes, hexlify, isHexString } from "ethers";
import fc from "fast-check";
import {
  type Chain,
  decodeInteroperable,
  encodeChain,
  encodeInteroperable,
  formatInteroperable,
  type InteroperableAddress,
  isCanonicalInteroperable,
  parseInteroperable,
  toInteroperableBytes,
} from "../../../sdk/src/codec/index.ts";
import { announceSeed, attempt, b20, b32, check, expectCodecError, loadVectors, mutation } from "./support.ts";

interface JsonTarget {
  namespace: "eip155" | "solana";
  chainId?: string;
  genesisHash?: string;
  address?: string;
}

const vectors = loadVectors<{
  valid: { name: string; target: JsonTarget; text: string; bytes: string }[];
  invalid: { name: string; reason: string; bytes: string }[];
  chains: { chain: JsonTarget; bytes: string }[];
}>("interoperable.json");

const SOLANA = {
  genesis: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
  wallet: "MJKqp326RZCHnAAbew9MDdui3iCKWco7fsK9sVuZTX2",
};

function revive<T extends Chain | InteroperableAddress>({ chainId, ...rest }: JsonTarget): T {
  return (chainId === undefined ? rest : { ...rest, chainId: BigInt(chainId) }) as unknown as T;
}

const nonZero = (text: string): boolean => !isHexString(text) || BigInt(text) !== 0n;
const key = b32.filter(nonZero).map((raw) => encodeBase58(raw));
const anyAddress: fc.Arbitrary<InteroperableAddress> = fc.oneof(
  fc.record({
    namespace: fc.constant("eip155" as const),
    chainId: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
    address: b20.filter(nonZero),
  }),
  fc.record({ namespace: fc.constant("solana" as const), genesisHash: key, address: key }),
);

describe("codec: interoperable addresses", () => {
  before(announceSeed);

  describe("golden vectors", () => {
    for (const { name, target, text, bytes } of vectors.valid) {
      it(`all three forms agree: ${name}`, () => {
        const address = revive<InteroperableAddress>(target);
        expect(encodeInteroperable(address)).to.equal(bytes);
        expect(decodeInteroperable(bytes)).to.deep.equal(address);
        expect(formatInteroperable(address)).to.equal(text);
        expect(formatInteroperable(bytes)).to.equal(text);
        expect(parseInteroperable(text)).to.deep.equal(address);
        expect(isCanonicalInteroperable(bytes)).to.equal(true);
        expect(toInteroperableBytes(address)).to.equal(bytes);
        expect(toInteroperableBytes(getBytes(bytes))).to.equal(bytes);
      });
    }

    for (const { name, reason, bytes } of vectors.invalid) {
      it(`refuses ${name} (${reason})`, () => {
        expectCodecError(() => decodeInteroperable(bytes), "Interoperable_NotCanonical", bytes, reason);
        expectCodecError(() => toInteroperableBytes(bytes), "Interoperable_NotCanonical", bytes, reason);
        expect(isCanonicalInteroperable(bytes)).to.equal(false);
      });
    }

    it("encodes chains alone, which are not addresses", () => {
      for (const { chain, bytes } of vectors.chains) {
        expect(encodeChain(revive<Chain>(chain))).to.equal(bytes);
        expect(isCanonicalInteroperable(bytes)).to.equal(false);
      }
    });
  });

  describe("canonical form", () => {
    it("gives back any address through bytes and through text", () => {
      check(
        fc.property(anyAddress, (address) => {
          expect(decodeInteroperable(encodeInteroperable(address))).to.deep.equal(address);
          expect(parseInteroperable(formatInteroperable(address))).to.deep.equal(address);
        }),
      );
    });

    it("has one spelling: changed bytes are refused or are another address", () => {
      check(
        fc.property(anyAddress, mutation, (address, mutate) => {
          const changed = mutate(getBytes(encodeInteroperable(address)));
          const result = attempt(() => decodeInteroperable(changed));
          expect(isCanonicalInteroperable(changed)).to.equal("value" in result);
          if ("value" in result) expect(encodeInteroperable(result.value)).to.equal(hexlify(changed));
          else expect(result.code).to.equal("Interoperable_NotCanonical");
        }),
        1000,
      );
    });

    it("answers arbitrary bytes with a named error", () => {
      const prefix = fc.constantFrom("", "0001", "00010000", "0001000001", "0001000220");
      check(
        fc.property(prefix, fc.uint8Array({ maxLength: 80 }), (start, rest) => {
          const data = `0x${start}${hexlify(rest).slice(2)}`;
          const result = attempt(() => decodeInteroperable(data));
          if ("value" in result) expect(encodeInteroperable(result.value)).to.equal(data);
        }),
      );
    });

    it("refuses to encode zero and what is out of range", () => {
      const refuse = (address: InteroperableAddress, reason: string): void => {
        expect(() => encodeInteroperable(address), reason)
          .to.throw(`Interoperable_NotCanonical: `)
          .with.property("args")
          .that.includes({ reason });
      };
      const evm = { namespace: "eip155", chainId: 1n, address: `0x${"11".repeat(20)}` } as const;
      const systemProgram = "1".repeat(32);
      refuse({ ...evm, address: `0x${"00".repeat(20)}` }, "zero address");
      refuse({ ...evm, chainId: 0n }, "zero reference");
      refuse({ namespace: "solana", genesisHash: SOLANA.genesis, address: systemProgram }, "zero address");
      refuse({ namespace: "solana", genesisHash: systemProgram, address: SOLANA.wallet }, "zero reference");
      for (const chain of [
        { namespace: "eip155", chainId: 0n },
        { namespace: "solana", genesisHash: systemProgram },
      ]) {
        expect(() => encodeChain(chain as Chain)).to.throw("zero reference");
      }
      const max = 2n ** 256n - 1n;
      for (const chainId of [-1n, max + 1n]) {
        expectCodecError(() => encodeInteroperable({ ...evm, chainId }), "Codec_OutOfRange", "chainId", chainId, max);
        expectCodecError(
          () => encodeChain({ namespace: "eip155", chainId }),
          "Codec_OutOfRange",
          "chainId",
          chainId,
          max,
        );
      }
    });
  });

  describe("human form", () => {
    const address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    const { genesis, wallet } = SOLANA;

    it("reads an address without checksum and prints it with one", () => {
      expect(formatInteroperable(parseInteroperable(`eip155:31001:${address.toLowerCase()}`))).to.equal(
        `eip155:31001:${getAddress(address)}`,
      );
    });

    const refused: readonly (readonly [text: string, reason: RegExp])[] = [
      ["", /write <namespace>:<chain>:<address>/],
      [address, /write <namespace>:<chain>:<address>/],
      [`eip155:1:${address}:`, /write <namespace>:<chain>:<address>/],
      [`cosmos:1:${address}`, /namespace must be eip155 or solana/],
      [`EIP155:1:${address}`, /namespace must be eip155 or solana/],
      [`eip155:0:${address}`, /decimal number without leading zeros/],
      [`eip155:01:${address}`, /decimal number without leading zeros/],
      [`eip155:0x1:${address}`, /decimal number without leading zeros/],
      [`eip155: 1:${address}`, /decimal number without leading zeros/],
      [`eip155:-1:${address}`, /decimal number without leading zeros/],
      [`eip155:${"9".repeat(78)}:${address}`, /chainId must be from 0 to/],
      [`eip155:${"9".repeat(79)}:${address}`, /decimal number without leading zeros/],
      [`eip155:1:${address.slice(2)}`, /address is not an address/],
      [`eip155:1:${address.slice(0, -1)}`, /address is not an address/],
      [`eip155:1:${address.replace("d8dA", "D8dA")}`, /wrong checksum/],
      [`eip155:1:0x${"0".repeat(40)}`, /zero address/],
      [`eip155:1:${wallet}`, /address is not an address/],
      [`solana:${genesis.slice(0, 32)}:${wallet}`, /full base58 genesis hash/],
      [`solana:mainnet:${wallet}`, /full base58 genesis hash/],
      [`solana:${genesis}:${address}`, /address is not an address/],
      [`solana:${genesis}:1${wallet}`, /address is not an address/],
      [`solana:${genesis}:${wallet.replace("M", "0")}`, /address is not an address/],
      [`solana:${genesis}:${"z".repeat(44)}`, /address is not an address/],
      [`solana:${genesis}:${"1".repeat(32)}`, /zero address/],
    ];
    for (const [text, reason] of refused) {
      it(`refuses "${text}"`, () => {
        const result = attempt(() => parseInteroperable(text));
        expect(result).to.have.property("code", "Interoperable_BadText");
        expect(() => parseInteroperable(text)).to.throw(reason);
      });
    }

    it("answers any text in short time with a named error", () => {
      for (const text of ["1".repeat(1_000_000), `solana:${"1".repeat(1_000_000)}:${wallet}`, "\u0000:\u0000:\u0000"]) {
        expect(attempt(() => parseInteroperable(text))).to.have.property("code", "Interoperable_BadText");
      }
      check(
        fc.property(fc.string(), (text) => {
          expect(attempt(() => parseInteroperable(text))).to.have.property("code", "Interoperable_BadText");
        }),
      );
    });
  });
});
