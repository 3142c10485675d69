import type { Chain } from "./chain.ts";
import type { DevnetClock } from "./clock.ts";
import { type FaultPlan, matches, type Scope } from "./faults.ts";
import type { ChainName } from "./profiles.ts";
import type { Forgery, Phase, Transit, TransportWorker, Verdict } from "./transit.ts";
import { ChainWatcher } from "./watcher.ts";

/** How many messages stand where. */
export type Summary = Readonly<Record<Phase, number>>;

/** No schedule needs as many rounds; a drain that does has met an endless loop. */
const MAX_ROUNDS = 10_000;

/**
 * Runs the off-chain workers of all transports in steps, so that a test decides when anything happens. Every step goes through
 * messages in the order in which they were seen, unless a fault reorders them: the same seed gives the same run.
 */
export class Workers {
  readonly faults: FaultPlan;
  readonly #chains: ReadonlyMap<ChainName, Chain>;
  readonly #clock: DevnetClock;
  readonly #workers: readonly TransportWorker[];
  readonly #watchers: ReadonlyMap<ChainName, ChainWatcher>;
  #transits = new Map<string, Transit>();
  /** Messages that a step may still move; the others are kept to be looked at and to survive reorganisations. */
  #open = new Set<Transit>();
  #tick = 0;
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> = Promise.resolve();

  constructor(
    chains: ReadonlyMap<ChainName, Chain>,
    clock: DevnetClock,
    workers: readonly TransportWorker[],
    faults: FaultPlan,
  ) {
    this.#chains = chains;
    this.#clock = clock;
    this.#workers = workers;
    this.faults = faults;
    this.#watchers = new Map(
      [...chains].map(([name, chain]) => [
        name,
        new ChainWatcher(
          chain,
          workers.map((w) => w.announcement(name)),
        ),
      ]),
    );
  }

  /** Forgets all messages and starts reading at the heads of the chains: after a deployment, or after going back to a snapshot. */
  async forget(): Promise<void> {
    this.#transits = new Map();
    this.#open = new Set();
    this.#tick = 0;
    for (const watcher of this.#watchers.values()) await watcher.skipToHead();
  }

  /** All messages in `scope`, oldest first. */
  messages(scope: Scope = {}): Transit[] {
    return [...this.#transits.values()].filter((transit) => matches(scope, transit));
  }

  summary(): Summary {
    const count = { waiting: 0, held: 0, attested: 0, delivered: 0, failed: 0, refused: 0, orphaned: 0 };
    for (const { phase } of this.#transits.values()) count[phase]++;
    return count;
  }

  /** Reads what was published since the last look and sorts out reorganisations. Neither attests nor delivers anything. */
  async poll(): Promise<void> {
    for (const [name, watcher] of this.#watchers) {
      const { rolledBackTo, logs } = await watcher.poll();
      if (rolledBackTo !== undefined) await this.#rollBack(name, rolledBackTo);
      for (const log of logs) {
        for (const worker of this.#workers) {
          const { address, topic } = worker.announcement(name);
          if (log.address.toLowerCase() !== address.toLowerCase() || log.topics[0] !== topic) continue;
          const transit = worker.observe(name, log);
          if (transit !== undefined && !this.#transits.has(transit.id)) this.#admit(worker, transit);
        }
      }
    }
  }

  /** One step: attests what is final and due, then delivers what is attested. Returns whether any message moved on. */
  async tick(): Promise<boolean> {
    await this.poll();
    this.#tick++;
    const heights = new Map<ChainName, number>();
    for (const [name, chain] of this.#chains) heights.set(name, await chain.blockNumber());
    const attestable = [...this.#open].filter((transit) => this.#mayAttest(transit, heights));
    let moved = false;
    for (const transit of this.faults.arrange(attestable)) {
      if (await this.#sourceIsGone(transit)) this.#settle(transit, { phase: "orphaned" });
      else this.#settle(transit, await this.#workerOf(transit).attest(transit));
      moved = true;
    }
    const deliverable = [...this.#open].filter((transit) => transit.phase === "attested" && this.#isServed(transit));
    for (const transit of this.faults.arrange(deliverable)) {
      this.#settle(transit, await this.#workerOf(transit).deliver(transit));
      moved ||= (transit.phase as Phase) !== "attested";
    }
    // The blocks just made must be known, or a reorganisation that takes only them would go unnoticed.
    if (moved) await this.poll();
    return moved;
  }

  /**
   * Mines what finality needs and steps until no message can move without outside help. What stays behind is held, failed, delayed by
   * time, with a dead transport, or blocked behind a LayerZero nonce that was never verified.
   */
  async drain(): Promise<Summary> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      await this.poll();
      await this.#mineToFinality();
      const moved = await this.tick();
      if (!moved && !this.#awaitsTicks()) return this.summary();
    }
    throw new Error(`The workers still find something to do after ${MAX_ROUNDS} rounds.`);
  }

  /** Lets held messages in `scope` go on. Returns how many there were. */
  release(scope: Scope = {}): number {
    const held = this.messages(scope).filter(({ phase }) => phase === "held");
    for (const transit of held) this.#reopen(transit, "waiting");
    return held.length;
  }

  /** Tries failed deliveries in `scope` again, with `gas` instead of what the sender paid for if given. Returns how many. */
  retry(scope: Scope = {}, gas?: bigint): number {
    const failed = this.messages(scope).filter(({ phase }) => phase === "failed");
    for (const transit of failed) {
      if (gas !== undefined) transit.gasOverride = gas;
      this.#reopen(transit, "waiting");
    }
    return failed.length;
  }

  /** Attests and delivers a copy of a message, however old, at the next step. Returns the copy. */
  replay(transit: Transit, inTicks = 0): Transit {
    let copies = 2;
    while (this.#transits.has(`${transit.id}#${copies}`)) copies++;
    const copy = this.#workerOf(transit).copy(transit, `${transit.id}#${copies}`);
    copy.dueTick = this.#tick + inTicks;
    this.#track(copy);
    return copy;
  }

  /** Makes the workers of one transport attest, with their real keys, a message nobody sent. Takes effect at the next step. */
  async forge(forgery: Forgery): Promise<Transit> {
    const worker = this.#workers.find(({ transport }) => transport === forgery.transport);
    if (worker === undefined) throw new Error(`There is no ${forgery.transport} worker.`);
    const transit = await worker.forge(forgery);
    this.#track(transit);
    return transit;
  }

  /** Works in the background: every `milliseconds`, one block on each chain a message waits on, and one step. */
  start(milliseconds: number, onError: (error: unknown) => void): void {
    if (this.#timer !== undefined) return;
    const beat = async () => {
      await this.poll();
      const sources = new Set([...this.#open].filter((t) => t.source && t.phase === "waiting").map((t) => t.from));
      for (const name of sources) await this.#chain(name).mine();
      await this.tick();
    };
    const schedule = () => {
      this.#timer = setTimeout(() => {
        this.#beat = beat()
          .catch(onError)
          .finally(() => this.#timer && schedule());
      }, milliseconds);
    };
    schedule();
  }

  /** Ends {@link start}, after the step that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#beat;
  }

  #admit(worker: TransportWorker, transit: Transit): void {
    const duplicateIn = this.faults.judge(transit, this.#tick, this.#clock.now());
    this.#track(transit);
    if (duplicateIn === undefined || transit.phase === "held") return;
    const copy = worker.copy(transit, `${transit.id}#2`);
    copy.dueTick = transit.dueTick + duplicateIn;
    this.#track(copy);
  }

  #track(transit: Transit): void {
    this.#transits.set(transit.id, transit);
    if (transit.phase !== "held") this.#open.add(transit);
  }

  #settle(transit: Transit, verdict: Verdict): void {
    transit.phase = verdict.phase;
    transit.detail = verdict.detail;
    transit.revertData = verdict.revertData;
    if (verdict.steps !== undefined) transit.steps.push(...verdict.steps);
    if (verdict.phase !== "attested" && verdict.phase !== "waiting") this.#open.delete(transit);
  }

  #reopen(transit: Transit, phase: Phase): void {
    transit.phase = phase;
    transit.steps = [];
    transit.detail = undefined;
    transit.revertData = undefined;
    this.#open.add(transit);
  }

  #mayAttest(transit: Transit, heights: ReadonlyMap<ChainName, number>): boolean {
    if (transit.phase !== "waiting" || !this.#isServed(transit)) return false;
    if (transit.dueTick > this.#tick || transit.dueTime > this.#clock.now()) return false;
    return transit.early || this.#missingBlocks(transit, heights.get(transit.from) ?? 0) <= 0;
  }

  #isServed(transit: Transit): boolean {
    return !this.faults.isDead(transit);
  }

  /** Blocks still to be mined before the message's block is final. */
  #missingBlocks({ from, source }: Transit, height: number): number {
    return source === undefined ? 0 : source.number + this.#chain(from).profile.finality - height;
  }

  /** The last look before vouching: the watcher may have polled before a reorganisation that happened since. */
  async #sourceIsGone({ from, source }: Transit): Promise<boolean> {
    return source !== undefined && (await this.#chain(from).blockHash(source.number)) !== source.hash;
  }

  async #mineToFinality(): Promise<void> {
    for (const [name, chain] of this.#chains) {
      const height = await chain.blockNumber();
      const waiting = [...this.#open].filter(
        (t) => t.from === name && t.phase === "waiting" && !t.early && this.#isServed(t),
      );
      await chain.mine(Math.max(0, ...waiting.map((transit) => this.#missingBlocks(transit, height))));
    }
  }

  #awaitsTicks(): boolean {
    return [...this.#open].some(
      (t) => t.phase === "waiting" && t.dueTick > this.#tick && t.dueTime <= this.#clock.now() && this.#isServed(t),
    );
  }

  /** Sorts out what a reorganisation of `name` above `height` has taken away. */
  async #rollBack(name: ChainName, height: number): Promise<void> {
    const chain = this.#chain(name);
    const canonical = async (block: { number: number; hash: string }) =>
      block.number <= height || (await chain.blockHash(block.number)) === block.hash;
    for (const transit of this.#transits.values()) {
      const unattested = transit.phase === "waiting" || transit.phase === "held";
      if (transit.from === name && unattested && transit.source && !(await canonical(transit.source))) {
        this.#settle(transit, { phase: "orphaned" });
      }
      if (transit.to !== name || transit.phase === "orphaned") continue;
      const lasting = await Promise.all(transit.steps.map(canonical));
      // Doing every step again is harmless where one of them has survived: attesting twice changes nothing.
      if (lasting.includes(false)) this.#reopen(transit, "waiting");
    }
  }

  #workerOf({ transport }: Transit): TransportWorker {
    const worker = this.#workers.find((candidate) => candidate.transport === transport);
    if (worker === undefined) throw new Error(`There is no ${transport} worker.`);
    return worker;
  }

  #chain(name: ChainName): Chain {
    const chain = this.#chains.get(name);
    if (chain === undefined) throw new Error(`There is no chain ${name}.`);
    return chain;
  }
}
