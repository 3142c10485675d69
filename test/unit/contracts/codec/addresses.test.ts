import { expect } from "chai";
import { dataSlice, zeroPadValue } from "ethers";
import type { AddressHarness, CodecHarness } from "../../../../types/index.ts";
import { type Chain as ChainName, encodeChain, NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { type ErrorVector, loadVectors } from "../../codec/support.ts";
import { b20, b32, type Chain, onChain, openChain, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";

interface IdVectors {
  readonly contracts: readonly { bytes: string; vaultId: string; hubId: string }[];
  readonly accounts: readonly { hub: string; ownerBytes: string; subId: string; account: string }[];
  readonly native: { address: string; assetId: string };
  readonly assets: readonly { address: string; assetId: string }[];
  readonly recipients: readonly { address: string; bytes32: string }[];
}
interface InteroperableVectors {
  readonly valid: readonly { name: string; bytes: string }[];
  readonly invalid: readonly { name: string; bytes: string }[];
  readonly chains: readonly { chain: { namespace: string; chainId?: string; genesisHash?: string }; bytes: string }[];
}
interface EnvelopeVectors {
  readonly valid: readonly {
    name: string;
    envelope: { sender: string; recipient: string; payload: string };
    bytes: string;
  }[];
  readonly invalid: readonly { name: string; bytes: string; error: ErrorVector }[];
}

const SOLANA_KEY = b32(0xabcdefn << 200n);
const SOLANA = `0x0001000220${"11".repeat(32)}20${SOLANA_KEY.slice(2)}`;

describe("Ids.sol, Interoperable.sol, Recipients.sol, Envelope.sol", () => {
  const w = useWorld(async (): Promise<Chain & { address: AddressHarness; codec: CodecHarness }> => {
    const chain = await openChain();
    return {
      ...chain,
      address: await chain.ethers.deployContract("AddressHarness"),
      codec: await chain.ethers.deployContract("CodecHarness"),
    };
  });

  it("ids.json: contracts, accounts, assets and recipients", async () => {
    const vectors = loadVectors<IdVectors>("ids.json");
    for (const { bytes, vaultId, hubId } of vectors.contracts) {
      expect(await w.address.ofContract(bytes))
        .to.equal(vaultId)
        .and.to.equal(hubId);
    }
    for (const { hub, ownerBytes, subId, account } of vectors.accounts) {
      expect(await w.address.ofAccount(hub, ownerBytes, subId)).to.equal(account);
    }
    const evm = (address: string) => address.startsWith("0x");
    for (const { address, assetId } of vectors.assets.filter(({ address }) => evm(address))) {
      expect(await w.address.ofAddress(address)).to.equal(assetId);
    }
    for (const { address, bytes32 } of vectors.recipients.filter(({ address }) => evm(address))) {
      expect(await w.address.ofAddress(address)).to.equal(bytes32);
    }
    expect(await w.address.nativeCoin())
      .to.equal(vectors.native.address)
      .and.to.equal(NATIVE_ASSET);
    expect(await w.address.ofAddress(vectors.native.address)).to.equal(vectors.native.assetId);
  });

  describe("interoperable.json", () => {
    const { valid, invalid, chains } = loadVectors<InteroperableVectors>("interoperable.json");

    it("valid addresses are canonical, come apart and go together again", async () => {
      for (const { name, bytes } of valid) {
        expect(await w.address.isCanonical(bytes), name).to.equal(true);
        await w.address.requireCanonical(bytes);
        const key = await w.address.wordOf(bytes);
        expect(await w.address.tryOnChainOf(bytes, key), name).to.deep.equal([true, bytes]);
      }
    });

    for (const { name, bytes } of invalid) {
      it(`refuses: ${name}`, async () => {
        expect(await w.address.isCanonical(bytes)).to.equal(false);
        await expectRevert(w.address.requireCanonical(bytes), "Interoperable_NotCanonical", bytes);
      });
    }

    it("chains: the address without its address part names the chain", async () => {
      for (const { chain, bytes } of chains) {
        const address = chain.namespace === "solana" ? `20${SOLANA_KEY.slice(2)}` : `14${b20(7).slice(2)}`;
        const whole = dataSlice(bytes, 0, -1) + address;
        expect(await w.address.isCanonical(whole)).to.equal(true);
        expect(await w.address.chainOf(whole)).to.equal(bytes);
        const name = (
          chain.namespace === "solana" ? chain : { ...chain, chainId: BigInt(chain.chainId!) }
        ) as ChainName;
        expect(encodeChain(name)).to.equal(bytes);
      }
    });
  });

  describe("Interoperable", () => {
    it("local names an address on this chain", async () => {
      expect(await w.address.local(w.alice.address)).to.equal(onChain(w.alice.address).interoperable);
    });

    it("tryOnChainOf refuses zero and, on an EVM chain, words with high bytes", async () => {
      const evm = onChain(w.alice.address).interoperable;
      expect(await w.address.tryOnChainOf(evm, b32(0))).to.deep.equal([false, "0x"]);
      expect(await w.address.tryOnChainOf(evm, b32(1n << 160n))).to.deep.equal([false, "0x"]);
      expect(await w.address.tryOnChainOf(evm, b32((1n << 160n) - 1n))).to.deep.equal([
        true,
        onChain(b20((1n << 160n) - 1n)).interoperable,
      ]);
      expect(await w.address.tryOnChainOf(SOLANA, b32(0))).to.deep.equal([false, "0x"]);
      expect(await w.address.tryOnChainOf(SOLANA, b32(1n << 255n))).to.deep.equal([
        true,
        SOLANA.slice(0, -64) + b32(1n << 255n).slice(2),
      ]);
    });

    it("wordOf left-pads EVM addresses and takes Solana keys whole", async () => {
      expect(await w.address.wordOf(onChain(w.alice.address).interoperable)).to.equal(word(w.alice.address));
      expect(await w.address.wordOf(SOLANA)).to.equal(SOLANA_KEY);
    });
  });

  describe("Recipients.isPayable", () => {
    const vault = b20(0xaa);
    const asset = word(b20(0xbb));
    const evm = onChain(vault).interoperable;

    it("EVM: any address but zero, the vault and the asset", async () => {
      expect(await w.address.isPayable(evm, asset, word(b20(0xcc)))).to.equal(true);
      expect(await w.address.isPayable(evm, asset, b32(0))).to.equal(false);
      expect(await w.address.isPayable(evm, asset, word(vault))).to.equal(false);
      expect(await w.address.isPayable(evm, asset, asset)).to.equal(false);
    });

    it("EVM: no word with any of its high 12 bytes set", async () => {
      for (const bit of [160n, 200n, 255n]) {
        expect(await w.address.isPayable(evm, asset, b32((1n << bit) | 0xccn))).to.equal(false);
      }
    });

    it("Solana: any key but zero, the vault and the mint", async () => {
      expect(await w.address.isPayable(SOLANA, b32(5), b32(1n << 255n))).to.equal(true);
      expect(await w.address.isPayable(SOLANA, b32(5), b32(0))).to.equal(false);
      expect(await w.address.isPayable(SOLANA, b32(5), b32(5))).to.equal(false);
      expect(await w.address.isPayable(SOLANA, b32(5), SOLANA_KEY)).to.equal(false);
    });
  });

  describe("envelope.json", () => {
    const { valid, invalid } = loadVectors<EnvelopeVectors>("envelope.json");

    it("valid: the same fields and the same bytes", async () => {
      for (const { name, envelope, bytes } of valid) {
        const opened = await w.codec.openEnvelope(bytes);
        expect([...opened], name).to.deep.equal([envelope.sender, envelope.recipient, envelope.payload]);
        expect(await w.codec.packEnvelope(envelope.sender, envelope.recipient, envelope.payload), name).to.equal(bytes);
      }
    });

    it("invalid: exactly the named error", async () => {
      for (const { bytes, error } of invalid) {
        await expectRevert(w.codec.openEnvelope(bytes), error.name, ...error.args);
      }
    });
  });

  it("zeroPadValue and ofAddress agree on the largest address", async () => {
    const largest = b20((1n << 160n) - 1n);
    expect(await w.address.ofAddress(largest)).to.equal(zeroPadValue(largest, 32));
  });
});
