import type { Receipt } from "../../adapters/index.ts";
import { NATIVE_ASSET } from "../../codec/index.ts";
import type { AssetRef, VaultRef } from "../../deployment/world.ts";
import { InputError } from "../../errors/kinds.ts";
import { RevertError } from "../../errors/revert.ts";
import type { DepositStatus, Tracker } from "../../messaging/index.ts";
import { Amount } from "../../units/amount.ts";
import { approveExactly, requireTokens } from "../approve.ts";
import type { Context } from "../context.ts";
import { toHub } from "../directions.ts";
import { type PreparedRoutes, prepareRoutes, type Quote, requireQuorum } from "../fees.ts";
import {
  type AmountLike,
  assetNamed,
  type OwnerLike,
  type OwnerRef,
  ownerNamed,
  positiveValue,
  type RouteSelection,
  vaultNamed,
} from "../inputs.ts";
import { creditManifest } from "../structs.ts";
import { requireCoins, type Signing, type SigningOptions, signingOn, transact } from "../transaction.ts";
import { trackDeposit } from "./trackDeposit.ts";

/** A deposit to be made. */
export interface DepositParameters extends SigningOptions {
  /** Name of the vault. */
  readonly vault: string;
  /** Symbol or address of the asset. */
  readonly asset: string;
  readonly amount: AmountLike;
  /**
   * Who shall own the account; the signer's own address on the hub's chain when absent. On any other chain than the hub's that default is
   * refused for contract wallets, whose address may be somebody else's there.
   */
  readonly owner?: OwnerLike;
  /** The owner's number for the account; 0 when absent. */
  readonly subId?: number;
  /** Transports to tell the hub through; `"all"` when absent, `"none"` to leave it to a later `sync`. */
  readonly routes?: RouteSelection;
  /** Deposit even where the hub's cap has no room, which leaves the credit waiting until it has. */
  readonly allowOverCap?: boolean;
}

/** A deposit that was mined. */
export interface DepositResult {
  readonly receipt: Receipt;
  /** The account, 32 bytes. */
  readonly account: string;
  /** `eip155:<chain id>:<address>` of its owner. */
  readonly owner: string;
  /** What arrived and is credited; less than was sent for tokens that take a fee. */
  readonly received: Amount;
  /** Fees as quoted, and transports left out. */
  readonly fees: Quote;
  /** Follows the credit to the hub. */
  readonly tracker: Tracker<DepositStatus>;
}

/**
 * Takes an asset from the signer into a vault, for an account on the hub: approves exactly the amount if need be, quotes the transports'
 * fees, and deposits. Surplus fees come back in the same transaction.
 *
 * Everything that a view can tell is checked before the first transaction: balances, caps, pauses, transports.
 *
 * @throws InputError, RevertError (nothing was deposited), ChainError.
 */
export async function deposit(context: Context, parameters: DepositParameters): Promise<DepositResult> {
  const { routes: selection = "all", subId = 0 } = parameters;
  const vault = vaultNamed(context, parameters.vault);
  const asset = assetNamed(vault, parameters.asset);
  const amount = positiveValue(parameters.amount, asset.unit);
  await context.hub.chain.ensure();
  const signing = await signingOn(vault.chain, parameters);
  const { owner: named = await defaultOwner(context, signing) } = parameters;
  const owner = ownerNamed(context, named, subId);

  await requireOpen(context, vault);
  await requireRoom(context, vault, asset, amount, parameters.allowOverCap === true);
  const direction = toHub(context, vault, creditManifest(asset.address, owner.account));
  const routes = await prepareRoutes(context, direction, selection);
  if (selection === "all") await requireQuorum(direction, routes);
  await requireFunds(signing, asset, amount, routes.value);

  if (asset.address !== NATIVE_ASSET) await approveExactly(context, signing, vault, asset, amount);
  const receipt = await transact(context, signing, {
    purpose: "deposit",
    to: vault.address,
    data: encode(context, vault, asset, amount, owner, routes),
    value: routes.value + (asset.address === NATIVE_ASSET ? amount : 0n),
  });
  const tracker = trackDeposit(context, { vault: vault.name, transactionHash: receipt.transactionHash });
  const { account, text } = owner;
  const { routes: fees, unavailable, total } = routes;
  return {
    receipt,
    account,
    owner: text,
    received: receivedIn(vault, asset, receipt),
    fees: { routes: fees, unavailable, total },
    tracker,
  };
}

function encode(
  { hub }: Context,
  { contract }: VaultRef,
  { address }: AssetRef,
  amount: bigint,
  { interoperable, subId }: OwnerRef,
  { structs }: PreparedRoutes,
): string {
  const call = [hub.id, address, amount, interoperable, subId] as const;
  return structs.length === 0
    ? contract.interface.encodeFunctionData("deposit", [...call])
    : contract.interface.encodeFunctionData("depositAndSync", [...call, [...structs]]);
}

function receivedIn({ address, contract }: VaultRef, { unit }: AssetRef, { logs }: Receipt): Amount {
  const events = logs.map((log) => (log.address === address ? contract.interface.parseLog({ ...log }) : null));
  const deposited = events.find((event) => event?.name === "Deposited");
  return new Amount((deposited?.args.received as bigint | undefined) ?? 0n, unit);
}

/** The signer's address on the hub's chain, if it is sure to be the signer's there. @throws InputError `Input_OwnerIsContract`. */
async function defaultOwner({ hub }: Context, { chain, address }: Signing): Promise<string> {
  if (chain.chainId === hub.chain.chainId) return address;
  const code = await chain.reader.code(address);
  // EIP-7702: an ordinary key that has delegated to code is still the same key on every chain.
  if (code === "0x" || code.startsWith("0xef0100")) return address;
  throw new InputError("Input_OwnerIsContract", { owner: address, chain: chain.name });
}

/** @throws RevertError `Vault_Paused`, `Vault_UnknownHub`: as the contract would, but before anything is approved. */
async function requireOpen({ hub, naming }: Context, { chain, contract }: VaultRef): Promise<void> {
  const [until, [, threshold], { timestamp }] = await Promise.all([
    contract.pausedUntil(),
    contract.transports(hub.id),
    chain.reader.head(),
  ]);
  if (until > BigInt(timestamp)) throw new RevertError("Vault_Paused", { until }, "0x", { naming });
  if (threshold === 0n) throw new RevertError("Vault_UnknownHub", { hub: hub.id }, "0x", { naming });
}

/** @throws RevertError `Hub_NotListed`; InputError `Input_OverCap`. */
async function requireRoom(
  { hub, naming }: Context,
  vault: VaultRef,
  asset: AssetRef,
  amount: bigint,
  allowOverCap: boolean,
): Promise<void> {
  const { listed, cap, credited, released, writtenOff } = await hub.contract.pool(vault.id, asset.id);
  if (!listed) throw new RevertError("Hub_NotListed", { vault: vault.id, asset: asset.id }, "0x", { naming });
  const claims = credited - released - writtenOff;
  const room = cap > claims ? cap - claims : 0n;
  if (amount <= room || allowOverCap) return;
  throw new InputError("Input_OverCap", {
    room: String(new Amount(room, asset.unit)),
    amount: String(new Amount(amount, asset.unit)),
    vault: vault.name,
  });
}

async function requireFunds(signing: Signing, asset: AssetRef, amount: bigint, fees: bigint): Promise<void> {
  if (asset.address === NATIVE_ASSET) return requireCoins(signing, amount + fees);
  await requireTokens(signing, asset, amount);
  await requireCoins(signing, fees);
}
