import type { Receipt } from "../../adapters/index.ts";
import type { AssetRef, VaultRef } from "../../deployment/world.ts";
import type { CausewayError } from "../../errors/base.ts";
import { InputError } from "../../errors/kinds.ts";
import { decodeRevert, RevertError } from "../../errors/revert.ts";
import { Withdrawals__factory } from "../../generated/index.ts";
import type { Tracker, WithdrawalStatus } from "../../messaging/index.ts";
import { Amount } from "../../units/amount.ts";
import { USD } from "../../units/unit.ts";
import type { Context } from "../context.ts";
import { toVault } from "../directions.ts";
import { type PreparedRoutes, prepareRoutes, type Quote } from "../fees.ts";
import {
  type AmountLike,
  assetNamed,
  type OwnerLike,
  type OwnerRef,
  ownerNamed,
  positiveValue,
  recipientAt,
  type RouteSelection,
  vaultNamed,
} from "../inputs.ts";
import type { RouteStruct } from "../structs.ts";
import {
  estimateGas,
  type Request,
  requireCoins,
  type Signing,
  type SigningOptions,
  signingOn,
  transact,
} from "../transaction.ts";
import { DELIVERY_GAS } from "./sendReleased.ts";
import { trackWithdrawal } from "./trackWithdrawal.ts";

/** A withdrawal to be made. The signer is the account's owner on the hub's chain, or its delegate there. */
export interface WithdrawParameters extends SigningOptions {
  /** Symbol or address of the asset, as the paying vault has it. */
  readonly asset: string;
  readonly amount: AmountLike;
  /** Which vault pays (for stablecoins any that has liquidity), and whom: an address on the vault's chain. */
  readonly to: { readonly vault: string; readonly recipient: string };
  /** The account's owner; the signer when absent. */
  readonly owner?: OwnerLike;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
  /** Transports to tell the vault through; `"all"` when absent, `"none"` to leave it to a later `sendReleased`. */
  readonly routes?: RouteSelection;
}

/** A withdrawal that was mined: the release stands, whatever became of sending it. */
export interface WithdrawResult {
  readonly receipt: Receipt;
  /** The account debited, 32 bytes. */
  readonly account: string;
  /** Fees as quoted, and transports left out. */
  readonly fees: Quote;
  /** Why the message was not sent although routes were given; `sendReleased` sends it any time. */
  readonly sendDeferred: CausewayError | undefined;
  /** Follows the release to the payment. */
  readonly tracker: Tracker<WithdrawalStatus>;
}

const MODULE = Withdrawals__factory.createInterface();

/**
 * Takes an asset out of an account and has a vault pay it out. The hub debits at once; paying follows when enough transports have told the
 * vault. A transport that cannot be used now never stops a withdrawal: it is left out and reported.
 *
 * @throws InputError, RevertError (nothing was withdrawn), ChainError.
 */
export async function withdraw(context: Context, parameters: WithdrawParameters): Promise<WithdrawResult> {
  const { to, routes: selection = "all", subId = 0 } = parameters;
  const { hub } = context;
  const vault = vaultNamed(context, to.vault);
  const asset = assetNamed(vault, parameters.asset);
  const amount = positiveValue(parameters.amount, asset.unit);
  const recipient = recipientAt(context, vault, asset, to.recipient);
  const signing = await signingOn(hub.chain, parameters);
  const { owner: named = signing.address } = parameters;
  const owner = ownerNamed(context, named, subId);

  await requireLiquidity(context, vault, asset, amount);
  await requireHoldings(context, vault, asset, amount, owner);
  const routes = await prepareRoutes(context, toVault(context, vault, [{ asset: asset.id, recipient }]), selection);
  await requireCoins(signing, routes.value);
  const request = (structs: readonly RouteStruct[], value: bigint): Request => {
    const data = MODULE.encodeFunctionData("withdraw", [
      owner.interoperable,
      owner.subId,
      vault.id,
      asset.id,
      amount,
      recipient,
      [...structs],
    ]);
    const calls = [{ module: hub.withdrawals, value, data }];
    const batch = hub.contract.interface.encodeFunctionData("batch", [calls]);
    return { purpose: "withdraw", to: hub.address, data: batch, value };
  };
  const gas = await enoughGas(context, signing, request([], 0n), vault, { asset: asset.id, recipient }, routes);
  const receipt = await transact(context, signing, { ...request(routes.structs, routes.value), gas });
  const tracker = trackWithdrawal(context, { transactionHash: receipt.transactionHash });
  const { routes: fees, unavailable, total } = routes;
  return {
    receipt,
    account: owner.account,
    fees: { routes: fees, unavailable, total },
    sendDeferred: deferralIn(context, receipt),
    tracker,
  };
}

/**
 * The module only tries to send, so a node's estimate would find the gas with which the attempt just fails. The two halves are
 * estimated apart instead; a call passes on 63 of 64 parts of its gas, which the fifth on top of estimates covers.
 */
async function enoughGas(
  context: Context,
  signing: Signing,
  withoutSending: Request,
  vault: VaultRef,
  key: { readonly asset: string; readonly recipient: string },
  { structs, value }: PreparedRoutes,
): Promise<bigint> {
  const releasing = await estimateGas(signing, withoutSending);
  if (structs.length === 0) return releasing;
  const { contract, address } = context.hub;
  const data = contract.interface.encodeFunctionData("sendReleased", [vault.id, [key], [...structs]]);
  const request = { purpose: "sendReleased", to: address, data, value, extraGas: DELIVERY_GAS };
  return releasing + (await estimateGas(signing, request));
}

/** @throws RevertError `Hub_NotListed`, `Hub_InsufficientLiquidity` naming the vaults that could pay. */
async function requireLiquidity(
  { hub, vaults, naming }: Context,
  vault: VaultRef,
  asset: AssetRef,
  amount: bigint,
): Promise<void> {
  const { listed } = await hub.contract.pool(vault.id, asset.id);
  if (!listed) throw new RevertError("Hub_NotListed", { vault: vault.id, asset: asset.id }, "0x", { naming });
  const available = await hub.contract.entitlement(vault.id, asset.id);
  if (amount <= available) return;
  const details = [`That is ${new Amount(available, asset.unit)} of ${new Amount(amount, asset.unit)}.`];
  for (const other of asset.stable ? vaults : []) {
    const same = other.assets.find(({ symbol }) => symbol === asset.symbol);
    if (other === vault || same === undefined) continue;
    const liquidity = new Amount(await hub.contract.entitlement(other.id, same.id), same.unit);
    if (liquidity.value > 0n) details.push(`${other.name} has ${liquidity}.`);
  }
  const args = { vault: vault.id, asset: asset.id, requested: amount, available };
  throw new RevertError("Hub_InsufficientLiquidity", args, "0x", { details: details.join(" "), naming });
}

/**
 * A line cannot be overdrawn. Cash can, within margin: what is too much of it only the hub's margin check knows, in the rehearsal; an
 * account that has none at all is told in plain words.
 *
 * @throws InputError `Input_TooLittle`.
 */
async function requireHoldings(
  { hub }: Context,
  vault: VaultRef,
  asset: AssetRef,
  amount: bigint,
  { account }: OwnerRef,
): Promise<void> {
  const need = String(new Amount(amount, asset.unit));
  if (!asset.stable) {
    const line = await hub.contract.lineOf(account, vault.id, asset.id);
    if (line >= amount) return;
    throw new InputError("Input_TooLittle", { have: `${new Amount(line, asset.unit)} in ${vault.name}`, need });
  }
  const cash = await hub.contract.cashOf(account);
  if (cash > 0n || (await hub.contract.linesOf(account)).length > 0) return;
  throw new InputError("Input_TooLittle", { have: String(new Amount(cash, USD)), need });
}

function deferralIn({ hub, naming }: Context, { logs }: Receipt): CausewayError | undefined {
  for (const log of logs) {
    const event = log.address === hub.withdrawals ? MODULE.parseLog(log) : null;
    if (event?.name === "SendDeferred") return decodeRevert(String(event.args.reason), { naming });
  }
  return undefined;
}
