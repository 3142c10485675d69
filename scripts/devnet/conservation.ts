import type { Devnet } from "./deploy.ts";
import type { ChainName } from "./profiles.ts";
import type { Asset, DevnetChain } from "./protocol.ts";

/** Whose counters are summed up: every account that was ever credited, every recipient that was ever released to. */
export interface Universe {
  readonly accounts: readonly string[];
  /** Recipient words, 32 bytes. */
  readonly recipients: readonly string[];
}

/** One (vault, asset), in native units. Sums are taken over accounts and recipients, not read from the contracts' own totals. */
export interface ConservationRow {
  readonly vault: ChainName;
  readonly asset: string;
  readonly decimals: number;
  /** What accounts may claim: the values of their lines, or for stablecoins the pool's entitlement. */
  readonly claims: bigint;
  readonly writtenOff: bigint;
  /** Σ merged by the hub. */
  readonly credited: bigint;
  /** Σ released by the hub. */
  readonly released: bigint;
  /** Σ credited by the vault. */
  readonly vaultCredited: bigint;
  /** Σ paid by the vault. */
  readonly paid: bigint;
  /** What the vault holds. */
  readonly balance: bigint;
  /** claims + writtenOff = credited − released ≤ vaultCredited − paid ≤ balance. */
  readonly holds: boolean;
}

/** The cash identity, in USD with 18 decimals. */
export interface CashIdentity {
  /** Σ cash of accounts. */
  readonly accounts: bigint;
  readonly insurance: bigint;
  readonly dust: bigint;
  /** Σ over stablecoins of what the vaults hold for the hub's accounts. */
  readonly backing: bigint;
  /** accounts + insurance + dust = backing. */
  readonly holds: boolean;
}

/** Everything that has to add up (invariants C-1 to C-3). */
export interface Conservation {
  readonly rows: readonly ConservationRow[];
  readonly cash: CashIdentity;
  readonly holds: boolean;
}

/** Finds everybody who was ever credited or released to, in the logs of all chains. */
export async function universeOf({ hub, chains, abis }: Devnet): Promise<Universe> {
  const accounts = new Set<string>();
  const recipients = new Set<string>();
  const logsOf = ({ chain }: DevnetChain, address: string, topic: string) =>
    chain.request("eth_getLogs", { address, fromBlock: "0x0", toBlock: "latest", topics: [topic] });
  const topicOf = (kind: "vault" | "hub", event: string) => abis[kind].getEvent(event)?.topicHash ?? "";
  for (const place of Object.values(chains)) {
    for (const { topics } of await logsOf(place, place.vault.address, topicOf("vault", "Deposited")))
      accounts.add(topics[2]);
    for (const { topics } of await logsOf(place, place.vault.address, topicOf("vault", "Redeposited")))
      accounts.add(topics[3]);
  }
  for (const { topics } of await logsOf(chains.hub, hub.address, topicOf("hub", "Released"))) recipients.add(topics[3]);
  return { accounts: [...accounts], recipients: [...recipients] };
}

/** Reads all counters of all chains and judges them. */
export async function readConservation(devnet: Devnet, universe: Universe): Promise<Conservation> {
  const { hub, chains, abis } = devnet;
  const places = Object.values(chains);
  const pairs = places.flatMap((place) => Object.values(place.assets).map((asset) => ({ place, asset })));
  const judged = await Promise.all(pairs.map(({ place, asset }) => readRow(devnet, place, asset, universe)));
  const cash = await sum(universe.accounts, (account) =>
    chains.hub.chain.read(hub.address, abis.hub, "cashOf", [account]),
  );
  // Nothing but accounts holds cash before the markets exist.
  const [insurance, dust] = [0n, 0n];
  const backing = judged.reduce((total, { backing }) => total + backing, 0n);
  const rows = judged.map(({ row }) => row);
  const identity = { accounts: cash, insurance, dust, backing, holds: cash + insurance + dust === backing };
  return { rows, cash: identity, holds: identity.holds && rows.every(({ holds }) => holds) };
}

async function readRow({ hub, chains, abis }: Devnet, place: DevnetChain, asset: Asset, universe: Universe) {
  const onHub = (name: string, args: unknown[]) => chains.hub.chain.read(hub.address, abis.hub, name, args);
  const onVault = (name: string, args: unknown[]) => place.chain.read(place.vault.address, abis.vault, name, args);
  const { accounts, recipients } = universe;
  const [vault, id] = [place.vault.id, asset.id];
  const [credited, vaultCredited, lines, released, paid, pool, balance] = await Promise.all([
    sum(accounts, (account) => onHub("credited", [vault, id, account])),
    sum(accounts, (account) => onVault("credited", [hub.id, id, account])),
    sum(asset.stable ? [] : accounts, (account) => onHub("lineOf", [account, vault, id])),
    sum(recipients, (recipient) => onHub("released", [vault, id, recipient])),
    sum(recipients, (recipient) => onVault("paid", [hub.id, id, recipient])),
    onHub("pool", [vault, id]),
    onVault("holdings", [asset.address]),
  ]);
  const sums: { credited: bigint; released: bigint; writtenOff: bigint } = pool;
  const { writtenOff } = sums;
  const claims = asset.stable ? sums.credited - sums.released - writtenOff : lines;
  const holds =
    claims + writtenOff === credited - released &&
    credited - released <= vaultCredited - paid &&
    vaultCredited - paid <= balance;
  const row: ConservationRow = {
    vault: place.name,
    asset: asset.symbol,
    decimals: asset.decimals,
    claims,
    writtenOff,
    credited,
    released,
    vaultCredited,
    paid,
    balance,
    holds,
  };
  return { row, backing: asset.stable ? claims * 10n ** BigInt(18 - asset.decimals) : 0n };
}

async function sum<T>(items: readonly T[], figure: (item: T) => Promise<bigint>): Promise<bigint> {
  const figures = await Promise.all(items.map(figure));
  return figures.reduce((total, value) => total + value, 0n);
}
