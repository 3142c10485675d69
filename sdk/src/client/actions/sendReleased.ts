import type { Receipt } from "../../adapters/index.ts";
import type { Context } from "../context.ts";
import { toVault } from "../directions.ts";
import { prepareRoutes, type Quote, requireRoute } from "../fees.ts";
import { assetNamed, recipientAt, type RouteSelection, vaultNamed } from "../inputs.ts";
import { requireCoins, type SigningOptions, signingOn, transact } from "../transaction.ts";

/** Releases to be sent. Anyone may send them and pay for it. */
export interface SendReleasedParameters extends SigningOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** Whose releases in which asset (symbol or address); none make the message a heartbeat. */
  readonly releases: readonly { readonly asset: string; readonly recipient: string }[];
  /** Transports to send through; `"all"` when absent. */
  readonly routes?: Exclude<RouteSelection, "none">;
}

/** A message that was sent. */
export interface SendResult {
  readonly receipt: Receipt;
  /** Fees as quoted, and transports left out. */
  readonly fees: Quote;
}

/**
 * Gas for one payment that a vault on the hub's own chain makes while it receives the message. It leaves a payment to others rather
 * than fail, and wants 290,000 gas in hand before it tries, so a node's estimate leaves the payment out.
 */
export const DELIVERY_GAS = 500_000n;

/**
 * Tells a vault what the hub has released, through any transports: after a withdrawal that was not sent, or again. Totals are cumulative,
 * so sending twice does no harm.
 *
 * @throws InputError, RevertError (nothing was sent), ChainError.
 */
export async function sendReleased(context: Context, parameters: SendReleasedParameters): Promise<SendResult> {
  const { hub } = context;
  const vault = vaultNamed(context, parameters.vault);
  const keys = parameters.releases.map((release) => {
    const asset = assetNamed(vault, release.asset);
    return { asset: asset.id, recipient: recipientAt(context, vault, asset, release.recipient) };
  });
  const signing = await signingOn(hub.chain, parameters);
  const direction = toVault(context, vault, keys);
  const { structs, value, ...fees } = await prepareRoutes(context, direction, parameters.routes ?? "all");
  requireRoute(direction, fees);
  await requireCoins(signing, value);
  const receipt = await transact(context, signing, {
    purpose: "sendReleased",
    to: hub.address,
    data: hub.contract.interface.encodeFunctionData("sendReleased", [vault.id, keys, [...structs]]),
    value,
    extraGas: DELIVERY_GAS * BigInt(keys.length),
  });
  return { receipt, fees };
}
