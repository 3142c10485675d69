import { expect } from "chai";
import type { QuorumHarness } from "../../../../types/index.ts";
import { b20, type Chain, openChain, useWorld } from "../support/chain.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;
const [A, B, C] = [b20(1), b20(2), b20(3)] as const;

describe("Clock.sol and Quorum.attestTime", () => {
  const w = useWorld(async (): Promise<Chain & { quorum: QuorumHarness }> => {
    const chain = await openChain();
    return { ...chain, quorum: await chain.ethers.deployContract("QuorumHarness") };
  });

  /** A time that is a round number of days, in the future of the chain. */
  let T = 0n;

  before(async () => {
    T = (BigInt(await w.time.latest()) / DAY + 2n) * DAY;
  });

  async function at(timestamp: bigint, action: () => Promise<unknown>): Promise<void> {
    await w.time.setNextBlockTimestamp(timestamp);
    await action();
  }

  async function enabled(threshold: number, ...transports: string[]): Promise<void> {
    for (const transport of transports) await w.quorum.enable(transport);
    await w.quorum.setThreshold(threshold);
  }

  const attest = (transport: string, time: bigint) => w.quorum.attestTime(transport, time);
  const acceptedTime = () => w.quorum.acceptedTime();
  const ageAt = (timestamp: bigint) => w.quorum.ageAt(timestamp);

  describe("accepted time", () => {
    it("is the M-th newest", async () => {
      await enabled(2, A, B, C);
      await at(T, () => attest(A, T - 10n));
      expect(await acceptedTime()).to.equal(0n);
      await at(T + 1n, () => attest(B, T - 30n));
      expect(await acceptedTime()).to.equal(T - 30n);
      await at(T + 2n, () => attest(C, T - 20n));
      expect(await acceptedTime()).to.equal(T - 20n);
    });

    it("an older time changes nothing", async () => {
      await enabled(1, A);
      await at(T, () => attest(A, T - 10n));
      const before = await w.quorum.clockWord();
      await at(T + 1n, () => attest(A, T - 11n));
      await at(T + 2n, () => attest(A, T - 10n));
      expect(await w.quorum.clockWord()).to.equal(before);
    });

    it("a time in the future is taken as now, so that it is overtaken at once", async () => {
      await enabled(1, A);
      await at(T, () => attest(A, 2n ** 64n - 1n));
      expect(await acceptedTime()).to.equal(T);
      expect(await ageAt(T)).to.equal(0n);
      await at(T + 100n, () => attest(A, T + 60n));
      expect(await acceptedTime()).to.equal(T + 60n);
      expect(await ageAt(T + 100n)).to.equal(40n);
    });

    it("never falls: not when transports are disabled, and not by old messages to one that was enabled again", async () => {
      await enabled(2, A, B);
      await at(T, () => attest(A, T - 1n));
      await at(T + 1n, () => attest(B, T - 2n));
      await w.quorum.disable(A);
      expect(await acceptedTime()).to.equal(T - 2n);
      await w.quorum.enable(A);
      // A year-old message, replayed to the fresh seat: M transports agree on it, and it is neither news nor a sample of the age.
      await at(T + 10n, () => attest(A, T - 365n * DAY));
      await at(T + 11n, () => attest(A, T - 2n));
      expect(await acceptedTime()).to.equal(T - 2n);
      expect(await ageAt(T + 11n)).to.equal(3n);
      await at(T + 20n, () => attest(A, T + 15n));
      await at(T + 21n, () => attest(B, T + 16n));
      expect(await acceptedTime()).to.equal(T + 15n);
      expect(await ageAt(T + 21n)).to.equal(6n);
    });

    it("moves with the transport when another one is disabled, whichever", async () => {
      for (const gone of [A, B, C]) {
        const snapshot = await w.helpers.takeSnapshot();
        await enabled(1, A, B, C);
        const times = new Map([
          [A, T - 1n],
          [B, T - 2n],
          [C, T - 3n],
        ]);
        for (const [transport, time] of times) {
          await w.time.setNextBlockTimestamp(T + 10n - time + T);
          await attest(transport, time);
        }
        await w.quorum.disable(gone);
        times.delete(gone);
        const [members] = await w.quorum.members();
        for (const [position, transport] of members.entries()) {
          expect(await w.quorum.timeAt(position)).to.equal(times.get(transport));
        }
        expect(await w.quorum.timeAt(2)).to.equal(0n);
        await snapshot.restore();
      }
    });
  });

  describe("age", () => {
    async function peakOf(age: bigint): Promise<void> {
      await enabled(1, A);
      await at(T, () => attest(A, T - age));
    }

    it("is how late the newest time was accepted", async () => {
      await peakOf(4_000n);
      expect(await ageAt(T)).to.equal(4_000n);
    });

    it("halves every 24 hours, on straight lines in between, and is gone after 16 days", async () => {
      await peakOf(4_000n);
      expect(await ageAt(T + 12n * HOUR)).to.equal(3_000n);
      expect(await ageAt(T + DAY)).to.equal(2_000n);
      expect(await ageAt(T + 36n * HOUR)).to.equal(1_500n);
      expect(await ageAt(T + 2n * DAY)).to.equal(1_000n);
      expect(await ageAt(T + 16n * DAY - 1n)).to.equal(1n);
      expect(await ageAt(T + 16n * DAY)).to.equal(0n);
      expect(await ageAt(T + 10_000n * DAY)).to.equal(0n);
    });

    it("is rounded up", async () => {
      await peakOf(3n);
      expect(await ageAt(T + 1n)).to.equal(3n);
      expect(await ageAt(T + DAY)).to.equal(2n);
      expect(await ageAt(T + 2n * DAY)).to.equal(1n);
    });

    it("never lies below the exponential", async () => {
      await peakOf(7_200n);
      for (let t = 0n; t < 16n * DAY; t += 7_919n) {
        const exact = 7_200 * 2 ** (-Number(t) / Number(DAY));
        expect(Number(await ageAt(T + t)))
          .to.be.at.least(exact)
          .and.at.most(exact * 1.0615 + 1);
      }
    });

    it("one sample is clamped at two hours", async () => {
      await peakOf(7_201n);
      expect(await ageAt(T)).to.equal(7_200n);
      await at(T + 20n * DAY, () => attest(A, T + 1n));
      expect(await ageAt(T + 20n * DAY)).to.equal(7_200n);
    });

    it("a higher sample replaces the peak; a lower one leaves it to decay", async () => {
      await peakOf(1_000n);
      await at(T + DAY, () => attest(A, T + DAY - 400n));
      expect(await ageAt(T + DAY)).to.equal(500n);
      await at(T + DAY + HOUR, () => attest(A, T + DAY + HOUR - 600n));
      expect(await ageAt(T + DAY + HOUR)).to.equal(600n);
      expect(await ageAt(T + 2n * DAY + HOUR)).to.equal(300n);
    });

    it("decays as fast when fresh messages come often: they must not wind the half-life up again", async () => {
      await peakOf(4_000n);
      for (let t = 60n; t <= 2n * HOUR; t += 60n) await at(T + t, () => attest(A, T + t));
      expect(await acceptedTime()).to.equal(T + 2n * HOUR);
      expect(await ageAt(T + DAY)).to.equal(2_000n);
      expect(await ageAt(T + 2n * DAY)).to.equal(1_000n);
    });

    it("replays, older and equal times are no samples (Q-4)", async () => {
      await peakOf(100n);
      await at(T + HOUR, () => attest(A, T - 100n));
      await at(T + 2n * HOUR, () => attest(A, T - 200n));
      expect(await ageAt(T + DAY)).to.equal(50n);
    });

    it("is sampled only when the accepted time advances", async () => {
      await enabled(2, A, B);
      await at(T, () => attest(A, T - 5_000n));
      expect(await ageAt(T)).to.equal(0n);
      await at(T + 10n, () => attest(A, T));
      expect(await ageAt(T + 10n)).to.equal(0n);
      await at(T + 20n, () => attest(B, T - 100n));
      expect(await ageAt(T + 20n)).to.equal(120n);
    });
  });

  it("five times, peak and its date share one word without touching each other", async () => {
    const transports = [1, 2, 3, 4, 5].map(b20);
    await enabled(5, ...transports);
    for (const [i, transport] of transports.entries()) {
      await at(T + BigInt(i), () => attest(transport, T - 7_000n - BigInt(i)));
    }
    for (const i of transports.keys()) expect(await w.quorum.timeAt(i)).to.equal(T - 7_000n - BigInt(i));
    expect(await w.quorum.peakAt()).to.equal(T + 4n);
    expect(await ageAt(T + 4n)).to.equal(7_008n);
  });
});
