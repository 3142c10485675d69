import { Interface } from "ethers";

import type { Log } from "../adapters/index.ts";
import { CodecError, type CollateralStateMessage, decodeMessage } from "../codec/index.ts";

const GATEWAY = new Interface([
  "event MessageSent(bytes32 indexed sendId, bytes sender, bytes recipient, bytes payload, uint256 value, bytes[] attributes)",
]);

/** First topic of ERC-7786's `MessageSent`, which every transport emits. */
export const MESSAGE_SENT_TOPIC: string = GATEWAY.getEvent("MessageSent")?.topicHash ?? "";

/** A message that a transport took on, as its log tells it. */
export interface SentMessage {
  /** The transport's contract on the sending chain. */
  readonly transport: string;
  /** The transport's own number for it; zero where nothing is left to be done (same chain). */
  readonly sendId: string;
  /** ERC-7930 bytes of the contract that sent it: the transport vouches for them. */
  readonly sender: string;
  /** ERC-7930 bytes of the contract it is for. */
  readonly recipient: string;
  readonly payload: string;
  readonly transactionHash: string;
  readonly blockNumber: number;
}

/** The messages among `logs`, in their order. Whether the emitters are transports is for the caller to judge. */
export function sentMessages(logs: readonly Log[]): SentMessage[] {
  const found: SentMessage[] = [];
  for (const { address, topics, data, transactionHash, blockNumber } of logs) {
    if (topics[0] !== MESSAGE_SENT_TOPIC) continue;
    const event = GATEWAY.parseLog({ topics, data });
    if (event === null) continue;
    const [sendId, sender, recipient, payload] = event.args as unknown as [string, string, string, string];
    found.push({ transport: address, sendId, sender, recipient, payload, transactionHash, blockNumber });
  }
  return found;
}

/** The payload as a Collateral State Message; undefined where it is none. Anyone may send anything through a transport. */
export function messageIn({ payload }: Pick<SentMessage, "payload">): CollateralStateMessage | undefined {
  try {
    return decodeMessage(payload);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
