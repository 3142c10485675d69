import { readFileSync } from "node:fs";
import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex, zeroPadValue } from "ethers";
import fc from "fast-check";
import {
  erc7201,
  HUB_STORAGE,
  hubSlots,
  mappingSlot,
  NATIVE_ASSET,
  NATIVE_ASSET_ID,
  slotAt,
  unpackDelegate,
  VAULT_STORAGE,
  vaultSlots,
} from "../../../sdk/src/codec/index.ts";
import { announceSeed, b20, b32, check, expectCodecError, loadVectors, unsigned } from "./support.ts";

interface SlotVector {
  name: string;
  keys: string[];
  slot: string;
}
const vectors = loadVectors<{ namespaces: { id: string; slot: string }[]; vault: SlotVector[]; hub: SlotVector[] }>(
  "storage.json",
);

/** Order of the mappings in each namespace, as docs/standard.md gives it. */
const ORDER = {
  vault: ["credited", "authorised", "paid", "totalCredited", "totalPaid", "delegate", "payout", "sourceSeq"],
  hub: ["released", "sourceSeq"],
};

/** Slot of a nested mapping by Solidity's rule, through ethers' ABI coder instead of the codec's packing. */
function abiSlot(base: string, keys: readonly string[]): string {
  const coder = AbiCoder.defaultAbiCoder();
  return keys.reduce((slot, key) => keccak256(coder.encode(["bytes32", "bytes32"], [key, slot])), base);
}

describe("codec: storage", () => {
  before(announceSeed);

  it("namespaces begin where ERC-7201 says, its own example included", () => {
    for (const { id, slot } of vectors.namespaces) expect(erc7201(id), id).to.equal(slot);
    expect(erc7201("example.main")).to.equal("0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500");
  });

  it("docs/standard.md states the namespaces' first slots", () => {
    const page = readFileSync(new URL("../../../docs/standard.md", import.meta.url), "utf8");
    expect(page).to.include(`\`causeway.storage.Vault\`, from \`${VAULT_STORAGE}\``);
    expect(page).to.include(`\`causeway.storage.Hub\`, from \`${HUB_STORAGE}\``);
  });

  for (const side of ["vault", "hub"] as const) {
    it(`${side}: every counter and register has the slot of its place and keys`, () => {
      const base = BigInt(erc7201(side === "vault" ? "causeway.storage.Vault" : "causeway.storage.Hub"));
      expect(vectors[side].map(({ name }) => name)).to.deep.equal(ORDER[side]);
      vectors[side].forEach(({ keys, slot }, place) => {
        expect(abiSlot(toBeHex(base + BigInt(place), 32), keys)).to.equal(slot);
      });
    });

    it(`${side}: the named slots are those of the vectors`, () => {
      const named: Readonly<Record<string, (...keys: string[]) => string>> = side === "vault" ? vaultSlots : hubSlots;
      for (const { name, keys, slot } of vectors[side]) expect(named[name]?.(...keys), name).to.equal(slot);
    });
  }

  it("an address, its padded form and its number are one key", () => {
    const base = erc7201("example.main");
    const expected = mappingSlot(base, NATIVE_ASSET_ID);
    expect(mappingSlot(base, NATIVE_ASSET)).to.equal(expected);
    expect(mappingSlot(base, BigInt(NATIVE_ASSET_ID))).to.equal(expected);
    expect(mappingSlot(base)).to.equal(base);
  });

  it("nested mappings follow Solidity's rule for any keys", () => {
    check(
      fc.property(b32, fc.array(fc.oneof(b32, b20), { maxLength: 4 }), (base, keys) => {
        const words = keys.map((key) => zeroPadValue(key, 32));
        expect(mappingSlot(base, ...keys)).to.equal(abiSlot(base, words));
      }),
    );
  });

  it("slots go on by one and wrap at 2^256, as on chain", () => {
    expect(slotAt(`0x${"00".repeat(32)}`, 7)).to.equal(toBeHex(7, 32));
    expect(slotAt(`0x${"ff".repeat(32)}`, 1)).to.equal(toBeHex(0, 32));
  });

  it("a delegate word comes apart into key and sequence", () => {
    check(
      fc.property(b20, unsigned(64), (delegate, sequence) => {
        const word = toBeHex((sequence << 160n) | BigInt(delegate), 32);
        expect(unpackDelegate(word)).to.deep.equal({ delegate, sequence });
      }),
    );
    const dirty = toBeHex(1n << 224n, 32);
    expectCodecError(() => unpackDelegate(dirty), "Codec_OutOfRange", "word", 1n << 224n, (1n << 224n) - 1n);
  });

  it("refuses keys and slots of another length", () => {
    const base = erc7201("example.main");
    expectCodecError(() => mappingSlot(base, "0x12"), "Codec_WrongBytes", "keys[0]", "0x12", "20 or 32");
    expectCodecError(() => mappingSlot(base, -1n), "Codec_OutOfRange", "keys[0]", -1n, 2n ** 256n - 1n);
    expectCodecError(() => mappingSlot("0x12", base), "Codec_WrongBytes", "base", "0x12", "32");
    expectCodecError(() => slotAt("0x12", 1), "Codec_WrongBytes", "slot", "0x12", "32");
  });
});
