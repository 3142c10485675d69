import type { Deployment, TransportDescription } from "../../sdk/src/deployment/index.ts";
import type { Devnet } from "./deploy.ts";
import { CHAIN_NAMES } from "./profiles.ts";
import type { DevnetChain } from "./protocol.ts";

/** A devnet as the SDK wants to know it. Vaults have the names of their chains. */
export function describeDevnet({ hub, chains }: Devnet): Deployment {
  const places = CHAIN_NAMES.map((name) => chains[name]);
  return {
    version: 1,
    name: "devnet",
    chains: Object.fromEntries(places.map(({ name, chain }) => [name, { chainId: chain.profile.chainId }])),
    hub: { chain: "hub", address: hub.address, withdrawals: hub.withdrawals },
    vaults: places.map((place) => ({
      name: place.name,
      chain: place.name,
      address: place.vault.address,
      assets: Object.values(place.assets).map(({ symbol, address, decimals, stable }) => {
        return { symbol, address, decimals, stable };
      }),
      transports: transportsBetween(place, chains.hub),
    })),
  };
}

function transportsBetween({ transports }: DevnetChain, home: DevnetChain): TransportDescription[] {
  const { layerzero, wormhole, sameChain } = transports;
  if (sameChain !== undefined) return [{ name: "same-chain", atVault: sameChain, atHub: sameChain }];
  return [
    { name: "layerzero", atVault: layerzero, atHub: home.transports.layerzero },
    { name: "wormhole", atVault: wormhole, atHub: home.transports.wormhole },
  ];
}
