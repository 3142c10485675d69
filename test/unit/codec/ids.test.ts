import { expect } from "chai";
import { encodeBase58, keccak256, solidityPackedKeccak256, zeroPadValue } from "ethers";
import fc from "fast-check";
import {
  accountId,
  assetAddress,
  assetId,
  bytes32ToRecipient,
  decodeInteroperable,
  encodeInteroperable,
  hubId,
  NATIVE_ASSET,
  NATIVE_ASSET_ID,
  parseInteroperable,
  recipientToBytes32,
  vaultId,
} from "../../../sdk/src/codec/index.ts";
import { announceSeed, attempt, b20, b32, check, expectCodecError, loadVectors } from "./support.ts";

const vectors = loadVectors<{
  contracts: { text: string; bytes: string; vaultId: string; hubId: string }[];
  accounts: { hub: string; owner: string; ownerBytes: string; subId: string; account: string }[];
  native: { address: string; assetId: string };
  assets: { address: string; assetId: string }[];
  recipients: { address: string; bytes32: string }[];
}>("ids.json");

const HUB = `0x${"ab".repeat(32)}`;
const OWNER = { namespace: "eip155", chainId: 1n, address: "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045" } as const;
const ZERO = `0x${"00".repeat(20)}`;
const ZERO_ID = `0x${"00".repeat(32)}`;

describe("codec: ids", () => {
  before(announceSeed);

  it("vault and hub ids are the hash of the canonical address, in every way of giving it", () => {
    for (const { text, bytes, vaultId: vault, hubId: hub } of vectors.contracts) {
      expect(vault).to.equal(keccak256(bytes));
      expect(hub).to.equal(keccak256(bytes));
      expect(vaultId(bytes)).to.equal(vault);
      expect(vaultId(parseInteroperable(text))).to.equal(vault);
      expect(hubId(bytes)).to.equal(hub);
      expect(hubId(parseInteroperable(text))).to.equal(hub);
    }
  });

  it("account ids follow from hub, owner with chain, and subId", () => {
    for (const { hub, owner, ownerBytes, subId, account } of vectors.accounts) {
      // ethers' own packing is the second opinion
      const packed = solidityPackedKeccak256(
        ["string", "bytes32", "bytes", "uint32"],
        ["causeway/account/1", hub, ownerBytes, subId],
      );
      expect(account).to.equal(packed);
      expect(accountId(hub, parseInteroperable(owner), Number(subId))).to.equal(account);
      expect(accountId(hub, ownerBytes, Number(subId))).to.equal(account);
    }
  });

  it("no two accounts of the vectors are the same", () => {
    expect(new Set(vectors.accounts.map(({ account }) => account)).size).to.equal(vectors.accounts.length);
  });

  it("refuses malformed parts of an account id", () => {
    const max = 2n ** 32n - 1n;
    for (const subId of [-1, 2 ** 32]) {
      expectCodecError(() => accountId(HUB, OWNER, subId), "Codec_OutOfRange", "subId", subId, max);
    }
    expectCodecError(() => accountId(HUB, OWNER, 0.5), "Codec_NotAnInteger", "subId", 0.5);
    expectCodecError(() => accountId("0xab", OWNER, 0), "Codec_WrongBytes", "hub", "0xab", 32);
    const trailing = `${encodeInteroperable(OWNER)}00`;
    expectCodecError(() => accountId(HUB, trailing, 0), "Interoperable_NotCanonical", trailing, "trailing bytes");
    expectCodecError(() => vaultId(trailing), "Interoperable_NotCanonical", trailing, "trailing bytes");
    expectCodecError(() => hubId(trailing), "Interoperable_NotCanonical", trailing, "trailing bytes");
  });

  it("the id of an owner does not depend on how the hex is written", () => {
    const shouted = `0x${encodeInteroperable(OWNER).slice(2).toUpperCase()}`;
    expect(accountId(HUB.toUpperCase().replace("0X", "0x"), shouted, 7)).to.equal(accountId(HUB, OWNER, 7));
    expect(decodeInteroperable(shouted)).to.deep.equal(OWNER);
  });

  it("native coin has its reserved asset id", () => {
    expect(vectors.native).to.deep.equal({ address: NATIVE_ASSET, assetId: NATIVE_ASSET_ID });
    expect(NATIVE_ASSET_ID).to.equal(`0x${"00".repeat(12)}${"ee".repeat(20)}`);
    expect(assetId(NATIVE_ASSET)).to.equal(NATIVE_ASSET_ID);
    expect(assetAddress(NATIVE_ASSET_ID)).to.equal(NATIVE_ASSET);
  });

  it("assets and recipients of the vectors convert both ways", () => {
    for (const { address, assetId: id } of vectors.assets) {
      const namespace = address.startsWith("0x") ? "eip155" : "solana";
      expect(assetId(address)).to.equal(id);
      expect(assetAddress(id, namespace)).to.equal(address);
    }
    for (const { address, bytes32 } of vectors.recipients) {
      const namespace = address.startsWith("0x") ? "eip155" : "solana";
      expect(recipientToBytes32(address)).to.equal(bytes32);
      expect(bytes32ToRecipient(bytes32, namespace)).to.equal(address);
    }
  });

  it("any EVM address is left-padded and comes back", () => {
    check(
      fc.property(b20, (address) => {
        fc.pre(address !== ZERO);
        const id = recipientToBytes32(address);
        expect(id).to.equal(zeroPadValue(address, 32).toLowerCase());
        expect(bytes32ToRecipient(id)).to.equal(address);
        expect(assetAddress(assetId(address))).to.equal(address);
      }),
    );
  });

  it("any Solana key is itself and comes back", () => {
    check(
      fc.property(b32, (raw) => {
        fc.pre(raw !== ZERO_ID);
        const text = encodeBase58(raw);
        expect(recipientToBytes32(text)).to.equal(raw);
        expect(bytes32ToRecipient(raw, "solana")).to.equal(text);
      }),
    );
  });

  it("refuses 32 bytes that are no EVM address", () => {
    check(
      fc.property(b32, (raw) => {
        const result = attempt(() => bytes32ToRecipient(raw));
        if ("value" in result) expect(recipientToBytes32(result.value)).to.equal(raw);
        else expect(result.code).to.be.oneOf(["Codec_NotAnEvmAddress", "Codec_ZeroAddress"]);
      }),
    );
    const high = `0x01${"00".repeat(11)}${"11".repeat(20)}`;
    expectCodecError(() => bytes32ToRecipient(high), "Codec_NotAnEvmAddress", "recipient", high);
    expectCodecError(() => assetAddress(high), "Codec_NotAnEvmAddress", "asset", high);
  });

  it("refuses zero, malformed and wrongly checksummed addresses", () => {
    expectCodecError(() => recipientToBytes32(ZERO), "Codec_ZeroAddress", "recipient");
    expectCodecError(() => assetId(ZERO), "Codec_ZeroAddress", "asset");
    expectCodecError(() => bytes32ToRecipient(ZERO_ID), "Codec_ZeroAddress", "recipient");
    expectCodecError(() => bytes32ToRecipient(ZERO_ID, "solana"), "Codec_ZeroAddress", "recipient");
    for (const text of ["", "0x", "0x12", OWNER.address.replace("d8dA", "D8dA"), HUB, "vitalik.eth"]) {
      expectCodecError(() => recipientToBytes32(text), "Codec_BadAddress", "recipient", text);
    }
    expectCodecError(() => bytes32ToRecipient("0x11"), "Codec_WrongBytes", "recipient", "0x11", 32);
  });
});
