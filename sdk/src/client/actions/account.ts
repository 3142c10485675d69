import { ZeroAddress } from "ethers";

import type { AssetRef, VaultRef } from "../../deployment/world.ts";
import { Amount } from "../../units/amount.ts";
import { USD } from "../../units/unit.ts";
import type { Context } from "../context.ts";
import { type OwnerLike, ownerNamed } from "../inputs.ts";

/** Whose account to read. */
export interface AccountParameters {
  /** An address on the hub's chain, or `eip155:<chain id>:<address>`. */
  readonly owner: OwnerLike;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
}

/** A claim on one asset of one vault. */
export interface AccountLine {
  /** The vault's name; its id where the deployment does not describe it. */
  readonly vault: string;
  /** The asset's symbol; its id where the deployment does not describe it. */
  readonly asset: string;
  readonly amount: Amount;
}

/** Credit that a vault has and the hub has not merged yet. */
export interface CreditInFlight {
  readonly vault: string;
  readonly asset: string;
  /** What is still to come. */
  readonly amount: Amount;
  /** The part of it on which enough transports agree: a cap holds it back. */
  readonly heldBack: Amount;
  /** The part of it that each transport has yet to attest. */
  readonly missing: readonly { readonly transport: string; readonly amount: Amount }[];
}

/** An account as the hub has it, and what is on its way to it. */
export interface AccountView {
  /** 32 bytes. */
  readonly id: string;
  /** `eip155:<chain id>:<address>`. */
  readonly owner: string;
  readonly subId: number;
  /** Dollars, 18 decimals; negative where the account owes. */
  readonly cash: Amount<"USD">;
  readonly lines: readonly AccountLine[];
  readonly inFlight: readonly CreditInFlight[];
  /** Who may act for the owner on the hub's chain, if anybody. */
  readonly delegate: string | undefined;
  /** What each vault can pay out of each stablecoin, to anybody: cash is withdrawn wherever there is some. */
  readonly liquidity: readonly AccountLine[];
}

/**
 * Reads an account from the hub and all vaults. Chains are read one after the other, the hub first: what is merged meanwhile may still be
 * shown as in flight, but nothing is shown twice as merged.
 *
 * @throws InputError, DeploymentError, ChainError.
 */
export async function account(context: Context, { owner, subId }: AccountParameters): Promise<AccountView> {
  const { hub, vaults } = context;
  const { account: id, text, subId: number } = ownerNamed(context, owner, subId);
  await Promise.all([hub.chain.ensure(), ...vaults.map(({ chain }) => chain.ensure())]);
  const pairs = vaults.flatMap((vault) => vault.assets.map((asset) => ({ vault, asset })));
  const [cash, lines, [delegate], inFlight, liquidity] = await Promise.all([
    hub.contract.cashOf(id),
    hub.contract.linesOf(id),
    hub.contract.delegateOf(id),
    Promise.all(pairs.map(({ vault, asset }) => creditInFlight(context, vault, asset, id))),
    Promise.all(pairs.filter(({ asset }) => asset.stable).map((pair) => liquidityOf(context, pair.vault, pair.asset))),
  ]);
  return {
    id,
    owner: text,
    subId: number,
    cash: new Amount(cash, USD),
    lines: await Promise.all(lines.map((line) => nameLine(context, line))),
    inFlight: inFlight.filter((credit) => credit !== undefined),
    delegate: delegate === ZeroAddress ? undefined : delegate,
    liquidity,
  };
}

async function creditInFlight(
  { hub }: Context,
  vault: VaultRef,
  asset: AssetRef,
  account: string,
): Promise<CreditInFlight | undefined> {
  const key = [vault.id, asset.id, account] as const;
  const merged = await hub.contract.credited(...key);
  const told = await vault.contract.credited(hub.id, asset.id, account);
  if (told <= merged) return undefined;
  const [accepted, ...attested] = await Promise.all([
    hub.contract.accepted(...key),
    ...vault.transports.map(({ atHub }) => hub.contract.attested(...key, atHub)),
  ]);
  const amount = (value: bigint): Amount => new Amount(value > 0n ? value : 0n, asset.unit);
  const missing = vault.transports.map(({ name }, index) => ({
    transport: name,
    amount: amount(told - (attested[index] ?? 0n)),
  }));
  return {
    vault: vault.name,
    asset: asset.symbol,
    amount: amount(told - merged),
    heldBack: amount(accepted - merged),
    missing: missing.filter(({ amount: { value } }) => value > 0n),
  };
}

async function liquidityOf({ hub }: Context, vault: VaultRef, asset: AssetRef): Promise<AccountLine> {
  const value = await hub.contract.entitlement(vault.id, asset.id);
  return { vault: vault.name, asset: asset.symbol, amount: new Amount(value, asset.unit) };
}

async function nameLine(
  { hub, vaults }: Context,
  line: { readonly vault: string; readonly asset: string; readonly amount: bigint },
): Promise<AccountLine> {
  const vault = vaults.find(({ id }) => id === line.vault);
  const asset = vault?.assets.find(({ id }) => id === line.asset);
  const decimals = asset?.unit.decimals ?? Number((await hub.contract.pool(line.vault, line.asset)).decimals);
  const symbol = asset?.symbol ?? line.asset;
  return { vault: vault?.name ?? line.vault, asset: symbol, amount: new Amount(line.amount, { symbol, decimals }) };
}
