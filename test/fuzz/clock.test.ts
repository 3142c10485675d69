import { expect } from "chai";
import fc from "fast-check";
import type { QuorumHarness } from "../../types/index.ts";
import { b20, type Chain, openChain, useWorld } from "../unit/contracts/support/chain.ts";
import { announceSeed, SEED } from "../unit/contracts/support/seed.ts";

const DAY = 86_400;

/** A message: who attests it, how long after the one before, and how old it is then (negative: dated in the future). */
const message = fc.record({
  transport: fc.integer({ min: 0, max: 2 }),
  wait: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3 * DAY })),
  age: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 0, max: 20_000 })),
});

describe("clock: random messages of three transports", () => {
  const w = useWorld(async (): Promise<Chain & { quorum: QuorumHarness }> => {
    const chain = await openChain();
    return { ...chain, quorum: await chain.ethers.deployContract("QuorumHarness") };
  });
  before(announceSeed);

  it("the age is the highest of all samples, each decayed by itself from its own day on", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(message, { maxLength: 25 }), async (m, messages) => {
        const snapshot = await w.helpers.takeSnapshot();
        try {
          for (const i of [0, 1, 2]) await w.quorum.enable(b20(i + 1));
          await w.quorum.setThreshold(m);
          const times = [0, 0, 0];
          const samples: { readonly at: number; readonly value: number }[] = [];
          let now = Number(await w.time.latest()) + 30_000;
          const accepted = () => [...times].sort((a, b) => b - a)[m - 1]!;
          for (const { transport, wait, age } of messages) {
            now += wait;
            const before = accepted();
            times[transport] = Math.max(times[transport]!, Math.min(now, now - age));
            if (accepted() > before) samples.push({ at: now, value: Math.min(7_200, now - accepted()) });
            await w.time.setNextBlockTimestamp(now);
            await w.quorum.attestTime(b20(transport + 1), now - age);
          }
          expect(await w.quorum.acceptedTime()).to.equal(BigInt(accepted()));
          // Linear between halvings, as Clock.sol says; a sample is replaced only by one that is higher at that time.
          const decayed = ({ at, value }: { at: number; value: number }, time: number) => {
            const halvings = Math.floor((time - at) / DAY);
            return halvings >= 16 ? 0 : (value * (2 * DAY - ((time - at) % DAY))) / (2 * DAY * 2 ** halvings);
          };
          for (const later of [0, 1_000, DAY, 5 * DAY + 7]) {
            const time = now + later;
            const expected = Math.max(0, ...samples.map((sample) => decayed(sample, time)));
            const actual = Number(await w.quorum.ageAt(time));
            // Straight lines that start on different days cross. Each lies at most 6.2% above its exponential, so what was the lower of two
            // samples when it came is at most an eighth above the other one later.
            expect(actual)
              .to.be.at.most(expected + 1)
              .and.at.least(Math.floor(expected * (7 / 8)));
          }
        } finally {
          await snapshot.restore();
        }
      }),
      { seed: SEED, numRuns: 60 },
    ));
});
