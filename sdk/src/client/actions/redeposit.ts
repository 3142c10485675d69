import { MaxUint256 } from "ethers";

import type { Receipt } from "../../adapters/index.ts";
import { recipientToBytes32 } from "../../codec/index.ts";
import { RevertError } from "../../errors/revert.ts";
import type { DepositStatus, Tracker } from "../../messaging/index.ts";
import type { Context } from "../context.ts";
import { type AmountLike, assetNamed, type OwnerLike, ownerNamed, positiveValue, vaultNamed } from "../inputs.ts";
import { type SigningOptions, signingOn, transact } from "../transaction.ts";
import { trackDeposit } from "./trackDeposit.ts";

/** A claim of the signer's to be turned back into credit. */
export interface RedepositParameters extends SigningOptions {
  /** Name of the vault that owes it. */
  readonly vault: string;
  /** Symbol or address of the asset. */
  readonly asset: string;
  /** At most this much; all that is owed when absent. */
  readonly amount?: AmountLike;
  /** Who shall own the account that is credited. */
  readonly owner: OwnerLike;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
}

/** A redeposit that was mined. Nothing was sent: `sync` the account to tell the hub. */
export interface RedepositResult {
  readonly receipt: Receipt;
  /** The account credited, 32 bytes. */
  readonly account: string;
  /** Follows the credit to the hub. */
  readonly tracker: Tracker<DepositStatus>;
}

/**
 * Turns what a vault owes the signer into credit of an account again. No token moves, so it works where the asset refuses to pay the
 * signer.
 *
 * @throws InputError; RevertError `Vault_NothingToClaim` and others; ChainError.
 */
export async function redeposit(context: Context, parameters: RedepositParameters): Promise<RedepositResult> {
  const { hub, naming } = context;
  const vault = vaultNamed(context, parameters.vault);
  const asset = assetNamed(vault, parameters.asset);
  const amount = parameters.amount === undefined ? MaxUint256 : positiveValue(parameters.amount, asset.unit);
  const owner = ownerNamed(context, parameters.owner, parameters.subId);
  const signing = await signingOn(vault.chain, parameters);
  const key = [hub.id, asset.id, recipientToBytes32(signing.address)] as const;
  const [authorised, paid] = await Promise.all([vault.contract.authorised(...key), vault.contract.paid(...key)]);
  if (authorised <= paid) {
    const args = { hub: hub.id, asset: asset.address, recipient: signing.address };
    throw new RevertError("Vault_NothingToClaim", args, "0x", { naming });
  }
  const call = [hub.id, asset.address, amount, hub.id, owner.interoperable, owner.subId] as const;
  const receipt = await transact(context, signing, {
    purpose: "redeposit",
    to: vault.address,
    data: vault.contract.interface.encodeFunctionData("redeposit", [...call]),
  });
  const tracker = trackDeposit(context, { vault: vault.name, transactionHash: receipt.transactionHash });
  return { receipt, account: owner.account, tracker };
}
