import type { Receipt } from "../../adapters/index.ts";
import { type CreditedLeaf, encodeMessage, MessageKind } from "../../codec/index.ts";
import { InputError } from "../../errors/kinds.ts";
import type { Context } from "../context.ts";
import { accountNamed, assetNamed, vaultNamed } from "../inputs.ts";
import { type SigningOptions, signingOn, transact } from "../transaction.ts";
import type { CreditLike } from "./sync.ts";

/** Credits to be looked at again. Anyone may ask for it. */
export interface PokeParameters extends SigningOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** Whose credit in which asset. */
  readonly credits: readonly CreditLike[];
}

/**
 * Has the hub merge what its transports already agree on, after a cap was raised, a threshold changed or a transport enabled. Says
 * nothing new: the hub looks only at votes that were cast.
 *
 * @throws InputError, RevertError, ChainError.
 */
export async function poke(context: Context, parameters: PokeParameters): Promise<{ readonly receipt: Receipt }> {
  const { hub } = context;
  const vault = vaultNamed(context, parameters.vault);
  const leaves = parameters.credits.map((credit): CreditedLeaf => {
    const { id } = assetNamed(vault, credit.asset);
    return { type: "Credited", asset: id, account: accountNamed(context, credit), total: 0n };
  });
  if (leaves.length === 0) throw new InputError("Input_NothingToSend", { what: "account" });
  const signing = await signingOn(hub.chain, parameters);
  const message = encodeMessage({
    kind: MessageKind.VaultToHub,
    origin: vault.id,
    destination: hub.id,
    // Sequence, time and totals of a poked message are ignored: only its names count.
    sourceSeq: 0n,
    sourceTime: 0n,
    leaves,
  });
  const data = hub.contract.interface.encodeFunctionData("poke", [message]);
  return { receipt: await transact(context, signing, { purpose: "poke", to: hub.address, data }) };
}
