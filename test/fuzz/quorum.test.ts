import fc from "fast-check";
import type { QuorumHarness } from "../../types/index.ts";
import {
  attest,
  disable,
  enable,
  expectLikeReference,
  type Step,
  setThreshold,
} from "../unit/contracts/quorum/reference.ts";
import { type Chain, openChain, useWorld } from "../unit/contracts/support/chain.ts";
import { announceSeed, SEED } from "../unit/contracts/support/seed.ts";

/** Six transports for five seats, so that a full roster is met as well. */
const transport = fc.integer({ min: 1, max: 6 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(transport, fc.nat(5), fc.nat(1)).map((args) => attest(...args)) },
  { weight: 2, arbitrary: transport.map(enable) },
  { weight: 2, arbitrary: transport.map(disable) },
  { weight: 1, arbitrary: fc.nat(6).map(setThreshold) },
);

describe("quorum: random sequences of attest, enable, disable, setThreshold (Q-1, Q-3, Q-4)", () => {
  const w = useWorld(async (): Promise<Chain & { quorum: QuorumHarness }> => {
    const chain = await openChain();
    return { ...chain, quorum: await chain.ethers.deployContract("QuorumHarness") };
  });
  before(announceSeed);

  it("equal the reference after every step, errors included", () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: "max" }), (script) => {
        const opening = [enable(1), enable(2), enable(3), setThreshold(2)];
        return expectLikeReference(w.quorum, [[...opening, ...script]]);
      }),
      { seed: SEED, numRuns: 150 },
    ));

  it("from an empty origin too", () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30, size: "max" }), (script) =>
        expectLikeReference(w.quorum, [script]),
      ),
      { seed: SEED, numRuns: 60 },
    ));
});
