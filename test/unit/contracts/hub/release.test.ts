import { expect } from "chai";
import { b20, b32, eventsNamed, mined, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { DAI, hubWorld, type Release, UNITS, USDC, VAULT_1, VAULT_2, VAULT_SOL, WETH } from "./world.ts";

const TO = word(b20(0x77));

describe("Hub.release", () => {
  const w = useWorld(async () => {
    const world = await hubWorld();
    await world.credit(VAULT_1, WETH, world.ALICE, 1_000n);
    await world.credit(VAULT_1, USDC, world.ALICE, 1_000n);
    await world.credit(VAULT_2, USDC, world.BOB, 400n);
    return world;
  });
  const of = (change: Partial<Release> = {}): Release => ({
    account: w.ALICE,
    vault: VAULT_1.id,
    asset: WETH,
    amount: 300n,
    recipient: TO,
    ...change,
  });
  const release = (...changes: Partial<Release>[]) => w.hub.batch([w.releaseCall(...changes.map(of))]);

  describe("debits and releases the same amount in one call (H-4)", () => {
    it("a line", async () => {
      const receipt = await mined(release({}, { amount: 200n }));
      expect(eventsNamed(w.hub, receipt, "Released")).to.deep.equal([
        [VAULT_1.id, WETH, TO, w.ALICE, 300n, 300n],
        [VAULT_1.id, WETH, TO, w.ALICE, 200n, 500n],
      ]);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(500n);
      expect(await w.hub.released(VAULT_1.id, WETH, TO)).to.equal(500n);
      const pool = await w.hub.pool(VAULT_1.id, WETH);
      expect([pool.credited, pool.released]).to.deep.equal([1_000n, 500n]);
      expect(await w.hub.entitlement(VAULT_1.id, WETH)).to.equal(500n);
    });

    it("cash, whichever vault's coins pay it, exactly (H-2)", async () => {
      await release({ asset: USDC, vault: VAULT_2.id, amount: 400n }, { asset: USDC, amount: 1n });
      expect(await w.hub.cashOf(w.ALICE)).to.equal(599n * 10n ** 12n);
      expect(await w.hub.cashOf(w.BOB)).to.equal(400n * 10n ** 12n);
      expect(await w.hub.entitlement(VAULT_2.id, USDC)).to.equal(0n);
      expect(await w.hub.entitlement(VAULT_1.id, USDC)).to.equal(999n);
    });

    it("the last unit of a line takes it off the account's list", async () => {
      await w.credit(VAULT_1, UNITS, w.ALICE, 3n);
      await release({ amount: 1_000n });
      expect((await w.hub.linesOf(w.ALICE)).map((line) => [...line])).to.deep.equal([[VAULT_1.id, UNITS, 3n]]);
      await w.credit(VAULT_1, WETH, w.ALICE, 1_001n);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(1n);
      expect((await w.hub.linesOf(w.ALICE)).length).to.equal(2);
    });

    it("recipients have counters of their own", async () => {
      await release({}, { recipient: word(b20(0x88)), amount: 5n });
      expect(await w.hub.released(VAULT_1.id, WETH, TO)).to.equal(300n);
      expect(await w.hub.released(VAULT_1.id, WETH, word(b20(0x88)))).to.equal(5n);
    });
  });

  describe("is for modules, inside a batch (H-4)", () => {
    it("nobody else", async () => {
      const { account, vault, asset, amount, recipient } = of();
      for (const caller of [w.alice, w.admin]) {
        await expectRevert(
          w.hub.connect(caller).release(account, vault, asset, amount, recipient),
          "Hub_NotModule",
          caller.address,
        );
      }
    });

    it("a module outside of a batch", () => expectRevert(w.module.release([of()]), "Hub_OutsideBatch"));

    it("a stranger inside of somebody's batch", async () => {
      const { account, vault, asset, amount, recipient } = of();
      const data = w.hub.interface.encodeFunctionData("release", [account, vault, asset, amount, recipient]);
      const stranger = await w.ethers.deployContract("OddRecipient");
      const execute = stranger.interface.encodeFunctionData("execute", [String(w.hub.target), data]);
      const call = w.module.interface.encodeFunctionData("call", [String(stranger.target), execute]);
      await expectRevert(
        w.hub.batch([{ module: String(w.module.target), value: 0n, data: call }]),
        "Hub_NotModule",
        stranger.target,
      );
    });

    it("a module that was removed", async () => {
      await w.hub.setModule(w.module.target, false);
      await expectRevert(w.module.release([of()]), "Hub_NotModule", w.module.target);
    });
  });

  describe("refuses", () => {
    it("nothing", () => expectRevert(release({ amount: 0n }), "Hub_ZeroAmount"));

    it("more than the account's line, although the pool has it", async () => {
      await w.credit(VAULT_1, WETH, w.BOB, 5_000n);
      await expectRevert(release({ amount: 1_001n }), "Hub_InsufficientLine", w.ALICE, VAULT_1.id, WETH, 1_001, 1_000);
      await expectRevert(
        release({ amount: 900n }, { amount: 101n }),
        "Hub_InsufficientLine",
        w.ALICE,
        VAULT_1.id,
        WETH,
        101,
        100,
      );
    });

    it("more than the vault holds for us, although the account has the cash", async () => {
      await expectRevert(
        release({ asset: USDC, vault: VAULT_2.id, amount: 401n }),
        "Hub_InsufficientLiquidity",
        VAULT_2.id,
        USDC,
        401,
        400,
      );
      await expectRevert(
        release({ amount: 2n ** 255n }),
        "Hub_InsufficientLiquidity",
        VAULT_1.id,
        WETH,
        2n ** 255n,
        1_000,
      );
    });

    it("vaults and assets it does not know", async () => {
      await expectRevert(release({ vault: b32(3) }), "Inbox_UnknownOrigin", b32(3));
      await expectRevert(release({ asset: b32(3) }), "Hub_NotListed", VAULT_1.id, b32(3));
      await expectRevert(release({ asset: DAI }), "Hub_NotListed", VAULT_1.id, DAI);
    });

    it("recipients that cannot be paid there", async () => {
      const bad = [b32(0), b32((1n << 160n) | 0x77n), b32(1n << 255n), word(b20(0xd1)), WETH];
      for (const recipient of bad) {
        await expectRevert(release({ recipient }), "Hub_ForbiddenRecipient", VAULT_1.id, WETH, recipient);
      }
    });

    it("on Solana, only zero, the vault and the mint", async () => {
      await w.credit(VAULT_SOL, USDC, w.ALICE, 1_000n);
      const there = { vault: VAULT_SOL.id, asset: USDC };
      for (const recipient of [b32(0), USDC, `0x${"dd".repeat(32)}`]) {
        await expectRevert(release({ ...there, recipient }), "Hub_ForbiddenRecipient", VAULT_SOL.id, USDC, recipient);
      }
      const recipient = `0x${"a1".repeat(32)}`;
      await release({ ...there, recipient });
      expect(await w.hub.released(VAULT_SOL.id, USDC, recipient)).to.equal(300n);
    });
  });
});
