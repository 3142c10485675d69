import { MaxUint256 } from "ethers";

import { RevertError } from "../../scripts/devnet/chain.ts";
import { type Conservation, readConservation, type Universe } from "../../scripts/devnet/conservation.ts";
import type { Devnet } from "../../scripts/devnet/deploy.ts";
import { CHAIN_NAMES, type ChainName } from "../../scripts/devnet/profiles.ts";
import type { Asset, DevnetChain } from "../../scripts/devnet/protocol.ts";
import { SeededRandom } from "../../scripts/devnet/random.ts";
import type { Fork } from "../../scripts/devnet/reorg.ts";
import { skipMissing } from "../../scripts/devnet/skips.ts";
import type { TransportName } from "../../scripts/devnet/transit.ts";
import {
  accountId,
  encodeInteroperable,
  encodeMessage,
  MessageKind,
  recipientToBytes32,
} from "../../sdk/src/codec/index.ts";

/** Far above what any message costs; the surplus comes back. */
const FEE = 10n ** 18n;
/** Longest delay that {@link DevnetSchedule.misbehave} chooses, in seconds. */
const MAX_DELAY = 4_000;
/** Enough for any delivery. */
const AMPLE_GAS = 15_000_000n;
/** Sends of the whole state before fair delivery counts as failed. */
const MAX_ROUNDS = 12;
const REMOTE: readonly ChainName[] = ["ethereum", "arbitrum"];
const TRANSPORTS: readonly TransportName[] = ["layerzero", "wormhole"];

/** A trader: the same key on every chain, the account under its address on the hub's chain. */
interface Trader {
  readonly address: string;
  readonly owner: string;
  readonly account: string;
}

/**
 * A random schedule over the real messengers: workers drop, double, reorder and delay; a transport dies and comes back; one of the two
 * forges with its real keys and attests before finality; chains reorganise above what is final. Same seed, same schedule.
 */
export class DevnetSchedule {
  readonly #devnet: Devnet;
  readonly #random: SeededRandom;
  readonly #liar: TransportName;
  readonly #traders: readonly Trader[];
  readonly #done: Map<string, number>;
  #fork: { readonly chain: ChainName; readonly fork: Fork } | undefined;

  constructor(devnet: Devnet, seed: number, done: Map<string, number>) {
    this.#devnet = devnet;
    this.#random = new SeededRandom(seed);
    this.#liar = this.#random.pick(TRANSPORTS);
    this.#done = done;
    this.#traders = devnet.chains.hub.chain.accounts.slice(1, 4).map((address) => {
      const owner = encodeInteroperable({ namespace: "eip155", chainId: 31_001n, address });
      return { address, owner, account: accountId(devnet.hub.id, owner, 0) };
    });
  }

  /** Everybody whose counters can move. */
  get universe(): Universe {
    const recipients = this.#traders.map(({ address }) => recipientToBytes32(address));
    return { accounts: this.#traders.map(({ account }) => account), recipients };
  }

  /** Gives the traders tokens and the vaults their approval. Once per devnet, before the snapshot that schedules start from. */
  async fund(): Promise<void> {
    const { chains, abis } = this.#devnet;
    for (const { name, chain, vault, assets } of Object.values(chains)) {
      for (const [symbol, { address }] of Object.entries(assets)) {
        if (symbol === "ETH") continue;
        for (const { address: from } of this.#traders) {
          await this.#devnet.mint(name, symbol as "WETH" | "USDC", from, 10n ** 24n);
          await chain.execute(address, abis.testToken, "approve", [vault.address, MaxUint256], { from });
        }
      }
    }
  }

  /** Chooses the faults that apply from now on. */
  misbehave(): void {
    const r = this.#random;
    for (const transport of TRANSPORTS) {
      this.#devnet.faults.set(
        { transport },
        {
          drop: r.next() * 0.2,
          duplicate: r.next() * 0.3,
          reorder: r.chance(0.7),
          delayTicks: r.below(6),
          delaySeconds: r.chance(0.2) ? r.below(MAX_DELAY) : 0,
          early: transport === this.#liar ? 0.5 : 0,
        },
      );
    }
  }

  /** One random action. */
  async step(): Promise<void> {
    const r = this.#random;
    const place = this.#devnet.chains[r.pick(CHAIN_NAMES)];
    const asset = r.pick(Object.values(place.assets));
    const trader = r.pick(this.#traders);
    const actions: readonly { weight: number; name: string; action: () => Promise<unknown> }[] = [
      { weight: 20, name: "deposit", action: () => this.#deposit(place, asset, trader) },
      {
        weight: 8,
        name: "sync",
        action: () => this.#sync(place, r.chance(0.5) ? [asset] : Object.values(place.assets), this.#transports(place)),
      },
      { weight: 16, name: "withdraw", action: () => this.#withdraw(trader) },
      { weight: 5, name: "send released", action: () => this.#sendReleased(place, [asset], this.#transports(place)) },
      { weight: 30, name: "tick", action: () => this.#devnet.workers.tick() },
      { weight: 4, name: "finality", action: () => this.#mine() },
      { weight: 3, name: "forge", action: () => this.#forge(trader) },
      { weight: 3, name: "kill", action: async () => this.#devnet.faults.kill({ transport: r.pick(TRANSPORTS) }) },
      { weight: 4, name: "restore", action: async () => this.#devnet.faults.restore({}) },
      {
        weight: 2,
        name: "release held",
        action: async () => this.#devnet.workers.release({ transport: r.pick(TRANSPORTS) }),
      },
      { weight: 4, name: "reorganise", action: () => this.#reorganise() },
      { weight: 1, name: "time", action: () => this.#devnet.clock.advance(1 + r.below(3_600)) },
    ];
    const { name, action } = r.weighted(actions);
    try {
      await action();
      this.#done.set(name, (this.#done.get(name) ?? 0) + 1);
    } catch (error) {
      // Schedules try forbidden things as well; a revert changes nothing, which the conservation check then confirms.
      if (!(error instanceof RevertError)) throw error;
    }
  }

  /** Reads all counters of all chains. */
  conservation(): Promise<Conservation> {
    return readConservation(this.#devnet, this.universe);
  }

  /**
   * Ends all faults and sends the current state until it has arrived. Once is not always enough: a reorganisation takes a chain's outbound
   * LayerZero nonces back, and packets that use them again are refused; what comes later carries everything.
   */
  async settle(): Promise<void> {
    const { workers, faults, clock } = this.#devnet;
    this.#fork = undefined;
    faults.clear();
    workers.release();
    await clock.advance(MAX_DELAY);
    workers.retry({}, AMPLE_GAS);
    await workers.drain();
    for (let round = 0; round < MAX_ROUNDS && !(await this.isSettled()); round++) {
      for (const place of Object.values(this.#devnet.chains)) {
        const assets = Object.values(place.assets);
        await this.#sync(place, assets, this.#allTransports(place));
        await this.#sendReleased(place, assets, this.#allTransports(place));
      }
      await skipMissing(this.#devnet);
      workers.retry({}, AMPLE_GAS);
      await workers.drain();
    }
  }

  /** Whether everything deposited is credited and everything released is paid. */
  async isSettled(): Promise<boolean> {
    const { rows } = await this.conservation();
    return rows.every((row) => row.credited === row.vaultCredited && row.paid === row.released);
  }

  #allTransports({ name, transports }: DevnetChain): string[] {
    return name === "hub" ? [transports.sameChain ?? ""] : [transports.layerzero, transports.wormhole];
  }

  /** Mostly all, sometimes only one; as seen from the chain of the vault. */
  #transports(place: DevnetChain): string[] {
    const all = this.#allTransports(place);
    return this.#random.chance(0.7) ? all : [this.#random.pick(all)];
  }

  /** The same transports on the hub's side. */
  #onHub(place: DevnetChain, transports: readonly string[]): string[] {
    const { hub } = this.#devnet.chains;
    const counterpart = new Map([
      [place.transports.layerzero, hub.transports.layerzero],
      [place.transports.wormhole, hub.transports.wormhole],
      [place.transports.sameChain, hub.transports.sameChain],
    ]);
    return transports.map((transport) => counterpart.get(transport) ?? "");
  }

  #routes(transports: readonly string[]) {
    const { sameChain } = this.#devnet.chains.hub.transports;
    return transports.map((transport) => ({ transport, fee: transport === sameChain ? 0n : FEE, attributes: [] }));
  }

  #fees(transports: readonly string[]): bigint {
    return this.#routes(transports).reduce((sum, { fee }) => sum + fee, 0n);
  }

  async #deposit(place: DevnetChain, asset: Asset, { address, owner }: Trader): Promise<void> {
    const { hub, abis } = this.#devnet;
    const amount = BigInt(1 + this.#random.below(1_000_000)) * (this.#random.chance(0.3) ? 1n : 1_000_003n);
    const coins = asset.symbol === "ETH" ? amount : 0n;
    const args = [hub.id, asset.address, amount, owner, 0];
    if (this.#random.chance(0.4)) {
      await place.chain.execute(place.vault.address, abis.vault, "deposit", args, { from: address, value: coins });
      return;
    }
    const transports = this.#transports(place);
    const options = { from: address, value: coins + this.#fees(transports) };
    const withRoutes = [...args, this.#routes(transports)];
    await place.chain.execute(place.vault.address, abis.vault, "depositAndSync", withRoutes, options);
  }

  async #sync(place: DevnetChain, assets: readonly Asset[], transports: readonly string[]): Promise<void> {
    const accounts = this.#traders.map(({ account }) => account);
    const credited = assets.map(({ address }) => ({ asset: address, accounts }));
    const manifest = { credited, custody: assets.map(({ address }) => address), delegates: [], payouts: [] };
    const args = [this.#devnet.hub.id, manifest, this.#routes(transports)];
    const options = { from: place.chain.account(5), value: this.#fees(transports) };
    await place.chain.execute(place.vault.address, this.#devnet.abis.vault, "sync", args, options);
  }

  async #withdraw(trader: Trader): Promise<void> {
    const { hub, chains, abis } = this.#devnet;
    const r = this.#random;
    const { chain } = chains.hub;
    const { address, owner } = trader;
    const { place, asset, available } = await this.#liquidity(trader);
    const amount = r.chance(0.7) ? (available * BigInt(1 + r.below(100))) / 100n : available + BigInt(r.below(2));
    const recipient = recipientToBytes32(r.pick(this.#traders).address);
    const transports = r.chance(0.7) ? this.#onHub(place, this.#transports(place)) : [];
    const value = this.#fees(transports);
    const args = [owner, 0, place.vault.id, asset.id, amount, recipient, this.#routes(transports)];
    const data = abis.withdrawals.encodeFunctionData("withdraw", args);
    const calls = [{ module: hub.withdrawals, value, data }];
    await chain.execute(hub.address, abis.hub, "batch", [calls], { from: address, value });
  }

  /** Somewhere the trader can take something out; nothing much if there is no such place. */
  async #liquidity({ account }: Trader): Promise<{ place: DevnetChain; asset: Asset; available: bigint }> {
    const { hub, chains, abis } = this.#devnet;
    const read = (name: string, args: unknown[]): Promise<bigint> =>
      chains.hub.chain.read(hub.address, abis.hub, name, args);
    const cash = await read("cashOf", [account]);
    const pairs = Object.values(chains).flatMap((place) =>
      Object.values(place.assets).map((asset) => ({ place, asset })),
    );
    for (const { place, asset } of this.#random.shuffle(pairs)) {
      const own = asset.stable
        ? cash / 10n ** BigInt(18 - asset.decimals)
        : await read("lineOf", [account, place.vault.id, asset.id]);
      const there = await read("entitlement", [place.vault.id, asset.id]);
      const available = own < there ? own : there;
      if (available > 0n) return { place, asset, available };
    }
    const [nowhere] = pairs as [(typeof pairs)[number]];
    return { ...nowhere, available: 1n };
  }

  async #sendReleased(place: DevnetChain, assets: readonly Asset[], transports: readonly string[]): Promise<void> {
    const { hub, chains, abis } = this.#devnet;
    const keys = assets.flatMap(({ id }) => this.universe.recipients.map((recipient) => ({ asset: id, recipient })));
    const local = this.#onHub(place, transports);
    const options = { from: chains.hub.chain.account(5), value: this.#fees(local) };
    const args = [place.vault.id, keys, this.#routes(local)];
    await chains.hub.chain.execute(hub.address, abis.hub, "sendReleased", args, options);
  }

  async #mine(): Promise<void> {
    for (const { chain } of Object.values(this.#devnet.chains)) await chain.mine(chain.profile.finality);
  }

  /** The lying transport vouches, with its real keys, for a total that nobody has ever had. */
  async #forge({ account, address }: Trader): Promise<void> {
    const { hub, chains, workers } = this.#devnet;
    const remote = this.#random.pick(REMOTE);
    const { vault, assets } = chains[remote];
    const asset = this.#random.pick(Object.values(assets)).id;
    const total = 2n ** 128n - 1n;
    const header = { sourceSeq: 1n, sourceTime: BigInt(this.#devnet.clock.now()) };
    if (this.#random.chance(0.5)) {
      const payload = encodeMessage({
        kind: MessageKind.VaultToHub,
        origin: vault.id,
        destination: hub.id,
        ...header,
        leaves: [{ type: "Credited", asset, account, total }],
      });
      const ends = { from: remote, to: "hub", sender: vault.interoperable, recipient: hub.interoperable } as const;
      await workers.forge({ transport: this.#liar, ...ends, payload });
      return;
    }
    const payload = encodeMessage({
      kind: MessageKind.HubToVault,
      origin: hub.id,
      destination: vault.id,
      ...header,
      leaves: [{ type: "Released", asset, recipient: recipientToBytes32(address), total }],
    });
    const ends = { from: "hub", to: remote, sender: hub.interoperable, recipient: vault.interoperable } as const;
    await workers.forge({ transport: this.#liar, ...ends, payload });
  }

  /** Marks a fork, or takes the chain back to it, as long as what goes was not final yet. */
  async #reorganise(): Promise<void> {
    const { chains } = this.#devnet;
    if (this.#fork === undefined) {
      const chain = this.#random.pick(CHAIN_NAMES);
      this.#fork = { chain, fork: await this.#devnet.fork(chain) };
      return;
    }
    const { chain, fork } = this.#fork;
    this.#fork = undefined;
    const depth = (await chains[chain].chain.blockNumber()) - fork.height;
    // What is final is never taken back: messages from it may have been attested honestly.
    if (depth >= chains[chain].chain.profile.finality) return;
    await fork.reorganise({ replay: this.#random.chance(0.3) });
  }
}
