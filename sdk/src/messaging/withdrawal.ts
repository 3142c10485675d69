import type { Receipt } from "../adapters/index.ts";
import { bytes32ToRecipient } from "../codec/index.ts";
import type { AssetRef, HubRef, VaultRef } from "../deployment/world.ts";
import type { CausewayError } from "../errors/base.ts";
import { toCausewayError } from "../errors/from.ts";
import { TrackingError } from "../errors/kinds.ts";
import { revertData } from "../errors/revert.ts";
import type { Naming } from "../errors/text.ts";
import { Hub__factory } from "../generated/index.ts";
import { Amount } from "../units/amount.ts";
import { Crossing, sendingStep, type TransportProgress } from "./crossing.ts";
import { pickEvent, TransactionWatch } from "./outcome.ts";

/** What a withdrawal released. */
export interface WithdrawalFacts {
  /** Name of the vault that pays. */
  readonly vault: string;
  /** Asset's symbol. */
  readonly asset: string;
  /** Account debited, 32 bytes. */
  readonly account: string;
  /** Who is paid, an address on the vault's chain. */
  readonly recipient: string;
  readonly amount: Amount;
  /** The recipient's cumulative release with it: the counter that has to reach the vault, native units. */
  readonly total: bigint;
}

/** How far the vault's side is. */
export interface WithdrawalProgress extends WithdrawalFacts {
  /** How many transports must attest the total. */
  readonly threshold: number;
  readonly transports: readonly TransportProgress[];
  /** Cumulative payments to the recipient, native units. */
  readonly paid: bigint;
}

interface Base {
  readonly kind: "withdrawal";
  readonly transactionHash: string;
}

/**
 * Where a withdrawal stands:
 * - `pending`: not mined yet;
 * - `released`: debited on the hub, and nobody has sent it yet;
 * - `inFlight`: sent, and fewer transports than must agree have attested it; `transports` tells each one's state;
 * - `authorised`: the vault owes it, but could not pay yet; `error` says why, as far as a trial tells;
 * - `paid`: the recipient has it (terminal);
 * - `failed`: the transaction reverted (terminal).
 */
export type WithdrawalStatus =
  | (Base & { readonly state: "pending"; readonly terminal: false; readonly nextStep: string })
  | (Base &
      WithdrawalProgress & {
        readonly state: "released" | "inFlight";
        readonly terminal: false;
        readonly nextStep: string;
      })
  | (Base &
      WithdrawalProgress & {
        readonly state: "authorised";
        readonly terminal: false;
        readonly nextStep: string;
        readonly error?: CausewayError;
      })
  | (Base & WithdrawalProgress & { readonly state: "paid"; readonly terminal: true; readonly nextStep?: undefined })
  | (Base & {
      readonly state: "failed";
      readonly terminal: true;
      readonly error: CausewayError;
      readonly nextStep?: undefined;
    });

/** What to follow. */
export interface WithdrawalTarget {
  readonly hub: HubRef;
  readonly vaults: readonly VaultRef[];
  readonly transactionHash: string;
  /** Place in its block of the event, where the transaction released several amounts. */
  readonly logIndex?: number | undefined;
  readonly naming: Naming;
  /** Milliseconds after which a transaction that the node does not know is taken for a mistake. */
  readonly unknownAfter?: number | undefined;
}

interface Release {
  readonly vault: VaultRef;
  readonly asset: AssetRef;
  readonly account: string;
  /** Recipient word, 32 bytes. */
  readonly recipient: string;
  readonly amount: bigint;
  readonly total: bigint;
}

const HUB = Hub__factory.createInterface();

/** One look after the other at a withdrawal. */
export class WithdrawalWatch {
  readonly #target: WithdrawalTarget;
  readonly #transaction: TransactionWatch;
  #crossing: { readonly key: string; readonly crossing: Crossing } | undefined;

  constructor(target: WithdrawalTarget) {
    this.#target = target;
    const { hub, transactionHash, naming, unknownAfter } = target;
    this.#transaction = new TransactionWatch(hub.chain, transactionHash, naming, unknownAfter);
  }

  /** Where the withdrawal stands now. */
  async look(): Promise<WithdrawalStatus> {
    const { hub, transactionHash } = this.#target;
    await hub.chain.ensure();
    const base = { kind: "withdrawal", transactionHash } as const;
    const outcome = await this.#transaction.outcome();
    if (outcome.state === "pending") {
      return { ...base, state: "pending", terminal: false, nextStep: "Wait until the transaction is mined." };
    }
    if (outcome.state === "failed") return { ...base, state: "failed", terminal: true, error: outcome.error };

    const release = this.#releaseIn(outcome.receipt);
    const { vault, asset, account, recipient, amount, total } = release;
    await vault.chain.ensure();
    const counter = [hub.id, asset.id, recipient] as const;
    const [paid, authorised, [, threshold], attestations] = await Promise.all([
      vault.contract.paid(...counter),
      vault.contract.authorised(...counter),
      vault.contract.transports(hub.id),
      Promise.all(
        vault.transports.map(
          async ({ name, atVault }) => [name, await vault.contract.attested(...counter, atVault)] as const,
        ),
      ),
    ]);
    const progress = {
      ...base,
      vault: vault.name,
      asset: asset.symbol,
      account,
      recipient: bytes32ToRecipient(recipient),
      amount: new Amount(amount, asset.unit),
      total,
      threshold: Number(threshold),
      transports: await this.#crossingOf(outcome.receipt, release).progress(new Map(attestations)),
      paid,
    };
    if (paid >= total) return { ...progress, state: "paid", terminal: true };
    if (authorised >= total) {
      const unpaid = await this.#unpaid(release);
      // The payment may have come between two requests.
      const settled = await vault.contract.paid(...counter);
      if (settled >= total) return { ...progress, paid: settled, state: "paid", terminal: true };
      return { ...progress, terminal: false, ...unpaid };
    }
    const sent = progress.transports.filter(({ state }) => state !== "unsent");
    const state = sent.length === 0 ? "released" : "inFlight";
    return {
      ...progress,
      state,
      terminal: false,
      nextStep: sendingStep(progress.transports, progress.threshold, "sendReleased for this recipient"),
    };
  }

  #releaseIn({ logs }: Receipt): Release {
    const { hub, vaults, transactionHash, logIndex } = this.#target;
    const found = logs.flatMap((log) => {
      const event = log.address === hub.address ? HUB.parseLog(log) : null;
      if (event?.name !== "Released") return [];
      const args = event.args.toObject() as Readonly<Record<string, unknown>>;
      const vault = vaults.find(({ id }) => id === args.vault);
      const asset = vault?.assets.find(({ id }) => id === args.asset);
      if (vault === undefined || asset === undefined) return [];
      const { account, recipient, amount, total } = args as Record<string, never>;
      return [{ log, event: { vault, asset, account, recipient, amount, total } as unknown as Release }];
    });
    const none = () => new TrackingError("Track_NoWithdrawal", { hash: transactionHash });
    return pickEvent(transactionHash, found, logIndex, none);
  }

  /** Kept between looks, unless a reorganisation has changed what the transaction did. */
  #crossingOf({ blockHash, blockNumber, logs }: Receipt, { vault, asset, recipient, total }: Release): Crossing {
    const key = `${blockHash}:${total}`;
    if (this.#crossing?.key === key) return this.#crossing.crossing;
    const { hub } = this.#target;
    const crossing = new Crossing(
      {
        chain: hub.chain,
        sender: hub.interoperable,
        recipient: vault.interoperable,
        transports: vault.transports.map(({ name, atHub }) => ({ name, address: atHub })),
      },
      { leaf: "Released", asset: asset.id, holder: recipient, total },
      logs,
      blockNumber,
    );
    this.#crossing = { key, crossing };
    return crossing;
  }

  /** The vault has tried when the message came; trying again as a call tells what stands in the way now. */
  async #unpaid({ vault, asset, recipient }: Release) {
    const { hub, naming } = this.#target;
    const state = "authorised" as const;
    const claim = [hub.id, asset.address, bytes32ToRecipient(recipient), 2n ** 256n - 1n] as const;
    const data = vault.contract.interface.encodeFunctionData("claim", [...claim]);
    try {
      await vault.chain.reader.call({ to: vault.address, data });
      return { state, nextStep: "Call claim: the payment can be made now, by anyone." };
    } catch (thrown) {
      if (revertData(thrown) === undefined) throw thrown;
      const error = toCausewayError(thrown, naming);
      const nextStep = `Call claim once this is out of the way, or let the recipient redeposit: ${error.shortMessage}`;
      return { state, error, nextStep };
    }
  }
}
