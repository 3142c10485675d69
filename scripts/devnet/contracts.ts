import { createRequire } from "node:module";
import { Interface } from "ethers";
import { artifacts } from "hardhat";

import type { Artifact } from "./chain.ts";

/** Fully qualified names where the plain ones could be ambiguous. */
const PROJECT_CONTRACTS = {
  vault: "Vault",
  hub: "Hub",
  withdrawals: "Withdrawals",
  noBorrowCheck: "NoBorrowCheck",
  layerZeroTransport: "LayerZeroTransport",
  wormholeTransport: "WormholeTransport",
  sameChainTransport: "SameChainTransport",
  testToken: "test/contracts/TestToken.sol:TestToken",
} as const;

/** Every kind of contract that the devnet deploys for Causeway itself. */
export type ContractKind = keyof typeof PROJECT_CONTRACTS | "accessManager";

/** Compiled contracts by kind. */
export type Contracts = Readonly<Record<ContractKind, Artifact>>;

/** Interfaces by kind. */
export type Abis = Readonly<Record<ContractKind, Interface>>;

/** Reads the compiled contracts; OpenZeppelin's AccessManager as OpenZeppelin has published it. */
export async function readContracts(): Promise<Contracts> {
  const kinds = Object.entries(PROJECT_CONTRACTS);
  const own = await Promise.all(kinds.map(async ([kind, name]) => [kind, await artifacts.readArtifact(name)] as const));
  const accessManager: Artifact = createRequire(import.meta.url)(
    "@openzeppelin/contracts/build/contracts/AccessManager.json",
  );
  return { ...Object.fromEntries(own), accessManager } as Contracts;
}

/** The interfaces of {@link readContracts}. */
export function abisOf(contracts: Contracts): Abis {
  return Object.fromEntries(Object.entries(contracts).map(([kind, { abi }]) => [kind, Interface.from(abi)])) as Abis;
}
