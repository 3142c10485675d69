import { expect } from "chai";
import { concat, dataSlice } from "ethers";
import { encodeMessage, MessageKind } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsNamed, eventsOf, mined, onChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { AMPLE, DAI, hubWorld, TINY, UNITS, USDC, VAULT_1, VAULT_2, VAULT_SOL, WETH, WHOLE } from "./world.ts";

const E18 = 10n ** 18n;

describe("Hub.receiveMessage, credit", () => {
  const w = useWorld(hubWorld);
  const pool = async (vault: string, asset: string) => {
    const { credited, released, writtenOff, cap, index, decimals, stable, listed } = await w.hub.pool(vault, asset);
    return { credited, released, writtenOff, cap, index, decimals, stable, listed };
  };

  describe("becomes a line", () => {
    for (const [name, asset, total] of [
      ["18 decimals", WETH, 3n * E18 + 1n],
      ["24 decimals", TINY, 10n ** 26n + 1n],
      ["0 decimals", UNITS, 7n],
    ] as const) {
      it(`of ${name}, in native units`, async () => {
        const receipt = await w.credit(VAULT_1, asset, w.ALICE, total);
        expect(eventsOf(w.hub, receipt)).to.deep.equal([
          { name: "Credited", args: [VAULT_1.id, asset, w.ALICE, total, total] },
        ]);
        expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, asset)).to.equal(total);
        expect(await w.hub.cashOf(w.ALICE)).to.equal(0n);
        expect(await w.hub.credited(VAULT_1.id, asset, w.ALICE)).to.equal(total);
        expect(await pool(VAULT_1.id, asset)).to.include({ credited: total, released: 0n, index: E18, stable: false });
        expect(await w.hub.entitlement(VAULT_1.id, asset)).to.equal(total);
      });
    }

    it("of one vault, not of the same asset in another one", async () => {
      await w.credit(VAULT_1, WETH, w.ALICE, 5n);
      await w.credit(VAULT_2, WETH, w.ALICE, 7n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(5n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_2.id, WETH)).to.equal(7n);
      expect((await w.hub.linesOf(w.ALICE)).map((line) => [...line])).to.deep.equal([
        [VAULT_1.id, WETH, 5n],
        [VAULT_2.id, WETH, 7n],
      ]);
      expect((await w.hub.linesOf(w.BOB)).length).to.equal(0);
    });
  });

  describe("becomes cash", () => {
    for (const [name, vault, asset, total, cash] of [
      ["6 decimals", VAULT_1, USDC, 1_234_567n, 1_234_567n * 10n ** 12n],
      ["18 decimals", VAULT_2, DAI, 5n * E18 + 3n, 5n * E18 + 3n],
      ["0 decimals", VAULT_1, WHOLE, 9n, 9n * E18],
    ] as const) {
      it(`from a coin of ${name}, in USD of 18 decimals`, async () => {
        await w.credit(vault, asset, w.ALICE, total);
        expect(await w.hub.cashOf(w.ALICE)).to.equal(cash);
        expect((await w.hub.linesOf(w.ALICE)).length).to.equal(0);
        expect(await w.hub.lineOf(w.ALICE, vault.id, asset)).to.equal(0n);
      });
    }

    it("coins of several vaults add up, and cash is what backs it, exactly (H-2)", async () => {
      await w.credit(VAULT_1, USDC, w.ALICE, 10_000_001n);
      await w.credit(VAULT_2, USDC, w.ALICE, 20_000_000n);
      await w.credit(VAULT_2, DAI, w.BOB, 7n);
      await w.credit(VAULT_1, WHOLE, w.BOB, 1n);
      const backing =
        ((await w.hub.entitlement(VAULT_1.id, USDC)) + (await w.hub.entitlement(VAULT_2.id, USDC))) * 10n ** 12n +
        (await w.hub.entitlement(VAULT_2.id, DAI)) +
        (await w.hub.entitlement(VAULT_1.id, WHOLE)) * E18;
      expect((await w.hub.cashOf(w.ALICE)) + (await w.hub.cashOf(w.BOB))).to.equal(backing);
      expect(await w.hub.cashOf(w.ALICE)).to.equal(30_000_001n * 10n ** 12n);
    });
  });

  describe("counters", () => {
    it("wait for M transports, and take the M-th largest", async () => {
      const say = (transport: number, total: bigint) =>
        w.relay(transport, VAULT_1, w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, total)]));
      await say(0, 100n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(0n);
      expect(await w.hub.attested(VAULT_1.id, WETH, w.ALICE, w.transports[0]!)).to.equal(100n);
      await say(2, 60n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(60n);
      expect(await w.hub.accepted(VAULT_1.id, WETH, w.ALICE)).to.equal(60n);
      await say(1, 80n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(80n);
    });

    it("are credited by increments: replays, older totals and repeated leaves add nothing (Q-4)", async () => {
      await w.credit(VAULT_1, WETH, w.ALICE, 100n);
      const state = await w.storageRoot(w.hub.target);
      for (const total of [100n, 99n, 0n]) {
        expect(eventsOf(w.hub, await w.credit(VAULT_1, WETH, w.ALICE, total))).to.deep.equal([]);
      }
      expect(await w.storageRoot(w.hub.target)).to.equal(state);
      const leaf = w.credited(WETH, w.ALICE, 130n);
      const receipt = await w.attest(VAULT_1, w.fromVault(VAULT_1, [leaf, leaf, w.credited(WETH, w.ALICE, 120n)]));
      expect(eventsNamed(w.hub, receipt, "Credited").map((args) => args.slice(-2))).to.deep.equal([[30n, 130n]]);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(130n);
    });

    it("many leaves of many accounts in one message, each on its own", async () => {
      await w.attest(
        VAULT_1,
        w.fromVault(VAULT_1, [
          w.credited(WETH, w.ALICE, 1n),
          w.credited(b32(0xdead), w.ALICE, 5n),
          w.credited(USDC, w.BOB, 2n),
          w.credited(UNITS, w.BOB, 3n),
        ]),
      );
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(1n);
      expect(await w.hub.cashOf(w.BOB)).to.equal(2n * 10n ** 12n);
      expect(await w.hub.lineOf(w.BOB, VAULT_1.id, UNITS)).to.equal(3n);
    });

    it("a disabled transport's votes never count again (Q-3)", async () => {
      const message = w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, 100n)]);
      await w.relay(0, VAULT_1, message);
      await w.hub.disableTransport(VAULT_1.id, w.transports[0]!);
      await w.hub.enableTransport(VAULT_1.id, w.transports[0]!);
      await w.relay(1, VAULT_1, message);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(0n);
      await w.relay(0, VAULT_1, message);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(100n);
    });

    it("what was merged never falls, when a quorum of fresh seats says less, and other leaves go on", async () => {
      await w.credit(VAULT_1, WETH, w.ALICE, 100n);
      for (const transport of w.transports.slice(0, 2)) {
        await w.hub.disableTransport(VAULT_1.id, transport);
        await w.hub.enableTransport(VAULT_1.id, transport);
      }
      const leaves = [w.credited(WETH, w.ALICE, 60n), w.credited(WETH, w.BOB, 5n)];
      await w.attest(VAULT_1, w.fromVault(VAULT_1, leaves));
      expect(await w.hub.accepted(VAULT_1.id, WETH, w.ALICE)).to.equal(60n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(100n);
      expect(await w.hub.lineOf(w.BOB, VAULT_1.id, WETH)).to.equal(5n);
      await w.credit(VAULT_1, WETH, w.ALICE, 130n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(130n);
    });

    it("the largest total there is, and all of it stays within the pool's 128 bits", async () => {
      const cap = 2n ** 128n - 1n;
      await w.hub.setCap(VAULT_1.id, UNITS, cap);
      await w.credit(VAULT_1, UNITS, w.ALICE, cap - 1n);
      await w.credit(VAULT_1, UNITS, w.BOB, cap);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, UNITS)).to.equal(cap - 1n);
      expect(await w.hub.lineOf(w.BOB, VAULT_1.id, UNITS)).to.equal(1n);
    });

    it("the pool's sum of credits is spent for good once it is full, and messages go on", async () => {
      const full = 2n ** 128n - 1n;
      await w.hub.setCap(VAULT_1.id, UNITS, full);
      await w.credit(VAULT_1, UNITS, w.ALICE, full);
      const recipient = b32(0x99);
      await w.hub.batch([
        w.releaseCall({ account: w.ALICE, vault: VAULT_1.id, asset: UNITS, amount: full, recipient }),
      ]);
      const leaves = [w.credited(UNITS, w.BOB, 5n), w.credited(WETH, w.BOB, 6n)];
      await w.attest(VAULT_1, w.fromVault(VAULT_1, leaves));
      expect(await w.hub.lineOf(w.BOB, VAULT_1.id, UNITS)).to.equal(0n);
      expect(await w.hub.lineOf(w.BOB, VAULT_1.id, WETH)).to.equal(6n);
    });
  });

  describe("caps", () => {
    const line = () => w.hub.lineOf(w.ALICE, VAULT_1.id, WETH);
    const poke = async (total = 0n) =>
      mined(w.hub.connect(w.relayer).poke(w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, total)])));

    it("merge what fits; a raised cap lets anybody poke the rest in", async () => {
      await w.hub.setCap(VAULT_1.id, WETH, 100n);
      const receipt = await w.credit(VAULT_1, WETH, w.ALICE, 150n);
      expect(eventsNamed(w.hub, receipt, "Credited")[0]?.slice(-2)).to.deep.equal([100n, 100n]);
      expect([await line(), await w.hub.accepted(VAULT_1.id, WETH, w.ALICE)]).to.deep.equal([100n, 150n]);
      await poke();
      expect(await line()).to.equal(100n);
      await w.hub.setCap(VAULT_1.id, WETH, 120n);
      expect(await line()).to.equal(100n);
      await poke(10n ** 30n);
      expect(await line()).to.equal(120n);
      await w.hub.setCap(VAULT_1.id, WETH, AMPLE);
      await poke();
      expect(await line()).to.equal(150n);
      await poke();
      expect(await w.hub.credited(VAULT_1.id, WETH, w.ALICE)).to.equal(150n);
    });

    it("bound what is there now, so releases make room", async () => {
      await w.hub.setCap(VAULT_1.id, WETH, 100n);
      await w.credit(VAULT_1, WETH, w.ALICE, 150n);
      const release = { account: w.ALICE, vault: VAULT_1.id, asset: WETH, amount: 30n, recipient: b32(9) };
      await w.hub.batch([w.releaseCall(release)]);
      await poke();
      expect(await line()).to.equal(100n);
      expect(await pool(VAULT_1.id, WETH)).to.include({ credited: 130n, released: 30n });
    });

    it("lowering one takes nothing away and merges nothing", async () => {
      await w.credit(VAULT_1, WETH, w.ALICE, 150n);
      await w.hub.setCap(VAULT_1.id, WETH, 10n);
      expect(eventsOf(w.hub, await w.credit(VAULT_1, WETH, w.ALICE, 200n))).to.deep.equal([]);
      expect(await line()).to.equal(150n);
      await w.hub.setCap(VAULT_1.id, WETH, 0n);
      await poke();
      expect(await line()).to.equal(150n);
    });

    it("one account cannot take another's place: first come, first served, per pool", async () => {
      await w.hub.setCap(VAULT_1.id, WETH, 100n);
      await w.credit(VAULT_1, WETH, w.BOB, 90n);
      await w.credit(VAULT_1, WETH, w.ALICE, 90n);
      expect(await line()).to.equal(10n);
      await w.credit(VAULT_2, WETH, w.ALICE, 90n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_2.id, WETH)).to.equal(90n);
    });
  });

  it("an asset that is not listed waits: the votes are kept, and poked in once it is", async () => {
    const late = b32(0x1a7e);
    await w.credit(VAULT_1, late, w.ALICE, 33n);
    expect(await w.hub.credited(VAULT_1.id, late, w.ALICE)).to.equal(0n);
    expect(await w.hub.accepted(VAULT_1.id, late, w.ALICE)).to.equal(33n);
    await w.hub.listAsset(VAULT_1.id, late, 2, false, AMPLE);
    const receipt = await mined(w.hub.poke(w.fromVault(VAULT_1, [w.credited(late, w.ALICE, 1n)])));
    expect(eventsNamed(w.hub, receipt, "Credited")).to.deep.equal([[VAULT_1.id, late, w.ALICE, 33n, 33n]]);
    expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, late)).to.equal(33n);
  });

  it("a Solana vault credits like any other", async () => {
    await w.credit(VAULT_SOL, USDC, w.ALICE, 5n);
    expect(await w.hub.cashOf(w.ALICE)).to.equal(5n * 10n ** 12n);
  });

  describe("poke", () => {
    it("is no vote, and does nothing for a vault nobody knows", async () => {
      const message = w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, 5n)]);
      await w.relay(0, VAULT_1, message);
      const state = await w.storageRoot(w.hub.target);
      await w.hub.poke(message);
      await w.hub.poke(w.fromVault(onChain(b20(5), 5n), [w.credited(WETH, w.ALICE, 5n)]));
      expect(await w.storageRoot(w.hub.target)).to.equal(state);
    });

    it("counts after a threshold was lowered", async () => {
      const message = w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, 5n)]);
      await w.relay(0, VAULT_1, message);
      await w.hub.setThreshold(VAULT_1.id, 1);
      await w.hub.poke(message);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(5n);
    });
  });

  describe("refuses with a named error, and changes nothing (M-3)", () => {
    const valid = () => w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, 700n)]);
    let state = "";
    beforeEach(async () => {
      await w.relay(0, VAULT_1, valid());
      state = await w.storageRoot(w.hub.target);
    });
    afterEach(async () => expect(await w.storageRoot(w.hub.target)).to.equal(state));

    it("unregistered gateways and vaults", async () => {
      const stranger = onChain(b20(5), 5n);
      for (const [transport, vault] of [
        [3, VAULT_1],
        [0, VAULT_2],
        [0, stranger],
      ] as const) {
        const message = w.fromVault(vault, [w.credited(WETH, w.ALICE, 700n)]);
        await expectRevert(
          w.relay(transport, vault, message),
          "ERC7786RecipientUnauthorizedGateway",
          w.transports[transport]!,
          vault.interoperable,
        );
      }
    });

    it("an origin that is not the sender, another destination, a hub's message", async () => {
      await expectRevert(
        w.relay(1, VAULT_1, w.fromVault(VAULT_2, [w.credited(WETH, w.ALICE, 700n)])),
        "Inbox_WrongOrigin",
        VAULT_1.id,
        VAULT_2.id,
      );
      const elsewhere = concat([dataSlice(valid(), 0, 37), VAULT_2.id, dataSlice(valid(), 69)]);
      await expectRevert(w.relay(1, VAULT_1, elsewhere), "Inbox_WrongDestination", w.self.id, VAULT_2.id);
      const heartbeat = encodeMessage({
        kind: MessageKind.HubToVault,
        origin: VAULT_1.id,
        destination: w.self.id,
        sourceSeq: 1n,
        sourceTime: 1n,
        leaves: [{ type: "Heartbeat" }],
      });
      await expectRevert(w.relay(1, VAULT_1, heartbeat), "Inbox_WrongKind", 1, 2);
    });

    it("format errors, also behind a good leaf", async () => {
      const set = (offset: number, byte: string) =>
        concat([dataSlice(valid(), 0, offset), byte, dataSlice(valid(), offset + 1)]);
      await expectRevert(w.relay(1, VAULT_1, dataSlice(valid(), 0, 86)), "Csm_TooShort", 86);
      await expectRevert(w.relay(1, VAULT_1, dataSlice(valid(), 0, 167)), "Csm_Truncated", 87, 81, 167);
      await expectRevert(w.relay(1, VAULT_1, `${valid()}00`), "Csm_TrailingBytes", 168, 169);
      await expectRevert(w.relay(1, VAULT_1, set(0, "0x00")), "Csm_WrongMagic", "0x00534d31");
      await expectRevert(w.relay(1, VAULT_1, set(87, "0x11")), "Csm_LeafOfOtherKind", 1, 0x11, 87);
      await expectRevert(w.relay(1, VAULT_1, set(87, "0x06")), "Csm_UnknownLeaf", 6, 87);
      const two = w.fromVault(VAULT_1, [w.credited(WETH, w.ALICE, 700n), w.credited(WETH, w.BOB, 1n)]);
      await expectRevert(w.relay(1, VAULT_1, dataSlice(two, 0, -1)), "Csm_Truncated", 168, 81, 248);
    });

    it("coins", async () => {
      await w.helpers.impersonateAccount(w.transports[1]!);
      await w.helpers.setBalance(w.transports[1]!, E18);
      const gateway = await w.ethers.getSigner(w.transports[1]!);
      await expectRevert(
        w.hub.connect(gateway).receiveMessage(b32(0), VAULT_1.interoperable, valid(), { value: 3n }),
        "Inbox_ValueRefused",
        3n,
      );
    });
  });
});
