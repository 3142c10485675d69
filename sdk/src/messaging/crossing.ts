import type { Log } from "../adapters/index.ts";
import type { ChainRef } from "../deployment/world.ts";
import { MESSAGE_SENT_TOPIC, messageIn, type SentMessage, sentMessages } from "./sent.ts";

/**
 * How far one transport has carried a counter:
 * - `unsent`: nothing that carries it was handed to the transport;
 * - `sent`: the transport has a message that carries it;
 * - `attested`: the other side has the transport's word for it.
 */
export interface TransportProgress {
  readonly transport: string;
  readonly state: "unsent" | "sent" | "attested";
  /** Cumulative total that the transport attests on the other side, native units. */
  readonly attested: bigint;
  /** The transport's own number for the newest message that carries the counter, where one was seen. */
  readonly sendId?: string;
  /** The transaction that sent it. */
  readonly sentIn?: string;
}

/** A counter on its way from one contract to another. */
export interface Counter {
  readonly leaf: "Credited" | "Released";
  /** Asset id. */
  readonly asset: string;
  /** Account (Credited) or recipient (Released), 32 bytes. */
  readonly holder: string;
  /** The total that has to arrive; whatever carries at least that will do. */
  readonly total: bigint;
}

/** The contracts at both ends, and the transports between them by the address of their sending contract. */
export interface Passage {
  readonly chain: ChainRef;
  /** ERC-7930 bytes of the sending contract. */
  readonly sender: string;
  /** ERC-7930 bytes of the receiving contract. */
  readonly recipient: string;
  readonly transports: readonly { readonly name: string; readonly address: string }[];
}

/** Blocks per request for logs: what public nodes allow. */
const SCAN_BLOCKS = 2_000;
/** Requests per look, so that resuming an old transaction answers soon and catches up while it polls. */
const SCANS_PER_LOOK = 5;

/**
 * Watches a counter cross. What counts is the counter on the other side; the logs only tell what was sent, by whomever and whenever, so
 * a reorganisation of the sending chain can at worst leave `sent` where `unsent` would be true.
 */
export class Crossing {
  readonly #passage: Passage;
  readonly #counter: Counter;
  readonly #sent = new Map<string, SentMessage>();
  #nextBlock: number;

  /** @param logs - Logs of the transaction that raised the counter, mined in block `minedIn`. */
  constructor(passage: Passage, counter: Counter, logs: readonly Log[], minedIn: number) {
    this.#passage = passage;
    this.#counter = counter;
    this.#nextBlock = minedIn;
    this.#note(logs);
  }

  /**
   * Where every transport stands.
   *
   * @param attested - What each transport attests on the other side, by its name.
   */
  async progress(attested: ReadonlyMap<string, bigint>): Promise<TransportProgress[]> {
    const { transports } = this.#passage;
    const attestedBy = (name: string): bigint => attested.get(name) ?? 0n;
    const isUnknown = (name: string): boolean => attestedBy(name) < this.#counter.total && !this.#sent.has(name);
    if (transports.some(({ name }) => isUnknown(name))) await this.#scan();
    return transports.map(({ name }) => {
      const sent = this.#sent.get(name);
      const state = attestedBy(name) >= this.#counter.total ? "attested" : sent === undefined ? "unsent" : "sent";
      const progress = { transport: name, state, attested: attestedBy(name) } as const;
      return sent === undefined ? progress : { ...progress, sendId: sent.sendId, sentIn: sent.transactionHash };
    });
  }

  /** Looks for messages that others have sent since. */
  async #scan(): Promise<void> {
    const { chain, transports } = this.#passage;
    const { number: head } = await chain.reader.head();
    const addresses = transports.map(({ address }) => address);
    for (let scans = 0; scans < SCANS_PER_LOOK && this.#nextBlock <= head; scans++) {
      const toBlock = Math.min(head, this.#nextBlock + SCAN_BLOCKS - 1);
      const range = { fromBlock: this.#nextBlock, toBlock };
      this.#note(await chain.reader.logs({ addresses, topic: MESSAGE_SENT_TOPIC, ...range }));
      this.#nextBlock = toBlock + 1;
    }
  }

  #note(logs: readonly Log[]): void {
    for (const message of sentMessages(logs)) {
      const transport = this.#passage.transports.find(({ address }) => address === message.transport);
      if (transport !== undefined && this.#isCarriedBy(message)) this.#sent.set(transport.name, message);
    }
  }

  /** Anyone may send anything through a transport; only the word of the sending contract itself counts. */
  #isCarriedBy(message: SentMessage): boolean {
    const { sender, recipient } = this.#passage;
    if (message.sender !== sender || message.recipient !== recipient) return false;
    const { leaf, asset, holder, total } = this.#counter;
    return (messageIn(message)?.leaves ?? []).some((candidate) => {
      if (candidate.type !== leaf || candidate.asset !== asset || candidate.total < total) return false;
      return (candidate.type === "Credited" ? candidate.account : candidate.recipient) === holder;
    });
  }
}

/** What has to happen while fewer transports than must agree have attested a counter. */
export function sendingStep(transports: readonly TransportProgress[], threshold: number, action: string): string {
  const unsent = transports.filter(({ state }) => state === "unsent").map(({ transport }) => transport);
  if (transports.length - unsent.length >= threshold) return "Wait: transports deliver what is final.";
  const through = unsent.length === 0 ? "another transport" : unsent.join(" or ");
  return `Call ${action} through ${through}; anyone may.`;
}
