import type { HardhatEthersProvider, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type ContractTransactionReceipt, type ContractTransactionResponse, getAddress } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import { accountId, assetId, encodeInteroperable, hubId, NATIVE_ASSET, vaultId } from "../../sdk/src/codec/index.ts";
import type {
  AccessManager,
  DirectTransport,
  Hub,
  NoBorrowCheck,
  TestToken,
  Vault,
  Withdrawals,
} from "../../types/index.ts";

/** An asset that every vault of a fixture holds. */
export interface AssetSpec {
  readonly symbol: string;
  readonly decimals: number;
  /** Whether its credit becomes cash. */
  readonly stable?: boolean;
  /** The native coin instead of a token of its own. */
  readonly native?: boolean;
  /** In native units; 10^12 whole tokens when absent. `null` leaves the asset unlisted. */
  readonly cap?: bigint | null;
}

/** What a fixture is made of. Everything may be left out. */
export interface DirectOptions {
  /** How many vaults; 1 when absent. They share the assets, as they share the chain. */
  readonly vaults?: number;
  /** How many transports connect each of them with the hub; 2 when absent. */
  readonly transports?: number;
  /** How many transports must agree, both ways; all of them when absent. */
  readonly threshold?: number;
  /** {@link DEFAULT_ASSETS} when absent. */
  readonly assets?: readonly AssetSpec[];
  /** One more vault, the last, that the real same-chain transport joins with the hub (1 of 1). */
  readonly local?: boolean;
}

/** An asset as deployed. */
export interface DirectAsset {
  readonly symbol: string;
  readonly decimals: number;
  readonly stable: boolean;
  readonly address: string;
  /** Asset id, 32 bytes. */
  readonly id: string;
  /** The contract; undefined for the native coin. */
  readonly token: TestToken | undefined;
}

/** A vault as deployed. */
export interface DirectVault {
  /** `vault0`, `vault1`, …, and `local`. */
  readonly name: string;
  readonly contract: Vault;
  readonly address: string;
  readonly id: string;
  /** Canonical ERC-7930 bytes. */
  readonly interoperable: string;
  /** Addresses of its transports. */
  readonly transports: readonly string[];
}

/** One message as one transport was asked to carry it. */
export interface DirectMessage {
  readonly transport: DirectTransport;
  /** ERC-7930 bytes of the contract that sent it. */
  readonly sender: string;
  /** Address on this chain of the contract it is for. */
  readonly recipient: string;
  readonly payload: string;
}

/** Stablecoins of two decimals, a token and the coin. */
export const DEFAULT_ASSETS: readonly AssetSpec[] = [
  { symbol: "USDC", decimals: 6, stable: true },
  { symbol: "DAI", decimals: 18, stable: true },
  { symbol: "WETH", decimals: 18 },
  { symbol: "ETH", decimals: 18, native: true },
];

const DEFAULT_CAP_TOKENS = 10n ** 12n;
const RELAY_GAS = 15_000_000n;

/**
 * Hub, vaults and tokens on one simulated chain, joined by {@link DirectTransport}s: nothing arrives until a test delivers it, and a test
 * may deliver anything. The first account is the administrator of everything.
 */
export class DirectFixture {
  readonly connection: NetworkConnection;
  readonly chainId: bigint;
  readonly admin: HardhatEthersSigner;
  /** Accounts with coins and no rights. */
  readonly users: readonly HardhatEthersSigner[];
  readonly manager: AccessManager;
  readonly marginCheck: NoBorrowCheck;
  readonly hub: Hub;
  readonly hubId: string;
  /** Canonical ERC-7930 bytes of the hub. */
  readonly hubInteroperable: string;
  readonly withdrawals: Withdrawals;
  readonly transports: readonly DirectTransport[];
  readonly threshold: number;
  readonly assets: readonly DirectAsset[];
  readonly vaults: readonly DirectVault[];

  constructor(parts: Parts) {
    this.connection = parts.connection;
    this.chainId = parts.chainId;
    this.admin = parts.admin;
    this.users = parts.users;
    this.manager = parts.manager;
    this.marginCheck = parts.marginCheck;
    this.hub = parts.hub;
    this.hubId = parts.hubId;
    this.hubInteroperable = parts.hubInteroperable;
    this.withdrawals = parts.withdrawals;
    this.transports = parts.transports;
    this.threshold = parts.threshold;
    this.assets = parts.assets;
    this.vaults = parts.vaults;
  }

  get ethers(): NetworkConnection["ethers"] {
    return this.connection.ethers;
  }

  get provider(): HardhatEthersProvider {
    return this.connection.ethers.provider;
  }

  /** The user at `index`. */
  user(index: number): HardhatEthersSigner {
    return at(this.users, index, "user");
  }

  /** The vault at `index`; the first when absent. */
  vault(index = 0): DirectVault {
    return at(this.vaults, index, "vault");
  }

  /** The transport at `index`. */
  transport(index: number): DirectTransport {
    return at(this.transports, index, "transport");
  }

  /** The asset of that symbol. */
  asset(symbol: string): DirectAsset {
    const asset = this.assets.find((candidate) => candidate.symbol === symbol);
    if (asset === undefined) throw new RangeError(`The fixture has no asset ${symbol}.`);
    return asset;
  }

  /** The token of that symbol. */
  token(symbol: string): TestToken {
    const { token } = this.asset(symbol);
    if (token === undefined) throw new RangeError(`${symbol} is the native coin.`);
    return token;
  }

  /** Canonical ERC-7930 bytes of an address on this chain. */
  interoperable(address: string): string {
    return encodeInteroperable({ namespace: "eip155", chainId: this.chainId, address });
  }

  /** The account of an owner on this chain. */
  account(owner: string, subId = 0): string {
    return accountId(this.hubId, this.interoperable(owner), subId);
  }

  /** Routes through the transports at `indexes` (all when none are given), each with `fee` wei. */
  async routes(indexes: readonly number[] = [...this.transports.keys()], fee = 0n) {
    return Promise.all(
      indexes.map(async (i) => ({ transport: await this.transport(i).getAddress(), fee, attributes: [] as string[] })),
    );
  }

  /** Gives `owner` an amount of a token, in native units, and lets every vault take it. */
  async fund(owner: HardhatEthersSigner, symbol: string, amount: bigint): Promise<void> {
    const token = this.token(symbol);
    await token.mint(owner.address, amount);
    for (const { address } of this.vaults) await token.connect(owner).approve(address, amount);
  }

  /** What transports were asked to carry in a transaction, in the order of the logs. */
  async messages(transaction: Mined): Promise<DirectMessage[]> {
    const receipt = "wait" in transaction ? await transaction.wait() : transaction;
    const found: DirectMessage[] = [];
    for (const log of receipt?.logs ?? []) {
      for (const transport of this.transports) {
        if (log.address !== (await transport.getAddress())) continue;
        const event = transport.interface.parseLog(log);
        if (event?.name !== "MessageSent") continue;
        const { sender, recipient, payload } = event.args.toObject() as Record<string, string>;
        found.push({
          transport,
          sender: sender as string,
          // On an EVM chain the address is the tail of its ERC-7930 form.
          recipient: getAddress(`0x${recipient?.slice(-40)}`),
          payload: payload as string,
        });
      }
    }
    return found;
  }

  /**
   * Delivers a message, through its own transport or another one. Anyone may; the administrator does.
   *
   * With gas to spare: a vault leaves payments to others when it has little, and an estimate finds just that little.
   */
  async relay(message: DirectMessage, through = message.transport): Promise<ContractTransactionResponse> {
    return through.relay(message.recipient, message.sender, message.payload, { gasLimit: RELAY_GAS });
  }

  /**
   * Delivers what a transaction has sent: through the transports at `indexes`, or all that carried it when none are given.
   *
   * @returns How many messages were delivered.
   */
  async deliver(transaction: Mined, ...indexes: readonly number[]): Promise<number> {
    const wanted = indexes.length === 0 ? this.transports : indexes.map((index) => this.transport(index));
    const messages = (await this.messages(transaction)).filter(({ transport }) => wanted.includes(transport));
    for (const message of messages) await this.relay(message);
    return messages.length;
  }

  /** Shuts the chain down. */
  async close(): Promise<void> {
    await this.connection.close();
  }
}

type Parts = Pick<
  DirectFixture,
  | "connection"
  | "chainId"
  | "admin"
  | "users"
  | "manager"
  | "marginCheck"
  | "hub"
  | "hubId"
  | "hubInteroperable"
  | "withdrawals"
  | "transports"
  | "threshold"
  | "assets"
  | "vaults"
>;
type Mined = ContractTransactionResponse | Pick<ContractTransactionReceipt, "logs">;

/**
 * Starts a chain of its own and deploys everything on it. To begin every test from the same state, take a snapshot behind it:
 * `const snapshot = await fixture.connection.networkHelpers.takeSnapshot()` and `await snapshot.restore()`.
 */
export async function deployDirect(options: DirectOptions = {}): Promise<DirectFixture> {
  const connection = await network.create("direct");
  const { ethers } = connection;
  const [admin, ...users] = await ethers.getSigners();
  if (admin === undefined) throw new Error("The network has no accounts.");
  const { chainId } = await ethers.provider.getNetwork();
  const interoperable = (address: string) => encodeInteroperable({ namespace: "eip155", chainId, address });

  const manager = await ethers.deployContract("AccessManager", [admin.address]);
  const marginCheck = await ethers.deployContract("NoBorrowCheck");
  const hub = await ethers.deployContract("Hub", [await manager.getAddress(), await marginCheck.getAddress()]);
  const hubInteroperable = interoperable(await hub.getAddress());
  const withdrawals = await ethers.deployContract("Withdrawals", [await hub.getAddress()]);
  await hub.setModule(await withdrawals.getAddress(), true);

  const transports: DirectTransport[] = [];
  for (let i = 0; i < (options.transports ?? 2); i++) transports.push(await ethers.deployContract("DirectTransport"));
  const gateways = await Promise.all(transports.map((transport) => transport.getAddress()));
  const threshold = options.threshold ?? transports.length;

  const specs = options.assets ?? DEFAULT_ASSETS;
  const assets: DirectAsset[] = [];
  for (const spec of specs) assets.push(await deployAsset(connection, spec));

  const vaults: DirectVault[] = [];
  const addVault = async (name: string, joinedBy: readonly string[], agreeing: number): Promise<void> => {
    const contract = await ethers.deployContract("Vault", [await manager.getAddress()]);
    const address = await contract.getAddress();
    const id = vaultId(interoperable(address));
    await contract.registerHub(hubInteroperable, [...joinedBy], agreeing);
    await hub.registerVault(interoperable(address), [...joinedBy], agreeing);
    for (const [index, { symbol, decimals, stable = false, cap }] of specs.entries()) {
      if (cap === null) continue;
      const asset = at(assets, index, symbol).id;
      await hub.listAsset(id, asset, decimals, stable, cap ?? DEFAULT_CAP_TOKENS * 10n ** BigInt(decimals));
    }
    vaults.push({ name, contract, address, id, interoperable: interoperable(address), transports: joinedBy });
  };
  for (let i = 0; i < (options.vaults ?? 1); i++) await addVault(`vault${i}`, gateways, threshold);
  if (options.local) {
    const sameChain = await ethers.deployContract("SameChainTransport");
    await addVault("local", [await sameChain.getAddress()], 1);
  }

  return new DirectFixture({
    connection,
    chainId,
    admin,
    users,
    manager,
    marginCheck,
    hub,
    hubId: hubId(hubInteroperable),
    hubInteroperable,
    withdrawals,
    transports,
    threshold,
    assets,
    vaults,
  });
}

async function deployAsset(connection: NetworkConnection, spec: AssetSpec): Promise<DirectAsset> {
  const { symbol, decimals, stable = false } = spec;
  if (spec.native) {
    return { symbol, decimals, stable, address: NATIVE_ASSET, id: assetId(NATIVE_ASSET), token: undefined };
  }
  const token = await connection.ethers.deployContract("TestToken", [symbol, symbol, decimals]);
  const address = await token.getAddress();
  return { symbol, decimals, stable, address, id: assetId(address), token };
}

function at<T>(list: readonly T[], index: number, what: string): T {
  const item = list.at(index);
  if (item === undefined) throw new RangeError(`The fixture has no ${what} ${index}.`);
  return item;
}
