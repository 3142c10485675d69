import { getAddress, type Provider, type Signer } from "ethers";

import { ChainError, InputError } from "../errors/kinds.ts";
import type { CallRequest, ChainReader, Log, LogFilter, Receipt, SentTransaction, TransactionSender } from "./types.ts";

/** How long a node may take to say which chain it serves, in milliseconds. */
const CONNECT_TIMEOUT = 15_000;

/** Reads a chain through an ethers v6 provider. */
export class EthersReader implements ChainReader {
  readonly provider: Provider;
  readonly #connectTimeout: number;

  constructor(provider: Provider, connectTimeout = CONNECT_TIMEOUT) {
    this.provider = provider;
    this.#connectTimeout = connectTimeout;
  }

  /** Gives up after a while: ethers itself would look for a node that is not there for ever. @throws ChainError `Chain_Unreachable`. */
  async chainId(): Promise<bigint> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ChainError("Chain_Unreachable", {})), this.#connectTimeout);
    });
    try {
      return (await Promise.race([this.provider.getNetwork(), tooLate])).chainId;
    } finally {
      clearTimeout(timer);
    }
  }

  async head(): Promise<{ number: number; timestamp: number }> {
    const block = await this.provider.getBlock("latest");
    if (block === null) throw new ChainError("Chain_RequestFailed", { reason: "the node has no newest block" });
    return { number: block.number, timestamp: block.timestamp };
  }

  async call({ block, ...request }: CallRequest): Promise<string> {
    return this.provider.call(block === undefined ? request : { ...request, blockTag: block });
  }

  async estimateGas({ block, ...request }: CallRequest): Promise<bigint> {
    return this.provider.estimateGas(block === undefined ? request : { ...request, blockTag: block });
  }

  async balance(address: string): Promise<bigint> {
    return this.provider.getBalance(address);
  }

  async code(address: string): Promise<string> {
    return this.provider.getCode(address);
  }

  async receipt(transactionHash: string): Promise<Receipt | undefined> {
    const receipt = await this.provider.getTransactionReceipt(transactionHash);
    if (receipt === null) return undefined;
    return {
      transactionHash: receipt.hash,
      status: receipt.status === 0 ? "reverted" : "success",
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
      gasUsed: receipt.gasUsed,
      logs: receipt.logs.map(toLog),
    };
  }

  async transaction(transactionHash: string): Promise<SentTransaction | undefined> {
    const transaction = await this.provider.getTransaction(transactionHash);
    if (transaction === null) return undefined;
    const { from, to, data, value } = transaction;
    return { from, to, data, value };
  }

  async logs({ addresses, topic, fromBlock, toBlock }: LogFilter): Promise<Log[]> {
    const logs = await this.provider.getLogs({ address: [...addresses], topics: [topic], fromBlock, toBlock });
    return logs.map(toLog);
  }
}

/** Signs and sends through an ethers v6 signer that has a provider. */
export class EthersSender implements TransactionSender {
  readonly signer: Signer;

  constructor(signer: Signer) {
    this.signer = signer;
  }

  async chainId(): Promise<bigint> {
    if (this.signer.provider === null) throw new InputError("Input_BadSigner", { reason: "it has no provider" });
    return new EthersReader(this.signer.provider).chainId();
  }

  async address(): Promise<string> {
    return getAddress(await this.signer.getAddress());
  }

  async send(transaction: Parameters<TransactionSender["send"]>[0]): Promise<string> {
    return (await this.signer.sendTransaction(transaction)).hash;
  }
}

function toLog(log: {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly transactionHash: string;
  readonly index: number;
}): Log {
  const { address, topics, data, blockNumber, transactionHash, index } = log;
  return { address: getAddress(address), topics, data, blockNumber, transactionHash, logIndex: index };
}
