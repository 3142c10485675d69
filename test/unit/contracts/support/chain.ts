import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  type ContractTransactionReceipt,
  type ContractTransactionResponse,
  keccak256,
  type Log,
  zeroPadValue,
} from "ethers";
import { network } from "hardhat";
import type { Hub, Vault } from "../../../../types/index.ts";
import { encodeInteroperable, type InteroperableAddress } from "../../../../sdk/src/codec/index.ts";

/** Chain id of the network "direct". */
export const CHAIN_ID = 31_004n;

/** Gas for transactions whose outcome depends on how much there is: Hardhat would otherwise give the least with which they succeed. */
export const PLENTY = { gasLimit: 15_000_000n } as const;

/** A contract or owner as the protocol names it. */
export interface Named {
  /** Canonical ERC-7930 bytes. */
  readonly interoperable: string;
  /** Their hash: the id of a vault or hub. */
  readonly id: string;
}

/** Names an address on any chain. */
export function named(target: InteroperableAddress): Named {
  const interoperable = encodeInteroperable(target);
  return { interoperable, id: keccak256(interoperable) };
}

/** Names an EVM address, by default on the chain under test. */
export function onChain(address: string, chainId = CHAIN_ID): Named {
  return named({ namespace: "eip155", chainId, address });
}

/** Left-padded word of an address, as assets and recipients are named. */
export function word(address: string): string {
  return zeroPadValue(address, 32).toLowerCase();
}

/** A 32-byte word that is easy to recognise. */
export function b32(n: number | bigint): string {
  return `0x${BigInt(n).toString(16).padStart(64, "0")}`;
}

/** An address that is easy to recognise. */
export function b20(n: number | bigint): string {
  return `0x${BigInt(n).toString(16).padStart(40, "0")}`;
}

/** One in-process chain with people on it. */
export async function openChain() {
  const connection = await network.create("direct");
  const { ethers, networkHelpers } = connection;
  const [admin, alice, bob, carol, relayer] = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  return {
    connection,
    ethers,
    time: networkHelpers.time,
    helpers: networkHelpers,
    admin,
    alice,
    bob,
    carol,
    relayer,
    /** Coins at an address. */
    coins: (address: string) => ethers.provider.getBalance(address),
    /** Reads a storage slot, as a 32-byte word. */
    slot: (address: string, slot: string) => ethers.provider.getStorage(address, slot),
    /** Hash of everything a contract stores: equal exactly when nothing changed. */
    storageRoot: async (address: unknown): Promise<string> =>
      (await ethers.provider.send("eth_getProof", [String(address), [], "latest"])).storageHash,
    /** The calls a transaction made, outermost first, in the order of execution. */
    trace: async (hash: string): Promise<CallFrame[]> => {
      const flat = (frame: CallFrame): CallFrame[] => [frame, ...(frame.calls ?? []).flatMap(flat)];
      return flat(await ethers.provider.send("debug_traceTransaction", [hash, { tracer: "callTracer" }]));
    },
  };
}

/** One call of a trace. */
export interface CallFrame {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly input: string;
  readonly error?: string;
  readonly calls?: CallFrame[];
}

/** The chain every world stands on. */
export type Chain = Awaited<ReturnType<typeof openChain>>;

/**
 * Builds a world once per file and puts it back into its first state before every test.
 *
 * @param build - Deploys it.
 * @returns An object that is filled before the first test runs.
 */
export function useWorld<T extends Chain>(build: () => Promise<T>): T {
  const world = {} as T;
  let snapshot: Awaited<ReturnType<Chain["helpers"]["takeSnapshot"]>>;
  before(async () => {
    Object.assign(world, await build());
    snapshot = await world.helpers.takeSnapshot();
  });
  beforeEach(() => snapshot.restore());
  after(() => world.connection?.close());
  return world;
}

/** Waits for a transaction and returns its receipt. */
export async function mined(transaction: Promise<ContractTransactionResponse>): Promise<ContractTransactionReceipt> {
  const receipt = await (await transaction).wait();
  if (receipt === null) throw new Error("the transaction is not mined");
  return receipt;
}

/** One event in plain values: addresses and bytes as hex, integers as bigint. */
export interface PlainEvent {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The events of a hub or vault in a receipt, in order, in plain values. */
export function eventsOf(contract: Vault | Hub, receipt: { readonly logs: readonly Log[] }): PlainEvent[] {
  const unwrap = (value: unknown): unknown => (Array.isArray(value) ? [...value].map(unwrap) : value);
  return receipt.logs
    .filter(({ address }) => address === contract.target)
    .map((log) => {
      const event = contract.interface.parseLog(log);
      if (event === null) throw new Error(`no event of the contract has topic ${log.topics[0]}`);
      return { name: event.name, args: [...event.args].map(unwrap) };
    });
}

/** The events of one name. */
export function eventsNamed(contract: Vault | Hub, receipt: { readonly logs: readonly Log[] }, name: string) {
  return eventsOf(contract, receipt)
    .filter((event) => event.name === name)
    .map(({ args }) => args);
}
