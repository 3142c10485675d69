import { expect } from "chai";
import type { OddRecipient } from "../../../../types/index.ts";
import { type HubLeaf, NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsNamed, eventsOf, mined, PLENTY, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, RecipientMode, TokenMode, vaultWorld } from "./world.ts";

describe("Vault.receiveMessage", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    await world.deposit(world.alice, HUB_A.id, String(world.token.target), 10_000n);
    await world.deposit(world.alice, HUB_A.id, NATIVE_ASSET, 10_000n);
    return world;
  });
  const relay = (transport: number, message: string, sender = HUB_A.interoperable) =>
    w.direct[transport]!.relay(w.vault.target, sender, message, PLENTY);
  const release = (total: bigint, recipient = w.bob.address) =>
    w.fromHub(HUB_A, [w.released(String(w.token.target), recipient, total)]);
  const authorised = (recipient = w.bob.address) => w.vault.authorised(HUB_A.id, w.tokenId, word(recipient));
  const paid = (recipient = w.bob.address) => w.vault.paid(HUB_A.id, w.tokenId, word(recipient));

  describe("quorum", () => {
    it("one of two is not enough; the second one merges and pays at once", async () => {
      const before = await w.token.balanceOf(w.bob.address);
      await relay(0, release(700n));
      expect(await authorised()).to.equal(0n);
      const receipt = await mined(relay(2, release(700n)));
      expect(eventsOf(w.vault, receipt)).to.deep.equal([
        { name: "Authorised", args: [HUB_A.id, w.tokenId, word(w.bob.address), 700n] },
        { name: "Paid", args: [HUB_A.id, w.tokenId, word(w.bob.address), 700n, 700n] },
      ]);
      expect(await w.token.balanceOf(w.bob.address)).to.equal(before + 700n);
      expect(await paid()).to.equal(700n);
      expect(await w.vault.totalPaid(HUB_A.id, w.tokenId)).to.equal(700n);
      expect(await w.vault.obligations(w.tokenId)).to.equal(9_300n);
    });

    it("the same transport twice is one vote", async () => {
      await relay(0, release(700n));
      await relay(0, release(700n));
      expect(await authorised()).to.equal(0n);
    });

    it("takes the M-th largest, whatever the rest says", async () => {
      await relay(0, release(9_999n));
      await relay(1, release(300n));
      expect(await authorised()).to.equal(300n);
      await relay(2, release(500n));
      expect(await authorised()).to.equal(500n);
      expect(await paid()).to.equal(500n);
    });

    it("attested says what each transport has said, and nothing for one that is not enabled", async () => {
      const attested = (transport: number) =>
        w.vault.attested(HUB_A.id, w.tokenId, word(w.bob.address), w.transports[transport]!);
      await relay(0, release(9n));
      expect(await attested(0)).to.equal(9n);
      expect(await attested(1)).to.equal(0n);
      await w.vault.disableTransport(HUB_A.id, w.transports[0]!);
      expect(await attested(0)).to.equal(0n);
      await w.vault.enableTransport(HUB_A.id, w.transports[0]!);
      expect(await attested(0)).to.equal(0n);
    });

    it("a disabled transport's votes never count again, even when it comes back (Q-3)", async () => {
      await relay(0, release(700n));
      await w.vault.disableTransport(HUB_A.id, w.transports[0]!);
      await w.vault.enableTransport(HUB_A.id, w.transports[0]!);
      await relay(1, release(700n));
      expect(await authorised()).to.equal(0n);
    });

    it("what was authorised never falls, when a quorum of fresh seats says less", async () => {
      await w.attest(HUB_A, release(700n));
      for (const transport of w.transports.slice(0, 2)) {
        await w.vault.disableTransport(HUB_A.id, transport);
        await w.vault.enableTransport(HUB_A.id, transport);
      }
      const receipt = await w.attest(HUB_A, release(300n));
      expect(eventsOf(w.vault, receipt)).to.deep.equal([]);
      expect([await authorised(), await paid()]).to.deep.equal([700n, 700n]);
      await w.attest(HUB_A, release(750n));
      expect([await authorised(), await paid()]).to.deep.equal([750n, 750n]);
    });

    it("what was authorised stays authorised when the transports behind it go", async () => {
      await w.authorise(HUB_A, String(w.token.target), w.bob.address, 700n);
      for (const transport of w.transports.slice(0, 3)) await w.vault.disableTransport(HUB_A.id, transport);
      expect(await authorised()).to.equal(700n);
      await w.vault.claim(HUB_A.id, w.token.target, w.bob.address, 700n);
    });
  });

  describe("counters", () => {
    it("merge by maximum: older, equal and repeated messages change nothing and pay nothing (Q-4)", async () => {
      await w.attest(HUB_A, release(700n));
      const state = await w.storageRoot(w.vault.target);
      for (const total of [0n, 1n, 699n, 700n]) {
        const receipt = await w.attest(HUB_A, release(total));
        expect(eventsOf(w.vault, receipt)).to.deep.equal([]);
      }
      expect(await w.storageRoot(w.vault.target)).to.equal(state);
    });

    it("a message lost does not matter: the next one carries everything", async () => {
      await w.attest(HUB_A, release(100n));
      const receipt = await w.attest(HUB_A, release(450n));
      expect(eventsNamed(w.vault, receipt, "Paid")[0]?.slice(-2)).to.deep.equal([350n, 450n]);
    });

    it("many leaves, each on its own: what one recipient cannot get, the others do", async () => {
      const blocked = w.carol.address;
      await w.token.setBlocked(blocked, true);
      const asset = String(w.token.target);
      const message = w.fromHub(HUB_A, [
        w.released(asset, w.bob.address, 10n),
        w.released(asset, blocked, 20n),
        { type: "Heartbeat" },
        w.released(NATIVE_ASSET, w.carol.address, 30n),
        w.released(asset, b20(0x1234), 40n),
      ]);
      await w.attest(HUB_A, message);
      expect(await w.token.balanceOf(b20(0x1234))).to.equal(40n);
      expect([await authorised(blocked), await paid(blocked)]).to.deep.equal([20n, 0n]);
      expect(await w.vault.paid(HUB_A.id, w.nativeId, word(w.carol.address))).to.equal(30n);
    });

    it("the same leaf twice in one message pays once", async () => {
      const leaf = w.released(String(w.token.target), w.bob.address, 10n);
      const receipt = await w.attest(HUB_A, w.fromHub(HUB_A, [leaf, leaf, { ...leaf, total: 4n }]));
      expect(eventsNamed(w.vault, receipt, "Paid")).to.have.length(1);
      expect(await paid()).to.equal(10n);
    });

    it("words that are no EVM address are authorised and never paid", async () => {
      const high = b32((1n << 200n) | 0x1234n);
      for (const leaf of [
        { type: "Released", asset: w.tokenId, recipient: high, total: 10n },
        { type: "Released", asset: high, recipient: word(w.bob.address), total: 10n },
      ] as const satisfies readonly HubLeaf[]) {
        const receipt = await w.attest(HUB_A, w.fromHub(HUB_A, [leaf]));
        expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Authorised"]);
      }
      expect(await w.vault.authorised(HUB_A.id, w.tokenId, high)).to.equal(10n);
      expect(await w.token.balanceOf(b20(0x1234))).to.equal(0n);
    });

    it("forbidden recipients are authorised and never paid", async () => {
      for (const recipient of [b20(0), String(w.vault.target), String(w.token.target)]) {
        const receipt = await w.attest(HUB_A, release(10n, recipient));
        expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Authorised"]);
      }
    });

    it("a hub that releases more than was credited for it is paid only that, message or claim (V-1)", async () => {
      await w.deposit(w.alice, HUB_B.id, String(w.token.target), 5_000n);
      const receipt = await w.attest(HUB_A, release(10_001n));
      expect(eventsNamed(w.vault, receipt, "Paid")[0]?.slice(-2)).to.deep.equal([10_000n, 10_000n]);
      await expectRevert(
        w.vault.claim(HUB_A.id, w.token.target, w.bob.address, 1n),
        "Vault_NothingToClaim",
        HUB_A.id,
        w.token.target,
        w.bob.address,
      );
      expect(await w.vault.holdings(w.token.target)).to.equal(5_000n);
    });
  });

  describe("a payment that fails leaves the claim (V-4)", () => {
    async function claimLater(recipient: string): Promise<void> {
      expect([await authorised(recipient), await paid(recipient)]).to.deep.equal([70n, 0n]);
      expect(await w.vault.obligations(w.tokenId)).to.equal(10_000n);
      await w.token.setMode(TokenMode.Honest);
      await w.vault.claim(HUB_A.id, w.token.target, recipient, 70n);
      expect(await paid(recipient)).to.equal(70n);
    }

    for (const mode of ["ReturnFalse", "Lie", "Greedy", "Burn"] as const) {
      it(`token mode ${mode}`, async () => {
        await w.token.setMode(TokenMode[mode]);
        if (mode === "Greedy") await w.token.mint(w.vault.target, 5n);
        // Greedy takes 1% more: of 70 that is nothing, of 700 it is 7.
        const total = mode === "Greedy" ? 700n : 70n;
        const receipt = await w.attest(HUB_A, release(total));
        expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Authorised"]);
        if (mode !== "Greedy") await claimLater(w.bob.address);
      });
    }

    for (const mode of ["Refuse", "Burn", "Bomb"] as const) {
      it(`coins to a recipient that does: ${mode}`, async () => {
        const recipient: OddRecipient = await w.ethers.deployContract("OddRecipient");
        await recipient.setMode(RecipientMode[mode]);
        const address = String(recipient.target);
        const other = w.released(NATIVE_ASSET, b20(0x77), 5n);
        await w.attest(HUB_A, w.fromHub(HUB_A, [w.released(NATIVE_ASSET, address, 70n), other]));
        expect(await w.vault.authorised(HUB_A.id, w.nativeId, word(address))).to.equal(70n);
        expect(await w.coins(b20(0x77))).to.equal(5n);
        const got = await w.coins(address);
        expect(got).to.equal(await w.vault.paid(HUB_A.id, w.nativeId, word(address)));
        // A megabyte of return data is never copied, and costs the vault no more than the stipend: within it, it may be paid.
        if (mode !== "Bomb") expect(got).to.equal(0n);
      });
    }

    it("frozen outflow: merged, not paid, and claimable after the thaw", async () => {
      await w.vault.freezeOutflow();
      const receipt = await w.attest(HUB_A, release(70n));
      expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Authorised"]);
      await w.vault.unfreezeOutflow();
      await claimLater(w.bob.address);
    });

    it("a pause of deposits stops neither messages nor payments (V-5)", async () => {
      await w.vault.pause();
      await w.attest(HUB_A, release(70n));
      expect(await paid()).to.equal(70n);
    });
  });

  describe("re-entrance", () => {
    it("a recipient that delivers the next message merges it and is paid once for everything", async () => {
      const recipient: OddRecipient = await w.ethers.deployContract("OddRecipient");
      const address = String(recipient.target);
      const say = (total: bigint) => w.fromHub(HUB_A, [w.released(NATIVE_ASSET, address, total)]);
      await relay(0, say(500n));
      const deliver = w.direct[1]!.interface.encodeFunctionData("relay", [
        String(w.vault.target),
        HUB_A.interoperable,
        say(300n),
      ]);
      await recipient.setCall(w.transports[1]!, 0n, deliver);
      await relay(1, say(100n));
      expect(await recipient.callSucceeded()).to.equal(true);
      expect(await w.vault.authorised(HUB_A.id, w.nativeId, word(address))).to.equal(300n);
      expect(await w.vault.paid(HUB_A.id, w.nativeId, word(address))).to.equal(100n);
      await w.vault.claim(HUB_A.id, NATIVE_ASSET, address, 2n ** 256n - 1n);
      expect(await w.coins(address)).to.equal(300n);
    });

    it("payAuthorised is the vault's own", () =>
      expectRevert(w.vault.payAuthorised(HUB_A.id, w.token.target, w.bob.address), "Vault_OnlySelf", w.admin.address));
  });

  describe("gas (V-4)", () => {
    /** Delivers the second vote with a given gas limit; says whether everything was merged, and asserts that nothing was if not. */
    async function survives(leaves: readonly HubLeaf[], gasLimit: bigint): Promise<boolean> {
      const snapshot = await w.helpers.takeSnapshot();
      const state = await w.storageRoot(w.vault.target);
      let merged = true;
      try {
        await mined(w.direct[1]!.relay(w.vault.target, HUB_A.interoperable, w.fromHub(HUB_A, leaves), { gasLimit }));
      } catch {
        merged = false;
      }
      const last = leaves.at(-1) as Extract<HubLeaf, { type: "Released" }>;
      const authorised = await w.vault.authorised(HUB_A.id, last.asset, last.recipient);
      expect(authorised).to.equal(merged ? last.total : 0n);
      if (!merged) expect(await w.storageRoot(w.vault.target)).to.equal(state);
      await snapshot.restore();
      return merged;
    }

    // Least gas that merges, found by trying; what matters is that nothing above it fails.
    for (const [count, from, to] of [
      [1, 95_000n, 800_000n],
      [12, 750_000n, 1_700_000n],
      [60, 3_690_000n, 5_100_000n],
    ] as const) {
      it(`${count} leaves to recipients that burn all gas: more gas never turns a merge into a failure`, async () => {
        const recipient: OddRecipient = await w.ethers.deployContract("OddRecipient");
        await recipient.setMode(RecipientMode.Burn);
        const code = await w.ethers.provider.getCode(recipient.target);
        const leaves = Array.from({ length: count }, (_, i) => w.released(NATIVE_ASSET, b20(0xbad00 + i), 1n));
        for (const i of leaves.keys()) {
          await w.helpers.setCode(b20(0xbad00 + i), code);
          await w.helpers.setStorageAt(b20(0xbad00 + i), 0, b32(RecipientMode.Burn));
        }
        await relay(0, w.fromHub(HUB_A, leaves));
        let merges = false;
        for (let gas = from; gas < to; gas += 30_000n) {
          const merged = await survives(leaves, gas);
          if (merges) expect(merged, `merged with less, lost with ${gas} gas`).to.equal(true);
          merges ||= merged;
        }
        expect(merges).to.equal(true);
      });
    }

    it("too little gas to pay: merged, and claimed by hand", async () => {
      const message = release(70n);
      await relay(0, message);
      await mined(w.direct[1]!.relay(w.vault.target, HUB_A.interoperable, message, { gasLimit: 250_000n }));
      expect([await authorised(), await paid()]).to.deep.equal([70n, 0n]);
      await w.vault.claim(HUB_A.id, w.token.target, w.bob.address, 70n);
    });
  });

  describe("time", () => {
    const heartbeat = (time: bigint) => w.fromHub(HUB_A, [{ type: "Heartbeat" }], { time });

    it("a heartbeat of M transports moves lastHubTime and nothing else", async () => {
      const receipt = await w.attest(HUB_A, heartbeat(1_700_000_000n));
      expect(eventsOf(w.vault, receipt)).to.deep.equal([]);
      expect(await w.vault.lastHubTime(HUB_A.id)).to.equal(1_700_000_000n);
      expect(await w.vault.lastHubTime(HUB_B.id)).to.equal(0n);
      await relay(2, heartbeat(1_700_000_500n));
      expect(await w.vault.lastHubTime(HUB_A.id)).to.equal(1_700_000_000n);
    });

    it("a time in the future is taken as now", async () => {
      const receipt = await w.attest(HUB_A, heartbeat(2n ** 64n - 1n));
      expect(await w.vault.lastHubTime(HUB_A.id)).to.be.at.most(BigInt((await receipt.getBlock()).timestamp));
    });
  });
});
