import { MaxUint256 } from "ethers";
import { artifacts } from "hardhat";

import type { Artifact, Receipt } from "../scripts/devnet/chain.ts";
import type { Devnet } from "../scripts/devnet/deploy.ts";
import type { ChainName } from "../scripts/devnet/profiles.ts";
import type { Asset, DevnetChain } from "../scripts/devnet/protocol.ts";
import { accountId, encodeInteroperable } from "../sdk/src/codec/index.ts";

/** What a fixture says about where it plays. */
export interface Setting {
  readonly chain: string;
  readonly asset: string;
  readonly payer: string;
}

/** A chain of the devnet with the fixture's token, and the calls that measurements share. */
export class Place {
  readonly devnet: Devnet;
  readonly home: DevnetChain;
  readonly asset: Asset;
  readonly payer: string;

  /** @throws Error when the devnet has no such chain or token. */
  constructor(devnet: Devnet, { chain, asset, payer }: Setting) {
    this.devnet = devnet;
    this.home = devnet.chains[chain as ChainName];
    const found = this.home?.assets[asset as keyof DevnetChain["assets"]];
    if (found === undefined) throw new Error(`the fixture wants ${asset} on ${chain}, which the devnet does not have`);
    this.asset = found;
    this.payer = payer;
  }

  /** Gives the payer `amount` native units and the vault an infinite allowance. */
  async fund(amount: bigint): Promise<void> {
    const { chain, vault } = this.home;
    const { testToken } = this.devnet.abis;
    await chain.execute(this.asset.address, testToken, "mint", [this.payer, amount]);
    await chain.execute(this.asset.address, testToken, "approve", [vault.address, MaxUint256], { from: this.payer });
  }

  /** The payer deposits into the account of `owner`, an ERC-7930 address; no message goes out. */
  deposit(owner: string, subId: number, amount: bigint): Promise<Receipt> {
    const args = [this.devnet.hub.id, this.asset.address, amount, owner, subId];
    return this.onVault("deposit", args, { from: this.payer });
  }

  /** Sends the totals of `accounts` to the hub through `transports`, for exactly what they ask. */
  async sync(accounts: readonly string[], transports: readonly string[]): Promise<Receipt> {
    const { home, asset } = this;
    const { hub, abis } = this.devnet;
    const manifest = { credited: [{ asset: asset.address, accounts }], custody: [], delegates: [], payouts: [] };
    const unpaid = routesThrough(transports);
    const fees = await home.chain.read(home.vault.address, abis.vault, "quoteSync", [hub.id, manifest, unpaid]);
    return this.onVault("sync", [hub.id, manifest, routesThrough(transports, fees)], { value: sum(fees) });
  }

  /** A transaction to the vault, from the chain's deployer unless told otherwise. */
  onVault(name: string, args: readonly unknown[], options: { from?: string; value?: bigint } = {}): Promise<Receipt> {
    return this.home.chain.execute(this.home.vault.address, this.devnet.abis.vault, name, args, options);
  }

  /** A view of the vault that returns one number. */
  readVault(name: string, args: readonly unknown[]): Promise<bigint> {
    return this.home.chain.read(this.home.vault.address, this.devnet.abis.vault, name, args);
  }

  /** A view of the token that returns one number. */
  readToken(name: string, args: readonly unknown[]): Promise<bigint> {
    return this.home.chain.read(this.asset.address, this.devnet.abis.testToken, name, args);
  }

  /** A view of the hub; a single return value comes bare. */
  // biome-ignore lint/suspicious/noExplicitAny: the result's type depends on the function.
  readHub(name: string, args: readonly unknown[]): Promise<any> {
    return this.devnet.chains.hub.chain.read(this.devnet.hub.address, this.devnet.abis.hub, name, args);
  }

  /** Id of an account on the hub; `owner` is an ERC-7930 address. */
  account(owner: string, subId: number): string {
    return accountId(this.devnet.hub.id, owner, subId);
  }
}

/** The contracts' `Route` for each transport, without attributes; free when no fees are given. */
export function routesThrough(
  transports: readonly string[],
  fees: Iterable<bigint> = [],
): { transport: string; fee: bigint; attributes: string[] }[] {
  const paid = [...fees];
  return transports.map((transport, i) => ({ transport, fee: paid[i] ?? 0n, attributes: [] }));
}

/** LayerZero and Wormhole on a chain. */
export function realTransports({ transports }: DevnetChain): string[] {
  return [transports.layerzero, transports.wormhole];
}

/** Σ of amounts, for the coins that a call has to bring along. */
export function sum(amounts: Iterable<bigint>): bigint {
  return [...amounts].reduce((total, amount) => total + amount, 0n);
}

/** ERC-7930 address of `address` on a chain of the devnet. */
export function onChain({ chain }: DevnetChain, address: string): string {
  return encodeInteroperable({ namespace: "eip155", chainId: BigInt(chain.profile.chainId), address });
}

/** A compiled contract under `test/contracts` that only measurements use. */
export async function benchContract(
  name: "BenchTransport" | "BenchRecipient",
): Promise<Artifact & { readonly deployedBytecode: string }> {
  return artifacts.readArtifact(name);
}
