import type { Log, Receipt } from "../adapters/index.ts";
import { formatInteroperable } from "../codec/index.ts";
import type { AssetRef, HubRef, VaultRef } from "../deployment/world.ts";
import type { CausewayError } from "../errors/base.ts";
import { TrackingError } from "../errors/kinds.ts";
import type { Naming } from "../errors/text.ts";
import { Vault__factory } from "../generated/index.ts";
import { Amount } from "../units/amount.ts";
import { Crossing, sendingStep, type TransportProgress } from "./crossing.ts";
import { type Outcome, pickEvent, TransactionWatch } from "./outcome.ts";

/** What a deposit put into the vault. */
export interface DepositFacts {
  /** Asset's symbol. */
  readonly asset: string;
  /** Account credited, 32 bytes. */
  readonly account: string;
  /** The account's owner, as `eip155:1:0x…`; undefined for a redeposit, whose event does not name it. */
  readonly owner: string | undefined;
  /** What arrived, which may be less than what was sent. */
  readonly amount: Amount;
  /** The account's cumulative credit with it: the counter that has to reach the hub, native units. */
  readonly total: bigint;
}

/** How far the hub's side is. */
export interface DepositProgress extends DepositFacts {
  /** How many transports must attest the total. */
  readonly threshold: number;
  readonly transports: readonly TransportProgress[];
  /** Cumulative credit of the account that the hub has merged, native units. */
  readonly credited: bigint;
}

interface Base {
  readonly kind: "deposit";
  readonly transactionHash: string;
  /** The vault's name. */
  readonly vault: string;
}

/**
 * Where a deposit stands:
 * - `pending`: not mined yet;
 * - `deferred`: in the vault, and nobody has sent it yet;
 * - `inFlight`: sent, and fewer transports than must agree have attested it; `transports` tells each one's state;
 * - `accepted`: the quorum has it, but the hub holds (a part of) it back: its cap is full, or it does not list the asset;
 * - `credited`: the account has it (terminal);
 * - `failed`: the transaction reverted (terminal).
 */
export type DepositStatus =
  | (Base & { readonly state: "pending"; readonly terminal: false; readonly nextStep: string })
  | (Base &
      DepositProgress & {
        readonly state: "deferred" | "inFlight" | "accepted";
        readonly terminal: false;
        readonly nextStep: string;
      })
  | (Base & DepositProgress & { readonly state: "credited"; readonly terminal: true; readonly nextStep?: undefined })
  | (Base & {
      readonly state: "failed";
      readonly terminal: true;
      readonly error: CausewayError;
      readonly nextStep?: undefined;
    });

/** What to follow. */
export interface DepositTarget {
  readonly hub: HubRef;
  readonly vault: VaultRef;
  readonly transactionHash: string;
  /** Place in its block of the event, where the transaction made several deposits. */
  readonly logIndex?: number | undefined;
  readonly naming: Naming;
  /** Milliseconds after which a transaction that the node does not know is taken for a mistake. */
  readonly unknownAfter?: number | undefined;
}

const VAULT = Vault__factory.createInterface();

/** One look after the other at a deposit. */
export class DepositWatch {
  readonly #target: DepositTarget;
  readonly #transaction: TransactionWatch;
  #crossing: { readonly key: string; readonly crossing: Crossing } | undefined;

  constructor(target: DepositTarget) {
    this.#target = target;
    const { vault, transactionHash, naming, unknownAfter } = target;
    this.#transaction = new TransactionWatch(vault.chain, transactionHash, naming, unknownAfter);
  }

  /** Where the deposit stands now. */
  async look(): Promise<DepositStatus> {
    const { hub, vault, transactionHash } = this.#target;
    await Promise.all([hub.chain.ensure(), vault.chain.ensure()]);
    const base = { kind: "deposit", transactionHash, vault: vault.name } as const;
    const outcome: Outcome = await this.#transaction.outcome();
    if (outcome.state === "pending") {
      return { ...base, state: "pending", terminal: false, nextStep: "Wait until the transaction is mined." };
    }
    if (outcome.state === "failed") return { ...base, state: "failed", terminal: true, error: outcome.error };

    const { receipt } = outcome;
    const { asset, ...facts } = this.#facts(receipt);
    const counter = [vault.id, asset.id, facts.account] as const;
    const [credited, [, threshold], attestations] = await Promise.all([
      hub.contract.credited(...counter),
      hub.contract.transports(vault.id),
      Promise.all(
        vault.transports.map(
          async ({ name, atHub }) => [name, await hub.contract.attested(...counter, atHub)] as const,
        ),
      ),
    ]);
    const transports = await this.#crossingOf(receipt, asset, facts).progress(new Map(attestations));
    const progress = { ...base, asset: asset.symbol, ...facts, threshold: Number(threshold), transports, credited };
    if (credited >= facts.total) return { ...progress, state: "credited", terminal: true };
    if ((await hub.contract.accepted(...counter)) >= facts.total) {
      // Messages may arrive between two requests: only a second look tells that credit is held back.
      const merged = await hub.contract.credited(...counter);
      if (merged >= facts.total) return { ...progress, credited: merged, state: "credited", terminal: true };
      return { ...progress, state: "accepted", terminal: false, nextStep: await this.#heldBack(asset) };
    }
    const moving = transports.filter(({ state }) => state !== "unsent");
    const state = moving.length === 0 ? "deferred" : "inFlight";
    return {
      ...progress,
      state,
      terminal: false,
      nextStep: sendingStep(transports, Number(threshold), "sync for this account"),
    };
  }

  #facts(receipt: Receipt): Omit<DepositFacts, "asset"> & { readonly asset: AssetRef } {
    const { vault, transactionHash, logIndex } = this.#target;
    const found = receipt.logs.flatMap((log) => {
      const event = log.address === vault.address ? this.#depositIn(log) : undefined;
      return event === undefined ? [] : [{ log, event }];
    });
    return pickEvent(
      transactionHash,
      found,
      logIndex,
      () => new TrackingError("Track_NoDeposit", { hash: transactionHash, vault: vault.name }),
    );
  }

  #depositIn(log: Log): (Omit<DepositFacts, "asset"> & { readonly asset: AssetRef }) | undefined {
    const { hub, vault } = this.#target;
    const event = VAULT.parseLog(log);
    if (event?.name !== "Deposited" && event?.name !== "Redeposited") return undefined;
    const args = event.args.toObject() as Readonly<Record<string, unknown>>;
    if ((args.hub ?? args.toHub) !== hub.id) return undefined;
    const asset = vault.assets.find(({ address }) => address === args.asset);
    if (asset === undefined) return undefined;
    return {
      asset,
      account: String(args.account),
      owner: typeof args.owner === "string" ? formatInteroperable(args.owner) : undefined,
      amount: new Amount((args.received ?? args.amount) as bigint, asset.unit),
      total: args.total as bigint,
    };
  }

  /** Kept between looks, unless a reorganisation has changed what the transaction did. */
  #crossingOf(
    receipt: Receipt,
    asset: AssetRef,
    { account, total }: Pick<DepositFacts, "account" | "total">,
  ): Crossing {
    const key = `${receipt.blockHash}:${total}`;
    if (this.#crossing?.key === key) return this.#crossing.crossing;
    const { hub, vault } = this.#target;
    const crossing = new Crossing(
      {
        chain: vault.chain,
        sender: vault.interoperable,
        recipient: hub.interoperable,
        transports: vault.transports.map(({ name, atVault }) => ({ name, address: atVault })),
      },
      { leaf: "Credited", asset: asset.id, holder: account, total },
      receipt.logs,
      receipt.blockNumber,
    );
    this.#crossing = { key, crossing };
    return crossing;
  }

  async #heldBack(asset: AssetRef): Promise<string> {
    const { hub, vault } = this.#target;
    const { listed } = await hub.contract.pool(vault.id, asset.id);
    return listed
      ? `Wait until the hub's cap for ${asset.symbol} of ${vault.name} has room, then call poke; anyone may.`
      : `Wait until governance lists ${asset.symbol} of ${vault.name} on the hub, then call poke; anyone may.`;
  }
}
