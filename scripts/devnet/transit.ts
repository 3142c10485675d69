import type { RawLog } from "./chain.ts";
import type { ChainName } from "./profiles.ts";

/** The messengers between chains. */
export type TransportName = "layerzero" | "wormhole";

/** A block by height and hash: heights alone do not survive a reorganisation. */
export interface Block {
  readonly number: number;
  readonly hash: string;
}

/** Where a message was published. */
export interface Source extends Block {
  readonly transactionHash: string;
  readonly logIndex: number;
  /** Unix seconds of the block. */
  readonly timestamp: number;
}

/**
 * Where a message is on its way:
 * - `waiting`: seen, not attested; its block is not final yet, it is delayed, or its transport is dead;
 * - `held`: dropped by a fault, until it is released;
 * - `attested`: vouched for on the destination (LayerZero: verified and committed; Wormhole: signed), not delivered;
 * - `delivered`: the receiving transport has taken it;
 * - `failed`: delivery reverted; it can be tried again;
 * - `refused`: the destination can never take it (already delivered, nonce skipped);
 * - `orphaned`: its source block is gone and it was never attested.
 */
export type Phase = "waiting" | "held" | "attested" | "delivered" | "failed" | "refused" | "orphaned";

/** One message of one transport between two chains. */
export interface Transit {
  /** Unique: where it was published, or `forged:n`, with `#n` behind it for copies. */
  readonly id: string;
  readonly transport: TransportName;
  readonly from: ChainName;
  readonly to: ChainName;
  /** Absent for forged messages: nobody published them. */
  readonly source?: Source;
  /** What the transport carries, as 0x-hex: the envelope of sender, recipient and payload. */
  readonly envelope: string;
  phase: Phase;
  /** Why it failed, was refused or cannot go on, in words. */
  detail?: string;
  /** Return data of the revert behind `failed`, as 0x-hex. */
  revertData?: string;
  /** Blocks of the destination that the phase rests on. If one of them is reorganised away, the message starts over. */
  steps: Block[];
  /** The scheduler leaves it alone before this tick. */
  dueTick: number;
  /** The scheduler leaves it alone before this time, in unix seconds. */
  dueTime: number;
  /** Attested without waiting for finality: what a faulty worker does. */
  early: boolean;
  /** Gas for the delivery instead of what the sender paid for. */
  gasOverride?: bigint;
}

/** What a worker's attempt led to. */
export interface Verdict {
  readonly phase: Phase;
  readonly detail?: string;
  readonly revertData?: string;
  /** Blocks of the destination in which something was done. */
  readonly steps?: readonly Block[];
}

/** A message nobody sent, for a transport to vouch for. Addresses are ERC-7930, everything 0x-hex. */
export interface Forgery {
  readonly transport: TransportName;
  readonly from: ChainName;
  readonly to: ChainName;
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
}

/** Off-chain half of a transport: sees what is sent, attests it with the real keys, delivers it. */
export interface TransportWorker {
  readonly transport: TransportName;
  /** Contract and event that announce messages on a chain. */
  announcement(chain: ChainName): { readonly address: string; readonly topic: string };
  /** The message that an announcing log stands for; undefined when it is none of this worker's business. */
  observe(chain: ChainName, log: RawLog): Transit | undefined;
  /** A message that was never sent but will be attested. */
  forge(forgery: Forgery): Promise<Transit>;
  /** A second copy of a message, to be attested and delivered again. */
  copy(transit: Transit, id: string): Transit;
  attest(transit: Transit): Promise<Verdict>;
  deliver(transit: Transit): Promise<Verdict>;
}

/** The fields every new message starts with. */
export function newTransit(
  given: Pick<Transit, "id" | "transport" | "from" | "to" | "envelope"> & { readonly source?: Source | undefined },
): Transit {
  const { source, ...rest } = given;
  const start: Transit = { ...rest, phase: "waiting", steps: [], dueTick: 0, dueTime: 0, early: false };
  return source === undefined ? start : { ...start, source };
}

/** The place a log was published at. EDR puts the block's time into every log. */
export function sourceOf(log: RawLog): Source {
  return {
    number: Number(log.blockNumber),
    hash: log.blockHash,
    transactionHash: log.transactionHash,
    logIndex: Number(log.logIndex),
    timestamp: Number(log.blockTimestamp),
  };
}

/** Identity of a published message; block hash included, because a reorganisation can publish another one at the same height. */
export function idOf(chain: ChainName, source: Source): string {
  return `${chain}:${source.hash}:${source.logIndex}`;
}
