import { AbiCoder, concat, getAddress, Interface, keccak256, MaxUint256, toBeHex } from "ethers";
import { artifacts, network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import type { SeededRandom } from "../../scripts/devnet/random.ts";
import {
  accountId,
  assetId,
  type CollateralStateMessage,
  encodeInteroperable,
  encodeMessage,
  MessageKind,
  NATIVE_ASSET,
  recipientToBytes32,
} from "../../sdk/src/codec/index.ts";

/** Hub, vaults and tokens on one chain, connected by direct-call transports: the fastest place that has the whole custody protocol. */
export interface DirectWorld {
  readonly hub: string;
  readonly hubId: string;
  readonly withdrawals: string;
  readonly vaults: readonly WorldVault[];
  readonly transports: readonly string[];
  readonly assets: readonly WorldAsset[];
  readonly owners: readonly WorldOwner[];
  /** Everybody who is ever paid. The last one is the hub, which refuses coins. */
  readonly recipients: readonly string[];
  readonly chain: RawChain;
  readonly probe: string;
}

export interface WorldVault {
  readonly address: string;
  readonly id: string;
  readonly interoperable: string;
}

export interface WorldAsset {
  readonly symbol: string;
  readonly address: string;
  readonly id: string;
  readonly decimals: number;
  readonly stable: boolean;
}

export interface WorldOwner {
  readonly address: string;
  readonly interoperable: string;
  readonly account: string;
}

/** A message that a contract has sent, and the transports it went into. */
export interface SentMessage {
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
  readonly transports: readonly string[];
}

/** What a transaction came to; reverts are results here, since random schedules try forbidden things too. */
export interface Outcome {
  readonly ok: boolean;
  readonly revertData: string;
  readonly sent: readonly SentMessage[];
}

/** A cap that no schedule reaches: 10^15 whole tokens. */
export function ampleCap({ decimals }: { readonly decimals: number }): bigint {
  return 10n ** BigInt(decimals + 15);
}

/** ABIs of everything the world is made of. */
export const ABI = {} as Record<
  "hub" | "vault" | "withdrawals" | "token" | "transport" | "probe" | "manager",
  Interface
>;

/** Thin wrapper over a simulated chain that mines a transaction in one request and reads its logs only on demand. */
export class RawChain {
  readonly #connection: NetworkConnection;
  readonly accounts: readonly string[];

  constructor(connection: NetworkConnection, accounts: readonly string[]) {
    this.#connection = connection;
    this.accounts = accounts;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the result depends on the method.
  request(method: string, ...params: unknown[]): Promise<any> {
    return this.#connection.provider.request({ method, params });
  }

  /** Sends and mines; a revert is an outcome, anything else an error. */
  async send(from: string, to: string, data: string, value = 0n): Promise<Outcome> {
    const request = { from, to, data, value: toBeHex(value), gas: "0xe00000", gasPrice: "0x77359400" };
    let hash: string;
    try {
      hash = await this.request("eth_sendTransaction", request);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 3) throw error;
      return { ok: false, revertData: String((error as { data?: unknown }).data ?? "0x"), sent: [] };
    }
    const { logs } = await this.request("eth_getTransactionReceipt", hash);
    return { ok: true, revertData: "0x", sent: sentMessages(logs) };
  }

  /** A call on the latest block. */
  async call(to: string, abi: Interface, name: string, args: readonly unknown[] = []) {
    const data = await this.request(
      "eth_call",
      { to, data: abi.encodeFunctionData(name, args), gas: "0xffffff" },
      "latest",
    );
    return abi.decodeFunctionResult(name, data);
  }

  async deploy(name: string, args: readonly unknown[]): Promise<string> {
    const { abi, bytecode } = await artifacts.readArtifact(name);
    const data = concat([bytecode, new Interface(abi).encodeDeploy([...args])]);
    const request = { from: this.accounts[0], data, gas: "0xe00000", gasPrice: "0x77359400" };
    const { contractAddress } = await this.request(
      "eth_getTransactionReceipt",
      await this.request("eth_sendTransaction", request),
    );
    return getAddress(contractAddress);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** Builds the world: vault 0 hangs on the real same-chain transport (1 of 1), the others on three direct transports (2 of 3). */
export async function createDirectWorld(): Promise<DirectWorld> {
  const names = {
    hub: "Hub",
    vault: "Vault",
    withdrawals: "Withdrawals",
    token: "TestToken",
    transport: "DirectTransport",
    probe: "ConservationProbe",
    manager: "AccessManager",
  } as const;
  for (const [key, name] of Object.entries(names)) {
    ABI[key as keyof typeof ABI] = new Interface((await artifacts.readArtifact(name)).abi);
  }
  const connection = await network.create("direct");
  const accounts: string[] = await connection.provider.request({ method: "eth_accounts" });
  const chain = new RawChain(connection, accounts.map(getAddress));
  const [admin = ""] = chain.accounts;
  const chainId = BigInt(await chain.request("eth_chainId"));
  const interoperableOf = (address: string) => encodeInteroperable({ namespace: "eip155", chainId, address });
  const must = async (from: string, to: string, abi: Interface, name: string, args: readonly unknown[]) => {
    const outcome = await chain.send(from, to, abi.encodeFunctionData(name, args));
    if (!outcome.ok) throw new Error(`${name} reverted with ${outcome.revertData}`);
  };

  const manager = await chain.deploy("AccessManager", [admin]);
  const hub = await chain.deploy("Hub", [manager, await chain.deploy("NoBorrowCheck", [])]);
  const withdrawals = await chain.deploy("Withdrawals", [hub]);
  await must(admin, hub, ABI.hub, "setModule", [withdrawals, true]);
  const hubId = keccak256(interoperableOf(hub));
  const sameChain = await chain.deploy("SameChainTransport", []);
  const transports: string[] = [];
  for (let i = 0; i < 3; i++) transports.push(await chain.deploy("DirectTransport", []));

  const tokens = [
    { symbol: "USDC", decimals: 6, stable: true },
    { symbol: "DAI", decimals: 18, stable: true },
    { symbol: "ODD", decimals: 0, stable: false },
  ];
  const assets: WorldAsset[] = [
    { symbol: "ETH", address: NATIVE_ASSET, id: assetId(NATIVE_ASSET), decimals: 18, stable: false },
  ];
  for (const token of tokens) {
    const address = await chain.deploy("TestToken", [token.symbol, token.symbol, token.decimals]);
    assets.push({ ...token, address, id: assetId(address) });
  }

  const vaults: WorldVault[] = [];
  for (let i = 0; i < 3; i++) {
    const address = await chain.deploy("Vault", [manager]);
    const interoperable = interoperableOf(address);
    const [routes, threshold] = i === 0 ? [[sameChain], 1] : [transports, 2];
    await must(admin, address, ABI.vault, "registerHub", [interoperableOf(hub), routes, threshold]);
    await must(admin, hub, ABI.hub, "registerVault", [interoperable, routes, threshold]);
    const id = keccak256(interoperable);
    for (const asset of assets) {
      await must(admin, hub, ABI.hub, "listAsset", [id, asset.id, asset.decimals, asset.stable, ampleCap(asset)]);
    }
    vaults.push({ address, id, interoperable });
  }

  const owners: WorldOwner[] = chain.accounts.slice(1, 5).map((address) => {
    const interoperable = interoperableOf(address);
    return { address, interoperable, account: accountId(hubId, interoperable, 0) };
  });
  for (const { address } of owners) {
    for (const asset of assets.filter(({ symbol }) => symbol !== "ETH")) {
      await must(admin, asset.address, ABI.token, "mint", [address, 10n ** 24n]);
      for (const vault of vaults) await must(address, asset.address, ABI.token, "approve", [vault.address, MaxUint256]);
    }
  }
  const recipients = [...owners.slice(1).map(({ address }) => address), chain.accounts[6] as string, hub];
  const probe = await chain.deploy("ConservationProbe", []);
  return {
    hub,
    hubId,
    withdrawals,
    vaults,
    transports: [sameChain, ...transports],
    assets,
    owners,
    recipients,
    chain,
    probe,
  };
}

/** Where the probe shall look at every account and recipient. */
export interface Detail {
  readonly vaults: readonly WorldVault[];
  readonly assets: readonly WorldAsset[];
}

/**
 * Runs the probe; throws with the named relation that is broken. The totals are judged everywhere; the sums over accounts and
 * recipients, which are what costs time, in `detail` only (everywhere when absent).
 */
export async function checkConservation(world: DirectWorld, detail: Detail = world): Promise<void> {
  const mask = <T>(all: readonly T[], some: readonly T[]) =>
    all.reduce((bits, item, i) => (some.includes(item) ? bits | (1 << i) : bits), 0);
  const masks = [mask(world.vaults, detail.vaults), mask(world.assets, detail.assets)];
  const universe = [
    world.hub,
    world.vaults.map(({ address }) => address),
    world.assets.map(({ address }) => address),
    world.owners.map(({ account }) => account),
    world.recipients.map(recipientToBytes32),
  ];
  try {
    await world.chain.call(world.probe, ABI.probe, "check", [universe, ...masks]);
  } catch (error) {
    const data = (error as { data?: unknown }).data;
    const parsed = typeof data === "string" ? ABI.probe.parseError(data) : null;
    throw parsed === null ? error : new Error(`${parsed.name}: ${parsed.args.join(", ")}`);
  }
}

/** Hash of everything the protocol believes: equal for equal states, whatever the history. */
export async function digest(world: DirectWorld): Promise<string> {
  const values: bigint[] = [];
  const { chain, hub, hubId } = world;
  for (const { account } of world.owners) values.push((await chain.call(hub, ABI.hub, "cashOf", [account]))[0]);
  for (const vault of world.vaults) {
    for (const asset of world.assets) {
      for (const { account } of world.owners) {
        values.push((await chain.call(hub, ABI.hub, "lineOf", [account, vault.id, asset.id]))[0]);
        values.push((await chain.call(hub, ABI.hub, "credited", [vault.id, asset.id, account]))[0]);
      }
      for (const recipient of world.recipients.map(recipientToBytes32)) {
        values.push((await chain.call(vault.address, ABI.vault, "authorised", [hubId, asset.id, recipient]))[0]);
        values.push((await chain.call(vault.address, ABI.vault, "paid", [hubId, asset.id, recipient]))[0]);
      }
    }
  }
  return keccak256(AbiCoder.defaultAbiCoder().encode(["int256[]"], [values]));
}

/** A message nobody sent: what a transport that lies could attest. Kind, ids and format are right, totals are anything. */
export function forgedMessage(world: DirectWorld, random: SeededRandom): SentMessage {
  const vault = random.pick(world.vaults.slice(1));
  const total = random.pick([1n, 10n ** 6n, 10n ** 24n, 2n ** 128n - 1n]);
  const header = {
    sourceSeq: BigInt(random.below(1_000_000)),
    sourceTime: random.pick([0n, 1n, 2n ** 64n - 1n]),
  };
  const toHub = random.chance(0.5);
  const message: CollateralStateMessage = toHub
    ? {
        kind: MessageKind.VaultToHub,
        origin: vault.id,
        destination: world.hubId,
        ...header,
        leaves: [
          { type: "Credited", asset: random.pick(world.assets).id, account: random.pick(world.owners).account, total },
          { type: "Custody", asset: random.pick(world.assets).id, totalCredited: total, totalPaid: 0n, balance: 0n },
        ],
      }
    : {
        kind: MessageKind.HubToVault,
        origin: world.hubId,
        destination: vault.id,
        ...header,
        leaves: [
          {
            type: "Released",
            asset: random.pick(world.assets).id,
            recipient: recipientToBytes32(random.pick(world.recipients)),
            total,
          },
        ],
      };
  const hubInteroperable = encodeInteroperable({ namespace: "eip155", chainId: 31_004n, address: world.hub });
  const [sender, recipient] = toHub ? [vault.interoperable, world.hub] : [hubInteroperable, vault.address];
  return { sender, recipient, payload: encodeMessage(message), transports: [] };
}

const MESSAGE_SENT = new Interface([
  "event MessageSent(bytes32 indexed sendId, bytes sender, bytes recipient, bytes payload, uint256 value, bytes[] attributes)",
]);

/** The messages among a receipt's logs; one that went into several transports comes once. Delivered ones (no send id) are left out. */
function sentMessages(logs: readonly { address: string; topics: string[]; data: string }[]): SentMessage[] {
  const found = new Map<string, SentMessage>();
  for (const log of logs) {
    const event = MESSAGE_SENT.parseLog(log);
    if (event === null || BigInt(event.args.sendId) === 0n) continue;
    const { sender, payload } = event.args as unknown as { sender: string; payload: string };
    const recipient = getAddress(`0x${(event.args.recipient as string).slice(-40)}`);
    const earlier = found.get(payload)?.transports ?? [];
    found.set(payload, { sender, recipient, payload, transports: [...earlier, getAddress(log.address)] });
  }
  return [...found.values()];
}
