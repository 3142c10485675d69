import { ZeroAddress } from "ethers";

import type { Receipt } from "../../adapters/index.ts";
import type { Context } from "../context.ts";
import { evmAddress, ownerNamed, type RouteSelection, vaultNamed } from "../inputs.ts";
import { type SigningOptions, signingOn, transact } from "../transaction.ts";
import type { SendResult } from "./sendReleased.ts";
import { sync } from "./sync.ts";

/** A delegate to be named. The signer is the account's owner on the vault's chain. */
export interface SetDelegateParameters extends SigningOptions {
  /** Name of a vault on the owner's chain; the hub believes the one that is the chain's identity source. */
  readonly vault: string;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
  /** A key on the hub's chain; `"none"` withdraws the right. */
  readonly delegate: string;
  /** Transports to tell the hub through, in a second transaction; `"all"` when absent. */
  readonly routes?: RouteSelection;
}

/** A register that was set, and sent unless routes were `"none"`. */
export interface RegisterResult {
  readonly receipt: Receipt;
  /** The account: the one that the signer owns as an address of the vault's chain, 32 bytes. */
  readonly account: string;
  /** The message to the hub, if one was sent. */
  readonly sent: SendResult | undefined;
}

/**
 * Names a key on the hub's chain that may act for the signer's account. The account is that of the signer's address *on the vault's
 * chain*, which differs from the account of the same address on the hub's chain.
 *
 * @throws InputError, RevertError, ChainError.
 */
export async function setDelegate(context: Context, parameters: SetDelegateParameters): Promise<RegisterResult> {
  const { signer, onTransaction, subId = 0, routes = "all" } = parameters;
  const vault = vaultNamed(context, parameters.vault);
  const delegate = parameters.delegate === "none" ? ZeroAddress : evmAddress("The delegate", parameters.delegate);
  const signing = await signingOn(vault.chain, parameters);
  const owner = signing.address;
  const { chainId } = vault.chain;
  const { account } = ownerNamed(context, { namespace: "eip155", chainId, address: owner }, subId);
  const receipt = await transact(context, signing, {
    purpose: "setDelegate",
    to: vault.address,
    data: vault.contract.interface.encodeFunctionData("setDelegate", [context.hub.id, subId, delegate]),
  });
  if (routes === "none") return { receipt, account, sent: undefined };
  const content = { delegates: [{ owner, subId }] };
  const sent = await sync(context, {
    vault: vault.name,
    signer,
    ...(onTransaction && { onTransaction }),
    routes,
    ...content,
  });
  return { receipt, account, sent };
}
