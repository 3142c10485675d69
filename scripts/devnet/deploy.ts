import { Chain } from "./chain.ts";
import { type DevnetClock, FrozenClock, WallClock } from "./clock.ts";
import { type Abis, abisOf, readContracts } from "./contracts.ts";
import { FaultPlan } from "./faults.ts";
import { deployLayerZero, wireLayerZero } from "./layerzero.ts";
import { LayerZeroWorker } from "./layerzero-worker.ts";
import { CHAIN_NAMES, type ChainName, PROFILES } from "./profiles.ts";
import {
  type AssetSymbol,
  type Caps,
  connectTransports,
  DEFAULT_CAPS,
  type DevnetChain,
  type DevnetHub,
  deployChain,
  deployHub,
  registerVault,
} from "./protocol.ts";
import { type Fork, forkHere } from "./reorg.ts";
import { Workers } from "./workers.ts";
import { deployWormhole, Guardians, readWormholeCore, setMessageFee } from "./wormhole.ts";
import { WormholeWorker } from "./wormhole-worker.ts";

/** How a devnet starts. */
export interface DevnetOptions {
  /** `frozen` (default): time moves only when told to, for tests. `wall`: the machine's time, for people. */
  readonly time?: "frozen" | "wall";
  /** Seed of all faults; default 1. Print it. */
  readonly seed?: number;
  /** Wormhole guardians; default 1. Mainnet has 19, of which 13 sign. */
  readonly guardians?: number;
  /** Price of publishing a Wormhole message in wei; default 1e12, so that fees are never zero by accident. */
  readonly wormholeFee?: bigint;
  readonly caps?: Partial<Caps>;
  /** Told before each part of the start. */
  readonly onProgress?: (step: string) => void;
}

/** A state of all chains that can be gone back to any number of times. */
export interface DevnetSnapshot {
  /** Takes all chains back, and with them the time; the workers forget their messages. Faults are cleared and reseeded. */
  restore(seed: number): Promise<void>;
}

/** Three chains with Causeway, LayerZero and Wormhole on them, in this process. */
export interface Devnet {
  readonly clock: DevnetClock;
  readonly hub: DevnetHub;
  readonly chains: Readonly<Record<ChainName, DevnetChain>>;
  readonly abis: Abis;
  readonly workers: Workers;
  readonly faults: FaultPlan;
  readonly guardians: Guardians;
  /** Makes test tokens. Amount in native units. */
  mint(chain: ChainName, symbol: Exclude<AssetSymbol, "ETH">, to: string, amount: bigint): Promise<void>;
  /** Marks where a chain will fork; see {@link Fork}. */
  fork(chain: ChainName): Promise<Fork>;
  /** Only on a frozen clock, and only while no message is under way. */
  snapshot(): Promise<DevnetSnapshot>;
  /** Stops background work and all chains. */
  close(): Promise<void>;
}

const DEFAULT_WORMHOLE_FEE = 10n ** 12n;

/** Starts the chains and deploys everything, registered and ready; a few seconds. */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const { time = "frozen", seed = 1, wormholeFee = DEFAULT_WORMHOLE_FEE, onProgress = () => {} } = options;
  const clock = time === "frozen" ? new FrozenClock() : new WallClock();
  const guardians = new Guardians(options.guardians ?? 1);
  const caps = { ...DEFAULT_CAPS, ...options.caps };

  onProgress("starting chains");
  const [contracts, core] = await Promise.all([readContracts(), readWormholeCore()]);
  const abis = abisOf(contracts);
  const started = await Promise.all(CHAIN_NAMES.map((name) => Chain.start(PROFILES[name], clock)));

  onProgress("deploying LayerZero, Wormhole and Causeway");
  // Chains in parallel, on each chain one after the other: its addresses are then the same in every run.
  const deployed = await Promise.all(
    started.map(async (chain) => {
      const layerzero = await deployLayerZero(chain);
      const wormhole = await deployWormhole(chain, core, guardians);
      if (wormholeFee !== 0n) await setMessageFee(wormhole, guardians, wormholeFee);
      return deployChain(chain.profile.name, layerzero, wormhole, contracts);
    }),
  );
  const chains = byName(deployed);
  const hub = await deployHub(chains.hub, contracts, abis);

  onProgress("connecting chains");
  await Promise.all(
    deployed.map(async (local) => {
      const others = deployed.filter((other) => other !== local);
      for (const remote of others) await wireLayerZero(local.layerzero, remote.layerzero);
      const peers = local === chains.hub ? others : [chains.hub];
      for (const remote of peers) await connectTransports(local, remote, abis);
    }),
  );
  for (const place of deployed) await registerVault(hub, chains.hub, place, caps, abis);

  const faults = new FaultPlan(seed);
  const workers = createWorkers(deployed, clock, guardians, faults);
  await workers.forget();

  return {
    clock,
    hub,
    chains,
    abis,
    workers,
    faults,
    guardians,
    async mint(name, symbol, to, amount) {
      const token = chains[name].assets[symbol];
      if (token === undefined) throw new Error(`There is no ${symbol} on ${name}.`);
      await chains[name].chain.execute(token.address, abis.testToken, "mint", [to, amount]);
    },
    fork: (name) => forkHere(chains[name].chain),
    async snapshot() {
      if (!(clock instanceof FrozenClock)) throw new Error("Only a devnet on a frozen clock can go back in time.");
      return takeSnapshot(started, clock, workers);
    },
    async close() {
      await workers.stop();
      await Promise.all(started.map((chain) => chain.close()));
    },
  };
}

function createWorkers(
  deployed: readonly DevnetChain[],
  clock: DevnetClock,
  guardians: Guardians,
  faults: FaultPlan,
): Workers {
  const pick = <T>(select: (place: DevnetChain) => T) => new Map(deployed.map((place) => [place.name, select(place)]));
  const overLayerZero = new LayerZeroWorker(
    pick(({ layerzero }) => layerzero),
    pick(({ transports }) => transports.layerzero),
  );
  const overWormhole = new WormholeWorker(
    pick(({ wormhole }) => wormhole),
    pick(({ transports }) => transports.wormhole),
    guardians,
  );
  const chains = pick(({ chain }) => chain);
  return new Workers(chains, clock, [overLayerZero, overWormhole], faults);
}

async function takeSnapshot(chains: readonly Chain[], clock: FrozenClock, workers: Workers): Promise<DevnetSnapshot> {
  const now = clock.now();
  const take = () => Promise.all(chains.map((chain) => chain.request("evm_snapshot")));
  let ids: string[] = await take();
  return {
    async restore(seed) {
      await Promise.all(chains.map((chain, index) => chain.request("evm_revert", ids[index])));
      // Going back uses a snapshot up.
      ids = await take();
      clock.restore(now);
      await workers.forget();
      workers.faults.clear();
      workers.faults.reseed(seed);
    },
  };
}

function byName(deployed: readonly DevnetChain[]): Record<ChainName, DevnetChain> {
  return Object.fromEntries(deployed.map((place) => [place.name, place])) as Record<ChainName, DevnetChain>;
}
