import type { ReaderLike } from "../adapters/index.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { parseDeployment } from "../deployment/parse.ts";
import { resolveWorld, type World } from "../deployment/world.ts";
import { toCausewayError } from "../errors/from.ts";
import { InputError } from "../errors/kinds.ts";
import { mergedPolling, type PollingOptions } from "../messaging/index.ts";
import { account } from "./actions/account.ts";
import { claim } from "./actions/claim.ts";
import { deposit } from "./actions/deposit.ts";
import { poke } from "./actions/poke.ts";
import { quote } from "./actions/quote.ts";
import { redeposit } from "./actions/redeposit.ts";
import { sendReleased } from "./actions/sendReleased.ts";
import { setDelegate } from "./actions/setDelegate.ts";
import { setPayout } from "./actions/setPayout.ts";
import { sync } from "./actions/sync.ts";
import { trackDeposit } from "./actions/trackDeposit.ts";
import { trackWithdrawal } from "./actions/trackWithdrawal.ts";
import { verify } from "./actions/verify.ts";
import { withdraw } from "./actions/withdraw.ts";
import type { Context } from "./context.ts";

/** What a client is made of. */
export interface CausewayOptions {
  /** Where everything lives; parsed JSON will do. */
  readonly deployment: Deployment;
  /** A provider for every chain that the deployment uses, by the chain's name. */
  readonly providers: Readonly<Record<string, ReaderLike>>;
  /** How trackers and actions wait unless told otherwise. */
  readonly polling?: PollingOptions;
  /** Surplus on top of quoted fees, in basis points of them; 500 when absent. What is not used comes back in the same transaction. */
  readonly feeMargin?: number;
}

/** The actions, one file each. */
const ACTIONS = {
  account,
  claim,
  deposit,
  poke,
  quote,
  redeposit,
  sendReleased,
  setDelegate,
  setPayout,
  sync,
  verify,
  withdraw,
};
const TRACKERS = { trackDeposit, trackWithdrawal };

/** Ten times the fee: beyond that a margin is a slip of the pen. */
const MAX_FEE_MARGIN = 100_000;

type Actions = typeof ACTIONS & typeof TRACKERS;
type Bound<A> = A extends (context: Context, ...args: infer P) => infer R ? (...args: P) => R : never;

/** A client: every action with its first argument filled in, and what it works on. */
export type Causeway = { readonly [N in keyof Actions]: Bound<Actions[N]> } & {
  /** The description, checked and normalised. */
  readonly deployment: Deployment;
  /** Derived ids, units and contracts for reading. */
  readonly world: World;
};

/**
 * A client for one hub and its vaults. Connects lazily: nothing is asked of any chain before the first action. Chain ids are compared
 * then; `verify` compares the rest.
 *
 * @throws DeploymentError where the description is malformed or a provider is missing; InputError `Input_BadOption`.
 */
export function createCauseway(options: CausewayOptions): Causeway {
  const deployment = parseDeployment(options.deployment);
  const { feeMargin = 500, polling = {} } = options;
  if (!Number.isInteger(feeMargin) || feeMargin < 0 || feeMargin > MAX_FEE_MARGIN) {
    const expected = `a whole number of basis points from 0 to ${MAX_FEE_MARGIN}`;
    throw new InputError("Input_BadOption", { option: "feeMargin", expected, actual: String(feeMargin) });
  }
  const world = resolveWorld(deployment, options.providers);
  const context: Context = { ...world, polling: mergedPolling({}, polling), feeMargin };
  return { ...bind(context, ACTIONS, guarded), ...bind(context, TRACKERS, plain), deployment, world } as Causeway;
}

type Action = (context: Context, parameters: never) => unknown;

function bind(context: Context, actions: Readonly<Record<string, Action>>, how: typeof guarded | typeof plain) {
  return Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, how(context, action)]));
}

/** Whatever an action throws leaves it as a CausewayError, with names for ids. */
function guarded(context: Context, action: Action) {
  return async (parameters: never): Promise<unknown> => {
    try {
      return await action(context, parameters);
    } catch (error) {
      throw toCausewayError(error, context.naming);
    }
  };
}

function plain(context: Context, action: Action) {
  return (parameters: never): unknown => action(context, parameters);
}
