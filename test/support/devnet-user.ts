import { concat, id, MaxUint256, toBeHex } from "ethers";

import type { Devnet } from "../../scripts/devnet/deploy.ts";
import type { ChainName } from "../../scripts/devnet/profiles.ts";
import type { AssetSymbol } from "../../scripts/devnet/protocol.ts";
import type { Forgery, TransportName } from "../../scripts/devnet/transit.ts";
import { accountId, assetId, encodeInteroperable, encodeMessage, MessageKind } from "../../sdk/src/codec/index.ts";

/** A chain other than the hub's. */
export type Spoke = Exclude<ChainName, "hub">;
/** An asset that is a test token. */
export type Token = Exclude<AssetSymbol, "ETH">;

/** The transports between chains. */
export const TRANSPORTS: readonly TransportName[] = ["layerzero", "wormhole"];

/** Selector of the one attribute that transports know. */
const GAS_LIMIT = id("gasLimit(uint256)").slice(0, 10);

/** What tests do with a devnet, always as the second unlocked account. */
export class DevnetUser {
  readonly devnet: Devnet;
  readonly address: string;
  readonly interoperable: string;
  readonly account: string;

  constructor(devnet: Devnet) {
    const { chain } = devnet.chains.hub;
    this.devnet = devnet;
    this.address = chain.account(1);
    const chainId = BigInt(chain.profile.chainId);
    this.interoperable = encodeInteroperable({ namespace: "eip155", chainId, address: this.address });
    this.account = accountId(devnet.hub.id, this.interoperable, 0);
  }

  token(place: ChainName, symbol: Token) {
    const asset = this.devnet.chains[place].assets[symbol];
    if (asset === undefined) throw new Error(`no ${symbol} on ${place}`);
    return asset;
  }

  /** Deposits and sends nothing. */
  async deposit(place: ChainName, symbol: Token, amount: bigint): Promise<void> {
    const { chain, vault } = this.devnet.chains[place];
    const { address } = this.token(place, symbol);
    const { abis, hub } = this.devnet;
    await this.devnet.mint(place, symbol, this.address, amount);
    await chain.execute(address, abis.testToken, "approve", [vault.address, MaxUint256], { from: this.address });
    const args = [hub.id, address, amount, this.interoperable, 0];
    await chain.execute(vault.address, abis.vault, "deposit", args, { from: this.address });
  }

  /** Sends the credit of the user's account. */
  async sync(place: ChainName, symbol: Token, gasLimit?: bigint, over: readonly TransportName[] = TRANSPORTS) {
    const { chain, vault, transports } = this.devnet.chains[place];
    const { abis, hub } = this.devnet;
    const manifest = {
      credited: [{ asset: this.token(place, symbol).address, accounts: [this.account] }],
      custody: [],
      delegates: [],
      payouts: [],
    };
    const attributes = gasLimit === undefined ? [] : [concat([GAS_LIMIT, toBeHex(gasLimit, 32)])];
    const addresses = transports.sameChain ? [transports.sameChain] : over.map((name) => transports[name]);
    const unpaid = addresses.map((transport) => ({ transport, fee: 0n, attributes }));
    const fees: bigint[] = [...(await chain.read(vault.address, abis.vault, "quoteSync", [hub.id, manifest, unpaid]))];
    const routes = unpaid.map((route, index) => ({ ...route, fee: fees[index] as bigint }));
    const value = fees.reduce((sum, fee) => sum + fee, 0n);
    const options = { from: this.address, value };
    return chain.execute(vault.address, abis.vault, "sync", [hub.id, manifest, routes], options);
  }

  async depositAndSync(place: ChainName, symbol: Token, amount: bigint): Promise<void> {
    await this.deposit(place, symbol, amount);
    await this.sync(place, symbol);
  }

  async withdraw(place: Spoke, symbol: Token, amount: bigint): Promise<void> {
    const { chain, transports } = this.devnet.chains.hub;
    const { abis, hub } = this.devnet;
    const { vault } = this.devnet.chains[place];
    const asset = this.token(place, symbol).id;
    const recipient = assetId(this.address);
    const unpaid = TRANSPORTS.map((name) => ({ transport: transports[name], fee: 0n, attributes: [] }));
    const quote = [vault.id, [{ asset, recipient }], unpaid];
    const fees: bigint[] = [...(await chain.read(hub.address, abis.hub, "quoteReleased", quote))];
    const routes = unpaid.map((route, index) => ({ ...route, fee: fees[index] as bigint }));
    const value = fees.reduce((sum, fee) => sum + fee, 0n);
    const args = [this.interoperable, 0, vault.id, asset, amount, recipient, routes];
    const data = abis.withdrawals.encodeFunctionData("withdraw", args);
    const call = { module: hub.withdrawals, value, data };
    await chain.execute(hub.address, abis.hub, "batch", [[call]], { from: this.address, value });
  }

  async cash(): Promise<bigint> {
    const { chain } = this.devnet.chains.hub;
    return chain.read(this.devnet.hub.address, this.devnet.abis.hub, "cashOf", [this.account]);
  }

  async balance(place: ChainName, symbol: Token): Promise<bigint> {
    const { chain } = this.devnet.chains[place];
    return chain.read(this.token(place, symbol).address, this.devnet.abis.testToken, "balanceOf", [this.address]);
  }

  /** A message that would credit the user with USDC of a chain, had the vault sent it. */
  forgery(transport: TransportName, from: Spoke, total: bigint): Forgery {
    const { hub, chains, clock } = this.devnet;
    const { vault } = chains[from];
    const header = { origin: vault.id, destination: hub.id, sourceSeq: 1n, sourceTime: BigInt(clock.now()) };
    const asset = this.token(from, "USDC").id;
    const leaves = [{ type: "Credited" as const, asset, account: this.account, total }];
    const payload = encodeMessage({ kind: MessageKind.VaultToHub, ...header, leaves });
    return { transport, from, to: "hub" as const, sender: vault.interoperable, recipient: hub.interoperable, payload };
  }
}
