import type { Chain, RawLog } from "./chain.ts";
import type { Block } from "./transit.ts";

/** What a chain has brought since the last look. */
export interface News {
  /** Height above which earlier blocks may be gone; undefined when nothing was reorganised. */
  readonly rolledBackTo: number | undefined;
  readonly logs: RawLog[];
}

/** Reorganisations deeper than this many looks are taken as starting from block 0: correct, only slower. */
const MAX_CHECKPOINTS = 1_000;

/** Reads the announcing events of one chain, each once per branch, and notices when blocks it has read are gone. */
export class ChainWatcher {
  readonly #chain: Chain;
  readonly #addresses: string[];
  readonly #topics: string[];
  /** Heads seen so far, oldest first. After a reorganisation the newest one that is still canonical bounds the damage. */
  #checkpoints: Block[] = [];

  /** @param announcements Contracts and events to look for. */
  constructor(chain: Chain, announcements: readonly { readonly address: string; readonly topic: string }[]) {
    this.#chain = chain;
    this.#addresses = announcements.map(({ address }) => address);
    this.#topics = announcements.map(({ topic }) => topic);
  }

  /** Forgets everything and starts at the head: what was published before is never read. */
  async skipToHead(): Promise<void> {
    this.#checkpoints = [await head(this.#chain)];
  }

  async poll(): Promise<News> {
    const latest = await head(this.#chain);
    if (this.#checkpoints.at(-1)?.hash === latest.hash) return { rolledBackTo: undefined, logs: [] };
    const rolledBackTo = await this.#dropReorganised();
    const scanned = this.#checkpoints.at(-1)?.number ?? -1;
    // An empty range would be an error: the new branch may be no longer than what is known of it.
    const logs = scanned < latest.number ? await this.#logs(scanned + 1, latest.number) : [];
    this.#checkpoints.push(latest);
    if (this.#checkpoints.length > MAX_CHECKPOINTS) this.#checkpoints.splice(0, MAX_CHECKPOINTS / 2);
    return { rolledBackTo, logs };
  }

  async #dropReorganised(): Promise<number | undefined> {
    let dropped = false;
    for (;;) {
      const last = this.#checkpoints.at(-1);
      if (last === undefined) return dropped ? -1 : undefined;
      if ((await this.#chain.blockHash(last.number)) === last.hash) return dropped ? last.number : undefined;
      this.#checkpoints.pop();
      dropped = true;
    }
  }

  async #logs(fromBlock: number, toBlock: number): Promise<RawLog[]> {
    return this.#chain.request("eth_getLogs", {
      fromBlock: `0x${fromBlock.toString(16)}`,
      toBlock: `0x${toBlock.toString(16)}`,
      address: this.#addresses,
      topics: [this.#topics],
    });
  }
}

/** The newest block. */
export async function head(chain: Chain): Promise<Block> {
  const block = await chain.request("eth_getBlockByNumber", "latest", false);
  return { number: Number(block.number), hash: block.hash };
}
