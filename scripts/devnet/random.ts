/** A small seeded generator (mulberry32), so that a schedule can be repeated from the seed it printed. Not for secrets. */
export class SeededRandom {
  /** What it was started with; print it. */
  readonly seed: number;
  #state: number;

  /** @param seed Any integer; its low 32 bits count. */
  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Uniform among 0 … bound − 1. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True with the given probability: never at 0, always at 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("There is nothing to pick from.");
    return item;
  }

  /** One of the choices, each as often as its weight says. Weights are whole and not all zero. */
  weighted<T extends { readonly weight: number }>(choices: readonly T[]): T {
    let ticket = this.below(choices.reduce((sum, { weight }) => sum + weight, 0));
    for (const choice of choices) {
      ticket -= choice.weight;
      if (ticket < 0) return choice;
    }
    throw new RangeError("There is nothing to choose from.");
  }

  /** The same items in random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  }
}
