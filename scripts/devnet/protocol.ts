import { keccak256, zeroPadValue } from "ethers";

import { assetId, encodeChain, encodeInteroperable, NATIVE_ASSET } from "../../sdk/src/codec/index.ts";
import type { Chain } from "./chain.ts";
import type { Abis, Contracts } from "./contracts.ts";
import { configureOApp, type LayerZeroStack } from "./layerzero.ts";
import type { ChainName } from "./profiles.ts";
import { CONSISTENCY, type WormholeStack } from "./wormhole.ts";

/** A contract that ids are made of. */
export interface Located {
  readonly address: string;
  /** Canonical ERC-7930 address, 0x-hex. */
  readonly interoperable: string;
  /** keccak256 of {@link interoperable}: the vaultId or hubId. */
  readonly id: string;
}

/** An asset of one vault. */
export interface Asset {
  readonly symbol: string;
  /** The token, or the ERC-7528 address for the native coin. */
  readonly address: string;
  /** 32 bytes, 0x-hex. */
  readonly id: string;
  readonly decimals: number;
  /** Whether it merges into cash. */
  readonly stable: boolean;
}

/** Symbols of the assets of each vault. */
export type AssetSymbol = "ETH" | "WETH" | "USDC";

/** Causeway and the messengers on one chain. */
export interface DevnetChain {
  readonly name: ChainName;
  readonly chain: Chain;
  readonly accessManager: string;
  readonly vault: Located;
  /** What the vault of this chain takes; the hub chain's has no WETH. */
  readonly assets: Readonly<Partial<Record<AssetSymbol, Asset>>>;
  readonly transports: { readonly layerzero: string; readonly wormhole: string; readonly sameChain?: string };
  readonly layerzero: LayerZeroStack;
  readonly wormhole: WormholeStack;
}

/** The hub's own contracts. */
export interface DevnetHub extends Located {
  readonly withdrawals: string;
  readonly marginCheck: string;
}

/** How much of each asset the hub may merge from one vault, in native units. */
export type Caps = Readonly<Record<AssetSymbol, bigint>>;

/** A million coins, a billion dollars: far above what a demo moves. */
export const DEFAULT_CAPS: Caps = { ETH: 10n ** 24n, WETH: 10n ** 24n, USDC: 10n ** 15n };

/** Native coin of every chain. */
const NATIVE: Asset = { symbol: "ETH", address: NATIVE_ASSET, id: assetId(NATIVE_ASSET), decimals: 18, stable: false };

const TOKENS = {
  WETH: { name: "Wrapped Ether", decimals: 18, stable: false },
  USDC: { name: "USD Coin", decimals: 6, stable: true },
} as const;

/** Deploys everything that one chain needs of Causeway except the hub: governance, vault, transports, tokens. */
export async function deployChain(
  name: ChainName,
  layerzero: LayerZeroStack,
  wormhole: WormholeStack,
  contracts: Contracts,
): Promise<DevnetChain> {
  const { chain } = layerzero;
  const owner = chain.deployer;
  const accessManager = await chain.deploy(contracts.accessManager, [owner]);
  const vault = locate(chain, await chain.deploy(contracts.vault, [accessManager]));
  const overLayerZero = await chain.deploy(contracts.layerZeroTransport, [layerzero.endpoint, owner]);
  const overWormhole = await chain.deploy(contracts.wormholeTransport, [wormhole.core, owner, CONSISTENCY.finalised]);
  const remote = { layerzero: overLayerZero, wormhole: overWormhole };
  const isHub = name === "hub";
  const transports = isHub ? { ...remote, sameChain: await chain.deploy(contracts.sameChainTransport) } : remote;
  const assets: Partial<Record<AssetSymbol, Asset>> = { ETH: NATIVE };
  for (const symbol of isHub ? (["USDC"] as const) : (["WETH", "USDC"] as const)) {
    const { name, decimals, stable } = TOKENS[symbol];
    const address = await chain.deploy(contracts.testToken, [name, symbol, decimals]);
    assets[symbol] = { symbol, address, id: assetId(address), decimals, stable };
  }
  return { name, chain, accessManager, vault, assets, transports, layerzero, wormhole };
}

/** Deploys the kernel with its margin check and the withdrawals module. */
export async function deployHub(home: DevnetChain, contracts: Contracts, abis: Abis): Promise<DevnetHub> {
  const { chain, accessManager } = home;
  const marginCheck = await chain.deploy(contracts.noBorrowCheck);
  const hub = locate(chain, await chain.deploy(contracts.hub, [accessManager, marginCheck]));
  const withdrawals = await chain.deploy(contracts.withdrawals, [hub.address]);
  await chain.execute(hub.address, abis.hub, "setModule", [withdrawals, true]);
  return { ...hub, withdrawals, marginCheck };
}

/** Makes the transports of two chains each other's peers, with a LayerZero configuration that inherits nothing. */
export async function connectTransports(local: DevnetChain, remote: DevnetChain, abis: Abis): Promise<void> {
  const { chain, transports, layerzero } = local;
  const { profile } = remote.chain;
  const remoteChain = encodeChain({ namespace: "eip155", chainId: BigInt(profile.chainId) });
  const peer = zeroPadValue(remote.transports.layerzero, 32);
  await chain.execute(transports.layerzero, abis.layerZeroTransport, "setChain", [remoteChain, profile.eid]);
  await chain.execute(transports.layerzero, abis.layerZeroTransport, "setPeer", [profile.eid, peer]);
  await configureOApp(layerzero, remote.layerzero, transports.layerzero);
  const emitter = zeroPadValue(remote.transports.wormhole, 32);
  const args = [remoteChain, profile.wormholeId, emitter, CONSISTENCY.finalised];
  await chain.execute(transports.wormhole, abis.wormholeTransport, "setChain", args);
}

/** Registers hub and vault with each other: 1 of 1 on the hub's own chain, LayerZero and Wormhole 2 of 2 elsewhere. */
export async function registerVault(
  hub: DevnetHub,
  home: DevnetChain,
  place: DevnetChain,
  caps: Caps,
  abis: Abis,
): Promise<void> {
  const onHub = (name: string, args: unknown[]) => home.chain.execute(hub.address, abis.hub, name, args);
  const [hubSeats, vaultSeats] = [seats(home, place), seats(place, home)];
  await place.chain.execute(place.vault.address, abis.vault, "registerHub", [
    hub.interoperable,
    vaultSeats,
    vaultSeats.length,
  ]);
  await onHub("registerVault", [place.vault.interoperable, hubSeats, hubSeats.length]);
  await onHub("setIdentitySource", [place.vault.id]);
  for (const [symbol, asset] of Object.entries(place.assets)) {
    const cap = caps[symbol as AssetSymbol];
    await onHub("listAsset", [place.vault.id, asset.id, asset.decimals, asset.stable, cap]);
  }
}

/** The transports on `local` by which it hears from `remote`. */
function seats(local: DevnetChain, remote: DevnetChain): string[] {
  const { layerzero, wormhole, sameChain } = local.transports;
  return local === remote && sameChain !== undefined ? [sameChain] : [layerzero, wormhole];
}

function locate(chain: Chain, address: string): Located {
  const chainId = BigInt(chain.profile.chainId);
  const interoperable = encodeInteroperable({ namespace: "eip155", chainId, address });
  return { address, interoperable, id: keccak256(interoperable) };
}
