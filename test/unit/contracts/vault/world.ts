import { MaxUint256, type Overrides } from "ethers";
import type { DirectTransport, OddToken, Vault } from "../../../../types/index.ts";
import {
  encodeMessage,
  type HubLeaf,
  MessageKind,
  NATIVE_ASSET,
  type ReleasedLeaf,
} from "../../../../sdk/src/codec/index.ts";
import { b20, mined, onChain, openChain, PLENTY, word } from "../support/chain.ts";

/** Two hubs on other chains. Only their names matter: what they say, the transports say. */
export const HUB_A = onChain(b20(0xa1), 8_453n);
export const HUB_B = onChain(b20(0xb1), 10n);

/** Modes of `OddToken`. */
export const TokenMode = {
  Honest: 0,
  NoReturn: 1,
  ReturnFalse: 2,
  Lie: 3,
  FeeOnTransfer: 4,
  Greedy: 5,
  Burn: 6,
} as const;

/** Modes of `OddRecipient`. */
export const RecipientMode = { Accept: 0, Refuse: 1, Burn: 2, Bomb: 4 } as const;

/** Modes of `OddTransport`. */
export const TransportMode = { Swallow: 0, Revert: 1, Burn: 2 } as const;

/** What a holder gets of each token. */
export const FUNDS = 10n ** 30n;

/** Header fields a test may choose. */
export interface HeaderOptions {
  readonly seq?: bigint;
  readonly time?: bigint;
}

/**
 * A vault with two hubs. Hub A speaks through two of three transports (`direct[0..2]`, M = 2), hub B through one
 * (`direct[3]`, M = 1). Alice and Bob hold tokens that the vault may take.
 */
export async function vaultWorld() {
  const chain = await openChain();
  const { ethers, admin, alice, bob } = chain;
  const manager = await ethers.deployContract("AccessManager", [admin.address]);
  const vault: Vault = await ethers.deployContract("Vault", [manager]);
  const direct: DirectTransport[] = [];
  for (let i = 0; i < 4; i++) direct.push(await ethers.deployContract("DirectTransport"));
  const addresses = direct.map(({ target }) => String(target));
  await vault.registerHub(HUB_A.interoperable, addresses.slice(0, 3), 2);
  await vault.registerHub(HUB_B.interoperable, addresses.slice(3), 1);

  const tokens: OddToken[] = [];
  for (let i = 0; i < 2; i++) {
    const token: OddToken = await ethers.deployContract("OddToken");
    for (const holder of [alice, bob]) {
      await token.mint(holder.address, FUNDS);
      await token.connect(holder).approve(vault.target, MaxUint256);
    }
    tokens.push(token);
  }
  const [token, other] = tokens as [OddToken, OddToken];
  const self = onChain(String(vault.target));

  /** A message of a hub to this vault. */
  const fromHub = (hub: typeof HUB_A, leaves: readonly HubLeaf[], { seq = 1n, time = 1n }: HeaderOptions = {}) =>
    encodeMessage({
      kind: MessageKind.HubToVault,
      origin: hub.id,
      destination: self.id,
      sourceSeq: seq,
      sourceTime: time,
      leaves,
    });

  /** The leaf that releases `total` to `recipient`. */
  const released = (asset: string, recipient: string, total: bigint): ReleasedLeaf => ({
    type: "Released",
    asset: word(asset),
    recipient: word(recipient),
    total,
  });

  /** Has enough transports attest a hub's message. */
  async function attest(hub: typeof HUB_A, message: string, overrides: Overrides = PLENTY) {
    const enough = hub === HUB_A ? direct.slice(0, 2) : direct.slice(3);
    let receipt: Awaited<ReturnType<typeof mined>> | undefined;
    for (const transport of enough) {
      receipt = await mined(transport.relay(vault.target, hub.interoperable, message, overrides));
    }
    return receipt!;
  }

  return {
    ...chain,
    manager,
    vault,
    self,
    direct,
    transports: addresses,
    token,
    other,
    tokenId: word(String(token.target)),
    otherId: word(String(other.target)),
    nativeId: word(NATIVE_ASSET),
    fromHub,
    released,
    attest,
    /** Deposits for the account of `by` at a hub. */
    deposit: (by: typeof alice, hub: string, asset: string, amount: bigint, subId = 0) =>
      mined(
        vault.connect(by).deposit(hub, asset, amount, onChain(by.address).interoperable, subId, {
          value: asset === NATIVE_ASSET ? amount : 0n,
        }),
      ),
    /** Has a hub release `total` to `recipient`, with nothing paid yet. */
    authorise: async (hub: typeof HUB_A, asset: string, recipient: string, total: bigint) => {
      await vault.freezeOutflow();
      const receipt = await attest(hub, fromHub(hub, [released(asset, recipient, total)]));
      await vault.unfreezeOutflow();
      return receipt;
    },
  };
}

/** The world of the vault's tests. */
export type VaultWorld = Awaited<ReturnType<typeof vaultWorld>>;
