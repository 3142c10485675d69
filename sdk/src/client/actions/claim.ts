import { getAddress, MaxUint256 } from "ethers";

import type { Receipt } from "../../adapters/index.ts";
import { RevertError } from "../../errors/revert.ts";
import { Amount } from "../../units/amount.ts";
import type { Context } from "../context.ts";
import { type AmountLike, assetNamed, positiveValue, recipientAt, vaultNamed } from "../inputs.ts";
import { type SigningOptions, signingOn, transact } from "../transaction.ts";

/** A claim to be paid. Anyone may have it paid, for any part. */
export interface ClaimParameters extends SigningOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** Symbol or address of the asset. */
  readonly asset: string;
  /** Who is paid. */
  readonly recipient: string;
  /** At most this much; all that is owed when absent. */
  readonly amount?: AmountLike;
}

/** A payment that was made. */
export interface ClaimResult {
  readonly receipt: Receipt;
  readonly paid: Amount;
}

/**
 * Has a vault pay what the hub has released to a recipient, after the payment did not succeed when the message came.
 *
 * @throws InputError; RevertError `Vault_NothingToClaim`, `Vault_OutflowFrozen`, or the token's own error; ChainError.
 */
export async function claim(context: Context, parameters: ClaimParameters): Promise<ClaimResult> {
  const { hub, naming } = context;
  const vault = vaultNamed(context, parameters.vault);
  const asset = assetNamed(vault, parameters.asset);
  const recipientWord = recipientAt(context, vault, asset, parameters.recipient);
  const recipient = getAddress(parameters.recipient);
  const amount = parameters.amount === undefined ? MaxUint256 : positiveValue(parameters.amount, asset.unit);
  const signing = await signingOn(vault.chain, parameters);
  const key = [hub.id, asset.id, recipientWord] as const;
  const [authorised, paid] = await Promise.all([vault.contract.authorised(...key), vault.contract.paid(...key)]);
  if (authorised <= paid) {
    const args = { hub: hub.id, asset: asset.address, recipient };
    throw new RevertError("Vault_NothingToClaim", args, "0x", { naming });
  }
  const receipt = await transact(context, signing, {
    purpose: "claim",
    to: vault.address,
    data: vault.contract.interface.encodeFunctionData("claim", [hub.id, asset.address, recipient, amount]),
  });
  let received = 0n;
  for (const log of receipt.logs) {
    const event = log.address === vault.address ? vault.contract.interface.parseLog({ ...log }) : null;
    if (event?.name === "Paid") received += event.args.amount as bigint;
  }
  return { receipt, paid: new Amount(received, asset.unit) };
}
