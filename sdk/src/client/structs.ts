/** Arguments of the contracts, as ethers encodes them. */

/** `Route` of Solidity. */
export interface RouteStruct {
  /** The transport's contract on the sending chain. */
  readonly transport: string;
  /** In wei. */
  readonly fee: bigint;
  /** ERC-7786 attributes. */
  readonly attributes: string[];
}

/** `Manifest` of Solidity: what one message to the hub shall carry. */
export interface ManifestStruct {
  readonly credited: { readonly asset: string; readonly accounts: string[] }[];
  readonly custody: string[];
  readonly delegates: { readonly owner: string; readonly subId: number }[];
  readonly payouts: { readonly account: string; readonly vault: string }[];
}

/** `ReleasedKey` of Solidity. */
export interface ReleasedKeyStruct {
  readonly asset: string;
  readonly recipient: string;
}

/** A message about one account's credit in one asset. */
export function creditManifest(asset: string, account: string): ManifestStruct {
  return { credited: [{ asset, accounts: [account] }], custody: [], delegates: [], payouts: [] };
}
