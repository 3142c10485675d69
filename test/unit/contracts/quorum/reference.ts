import { expect } from "chai";
import { id } from "ethers";
import type { QuorumHarness } from "../../../../types/index.ts";

/** Actions of `QuorumHarness`. */
export const Action = { Attest: 0, Enable: 1, Disable: 2, SetThreshold: 3 } as const;

/** One step of a script: `transport` counts from 1, `value` is a vote or a threshold. */
export interface Step {
  readonly action: (typeof Action)[keyof typeof Action];
  readonly transport: number;
  readonly key: number;
  readonly value: number;
}

export const attest = (transport: number, value: number, key = 0): Step => ({
  action: Action.Attest,
  transport,
  key,
  value,
});
export const enable = (transport: number): Step => ({ action: Action.Enable, transport, key: 0, value: 0 });
export const disable = (transport: number): Step => ({ action: Action.Disable, transport, key: 0, value: 0 });
export const setThreshold = (value: number): Step => ({ action: Action.SetThreshold, transport: 0, key: 0, value });

/** Says what a quorum must do, in the plainest way: votes live in the enabled transport, and die with it. */
class Reference {
  readonly #votes = new Map<number, Map<number, number>>();
  #threshold = 0;

  /** Does a step; returns the name of the error it must end in, if any. */
  do({ action, transport, key, value }: Step): string | undefined {
    const own = this.#votes.get(transport);
    if (action === Action.SetThreshold) {
      if (value < 1 || value > this.#votes.size) return "Quorum_ThresholdOutOfRange(uint256,uint256)";
      this.#threshold = value;
    } else if (action === Action.Enable) {
      if (own !== undefined) return "Quorum_AlreadyEnabled(address)";
      if (this.#votes.size === 5) return "Quorum_RosterFull(uint256)";
      this.#votes.set(transport, new Map());
    } else {
      if (own === undefined) return "Quorum_NotEnabled(address)";
      if (action === Action.Disable) this.#votes.delete(transport);
      else own.set(key, Math.max(own.get(key) ?? 0, value));
    }
    return undefined;
  }

  accepted(key: number): number {
    const votes = [...this.#votes.values()].map((own) => own.get(key) ?? 0).sort((a, b) => b - a);
    return this.#threshold === 0 ? 0 : (votes[this.#threshold - 1] ?? 0);
  }
}

/** Most steps in one call: EIP-7825 bounds a call to 2^24 gas. */
const STEPS_PER_CALL = 250;
const CALL_GAS = { gasLimit: 2n ** 24n } as const;

/** Plays all scripts on chain and asserts that every step of every script comes to what the reference says. */
export async function expectLikeReference(
  harness: QuorumHarness,
  scripts: readonly (readonly Step[])[],
): Promise<void> {
  for (let start = 0, end = 0; start < scripts.length; start = end) {
    let steps = 0;
    while (end < scripts.length && steps < STEPS_PER_CALL) steps += scripts[end++]!.length;
    const some = scripts.slice(start, end);
    const outcomes = await harness.run.staticCall(some as Parameters<QuorumHarness["run"]>[0], CALL_GAS);
    some.forEach((script, i) => {
      const reference = new Reference();
      script.forEach((step, j) => {
        const error = reference.do(step);
        const { first, second, failure } = outcomes[i]![j]!;
        const expected = [
          reference.accepted(0),
          reference.accepted(1),
          error === undefined ? "0x00000000" : id(error).slice(0, 10),
        ];
        const actual = [Number(first), Number(second), failure];
        // A string comparison is a hundred times faster than chai's, and these are hundreds of thousands.
        if (String(actual) !== String(expected))
          expect(actual, JSON.stringify(script.slice(0, j + 1))).to.deep.equal(expected);
      });
    });
  }
}
