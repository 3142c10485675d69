import { expect } from "chai";
import { AbiCoder } from "ethers";
import { b20, b32, mined, PLENTY, useWorld, word } from "../support/chain.ts";
import { describeRevert, expectAnyRevert, expectRevert } from "../support/errors.ts";
import { hubWorld, type Release, UNITS, USDC, VAULT_1, WETH } from "./world.ts";

const TO = word(b20(0x77));

interface Call {
  readonly module: string;
  readonly value: bigint;
  readonly data: string;
}

describe("Hub.batch", () => {
  const w = useWorld(async () => {
    const world = await hubWorld();
    for (const account of [world.ALICE, world.BOB]) {
      for (const asset of [WETH, USDC, UNITS]) await world.credit(VAULT_1, asset, account, 1_000n);
    }
    return world;
  });
  const module = () => String(w.module.target);
  const call = (data: string, value = 0n, target = module()): Call => ({ module: target, value, data });
  const encode = (
    name: "nest" | "nestAndSwallow" | "fail" | "whoami" | "call" | "releaseAndUndo",
    args: unknown[] = [],
  ) => w.module.interface.encodeFunctionData(name as "nest", args as [Call[]]);
  const release = (account: string, amount = 1n, asset: string = WETH): Release => ({
    account,
    vault: VAULT_1.id,
    asset,
    amount,
    recipient: TO,
  });
  const batch = (calls: Call[], value = 0n) => w.hub.connect(w.carol).batch(calls, { value, ...PLENTY });
  const line = (account: string) => w.hub.lineOf(account, VAULT_1.id, WETH);

  /** The accounts that a transaction had checked, in order. */
  async function checked(hash: string): Promise<string[]> {
    const hub = String(w.hub.target).toLowerCase();
    const own = String(w.check.target).toLowerCase();
    const checks = (await w.trace(hash)).filter(({ to }) => to === own);
    for (const { from, type } of checks) expect({ from, type }).to.deep.equal({ from: hub, type: "STATICCALL" });
    return checks.map(({ input }) => `0x${input.slice(10)}`);
  }

  /** Asserts that a transaction did nothing after the first check but to check and to answer the checks. */
  async function expectChecksLast(hash: string): Promise<void> {
    const judges = [w.check.target, w.hub.target].map((address) => String(address).toLowerCase());
    const calls = await w.trace(hash);
    const first = calls.findIndex(({ to }) => to === judges[0]);
    expect(first).to.be.greaterThan(0);
    for (const { from, to } of calls.slice(first)) expect(judges).to.include(from).and.to.include(to);
  }

  describe("calls", () => {
    it("runs them in order, returns what they return, and tells each who called the batch", async () => {
      const calls = [call(encode("whoami"), 3n), call(encode("whoami"))];
      const results = await w.hub.connect(w.carol).batch.staticCall(calls, { value: 3n });
      const decoded = results.map((data) => [...AbiCoder.defaultAbiCoder().decode(["address", "uint256"], data)]);
      expect(decoded).to.deep.equal([
        [w.carol.address, 3n],
        [w.carol.address, 0n],
      ]);
    });

    it("an empty batch is no error", async () => {
      await batch([]);
    });

    it("refuses anything that is not a module, a removed one included", async () => {
      await expectRevert(batch([call("0x", 0n, w.bob.address)]), "Hub_NotModule", w.bob.address);
      await expectRevert(batch([call("0x", 0n, String(w.hub.target))]), "Hub_NotModule", w.hub.target);
      await w.hub.setModule(w.module.target, false);
      await expectRevert(batch([call(encode("whoami"))]), "Hub_NotModule", w.module.target);
    });

    it("passes a module's revert on as it is, and everything is undone", async () => {
      await expectRevert(
        batch([w.releaseCall(release(w.ALICE)), call(encode("fail", [7n]))]),
        "ModuleDouble_Failed",
        7,
      );
      expect(await line(w.ALICE)).to.equal(1_000n);
    });

    it("a module knows that only the hub calls it", () =>
      expectRevert(w.module.connect(w.carol).whoami(), "Module_OnlyHub", w.carol.address));
  });

  describe("value", () => {
    it("must be the sum of the calls' values, no more and no less", async () => {
      await expectRevert(batch([call(encode("whoami"), 3n), call(encode("whoami"), 4n)], 8n), "Hub_WrongValue", 7, 8);
      await expectRevert(batch([call(encode("whoami"))], 1n), "Hub_WrongValue", 0, 1);
      await expectRevert(batch([], 1n), "Hub_WrongValue", 0, 1);
      await expectAnyRevert(batch([call(encode("whoami"), 3n)], 2n));
    });

    it("a nested batch cannot spend what the outer one holds for a later call", async () => {
      const greedy = encode("nest", [[call(encode("whoami"), 5n)]]);
      await expectRevert(batch([call(greedy), call(encode("whoami"), 5n)], 5n), "Hub_WrongValue", 5, 0);
      const nested = encode("nest", [[call(encode("whoami"), 2n)]]);
      await batch([call(nested, 2n), call(encode("whoami"), 5n)], 7n);
      expect(await w.coins(module())).to.equal(7n);
      expect(await w.coins(String(w.hub.target))).to.equal(0n);
    });

    it("coins sent to the hub by themselves are refused", () =>
      expectRevert(
        w.carol.sendTransaction({ to: w.hub.target, value: 5n }),
        "Outbox_UnexpectedCoins",
        w.carol.address,
        5n,
      ));
  });

  describe("margin check (H-3)", () => {
    beforeEach(() => w.hub.setMarginCheck(w.check.target));

    it("judges every touched account exactly once, at the end, however often it was touched", async () => {
      const receipt = await mined(
        batch([
          w.releaseCall(release(w.ALICE), release(w.BOB), release(w.ALICE)),
          call(encode("whoami")),
          w.releaseCall(release(w.ALICE, 1n, USDC), release(w.BOB, 2n, UNITS)),
        ]),
      );
      expect(await checked(receipt.hash)).to.deep.equal([w.ALICE, w.BOB]);
      await expectChecksLast(receipt.hash);
    });

    it("judges nobody whom the batch has not touched", async () => {
      await w.check.setRefused(w.BOB, true);
      const receipt = await mined(batch([w.releaseCall(release(w.ALICE))]));
      expect(await checked(receipt.hash)).to.deep.equal([w.ALICE]);
      expect(await checked((await mined(batch([call(encode("whoami"))]))).hash)).to.deep.equal([]);
    });

    it("a refusal undoes the whole batch", async () => {
      await w.check.setRefused(w.BOB, true);
      const calls = [w.releaseCall(release(w.ALICE)), w.releaseCall(release(w.BOB))];
      await expectRevert(batch(calls), "CheckDouble_Refused", w.BOB);
      expect([await line(w.ALICE), await line(w.BOB)]).to.deep.equal([1_000n, 1_000n]);
      expect(await w.hub.released(VAULT_1.id, WETH, TO)).to.equal(0n);
    });

    it("waits for the outermost batch, when a module enters it again, several times deep", async () => {
      const inner = encode("nest", [[w.releaseCall(release(w.BOB))]]);
      const middle = encode("nest", [[call(inner), w.releaseCall(release(w.ALICE))]]);
      const receipt = await mined(
        batch([call(middle), w.releaseCall(release(w.ALICE, 5n)), call(encode("nest", [[]])), call(encode("whoami"))]),
      );
      expect(await checked(receipt.hash)).to.deep.equal([w.BOB, w.ALICE]);
      await expectChecksLast(receipt.hash);
    });

    it("an account is judged by what it is in the end: debt that is gone by then is none", async () => {
      await w.hub.setMarginCheck(w.noBorrow.target);
      const cash = 1_000n * 10n ** 12n;
      // Alice's 1,000 and 500 of Bob's coins go out of the pool; then 600 more arrive for Alice.
      const message = w.fromVault(VAULT_1, [w.credited(USDC, w.ALICE, 1_600n)]);
      await w.relay(0, VAULT_1, message);
      const arrive = encode("call", [
        String(w.direct[1]!.target),
        w.direct[1]!.interface.encodeFunctionData("relay", [String(w.hub.target), VAULT_1.interoperable, message]),
      ]);
      const debt = w.releaseCall(release(w.ALICE, 1_500n, USDC));
      await batch([debt, call(arrive)]);
      expect(await w.hub.cashOf(w.ALICE)).to.equal(cash / 10n);
      await expectRevert(
        batch([w.releaseCall(release(w.ALICE, 101n, USDC))]),
        "NoBorrowCheck_NegativeCash",
        w.ALICE,
        -(10n ** 12n),
      );
    });

    it("what was undone inside the batch has touched nobody", async () => {
      await w.check.setRefused(w.ALICE, true);
      const receipt = await mined(batch([call(encode("releaseAndUndo", [release(w.ALICE)]))]));
      expect(await checked(receipt.hash)).to.deep.equal([]);
      expect(await line(w.ALICE)).to.equal(1_000n);
    });

    it("a nested batch that failed and was swallowed has touched nobody, and the outer one still checks", async () => {
      await w.check.setRefused(w.ALICE, true);
      const failing = [w.releaseCall(release(w.ALICE)), call(encode("fail", [9n]))];
      const calls = [call(encode("nestAndSwallow", [failing])), w.releaseCall(release(w.BOB))];
      const receipt = await mined(batch(calls));
      expect(await checked(receipt.hash)).to.deep.equal([w.BOB]);
      const results = await w.hub.connect(w.carol).batch.staticCall(calls);
      const [reason] = AbiCoder.defaultAbiCoder().decode(["bytes"], results[0]!);
      expect(describeRevert(reason)).to.equal('ModuleDouble_Failed("9")');
    });

    it("a swallowed refusal is impossible: nested batches are not judged on their own", async () => {
      await w.check.setRefused(w.ALICE, true);
      const nested = call(encode("nestAndSwallow", [[w.releaseCall(release(w.ALICE))]]));
      await expectRevert(batch([nested]), "CheckDouble_Refused", w.ALICE);
    });

    it("two batches in one transaction are judged apart", async () => {
      const person = await w.ethers.deployContract("OddRecipient");
      const encodeBatch = (...releases: Release[]) =>
        w.hub.interface.encodeFunctionData("batch", [[w.releaseCall(...releases)]]);
      const receipt = await mined(
        person.executeAll(w.hub.target, [
          encodeBatch(release(w.ALICE), release(w.BOB)),
          encodeBatch(release(w.BOB)),
          encodeBatch(),
        ]),
      );
      expect(await checked(receipt.hash)).to.deep.equal([w.ALICE, w.BOB, w.BOB]);
    });

    it("merging credit touches nobody: what only gains needs no judge", async () => {
      await w.check.setRefused(w.ALICE, true);
      const receipt = await w.credit(VAULT_1, WETH, w.ALICE, 1_001n);
      expect(await checked(receipt.hash)).to.deep.equal([]);
    });
  });
});

describe("NoBorrowCheck", () => {
  const w = useWorld(hubWorld);

  it("lets an account go to zero, not below", async () => {
    await w.credit(VAULT_1, USDC, w.ALICE, 10n);
    await w.credit(VAULT_1, USDC, w.BOB, 10n);
    const release = (amount: bigint) =>
      w.hub.batch([w.releaseCall({ account: w.ALICE, vault: VAULT_1.id, asset: USDC, amount, recipient: b32(5) })]);
    await expectRevert(release(11n), "NoBorrowCheck_NegativeCash", w.ALICE, -(10n ** 12n));
    await release(10n);
    expect(await w.hub.cashOf(w.ALICE)).to.equal(0n);
  });
});
