import { getAddress } from "ethers";

import { type ChainReader, type ReaderLike, toReader } from "../adapters/index.ts";
import { assetId, encodeInteroperable, hubId, vaultId } from "../codec/index.ts";
import { DeploymentError } from "../errors/kinds.ts";
import type { Naming } from "../errors/text.ts";
import { type Hub, Hub__factory, type Vault, Vault__factory } from "../generated/index.ts";
import type { Unit } from "../units/unit.ts";
import type { Deployment, VaultDescription } from "./deployment.ts";

/** A chain, ready to be read. */
export interface ChainRef {
  readonly name: string;
  readonly chainId: bigint;
  /** What fees are paid in. */
  readonly coin: Unit;
  readonly reader: ChainReader;
  /** Makes sure, once, that the reader is connected to the right chain. @throws DeploymentError `Deployment_WrongChain`. */
  readonly ensure: () => Promise<void>;
}

/** The hub with its derived id. */
export interface HubRef {
  readonly chain: ChainRef;
  readonly address: string;
  readonly withdrawals: string;
  /** 32 bytes. */
  readonly id: string;
  /** Canonical ERC-7930 bytes. */
  readonly interoperable: string;
  /** For reading. */
  readonly contract: Hub;
}

/** An asset of a vault with its derived id. */
export interface AssetRef {
  readonly symbol: string;
  readonly address: string;
  /** 32 bytes. */
  readonly id: string;
  readonly unit: Unit;
  readonly stable: boolean;
}

/** A transport's contract at either end. */
export interface TransportRef {
  readonly name: string;
  readonly atVault: string;
  readonly atHub: string;
}

/** A vault with its derived id. */
export interface VaultRef {
  readonly name: string;
  readonly chain: ChainRef;
  readonly address: string;
  /** 32 bytes. */
  readonly id: string;
  /** Canonical ERC-7930 bytes. */
  readonly interoperable: string;
  readonly assets: readonly AssetRef[];
  readonly transports: readonly TransportRef[];
  /** For reading. */
  readonly contract: Vault;
}

/** A deployment whose ids are derived and whose chains can be read. */
export interface World {
  readonly name: string;
  readonly hub: HubRef;
  readonly vaults: readonly VaultRef[];
  /** Names of ids and addresses, for messages. */
  readonly naming: Naming;
}

/**
 * Derives the ids of a deployment and connects it to its chains. Sends no request.
 *
 * @param deployment - As {@link parseDeployment} returns it.
 * @param providers - One for every chain that the hub or a vault lives on, by the chain's name.
 * @throws DeploymentError `Deployment_NoProvider`.
 */
export function resolveWorld(deployment: Deployment, providers: Readonly<Record<string, ReaderLike>>): World {
  const chains = new Map<string, ChainRef>();
  const chain = (name: string): ChainRef => {
    const known = chains.get(name) ?? chainRef(name, deployment, providers);
    chains.set(name, known);
    return known;
  };
  const { address, withdrawals } = deployment.hub;
  const hubChain = chain(deployment.hub.chain);
  const interoperable = encodeInteroperable({ namespace: "eip155", chainId: hubChain.chainId, address });
  const hub: HubRef = {
    chain: hubChain,
    address,
    withdrawals,
    id: hubId(interoperable),
    interoperable,
    contract: Hub__factory.connect(address, runner(hubChain.reader)),
  };
  const vaults = deployment.vaults.map((vault) => vaultRef(vault, chain(vault.chain)));
  return { name: deployment.name, hub, vaults, naming: namesOf(hub, vaults) };
}

function chainRef(name: string, { chains }: Deployment, providers: Readonly<Record<string, ReaderLike>>): ChainRef {
  const given = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (given === undefined || given === null) throw new DeploymentError("Deployment_NoProvider", { chain: name });
  const reader = toReader(given);
  // parseDeployment has made sure that every chain named is described.
  const { chainId, coin = "ETH" } = chains[name] as Deployment["chains"][string];
  const expected = BigInt(chainId);
  let ensured = false;
  return {
    name,
    chainId: expected,
    coin: { symbol: coin, decimals: 18 },
    reader,
    ensure: async () => {
      if (ensured) return;
      const actual = await reader.chainId();
      if (actual !== expected) throw new DeploymentError("Deployment_WrongChain", { chain: name, expected, actual });
      ensured = true;
    },
  };
}

function vaultRef({ name, address, assets, transports }: VaultDescription, chain: ChainRef): VaultRef {
  const interoperable = encodeInteroperable({ namespace: "eip155", chainId: chain.chainId, address });
  return {
    name,
    chain,
    address,
    id: vaultId(interoperable),
    interoperable,
    assets: assets.map(({ symbol, decimals, stable, ...asset }) => ({
      symbol,
      address: asset.address,
      id: assetId(asset.address),
      unit: { symbol, decimals },
      stable,
    })),
    transports,
    contract: Vault__factory.connect(address, runner(chain.reader)),
  };
}

/** All that ethers' contracts need to read: reads go through the adapter, whatever library is behind it. */
function runner(reader: ChainReader) {
  return {
    provider: null,
    call: ({ to, data, from }: { to?: unknown; data?: string | null; from?: unknown }) =>
      reader.call({
        to: String(to),
        data: data ?? "0x",
        ...(typeof from === "string" ? { from } : {}),
      }),
  };
}

function namesOf(hub: HubRef, vaults: readonly VaultRef[]): Naming {
  const names = new Map<string, string | undefined>();
  // The same address may be different contracts on different chains: then it has no name.
  const add = (name: string, ...keys: readonly string[]): void => {
    for (const key of keys.map((raw) => raw.toLowerCase())) {
      names.set(key, names.has(key) && names.get(key) !== name ? undefined : name);
    }
  };
  for (const { name, id, address, interoperable, assets, transports } of vaults) {
    add(name, id, address, interoperable);
    for (const asset of assets) add(asset.symbol, asset.id, asset.address);
    for (const { name: transport, atVault, atHub } of transports) add(transport, atVault, atHub);
  }
  add("the hub", hub.id, hub.address, hub.interoperable);
  return (value) => {
    const key = value.toLowerCase();
    // A word that can only be an EVM address reads better as one.
    return (
      names.get(key) ?? (/^0x0{24}(?!0{40})[0-9a-f]{40}$/.test(key) ? getAddress(`0x${key.slice(26)}`) : undefined)
    );
  };
}
