import type { VaultRef } from "../../deployment/world.ts";
import { InputError } from "../../errors/kinds.ts";
import type { Context } from "../context.ts";
import { toHub } from "../directions.ts";
import { prepareRoutes, requireRoute } from "../fees.ts";
import {
  type AccountLike,
  accountNamed,
  assetNamed,
  evmAddress,
  requireSubId,
  type RouteSelection,
  vaultNamed,
} from "../inputs.ts";
import type { ManifestStruct } from "../structs.ts";
import { requireCoins, type SigningOptions, signingOn, transact } from "../transaction.ts";
import type { SendResult } from "./sendReleased.ts";

/** An account's credit in one asset (symbol or address) of a vault. */
export type CreditLike = AccountLike & { readonly asset: string };

/** What one message to the hub shall carry; at least one thing. */
export interface SyncContent {
  /** Credits of accounts. */
  readonly credits?: readonly CreditLike[];
  /** Assets whose totals and balance to report. */
  readonly custody?: readonly string[];
  /** Delegates that owners on the vault's chain have set. */
  readonly delegates?: readonly { readonly owner: string; readonly subId?: number }[];
  /** Payout addresses that owners have set, by account and the name of the paying vault. */
  readonly payouts?: readonly (AccountLike & { readonly at: string })[];
}

/** State to be sent. Anyone may send it and pay for it. */
export interface SyncParameters extends SyncContent, SigningOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** Transports to send through; `"all"` when absent. */
  readonly routes?: Exclude<RouteSelection, "none">;
}

/**
 * Tells the hub what a vault has: deferred deposits of any number of accounts in one message, and registers. Totals are cumulative, so
 * sending twice does no harm.
 *
 * @throws InputError, RevertError (nothing was sent), ChainError.
 */
export async function sync(context: Context, parameters: SyncParameters): Promise<SendResult> {
  const vault = vaultNamed(context, parameters.vault);
  const manifest = manifestOf(context, vault, parameters);
  const signing = await signingOn(vault.chain, parameters);
  const direction = toHub(context, vault, manifest);
  const { structs, value, ...fees } = await prepareRoutes(context, direction, parameters.routes ?? "all");
  requireRoute(direction, fees);
  await requireCoins(signing, value);
  const receipt = await transact(context, signing, {
    purpose: "sync",
    to: vault.address,
    data: vault.contract.interface.encodeFunctionData("sync", [context.hub.id, manifest, [...structs]]),
    value,
  });
  return { receipt, fees };
}

/** The contract's form of what a message shall carry. @throws InputError. */
export function manifestOf(context: Context, vault: VaultRef, content: SyncContent): ManifestStruct {
  const { credits = [], custody = [], delegates = [], payouts = [] } = content;
  if (credits.length + custody.length + delegates.length + payouts.length === 0) {
    throw new InputError("Input_NothingToSend", { what: "account, asset, delegate or payout address" });
  }
  const accounts = new Map<string, Set<string>>();
  for (const credit of credits) {
    const { address } = assetNamed(vault, credit.asset);
    const known = accounts.get(address) ?? new Set();
    accounts.set(address, known.add(accountNamed(context, credit)));
  }
  return {
    credited: [...accounts].map(([asset, ids]) => ({ asset, accounts: [...ids] })),
    custody: custody.map((asset) => assetNamed(vault, asset).address),
    delegates: delegates.map(({ owner, subId = 0 }) => ({
      owner: evmAddress("The owner", owner),
      subId: requireSubId(subId),
    })),
    payouts: payouts.map((payout) => ({
      account: accountNamed(context, payout),
      vault: vaultNamed(context, payout.at).id,
    })),
  };
}
