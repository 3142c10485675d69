/** A call of a contract, or a transaction before it is signed. */
export interface CallRequest {
  readonly to: string;
  /** Calldata as 0x-prefixed hex. */
  readonly data: string;
  readonly from?: string;
  /** Native coin that goes along, in wei. */
  readonly value?: bigint;
  /** Height of the block to call on; the newest when absent. */
  readonly block?: number;
}

/** An event as a node reports it. */
export interface Log {
  /** Contract that emitted it, with EIP-55 checksum. */
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly transactionHash: string;
  /** Place among the logs of its block. */
  readonly logIndex: number;
}

/** The outcome of a mined transaction. */
export interface Receipt {
  readonly transactionHash: string;
  readonly status: "success" | "reverted";
  readonly blockNumber: number;
  readonly blockHash: string;
  /** Gas the transaction paid for, base cost included. */
  readonly gasUsed: bigint;
  readonly logs: readonly Log[];
}

/** A transaction as it was signed. */
export interface SentTransaction {
  readonly from: string;
  /** Null for a deployment. */
  readonly to: string | null;
  readonly data: string;
  readonly value: bigint;
}

/** Which logs to look for: from any of `addresses`, with `topic` as their first, in the blocks from `fromBlock` to `toBlock`. */
export interface LogFilter {
  readonly addresses: readonly string[];
  readonly topic: string;
  readonly fromBlock: number;
  readonly toBlock: number;
}

/**
 * What this package needs of a chain to read it: the whole interface that a library's client has to be wrapped in.
 *
 * Reverts of `call` and `estimateGas` may be thrown in any shape that carries the return data: `revertData` finds it. Everything
 * else that is thrown is taken as a failure of the node.
 */
export interface ChainReader {
  /** EIP-155 chain id. */
  chainId(): Promise<bigint>;
  /** Height of the newest block, and its time in unix seconds. */
  head(): Promise<{ readonly number: number; readonly timestamp: number }>;
  /** Result of a call as 0x-prefixed hex. */
  call(request: CallRequest): Promise<string>;
  /** Gas that a transaction would need. */
  estimateGas(request: CallRequest): Promise<bigint>;
  /** Native coin of an account, in wei. */
  balance(address: string): Promise<bigint>;
  /** Code at an address; `0x` where there is none. */
  code(address: string): Promise<string>;
  /** Undefined while the transaction is not mined. */
  receipt(transactionHash: string): Promise<Receipt | undefined>;
  /** Undefined where the node knows no such transaction, mined or waiting. */
  transaction(transactionHash: string): Promise<SentTransaction | undefined>;
  /** Logs in the order of the chain. */
  logs(filter: LogFilter): Promise<readonly Log[]>;
}

/** What this package needs of an account that signs. */
export interface TransactionSender {
  /** Chain that it sends to. */
  chainId(): Promise<bigint>;
  /** Its address on that chain. */
  address(): Promise<string>;
  /** Signs and sends. @returns The transaction's hash, without waiting for anything. */
  send(transaction: {
    readonly to: string;
    readonly data: string;
    readonly value: bigint;
    readonly gasLimit: bigint;
  }): Promise<string>;
}
