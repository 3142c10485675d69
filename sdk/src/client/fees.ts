import type { ChainRef, TransportRef, VaultRef } from "../deployment/world.ts";
import type { CausewayError, ErrorExtras } from "../errors/base.ts";
import { toCausewayError } from "../errors/from.ts";
import { InputError } from "../errors/kinds.ts";
import { RevertError } from "../errors/revert.ts";

import { Amount } from "../units/amount.ts";
import type { Context } from "./context.ts";
import { type RouteSelection, transportsNamed } from "./inputs.ts";
import type { RouteStruct } from "./structs.ts";

/** What sending one message through one transport costs, as the chain quotes it now. */
export interface RouteFee {
  readonly transport: string;
  /** In the native coin of the sending chain. */
  readonly fee: Amount;
}

/** A transport that cannot be used now, and why. */
export interface UnavailableRoute {
  readonly transport: string;
  readonly error: CausewayError;
}

/** Fees of a message, quoted on chain. */
export interface Quote {
  /** Transports that can be used now. */
  readonly routes: readonly RouteFee[];
  /** Transports left out. */
  readonly unavailable: readonly UnavailableRoute[];
  /** Sum of the fees. */
  readonly total: Amount;
}

/** A quote together with what contracts need to act on it. */
export interface PreparedRoutes extends Quote {
  readonly structs: readonly RouteStruct[];
  /** Coins to send along: the fees and the margin on top of them, in wei. */
  readonly value: bigint;
}

/** One of the two directions between a vault and the hub, for quoting. */
export interface Direction {
  readonly vault: VaultRef;
  /** Chain that the message is sent from. */
  readonly chain: ChainRef;
  /** Names of both ends, for messages. */
  readonly from: string;
  readonly to: string;
  /** The transport's contract on the sending chain. */
  readonly contractOf: (transport: TransportRef) => string;
  /** Transports that the sending contract has enabled. */
  readonly enabledAtSender: () => Promise<readonly string[]>;
  /** Transports that the receiving contract has enabled, by their contract at that end, and how many must agree. */
  readonly quorumAtReceiver: () => Promise<{ readonly enabled: readonly string[]; readonly threshold: number }>;
  readonly contractAtReceiver: (transport: TransportRef) => string;
  /** Quotes the message for one route. */
  readonly quote: (route: RouteStruct) => Promise<bigint>;
}

const BASIS_POINTS = 10_000n;

/**
 * Quotes a message for every transport of a selection. Those that refuse are left out of "all"; a named one has to work.
 *
 * @throws InputError; RevertError where a named transport refuses.
 */
export async function prepareRoutes(
  context: Context,
  direction: Direction,
  selection: RouteSelection,
): Promise<PreparedRoutes> {
  const { vault, chain } = direction;
  const wanted = transportsNamed(vault, selection);
  const coin = (value: bigint) => new Amount(value, chain.coin);
  if (wanted.length === 0) return { routes: [], unavailable: [], total: coin(0n), structs: [], value: 0n };
  const enabled = await direction.enabledAtSender();
  const tried = await Promise.all(wanted.map((transport) => tryRoute(context, direction, transport, enabled)));
  const usable = tried.filter((route) => "struct" in route);
  const unavailable = tried.filter((route) => "error" in route);
  const [refused] = unavailable;
  if (refused !== undefined && selection !== "all") throw refused.error;
  const fees = usable.reduce((sum, { struct }) => sum + struct.fee, 0n);
  // Every transport gets its own surplus, because it is the transport that asks for more when prices have moved.
  const structs = usable.map(({ struct }) => ({ ...struct, fee: withMargin(struct.fee, context.feeMargin) }));
  return {
    routes: usable.map(({ transport, struct }) => ({ transport, fee: coin(struct.fee) })),
    unavailable,
    total: coin(fees),
    structs,
    value: structs.reduce((sum, { fee }) => sum + fee, 0n),
  };
}

type Tried = { readonly transport: string; readonly struct: RouteStruct } | UnavailableRoute;

async function tryRoute(
  context: Context,
  direction: Direction,
  transport: TransportRef,
  enabled: readonly string[],
): Promise<Tried> {
  const address = direction.contractOf(transport);
  const { name } = transport;
  if (!enabled.includes(address)) {
    const error = new RevertError("Quorum_NotEnabled", { transport: address }, "0x", { naming: context.naming });
    return { transport: name, error };
  }
  const struct: RouteStruct = { transport: address, fee: 0n, attributes: [] };
  try {
    return { transport: name, struct: { ...struct, fee: await direction.quote(struct) } };
  } catch (thrown) {
    return { transport: name, error: toCausewayError(thrown, context.naming) };
  }
}

/** @throws InputError `Routes_NoneAvailable` unless at least one transport can be used. */
export function requireRoute({ from, to }: Direction, { routes, unavailable }: Quote): void {
  if (routes.length === 0) throw new InputError("Routes_NoneAvailable", { from, to }, reasons(unavailable));
}

/**
 * Refuses routes that together could not reach the quorum on the other side, because then nothing would arrive.
 *
 * @throws InputError `Routes_NoneAvailable`, `Routes_BelowQuorum`.
 */
export async function requireQuorum(direction: Direction, quote: Quote): Promise<void> {
  requireRoute(direction, quote);
  const { from, to, vault } = direction;
  const { enabled, threshold } = await direction.quorumAtReceiver();
  const names = new Set(quote.routes.map(({ transport }) => transport));
  const { length: usable } = vault.transports.filter(
    (transport) => names.has(transport.name) && enabled.includes(direction.contractAtReceiver(transport)),
  );
  if (usable >= threshold) return;
  throw new InputError("Routes_BelowQuorum", { from, to, usable, threshold }, reasons(quote.unavailable));
}

function reasons(unavailable: Quote["unavailable"]): ErrorExtras {
  const details = unavailable.map(({ transport, error }) => `${transport}: ${error.shortMessage}`).join(" ");
  return { details: details === "" ? undefined : details, cause: unavailable[0]?.error };
}

/** Rounded up, so that a margin is one even on the smallest fee; nothing on nothing, which free transports insist on. */
function withMargin(fee: bigint, margin: number): bigint {
  return fee + (fee * BigInt(margin) + BASIS_POINTS - 1n) / BASIS_POINTS;
}
