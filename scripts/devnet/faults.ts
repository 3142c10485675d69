import type { ChainName } from "./profiles.ts";
import { SeededRandom } from "./random.ts";
import type { Transit, TransportName } from "./transit.ts";

/** Which messages something applies to; what is left out matches everything. */
export interface Scope {
  readonly transport?: TransportName;
  readonly from?: ChainName;
  readonly to?: ChainName;
}

/** What can go wrong on the way. Probabilities are per message, decided once, when the message is first seen. */
export interface FaultSettings {
  /** Probability that a message is held back until it is released, if ever. */
  readonly drop: number;
  /** Probability that a message is attested and delivered a second time, up to three ticks later. */
  readonly duplicate: number;
  /** Whether messages that are due in the same tick are attested and delivered in random order. */
  readonly reorder: boolean;
  /** Most ticks a message waits beyond finality; each message draws its own number, from 0. */
  readonly delayTicks: number;
  /** Seconds of devnet time that every message waits beyond finality. */
  readonly delaySeconds: number;
  /** Probability that a message is attested before its block is final: the transport itself is faulty. */
  readonly early: number;
}

/** Faultless service. */
export const NO_FAULTS: FaultSettings = {
  drop: 0,
  duplicate: 0,
  reorder: false,
  delayTicks: 0,
  delaySeconds: 0,
  early: 0,
};

type Direction = Required<Scope>;

/** The faults that are switched on, by transport and direction, with one seeded source of chance. */
export class FaultPlan {
  #random: SeededRandom;
  #rules: { readonly scope: Scope; readonly settings: FaultSettings }[] = [];
  #dead: Scope[] = [];

  /** @param seed Callers print it, so that a run can be repeated. */
  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  /** The generator behind every choice; schedules may draw from it too. */
  get random(): SeededRandom {
    return this.#random;
  }

  /** Starts the sequence of choices anew. */
  reseed(seed: number): void {
    this.#random = new SeededRandom(seed);
  }

  /** Switches faults on for messages seen from now on. For each message the newest rule that matches it applies, whole. */
  set(scope: Scope, settings: Partial<FaultSettings>): void {
    this.#rules.push({ scope, settings: { ...NO_FAULTS, ...settings } });
  }

  /** Switches all faults off and brings dead transports back. Held messages stay held: release them. */
  clear(): void {
    this.#rules = [];
    this.#dead = [];
  }

  /** Stops the workers in `scope`: nothing is attested or delivered, and nothing that is sent is lost. */
  kill(scope: Scope): void {
    this.#dead.push(scope);
  }

  /** Takes back {@link kill}s that fall into `scope`; what was sent meanwhile goes out. */
  restore(scope: Scope): void {
    this.#dead = this.#dead.filter((dead) => !covers(scope, dead));
  }

  isDead(direction: Direction): boolean {
    return this.#dead.some((scope) => matches(scope, direction));
  }

  settingsFor(direction: Direction): FaultSettings {
    return this.#rules.findLast(({ scope }) => matches(scope, direction))?.settings ?? NO_FAULTS;
  }

  /** Decides what happens to a message that was just seen; returns in how many ticks a second copy follows, if one does. */
  judge(transit: Transit, tick: number, now: number): number | undefined {
    const faults = this.settingsFor(transit);
    if (this.#random.chance(faults.drop)) transit.phase = "held";
    transit.dueTick = tick + this.#random.below(faults.delayTicks + 1);
    transit.dueTime = faults.delaySeconds === 0 ? 0 : now + faults.delaySeconds;
    transit.early = this.#random.chance(faults.early);
    return this.#random.chance(faults.duplicate) ? this.#random.below(4) : undefined;
  }

  /** Shuffles those of the messages whose direction is set to reorder among their own places. */
  arrange<T extends Transit>(transits: readonly T[]): T[] {
    const loose = transits.filter((transit) => this.settingsFor(transit).reorder);
    if (loose.length < 2) return [...transits];
    const shuffled = this.#random.shuffle(loose);
    const isLoose = new Set<T>(loose);
    return transits.map((transit) => (isLoose.has(transit) ? (shuffled.shift() as T) : transit));
  }
}

/** Whether a message that travels `direction` falls into `scope`. */
export function matches(scope: Scope, direction: Direction): boolean {
  return covers(scope, direction);
}

/** Whether everything in `inner` falls into `outer`. */
function covers(outer: Scope, inner: Scope): boolean {
  return (
    (outer.transport === undefined || outer.transport === inner.transport) &&
    (outer.from === undefined || outer.from === inner.from) &&
    (outer.to === undefined || outer.to === inner.to)
  );
}
