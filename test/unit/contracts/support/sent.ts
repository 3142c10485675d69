import { Interface, type Log } from "ethers";

const MESSAGE_SENT = new Interface([
  "event MessageSent(bytes32 indexed sendId, bytes sender, bytes recipient, bytes payload, uint256 value, bytes[] attributes)",
]);

/** One message handed to one transport, as its ERC-7786 event tells. */
export interface Sent {
  readonly transport: string;
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
}

/** What a receipt's `MessageSent` events say, in order. */
export function sentPayloads({ logs }: { readonly logs: readonly Log[] }): Sent[] {
  return logs.flatMap((log) => {
    const event = MESSAGE_SENT.parseLog(log);
    if (event === null) return [];
    const { sender, recipient, payload } = event.args as unknown as Omit<Sent, "transport">;
    return [{ transport: log.address, sender, recipient, payload }];
  });
}
