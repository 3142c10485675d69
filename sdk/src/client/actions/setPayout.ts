import type { Context } from "../context.ts";
import { recipientWord, ownerNamed, type RouteSelection, vaultNamed } from "../inputs.ts";
import { type SigningOptions, signingOn, transact } from "../transaction.ts";
import type { RegisterResult } from "./setDelegate.ts";
import { sync } from "./sync.ts";

/** A payout address to be registered. The signer is the account's owner on the vault's chain. */
export interface SetPayoutParameters extends SigningOptions {
  /** Name of a vault on the owner's chain: the one through which the owner has set a delegate. */
  readonly vault: string;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
  /** Which vault shall pay, and whom: an address on that vault's chain. */
  readonly to: { readonly vault: string; readonly recipient: string };
  /** Transports to tell the hub through, in a second transaction; `"all"` when absent. */
  readonly routes?: RouteSelection;
}

/**
 * Names an address that the account's delegate may pay out to. It counts once the hub knows a delegate of the account from the same vault.
 *
 * @throws InputError, RevertError, ChainError.
 */
export async function setPayout(context: Context, parameters: SetPayoutParameters): Promise<RegisterResult> {
  const { signer, onTransaction, to, subId = 0, routes = "all" } = parameters;
  const vault = vaultNamed(context, parameters.vault);
  const paying = vaultNamed(context, to.vault);
  const recipient = recipientWord(to.recipient);
  const signing = await signingOn(vault.chain, parameters);
  const { chainId } = vault.chain;
  const { account } = ownerNamed(context, { namespace: "eip155", chainId, address: signing.address }, subId);
  const receipt = await transact(context, signing, {
    purpose: "setPayout",
    to: vault.address,
    data: vault.contract.interface.encodeFunctionData("setPayout", [context.hub.id, subId, paying.id, recipient]),
  });
  if (routes === "none") return { receipt, account, sent: undefined };
  const content = { payouts: [{ account, at: paying.name }] };
  const sent = await sync(context, {
    vault: vault.name,
    signer,
    ...(onTransaction && { onTransaction }),
    routes,
    ...content,
  });
  return { receipt, account, sent };
}
