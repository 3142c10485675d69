import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { QuorumHarness } from "../../../../types/index.ts";
import { b20, b32, type Chain, openChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { announceSeed, SEED } from "../support/seed.ts";
import { attest, disable, enable, expectLikeReference, type Step, setThreshold } from "./reference.ts";

/** All lists of `length` numbers from 0 to `most`. */
function tuples(length: number, most: number): number[][] {
  if (length === 0) return [[]];
  return tuples(length - 1, most).flatMap((rest) => Array.from({ length: most + 1 }, (_, value) => [...rest, value]));
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const shapes = [1, 2, 3, 4, 5].flatMap((n) => upTo(n).map((m) => [m, n] as const));
const start = (m: number, n: number): Step[] => [...upTo(n).map(enable), setThreshold(m)];

describe("Quorum.sol, Roster.sol", () => {
  const w = useWorld(async (): Promise<Chain & { quorum: QuorumHarness }> => {
    const chain = await openChain();
    return { ...chain, quorum: await chain.ethers.deployContract("QuorumHarness") };
  });

  before(announceSeed);

  for (const [m, n] of shapes) {
    const share = n <= 4 ? "every assignment" : "a fifth of all assignments";
    it(`${m} of ${n}: ${share} of votes, then lower and equal votes again (Q-1, Q-4)`, () => {
      const assignments = tuples(n, 2).filter((_, i) => n <= 4 || i % 5 === SEED % 5);
      const scripts = assignments.map((votes) => [
        ...start(m, n),
        ...votes.flatMap((vote, i) => (vote === 0 ? [] : [attest(i + 1, vote)])),
        ...votes.map((vote, i) => attest(i + 1, Math.max(0, vote - 1))),
        ...votes.map((vote, i) => attest(i + 1, vote)),
      ]);
      return expectLikeReference(w.quorum, scripts);
    });
  }

  for (const [m, n] of shapes.filter(([, n]) => n <= 4)) {
    it(`${m} of ${n}: after any votes any transport is disabled and enabled again, and starts at zero (Q-3)`, () => {
      const scripts = tuples(n, 2).flatMap((votes) =>
        upTo(n).map((gone) => [
          ...start(m, n),
          ...votes.map((vote, i) => attest(i + 1, vote)),
          disable(gone),
          attest(gone, 2),
          enable(gone),
          attest(gone, 1),
          attest(gone, 2, 1),
        ]),
      );
      return expectLikeReference(w.quorum, scripts);
    });
  }

  it("any two transports leave in any order, below M too, and come back in any order (Q-1, Q-3)", () => {
    const scripts = shapes
      .filter(([, n]) => n >= 2 && n <= 4)
      .flatMap(([m, n]) =>
        upTo(n).flatMap((first) =>
          upTo(n)
            .filter((second) => second !== first)
            .flatMap((second) => {
              const votes = upTo(n).map((t) => attest(t, 10 + t));
              const again = [attest(first, 3), attest(second, 4)];
              const leave = [...start(m, n), ...votes, disable(first), disable(second)];
              return [
                [...leave, enable(first), enable(second), ...again],
                [...leave, enable(second), enable(first), ...again],
                [...leave, ...again, setThreshold(Math.max(1, n - 2)), ...votes],
              ];
            }),
        ),
      );
    return expectLikeReference(w.quorum, scripts);
  });

  it("thresholds: every M from 0 to 6 against every N from 0 to 5, before and after votes (Q-1)", () => {
    const scripts = [0, ...upTo(5)].flatMap((n) =>
      [0, ...upTo(6)].map((m) => [
        ...upTo(n).map(enable),
        setThreshold(m),
        ...upTo(n).map((t) => attest(t, t)),
        ...upTo(n).flatMap((lower) => [setThreshold(lower), setThreshold(n + 1)]),
      ]),
    );
    return expectLikeReference(w.quorum, scripts);
  });

  it("keys do not mix, in any interleaving of two of them", () => {
    const scripts = tuples(4, 1).map((keys) => [
      ...start(2, 2),
      ...keys.map((key, i) => attest(1 + (i % 2), i + 1, key)),
      ...keys.map((key, i) => attest(1 + (i % 2), 9 - i, 1 - key)),
    ]);
    return expectLikeReference(w.quorum, scripts);
  });

  it("fewer than M forging transports move nothing above what an honest one has attested (Q-2)", async () => {
    const scripts = shapes
      .filter(([m]) => m > 1)
      .map(([m, n]) => [...start(m, n), attest(n, 5), ...upTo(m - 1).map((forger) => attest(forger, 255))]);
    await expectLikeReference(w.quorum, scripts);
  });

  describe("enable", () => {
    it("refuses the zero address", () => expectRevert(w.quorum.enable(ZeroAddress), "Quorum_ZeroTransport"));

    it("refuses a transport twice", async () => {
      await w.quorum.enable(b20(1));
      await expectRevert(w.quorum.enable(b20(1)), "Quorum_AlreadyEnabled", b20(1));
    });

    it("refuses a sixth transport", async () => {
      for (const t of upTo(5)) await w.quorum.enable(b20(t));
      await expectRevert(w.quorum.enable(b20(6)), "Quorum_RosterFull", 5);
    });

    it("never gives a seat out twice", async () => {
      const seats = new Set<bigint>();
      for (let round = 0; round < 4; round++) {
        for (const t of upTo(5)) await w.quorum.enable(b20(t));
        for (const t of upTo(5)) seats.add(await w.quorum.seatOf(b20(t)));
        for (const t of upTo(5)) await w.quorum.disable(b20(t));
      }
      expect([...seats]).to.deep.equal(upTo(20).map(BigInt));
    });
  });

  describe("disable", () => {
    it("refuses a transport that is not enabled", () =>
      expectRevert(w.quorum.disable(b20(1)), "Quorum_NotEnabled", b20(1)));

    it("keeps the others in the roster, whichever leaves, and leaves no bit behind with the last", async () => {
      for (const gone of upTo(5)) {
        for (const t of upTo(5)) await w.quorum.enable(b20(t));
        await w.quorum.setThreshold(3);
        await w.quorum.disable(b20(gone));
        const [members, threshold] = await w.quorum.members();
        expect([...members].map(Number).sort()).to.deep.equal(upTo(5).filter((t) => t !== gone));
        expect(threshold).to.equal(3n);
        for (const t of upTo(5).filter((t) => t !== gone)) await w.quorum.disable(b20(t));
        const lastSeat = BigInt(gone * 5) << 16n;
        expect(await w.quorum.rosterWord()).to.equal(lastSeat | 3n);
        expect(await w.quorum.clockWord()).to.equal(0n);
      }
    });
  });

  it("counts whole 256-bit numbers", async () => {
    for (const t of [1, 2]) await w.quorum.enable(b20(t));
    await w.quorum.setThreshold(2);
    await w.quorum.attest(b20(1), b32(1), 2n ** 256n - 1n);
    await w.quorum.attest(b20(2), b32(1), 2n ** 200n);
    expect(await w.quorum.accepted(b32(1))).to.equal(2n ** 200n);
  });

  describe("kthLargest", () => {
    it("is the sorted list's k-th entry, for every list of up to 4 values from {0, 1, 2}; 0 outside of it", async () => {
      for (const list of upTo(4).flatMap((n) => tuples(n, 2))) {
        const sorted = [...list].sort((a, b) => b - a);
        for (const k of [0, ...upTo(list.length + 1)]) {
          expect(await w.quorum.kthLargest(list, k), `${list} ${k}`).to.equal(BigInt(sorted[k - 1] ?? 0));
        }
      }
    });
  });
});
