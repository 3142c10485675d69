/**
 * Where one hub and its vaults live. Plain JSON: devnets print it, repositories keep it.
 *
 * It holds addresses only. Ids of hubs, vaults, accounts and assets are derived from them, so a description cannot name a vault and mean
 * another; what else it says (decimals, classes, transports) `verify` compares with the chains.
 */
export interface Deployment {
  /** Version of this format. */
  readonly version: 1;
  /** What people call the deployment: `devnet`, `mainnet`. */
  readonly name: string;
  /** Chains by the name that the rest of the description and `providers` call them. */
  readonly chains: Readonly<Record<string, ChainDescription>>;
  readonly hub: HubDescription;
  readonly vaults: readonly VaultDescription[];
}

/** A chain of the EVM family. */
export interface ChainDescription {
  /** EIP-155 chain id. */
  readonly chainId: number;
  /** Symbol of the native coin, which fees are paid in; `ETH` when absent. It has 18 decimals on every EVM chain. */
  readonly coin?: string;
}

/** The hub and its modules. */
export interface HubDescription {
  /** Name of its chain. */
  readonly chain: string;
  readonly address: string;
  /** The module that withdrawals go through. */
  readonly withdrawals: string;
}

/** A vault, what it holds, and what connects it with the hub. */
export interface VaultDescription {
  /** What the package's functions call it. */
  readonly name: string;
  /** Name of its chain. */
  readonly chain: string;
  readonly address: string;
  readonly assets: readonly AssetDescription[];
  readonly transports: readonly TransportDescription[];
}

/** An asset of one vault. Assets of the same symbol in several vaults are taken for the same money. */
export interface AssetDescription {
  readonly symbol: string;
  /** The token, or the ERC-7528 address for the native coin. */
  readonly address: string;
  readonly decimals: number;
  /** Whether the hub turns credit into cash instead of a line. */
  readonly stable: boolean;
}

/** One way for messages between the vault and the hub: a contract at either end. */
export interface TransportDescription {
  readonly name: string;
  /** The transport's contract on the vault's chain. */
  readonly atVault: string;
  /** The transport's contract on the hub's chain. */
  readonly atHub: string;
}
