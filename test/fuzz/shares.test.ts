import { expect } from "chai";
import fc from "fast-check";
import type { SharesHarness } from "../../types/index.ts";
import { type Chain, openChain, useWorld } from "../unit/contracts/support/chain.ts";
import { announceSeed, SEED } from "../unit/contracts/support/seed.ts";

const WAD = 10n ** 18n;
const U128 = 2n ** 128n - 1n;

const bigUpTo = (max: bigint) =>
  fc.oneof(fc.bigInt({ min: 0n, max }), fc.bigInt({ min: 0n, max: max < 100n ? max : 100n }));
const amount = bigUpTo(U128);
/** An index after losses: anywhere from one part in 10^18 to one. */
const index = fc.oneof(
  fc.bigInt({ min: 1n, max: WAD }),
  fc.bigInt({ min: 1n, max: 1_000n }),
  fc.bigInt({ min: WAD - 1_000n, max: WAD }),
);
const ceil = (a: bigint, b: bigint) => (a + b - 1n) / b;

describe("Shares.sol: rounding, at any index up to one", () => {
  const w = useWorld(async (): Promise<Chain & { shares: SharesHarness }> => {
    const chain = await openChain();
    return { ...chain, shares: await chain.ethers.deployContract("SharesHarness") };
  });
  before(announceSeed);
  const property = <T extends [unknown, ...unknown[]]>(
    arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
    check: (...args: T) => Promise<void>,
  ) => fc.assert(fc.asyncProperty(...arbitraries, check), { seed: SEED, numRuns: 200 });

  it("are the exact quotients, rounded as their names say", () =>
    property([amount, index], async (a, i) => {
      expect(await w.shares.fromAmountDown(a, i)).to.equal((a * WAD) / i);
      expect(await w.shares.fromAmountUp(a, i)).to.equal(ceil(a * WAD, i));
      expect(await w.shares.toAmountDown(a, i)).to.equal((a * i) / WAD);
    }));

  it("money in: shares are never worth more than was paid, and at most one unit less", () =>
    property([amount, index], async (a, i) => {
      const worth = await w.shares.toAmountDown(await w.shares.fromAmountDown(a, i), i);
      expect(worth <= a).to.equal(true);
      expect(a - worth <= 1n).to.equal(true);
    }));

  it("money out: what is burnt was worth at least what is taken", () =>
    property([amount, index], async (a, i) => {
      const burnt = await w.shares.fromAmountUp(a, i);
      expect(burnt * i >= a * WAD).to.equal(true);
    }));

  it("money out: whatever is within the worth of some shares burns no more than these shares", () =>
    property([amount, index, fc.bigInt({ min: 0n, max: U128 })], async (s, i, part) => {
      const worth = await w.shares.toAmountDown(s, i);
      const taken = worth === 0n ? 0n : part % (worth + 1n);
      expect((await w.shares.fromAmountUp(taken, i)) <= s).to.equal(true);
    }));

  it("in and out again gains nothing, however it is cut", () =>
    property([amount, index, fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 })], async (a, i, cuts) => {
      let shares = await w.shares.fromAmountDown(a, i);
      let got = 0n;
      for (const percent of cuts) {
        const take = ((await w.shares.toAmountDown(shares, i)) * BigInt(percent)) / 100n;
        shares -= await w.shares.fromAmountUp(take, i);
        got += take;
      }
      expect(got + (await w.shares.toAmountDown(shares, i)) <= a).to.equal(true);
    }));

  it("at an index of one shares are native units", () =>
    property([amount], async (a) => {
      expect(await w.shares.fromAmountDown(a, WAD)).to.equal(a);
      expect(await w.shares.fromAmountUp(a, WAD)).to.equal(a);
      expect(await w.shares.toAmountDown(a, WAD)).to.equal(a);
    }));
});
