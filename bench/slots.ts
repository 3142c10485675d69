/** How the slots that a measured transaction touches stand before it; a first write costs five times a later one. */
export type SlotState = "zero" | "non-zero" | "infinite";

/** Reads one slot through a getter. */
export type SlotReader = () => Promise<bigint>;

const INFINITE = 2n ** 256n - 1n;

/**
 * Holds a fixture to its word: every slot it names is in the state it says.
 *
 * @throws Error naming the first slot that is not, or that nobody can read.
 */
export async function requireSlots(
  claimed: Readonly<Record<string, string>>,
  readers: Readonly<Record<string, SlotReader>>,
): Promise<void> {
  for (const [slot, state] of Object.entries(claimed)) {
    const read = readers[slot];
    if (read === undefined)
      throw new Error(`the fixture speaks of the slot "${slot}", which this measurement cannot read`);
    const actual = stateOf(await read());
    const holds = actual === state || (actual === "infinite" && state === "non-zero");
    if (!holds) throw new Error(`the fixture says that "${slot}" is ${state}, but it is ${actual}`);
  }
}

function stateOf(value: bigint): SlotState {
  if (value === 0n) return "zero";
  return value === INFINITE ? "infinite" : "non-zero";
}
