import type { Chain as WormholeChainName } from "@wormhole-foundation/sdk-base";

/** The chains of the devnet; also the names of their networks in hardhat.config.ts. */
export type ChainName = "hub" | "ethereum" | "arbitrum";

/** What the messengers call a chain, and when its blocks count as final. */
export interface ChainProfile {
  readonly name: ChainName;
  readonly chainId: number;
  /** LayerZero endpoint id. */
  readonly eid: number;
  /** Wormhole's name of the chain whose place this one takes; the SDK serialises no unknown chains. */
  readonly wormhole: WormholeChainName;
  /** Wormhole chain id. */
  readonly wormholeId: number;
  /** Blocks on top of a block before honest workers attest what it holds. LayerZero's usual confirmations for the named chains. */
  readonly finality: number;
}

/** Every chain of the devnet. The hub takes the place of Base. */
export const PROFILES: Readonly<Record<ChainName, ChainProfile>> = {
  hub: { name: "hub", chainId: 31_001, eid: 30_184, wormhole: "Base", wormholeId: 30, finality: 10 },
  ethereum: { name: "ethereum", chainId: 31_002, eid: 30_101, wormhole: "Ethereum", wormholeId: 2, finality: 15 },
  arbitrum: { name: "arbitrum", chainId: 31_003, eid: 30_110, wormhole: "Arbitrum", wormholeId: 23, finality: 20 },
};

/** All chain names, hub first. */
export const CHAIN_NAMES: readonly ChainName[] = ["hub", "ethereum", "arbitrum"];
