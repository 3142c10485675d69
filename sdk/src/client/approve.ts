import { Interface } from "ethers";

import type { AssetRef, VaultRef } from "../deployment/world.ts";
import { InputError } from "../errors/kinds.ts";
import { revertData } from "../errors/revert.ts";
import { Amount } from "../units/amount.ts";
import type { Context } from "./context.ts";
import { type Signing, transact } from "./transaction.ts";

/** ERC-20 without return values of writes: some old tokens return nothing, and nobody looks at it here. */
const TOKEN = new Interface([
  "function balanceOf(address) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function approve(address spender, uint256 amount)",
]);

/** @throws InputError `Input_InsufficientBalance` unless the signer has that many native units of the token. */
export async function requireTokens({ chain, address }: Signing, asset: AssetRef, needed: bigint): Promise<void> {
  const balance = await read(chain, asset, "balanceOf", [address]);
  if (balance >= needed) return;
  throw new InputError("Input_InsufficientBalance", {
    holder: address,
    have: String(new Amount(balance, asset.unit)),
    need: String(new Amount(needed, asset.unit)),
    chain: chain.name,
  });
}

/**
 * Lets the vault take `needed` native units if it may not already: exactly that much, so that nothing is left to be taken.
 *
 * Some tokens refuse to change one allowance into another; then the old one is withdrawn first.
 */
export async function approveExactly(
  context: Context,
  signing: Signing,
  vault: VaultRef,
  asset: AssetRef,
  needed: bigint,
): Promise<void> {
  const allowance = await read(signing.chain, asset, "allowance", [signing.address, vault.address]);
  if (allowance >= needed) return;
  const approve = (amount: bigint) => ({
    purpose: "approve",
    to: asset.address,
    data: TOKEN.encodeFunctionData("approve", [vault.address, amount]),
  });
  if (allowance > 0n && !(await goesThrough(signing, approve(needed)))) await transact(context, signing, approve(0n));
  await transact(context, signing, approve(needed));
}

async function goesThrough({ chain, address }: Signing, request: { readonly to: string; readonly data: string }) {
  try {
    await chain.reader.call({ from: address, to: request.to, data: request.data });
    return true;
  } catch (error) {
    if (revertData(error) === undefined) throw error;
    return false;
  }
}

async function read(
  { reader }: Signing["chain"],
  { address }: AssetRef,
  name: string,
  args: readonly string[],
): Promise<bigint> {
  const data = await reader.call({ to: address, data: TOKEN.encodeFunctionData(name, args) });
  const [value] = TOKEN.decodeFunctionResult(name, data);
  return value as bigint;
}
