import { MaxUint256 } from "ethers";

import { SeededRandom } from "../../scripts/devnet/random.ts";
import { decodeMessage, NATIVE_ASSET, recipientToBytes32 } from "../../sdk/src/codec/index.ts";
import {
  ABI,
  ampleCap,
  checkConservation,
  type Detail,
  type DirectWorld,
  forgedMessage,
  type Outcome,
  type SentMessage,
  type WorldAsset,
  type WorldOwner,
  type WorldVault,
} from "./direct-world.ts";

/** How often an action is chosen, and how often it went through. */
export type Tally = Map<string, { tried: number; done: number }>;

type Action = () => Promise<Outcome>;

const NOTHING: Outcome = { ok: false, revertData: "0x", sent: [] };

/**
 * A random schedule with all faults on: messages are lost (never delivered), doubled, delayed and reordered (any old message may come at
 * any time through any transport that carried it); one of three transports lies and also attests what a reorganisation took back; caps
 * shrink and grow, transports are disabled and come back with a fresh seat. Same seed, same schedule.
 */
export class DirectSchedule {
  readonly #world: DirectWorld;
  readonly #random: SeededRandom;
  readonly #messages: SentMessage[] = [];
  readonly #liar: string;
  readonly #tally: Tally;
  #steps = 0;
  /** What the running step is about. */
  #concerned: Detail;

  constructor(world: DirectWorld, seed: number, tally: Tally) {
    this.#world = world;
    this.#random = new SeededRandom(seed);
    this.#concerned = world;
    this.#tally = tally;
    // Never the same-chain transport: its threshold is 1 of 1, it has no faults beyond the chain's own.
    this.#liar = this.#random.pick(world.transports.slice(1));
  }

  /** Every message sent so far. */
  get messages(): readonly SentMessage[] {
    return this.#messages;
  }

  /** One random action, then the conservation check: in detail for what it concerned, and for everything at every tenth step. */
  async step(): Promise<void> {
    const [name, action, concerned] = this.#choose();
    this.#concerned = concerned;
    const outcome = await action();
    const entry = this.#tally.get(name) ?? { tried: 0, done: 0 };
    this.#tally.set(name, { tried: entry.tried + 1, done: entry.done + (outcome.ok ? 1 : 0) });
    this.#messages.push(...outcome.sent);
    await checkConservation(this.#world, ++this.#steps % 10 === 0 ? undefined : this.#concerned);
  }

  /** Fair delivery: caps lifted, every transport enabled, the current state sent through all of them and delivered once. */
  async settle(): Promise<void> {
    const { chain, hub, hubId, vaults, assets, transports, recipients } = this.#world;
    const admin = chain.accounts[0] as string;
    for (const vault of vaults) {
      await chain.send(admin, vault.address, ABI.vault.encodeFunctionData("unfreezeOutflow"));
      for (const asset of assets) await this.#governHub("setCap", [vault.id, asset.id, ampleCap(asset)]);
      for (const transport of vault === vaults[0] ? [] : transports.slice(1)) {
        // Already enabled ones revert, which is what is wanted here.
        await this.#governHub("enableTransport", [vault.id, transport]);
        const data = ABI.vault.encodeFunctionData("enableTransport", [hubId, transport]);
        await chain.send(admin, vault.address, data);
      }
    }
    for (const vault of vaults) {
      await this.#deliverAll(await this.#sync(vault, this.#routes(vault, true), assets, this.#world.owners));
      const keys = assets.flatMap(({ id }) => recipients.map((r) => ({ asset: id, recipient: recipientToBytes32(r) })));
      const args = [vault.id, keys, this.#routes(vault, true)];
      await this.#deliverAll(await chain.send(admin, hub, ABI.hub.encodeFunctionData("sendReleased", args)));
      for (const asset of assets) {
        for (const recipient of recipients) await this.#claim(vault, asset, recipient, MaxUint256);
      }
    }
    await checkConservation(this.#world);
  }

  #choose(): [string, Action, Detail] {
    const r = this.#random;
    const vault = r.pick(this.#world.vaults);
    const asset = r.pick(this.#world.assets);
    const owner = r.pick(this.#world.owners);
    const message =
      this.#messages.length === 0 ? undefined : r.pick(r.chance(0.7) ? this.#messages.slice(-6) : this.#messages);
    const forged = forgedMessage(this.#world, r);
    const actions: readonly { weight: number; name: string; action: Action; concerned?: Detail | undefined }[] = [
      { weight: 18, name: "deposit", action: () => this.#deposit(vault, asset, owner, false) },
      { weight: 10, name: "deposit and sync", action: () => this.#deposit(vault, asset, owner, true) },
      {
        weight: 8,
        name: "sync",
        action: () => this.#sync(vault, this.#routes(vault), [asset], r.shuffle(this.#world.owners).slice(0, 2)),
      },
      { weight: 14, name: "withdraw", action: () => this.#withdraw(owner) },
      { weight: 6, name: "send released", action: () => this.#sendReleased(vault, asset) },
      { weight: 22, name: "deliver", action: () => this.#deliver(message), concerned: this.#concernOf(message) },
      { weight: 4, name: "forge", action: () => this.#attest(this.#liar, forged), concerned: this.#concernOf(forged) },
      { weight: 3, name: "reorg", action: () => this.#attestReorganised(vault, asset, owner) },
      { weight: 6, name: "claim", action: () => this.#claimSome() },
      { weight: 6, name: "redeposit", action: () => this.#redeposit() },
      { weight: 3, name: "poke", action: () => this.#poke(message), concerned: this.#concernOf(message) },
      { weight: 6, name: "freeze", action: () => this.#toggleFreeze(vault) },
      {
        weight: 2,
        name: "cap",
        action: () =>
          this.#governHub("setCap", [vault.id, asset.id, r.chance(0.5) ? ampleCap(asset) : this.#amount(asset)]),
      },
      { weight: 2, name: "transport", action: () => this.#toggleTransport(vault) },
      { weight: 1, name: "time", action: () => this.#advance() },
    ];
    const { name, action, concerned } = r.weighted(actions);
    return [name, action, concerned ?? { vaults: [vault], assets: [asset] }];
  }

  /** Anything from one native unit to a million whole tokens. */
  #amount({ decimals }: WorldAsset): bigint {
    const r = this.#random;
    if (r.chance(0.2)) return BigInt(1 + r.below(9));
    return (BigInt(1 + r.below(1_000)) * 10n ** BigInt(decimals)) / BigInt(decimals === 0 ? 1 : 1 + r.below(7));
  }

  #routes(vault: WorldVault, all = false): { transport: string; fee: bigint; attributes: string[] }[] {
    const [sameChain = "", ...direct] = this.#world.transports;
    const candidates = vault === this.#world.vaults[0] ? [sameChain] : direct;
    const chosen = all ? candidates : candidates.filter(() => this.#random.chance(0.8));
    const some = chosen.length === 0 ? candidates.slice(0, 1) : chosen;
    return some.map((transport) => ({ transport, fee: 0n, attributes: [] }));
  }

  #deposit(vault: WorldVault, asset: WorldAsset, owner: WorldOwner, sync: boolean): Promise<Outcome> {
    const amount = asset.address === NATIVE_ASSET ? BigInt(1 + this.#random.below(1_000_000)) : this.#amount(asset);
    const value = asset.address === NATIVE_ASSET ? amount : 0n;
    const beneficiary = this.#random.chance(0.9) ? owner : this.#random.pick(this.#world.owners);
    const args = [this.#world.hubId, asset.address, amount, beneficiary.interoperable, 0];
    const data = sync
      ? ABI.vault.encodeFunctionData("depositAndSync", [...args, this.#routes(vault)])
      : ABI.vault.encodeFunctionData("deposit", args);
    return this.#world.chain.send(owner.address, vault.address, data, value);
  }

  #sync(
    vault: WorldVault,
    routes: readonly unknown[],
    assets: readonly WorldAsset[],
    owners: readonly WorldOwner[],
  ): Promise<Outcome> {
    const credited = assets.map(({ address }) => ({ asset: address, accounts: owners.map(({ account }) => account) }));
    const manifest = { credited, custody: assets.map(({ address }) => address), delegates: [], payouts: [] };
    const data = ABI.vault.encodeFunctionData("sync", [this.#world.hubId, manifest, routes]);
    return this.#world.chain.send(this.#world.chain.accounts[7] as string, vault.address, data);
  }

  async #withdraw(owner: WorldOwner): Promise<Outcome> {
    const { chain, hub, withdrawals } = this.#world;
    const r = this.#random;
    const [vault, asset, available] = await this.#liquidity(owner);
    this.#concerned = { vaults: [vault], assets: [asset] };
    // Mostly a part of what is there; sometimes all, sometimes too much.
    const part = r.chance(0.7) ? (available * BigInt(1 + r.below(99))) / 100n : available;
    const amount = r.chance(0.1) ? part + 1n : part;
    const recipient = recipientToBytes32(r.pick(this.#world.recipients));
    const routes = r.chance(0.6) ? this.#routes(vault) : [];
    const args = [owner.interoperable, 0, vault.id, asset.id, amount, recipient, routes];
    const data = ABI.withdrawals.encodeFunctionData("withdraw", args);
    const batch = ABI.hub.encodeFunctionData("batch", [[{ module: withdrawals, value: 0n, data }]]);
    return chain.send(owner.address, hub, batch);
  }

  /** Somewhere the owner can take something out, if there is such a place. */
  async #liquidity({ account }: WorldOwner): Promise<[WorldVault, WorldAsset, bigint]> {
    const { chain, hub, vaults, assets } = this.#world;
    const [cash] = await chain.call(hub, ABI.hub, "cashOf", [account]);
    let found: [WorldVault, WorldAsset, bigint] = [vaults[0] as WorldVault, assets[0] as WorldAsset, 1n];
    for (const vault of this.#random.shuffle(vaults)) {
      for (const asset of this.#random.shuffle(assets)) {
        const view = asset.stable ? "entitlement" : "lineOf";
        const key = asset.stable ? [vault.id, asset.id] : [account, vault.id, asset.id];
        const [there] = await chain.call(hub, ABI.hub, view, key);
        const own = asset.stable ? cash / 10n ** BigInt(18 - asset.decimals) : there;
        found = [vault, asset, there < own ? there : own];
        if (found[2] > 0n) return found;
      }
    }
    return found;
  }

  #sendReleased(vault: WorldVault, asset: WorldAsset): Promise<Outcome> {
    const { chain, hub, recipients } = this.#world;
    const some = this.#random.shuffle(recipients).slice(0, this.#random.below(4));
    const keys = some.map((recipient) => ({ asset: asset.id, recipient: recipientToBytes32(recipient) }));
    const data = ABI.hub.encodeFunctionData("sendReleased", [vault.id, keys, this.#routes(vault)]);
    return chain.send(chain.accounts[7] as string, hub, data);
  }

  /** Any message ever sent, through any transport that carried it: late, out of order, or again. */
  async #deliver(message: SentMessage | undefined): Promise<Outcome> {
    return message === undefined ? NOTHING : this.#attest(this.#random.pick(message.transports), message);
  }

  /** The vault at one of the two ends of a message, and the assets it speaks of. */
  #concernOf(message: SentMessage | undefined): Detail | undefined {
    if (message === undefined) return undefined;
    const { leaves } = decodeMessage(message.payload);
    const spoken = new Set<string>(leaves.flatMap((leaf) => ("asset" in leaf ? [leaf.asset] : [])));
    return {
      vaults: this.#world.vaults.filter((v) => v.address === message.recipient || v.interoperable === message.sender),
      assets: this.#world.assets.filter(({ id }) => spoken.has(id)),
    };
  }

  #attest(transport: string, { recipient, sender, payload }: SentMessage): Promise<Outcome> {
    const data = ABI.transport.encodeFunctionData("relay", [recipient, sender, payload]);
    return this.#world.chain.send(this.#world.chain.accounts[8] as string, transport, data);
  }

  async #deliverAll({ sent }: Outcome): Promise<void> {
    for (const message of sent) {
      for (const transport of message.transports) await this.#attest(transport, message);
    }
  }

  /** A deposit is sent, its block is reorganised away, and the lying transport had attested it before it was final. */
  async #attestReorganised(vault: WorldVault, asset: WorldAsset, owner: WorldOwner): Promise<Outcome> {
    if (vault === this.#world.vaults[0]) return NOTHING;
    const { chain } = this.#world;
    const snapshot = await chain.request("evm_snapshot");
    const { sent } = await this.#deposit(vault, asset, owner, true);
    await chain.request("evm_revert", snapshot);
    const [message] = sent;
    return message === undefined ? NOTHING : this.#attest(this.#liar, message);
  }

  #claim(vault: WorldVault, asset: WorldAsset, recipient: string, amount: bigint): Promise<Outcome> {
    const data = ABI.vault.encodeFunctionData("claim", [this.#world.hubId, asset.address, recipient, amount]);
    return this.#world.chain.send(this.#world.chain.accounts[8] as string, vault.address, data);
  }

  async #claimSome(): Promise<Outcome> {
    const debt = await this.#debt(this.#world.recipients);
    if (debt === undefined) return NOTHING;
    this.#concerned = { vaults: [debt.vault], assets: [debt.asset] };
    return this.#claim(debt.vault, debt.asset, debt.creditor, BigInt(1 + this.#random.below(1_000_000)));
  }

  async #redeposit(): Promise<Outcome> {
    const { chain, hubId, owners } = this.#world;
    const debt = await this.#debt(owners.map(({ address }) => address));
    if (debt === undefined) return NOTHING;
    const { vault, asset, creditor } = debt;
    this.#concerned = { vaults: [vault], assets: [asset] };
    const beneficiary = this.#random.pick(owners).interoperable;
    const args = [hubId, asset.address, this.#amount(asset), hubId, beneficiary, 0];
    return chain.send(creditor, vault.address, ABI.vault.encodeFunctionData("redeposit", args));
  }

  /** Something a vault owes to one of `candidates` and could pay, if there is such a debt. */
  async #debt(candidates: readonly string[]) {
    const { chain, hub, hubId, vaults, assets } = this.#world;
    for (const vault of this.#random.shuffle(vaults)) {
      const [frozenUntil] = await chain.call(vault.address, ABI.vault, "frozenUntil");
      if (frozenUntil !== 0n) continue;
      for (const asset of this.#random.shuffle(assets)) {
        for (const creditor of this.#random.shuffle(candidates)) {
          if (asset.address === NATIVE_ASSET && creditor === hub) continue;
          const key = [hubId, asset.id, recipientToBytes32(creditor)];
          const [authorised] = await chain.call(vault.address, ABI.vault, "authorised", key);
          const [paid] = await chain.call(vault.address, ABI.vault, "paid", key);
          if (authorised > paid) return { vault, asset, creditor };
        }
      }
    }
    return undefined;
  }

  async #poke(message: SentMessage | undefined): Promise<Outcome> {
    if (message === undefined) return NOTHING;
    const data = ABI.hub.encodeFunctionData("poke", [message.payload]);
    return this.#world.chain.send(this.#world.chain.accounts[8] as string, message.recipient, data);
  }

  /** Freezes payments of a vault, or thaws them: what was authorised meanwhile waits to be claimed or redeposited. */
  async #toggleFreeze(vault: WorldVault): Promise<Outcome> {
    const { chain } = this.#world;
    const [until] = await chain.call(vault.address, ABI.vault, "frozenUntil");
    const name = until === 0n ? "freezeOutflow" : "unfreezeOutflow";
    return chain.send(chain.accounts[0] as string, vault.address, ABI.vault.encodeFunctionData(name));
  }

  /** Disables a transport on one side, or gives it a fresh seat. */
  async #toggleTransport(vault: WorldVault): Promise<Outcome> {
    if (vault === this.#world.vaults[0]) return NOTHING;
    const { chain, hub, hubId, transports } = this.#world;
    const transport = this.#random.pick(transports.slice(1));
    const [target, abi, remote] = this.#random.chance(0.5)
      ? ([hub, ABI.hub, vault.id] as const)
      : ([vault.address, ABI.vault, hubId] as const);
    const [enabled] = await chain.call(target, abi, "transports", [remote]);
    const name = (enabled as string[]).includes(transport) ? "disableTransport" : "enableTransport";
    return chain.send(chain.accounts[0] as string, target, abi.encodeFunctionData(name, [remote, transport]));
  }

  #governHub(name: string, args: readonly unknown[]): Promise<Outcome> {
    const { chain, hub } = this.#world;
    return chain.send(chain.accounts[0] as string, hub, ABI.hub.encodeFunctionData(name, args));
  }

  async #advance(): Promise<Outcome> {
    await this.#world.chain.request("evm_increaseTime", 1 + this.#random.below(7_200));
    return { ok: true, revertData: "0x", sent: [] };
  }
}
