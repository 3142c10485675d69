import { concat, getAddress, Interface, type InterfaceAbi } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import type { DevnetClock } from "./clock.ts";
import type { ChainProfile } from "./profiles.ts";

/** What a deployment needs of a compiled contract. Hardhat's, LayerZero's and Wormhole's artifacts all have it. */
export interface Artifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

/** An event as the node reports it. Quantities are hexadecimal strings; left so because most logs are looked at and dropped. */
export interface RawLog {
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly blockTimestamp?: string;
  readonly transactionHash: string;
  readonly logIndex: string;
}

/** The outcome of a mined, successful transaction. */
export interface Receipt {
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** Gas the transaction paid for, base cost and calldata included. */
  readonly gasUsed: bigint;
  readonly logs: RawLog[];
  readonly contractAddress: string | null;
}

/** A transaction. `from` must be one of the chain's unlocked accounts. */
export interface Transaction {
  readonly to?: string;
  readonly data?: string;
  /** In wei. */
  readonly value?: bigint;
  readonly from?: string;
  /** Gas limit; the most a transaction may have under EIP-7825 when absent, so that nothing has to be estimated. */
  readonly gas?: bigint;
}

/** A transaction that was mined and reverted, or a call that reverted. */
export class RevertError extends Error {
  override readonly name = "RevertError";
  /** Return data of the revert: selector and arguments of the custom error, or "0x". */
  readonly data: string;
  readonly transactionHash: string | undefined;

  constructor(message: string, data: string, transactionHash: string | undefined) {
    super(message);
    this.data = data;
    this.transactionHash = transactionHash;
  }
}

/** EIP-7825: no transaction may have a higher gas limit. */
export const MAX_TRANSACTION_GAS = 16_777_216n;
/** Above any base fee a devnet reaches: its blocks hold one transaction, so the base fee only falls from its 1 gwei. */
const GAS_PRICE = `0x${2_000_000_000n.toString(16)}`;

/** One simulated chain in this process. */
export class Chain {
  readonly profile: ChainProfile;
  readonly connection: NetworkConnection;
  readonly clock: DevnetClock;
  /** Unlocked accounts, checksummed; the first is the deployer. */
  readonly accounts: readonly string[];

  private constructor(
    profile: ChainProfile,
    connection: NetworkConnection,
    clock: DevnetClock,
    accounts: readonly string[],
  ) {
    this.profile = profile;
    this.connection = connection;
    this.clock = clock;
    this.accounts = accounts;
    clock.attach(this);
  }

  /** Starts a fresh chain of the Hardhat network that has the profile's name, and puts it under `clock`. */
  static async start(profile: ChainProfile, clock: DevnetClock): Promise<Chain> {
    const connection = await network.create({
      network: profile.name,
      override: { allowBlocksWithSameTimestamp: true, initialDate: new Date(clock.now() * 1000) },
    });
    const accounts: string[] = await connection.provider.request({ method: "eth_accounts" });
    // Deployments of different chains get different addresses, so that a mix-up of two chains cannot go unnoticed.
    const firstNonce = `0x${(profile.chainId * 1_000).toString(16)}`;
    await connection.provider.request({ method: "hardhat_setNonce", params: [accounts[0], firstNonce] });
    return new Chain(profile, connection, clock, accounts.map(getAddress));
  }

  /** ethers for this chain: provider, signers, factories. */
  get ethers(): NetworkConnection["ethers"] {
    return this.connection.ethers;
  }

  /** The account that deploys and administers everything on the devnet. */
  get deployer(): string {
    return this.account(0);
  }

  /** The unlocked account at `index`; negative indices count from the end. */
  account(index: number): string {
    const account = this.accounts.at(index);
    if (account === undefined) throw new RangeError(`${this.profile.name} has no account ${index}.`);
    return account;
  }

  /** A JSON-RPC request. */
  // biome-ignore lint/suspicious/noExplicitAny: the result's type depends on the method; callers annotate it.
  async request(method: string, ...params: unknown[]): Promise<any> {
    return this.connection.provider.request({ method, params });
  }

  /**
   * Sends and mines a transaction. Several times faster than an ethers signer, because gas, price and nonce are not asked for.
   * @throws {RevertError} when it reverts.
   */
  async send(transaction: Transaction): Promise<Receipt> {
    const request = {
      from: transaction.from ?? this.deployer,
      to: transaction.to,
      data: transaction.data,
      value: toQuantity(transaction.value ?? 0n),
      gas: toQuantity(transaction.gas ?? MAX_TRANSACTION_GAS),
      gasPrice: GAS_PRICE,
    };
    const hash: string = await this.#revertible("eth_sendTransaction", request);
    const receipt = await this.request("eth_getTransactionReceipt", hash);
    return {
      transactionHash: hash,
      blockNumber: Number(receipt.blockNumber),
      blockHash: receipt.blockHash,
      gasUsed: BigInt(receipt.gasUsed),
      logs: receipt.logs,
      contractAddress: receipt.contractAddress,
    };
  }

  /** Calls a function by a transaction from `from`. @throws {RevertError} */
  async execute(
    to: string,
    abi: Interface,
    name: string,
    args: readonly unknown[],
    options: Omit<Transaction, "to" | "data"> = {},
  ): Promise<Receipt> {
    return this.send({ ...options, to, data: abi.encodeFunctionData(name, args) });
  }

  /** Calls a view on the latest block; a single return value comes bare, several come as an ethers result. @throws {RevertError} */
  // biome-ignore lint/suspicious/noExplicitAny: the result's type depends on the function; callers annotate it.
  async read(to: string, abi: Interface, name: string, args: readonly unknown[] = []): Promise<any> {
    const data: string = await this.#revertible("eth_call", { to, data: abi.encodeFunctionData(name, args) }, "latest");
    const result = abi.decodeFunctionResult(name, data);
    return result.length === 1 ? result[0] : result;
  }

  /**
   * Deploys from the first account and returns the address. Addresses follow from the order of deployments on a fresh chain, so they
   * are the same in every run; deploy one after the other on one chain, in parallel only on different chains.
   */
  async deploy(artifact: Artifact, args: readonly unknown[] = []): Promise<string> {
    const abi = Interface.from(artifact.abi);
    const data = concat([artifact.bytecode, abi.encodeDeploy(args)]);
    const { contractAddress } = await this.send({ data });
    if (contractAddress === null) throw new Error("A deployment came back without an address.");
    return getAddress(contractAddress);
  }

  /** Height of the newest block. */
  async blockNumber(): Promise<number> {
    return Number(await this.request("eth_blockNumber"));
  }

  /** Hash of the canonical block at `number`; undefined above the head. */
  async blockHash(number: number): Promise<string | undefined> {
    const block = await this.request("eth_getBlockByNumber", `0x${number.toString(16)}`, false);
    return block?.hash;
  }

  /** Mines empty blocks. */
  async mine(blocks = 1): Promise<void> {
    // Interval 0: on a frozen clock all of them carry the same time. EDR's default would be one second per block.
    if (blocks > 0) await this.request("hardhat_mine", `0x${blocks.toString(16)}`, "0x0");
  }

  /** Shuts the chain down. */
  async close(): Promise<void> {
    await this.connection.close();
  }

  async #revertible(method: string, ...params: unknown[]): Promise<string> {
    try {
      return await this.request(method, ...params);
    } catch (error) {
      throw asRevert(error) ?? error;
    }
  }
}

/** EDR reports a revert as an error with code 3; anything else (no funds, over the gas cap) is not a revert. */
function asRevert(error: unknown): RevertError | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== 3) return undefined;
  const data = "data" in error && typeof error.data === "string" ? error.data : "0x";
  const hash =
    "transactionHash" in error && typeof error.transactionHash === "string" ? error.transactionHash : undefined;
  return new RevertError(error.message, data, hash);
}

function toQuantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}
