import { expect } from "chai";
import { MaxUint256 } from "ethers";
import type { OddRecipient } from "../../../../types/index.ts";
import { NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsOf, mined, useWorld, word } from "../support/chain.ts";
import { describeRevert, expectAnyRevert, expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, RecipientMode, TokenMode, vaultWorld } from "./world.ts";

describe("Vault.claim", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    await world.deposit(world.alice, HUB_A.id, String(world.token.target), 10_000n);
    await world.deposit(world.alice, HUB_A.id, NATIVE_ASSET, 10_000n);
    // A recipient without a balance of its own makes sums easy to read.
    const payee: OddRecipient = await world.ethers.deployContract("OddRecipient");
    return { ...world, payee, to: String(payee.target), asset: String(world.token.target) };
  });
  const claim = (amount: bigint, asset = w.asset, hub = HUB_A.id) =>
    w.vault.connect(w.relayer).claim(hub, asset, w.to, amount);
  const paid = (asset = w.tokenId) => w.vault.paid(HUB_A.id, asset, word(w.to));
  const nothingToClaim = (action: Promise<unknown>, hub = HUB_A.id) =>
    expectRevert(action, "Vault_NothingToClaim", hub, w.asset, w.to);

  it("pays everything, called by anyone", async () => {
    await w.authorise(HUB_A, w.asset, w.to, 700n);
    const receipt = await mined(claim(MaxUint256));
    expect(eventsOf(w.vault, receipt)).to.deep.equal([
      { name: "Paid", args: [HUB_A.id, w.tokenId, word(w.to), 700n, 700n] },
    ]);
    expect(await w.token.balanceOf(w.to)).to.equal(700n);
    expect(await paid()).to.equal(700n);
    expect(await w.vault.totalPaid(HUB_A.id, w.tokenId)).to.equal(700n);
    expect(await w.vault.obligations(w.tokenId)).to.equal(9_300n);
    await nothingToClaim(claim(MaxUint256));
  });

  it("pays any part, and the sum of the parts is the whole", async () => {
    await w.authorise(HUB_A, w.asset, w.to, 700n);
    expect(await w.vault.claim.staticCall(HUB_A.id, w.asset, w.to, 300n)).to.equal(300n);
    await claim(300n);
    expect([await paid(), await w.token.balanceOf(w.to)]).to.deep.equal([300n, 300n]);
    expect(await w.vault.claim.staticCall(HUB_A.id, w.asset, w.to, 401n)).to.equal(400n);
    await claim(401n);
    expect([await paid(), await w.token.balanceOf(w.to)]).to.deep.equal([700n, 700n]);
    await nothingToClaim(claim(1n));
  });

  it("refuses nothing, before and after there is something", async () => {
    await nothingToClaim(claim(1n));
    await expectRevert(claim(0n), "Vault_ZeroAmount");
    await w.authorise(HUB_A, w.asset, w.to, 700n);
    await expectRevert(claim(0n), "Vault_ZeroAmount");
  });

  it("a hub's word counts for its own counters only", async () => {
    await w.authorise(HUB_A, w.asset, w.to, 700n);
    await nothingToClaim(claim(1n, w.asset, HUB_B.id), HUB_B.id);
    await nothingToClaim(claim(1n, w.asset, b32(0)), b32(0));
    await expectRevert(claim(1n, String(w.other.target)), "Vault_NothingToClaim", HUB_A.id, w.other.target, w.to);
  });

  describe("a hub is never paid more than was credited for it (V-1)", () => {
    it("whatever it authorises, for one recipient or many", async () => {
      await w.deposit(w.bob, HUB_B.id, w.asset, 50_000n);
      await w.authorise(HUB_A, w.asset, w.to, 2n ** 128n - 1n);
      await w.authorise(HUB_A, w.asset, w.carol.address, 9n);
      await claim(9_995n);
      expect(await w.vault.claim.staticCall(HUB_A.id, w.asset, w.carol.address, MaxUint256)).to.equal(5n);
      await w.vault.claim(HUB_A.id, w.asset, w.carol.address, MaxUint256);
      await nothingToClaim(claim(1n));
      expect(await w.vault.totalPaid(HUB_A.id, w.tokenId)).to.equal(10_000n);
      expect(await w.vault.holdings(w.asset)).to.equal(50_000n);
      // More credit makes room again.
      await w.deposit(w.alice, HUB_A.id, w.asset, 30n);
      await claim(MaxUint256);
      expect(await w.token.balanceOf(w.to)).to.equal(9_995n + 30n);
    });

    it("nor are donations paid out", async () => {
      await w.token.mint(w.vault.target, 1_000n);
      await w.authorise(HUB_A, w.asset, w.to, 20_000n);
      await claim(MaxUint256);
      expect(await w.token.balanceOf(w.to)).to.equal(10_000n);
    });
  });

  describe("forbidden recipients", () => {
    it("zero, the vault itself, the asset", async () => {
      for (const recipient of [b20(0), String(w.vault.target), w.asset]) {
        await w.authorise(HUB_A, w.asset, recipient, 700n);
        await expectRevert(w.vault.claim(HUB_A.id, w.asset, recipient, 1n), "Vault_ForbiddenRecipient", recipient);
      }
      await expectRevert(
        w.vault.claim(HUB_A.id, NATIVE_ASSET, NATIVE_ASSET, 1n),
        "Vault_ForbiddenRecipient",
        NATIVE_ASSET,
      );
    });
  });

  describe("tokens", () => {
    beforeEach(() => w.authorise(HUB_A, w.asset, w.to, 700n));

    it("one that blocks the recipient: the claim waits until it does not (V-4)", async () => {
      await w.token.setBlocked(w.to, true);
      const state = await w.storageRoot(w.vault.target);
      await expectRevert(claim(MaxUint256), "OddToken_Blocked", w.to);
      expect(await w.storageRoot(w.vault.target)).to.equal(state);
      await w.token.setBlocked(w.to, false);
      await claim(MaxUint256);
      expect(await w.token.balanceOf(w.to)).to.equal(700n);
    });

    it("one that returns nothing", async () => {
      await w.token.setMode(TokenMode.NoReturn);
      await claim(700n);
      expect(await w.token.balanceOf(w.to)).to.equal(700n);
    });

    it("one that returns false", async () => {
      await w.token.setMode(TokenMode.ReturnFalse);
      await expectRevert(claim(700n), "SafeERC20FailedOperation", w.asset);
      expect(await paid()).to.equal(0n);
    });

    it("one that takes a fee from what is paid: the vault is debited what it paid, no more", async () => {
      await w.token.setMode(TokenMode.FeeOnTransfer);
      await claim(700n);
      expect(await w.token.balanceOf(w.to)).to.equal(693n);
      expect(await w.vault.holdings(w.asset)).to.equal(await w.vault.obligations(w.tokenId));
    });

    it("one that takes more from the vault than is paid (V-3)", async () => {
      await w.token.setMode(TokenMode.Greedy);
      await expectRevert(claim(700n), "Vault_PaidTooMuch", w.asset, 700n, 707n);
      expect(await paid()).to.equal(0n);
    });

    it("one that says it has paid and has not: the claim stays", async () => {
      await w.token.setMode(TokenMode.Lie);
      await expectRevert(claim(700n), "Vault_NothingReceived", w.asset, 700n);
      expect(await paid()).to.equal(0n);
    });

    it("one that calls back in: every way out is closed", async () => {
      const calls = [
        w.vault.interface.encodeFunctionData("claim", [HUB_A.id, w.asset, w.to, 100n]),
        w.vault.interface.encodeFunctionData("redeposit", [HUB_A.id, w.asset, 1n, HUB_A.id, "0x", 0]),
        w.vault.interface.encodeFunctionData("deposit", [HUB_A.id, w.asset, 1n, "0x", 0]),
      ];
      for (const [i, call] of calls.entries()) {
        await w.token.setCall(w.vault.target, call);
        await claim(100n);
        expect(describeRevert(await w.token.callResult())).to.equal("ReentrancyGuardReentrantCall()");
        expect(await w.token.balanceOf(w.to)).to.equal(BigInt(i + 1) * 100n);
      }
    });
  });

  describe("the native coin", () => {
    beforeEach(() => w.authorise(HUB_A, NATIVE_ASSET, w.to, 700n));

    it("is paid", async () => {
      await claim(MaxUint256, NATIVE_ASSET);
      expect(await w.coins(w.to)).to.equal(700n);
      expect(await w.vault.holdings(NATIVE_ASSET)).to.equal(9_300n);
      expect(await w.vault.obligations(w.nativeId)).to.equal(9_300n);
    });

    for (const mode of ["Refuse", "Burn"] as const) {
      it(`to a recipient that does: ${mode}, the claim stays`, async () => {
        await w.payee.setMode(RecipientMode[mode]);
        const paying = w.vault.claim(HUB_A.id, NATIVE_ASSET, w.to, 700n, { gasLimit: 5_000_000n });
        await expectRevert(paying, "Vault_CoinRefused", w.to, 700n);
        await w.payee.setMode(RecipientMode.Accept);
        await claim(700n, NATIVE_ASSET);
        expect(await paid(w.nativeId)).to.equal(700n);
      });
    }

    it("to a recipient that answers with a megabyte: the vault does not pay for copying it", async () => {
      await w.payee.setMode(RecipientMode.Bomb);
      const gas = 3_000_000n;
      await mined(w.vault.claim(HUB_A.id, NATIVE_ASSET, w.to, 700n, { gasLimit: gas }));
      expect(await paid(w.nativeId)).to.equal(700n);
    });

    it("to a recipient that claims again on receipt: once", async () => {
      const again = w.vault.interface.encodeFunctionData("claim", [HUB_A.id, NATIVE_ASSET, w.to, 100n]);
      await w.payee.setCall(w.vault.target, 0n, again);
      await claim(100n, NATIVE_ASSET);
      expect(await w.payee.callSucceeded()).to.equal(false);
      expect(describeRevert(await w.payee.callResult())).to.equal("ReentrancyGuardReentrantCall()");
      expect(await w.coins(w.to)).to.equal(100n);
    });
  });

  describe("stops (V-5)", () => {
    beforeEach(() => w.authorise(HUB_A, w.asset, w.to, 700n));

    it("a pause of deposits does not stop claims", async () => {
      await w.vault.pause();
      await claim(700n);
    });

    it("a freeze does, and ends after 7 days without anybody's doing", async () => {
      const receipt = await mined(w.vault.freezeOutflow());
      const until = BigInt((await receipt.getBlock()).timestamp) + 7n * 86_400n;
      expect(await w.vault.frozenUntil()).to.equal(until);
      await expectRevert(claim(700n), "Vault_OutflowFrozen", until);
      await w.time.setNextBlockTimestamp(until - 1n);
      await expectRevert(claim(700n), "Vault_OutflowFrozen", until);
      await w.time.setNextBlockTimestamp(until);
      await claim(700n);
    });

    it("a freeze does not stop deposits", async () => {
      await w.vault.freezeOutflow();
      await w.deposit(w.alice, HUB_A.id, w.asset, 1n);
    });
  });

  it("loss of the vault's tokens: the claim waits for what is missing", async () => {
    await w.authorise(HUB_A, w.asset, w.to, 700n);
    await w.token.burn(w.vault.target, 9_500n);
    await expectAnyRevert(claim(700n));
    await claim(500n);
    expect(await paid()).to.equal(500n);
    await w.token.mint(w.vault.target, 200n);
    await claim(MaxUint256);
    expect(await w.token.balanceOf(w.to)).to.equal(700n);
  });
});
