import { keccak256 } from "ethers";
import type { Hub } from "../../../../types/index.ts";
import { accountId, encodeMessage, MessageKind, type VaultLeaf } from "../../../../sdk/src/codec/index.ts";
import { b20, type Named, onChain, openChain, PLENTY, word } from "../support/chain.ts";

/** Vaults on other chains. Only their names matter: what they say, the transports say. */
export const VAULT_1 = onChain(b20(0xd1), 1n);
export const VAULT_2 = onChain(b20(0xd2), 42_161n);
/** A second vault on the chain of vault 2. */
export const VAULT_2B = onChain(b20(0xd3), 42_161n);
const SOLANA_CHAIN = `0x0001000220${"11".repeat(32)}`;
/** A Solana address on the one Solana chain of the tests. */
export const onSolana = (key: string): Named => {
  const interoperable = `${SOLANA_CHAIN}20${key.slice(2)}`;
  return { interoperable, id: keccak256(interoperable) };
};
export const VAULT_SOL = onSolana(`0x${"dd".repeat(32)}`);

/** Assets by what the hub makes of them. Their addresses are of no account to the hub. */
export const USDC = word(b20(0x6c));
export const DAI = word(b20(0xda1));
export const WHOLE = word(b20(0x01));
export const WETH = word(b20(0x7e));
export const TINY = word(b20(0x24));
export const UNITS = word(b20(0x00ff));

/** A cap of a line that no test reaches by accident. */
export const AMPLE = 10n ** 27n;
/** The same for a stablecoin: 10^15 USD. */
export const ampleCash = (decimals: number): bigint => 10n ** BigInt(decimals + 15);

/** What is listed: decimals and whether it becomes cash. */
export const LISTING = [
  { vault: VAULT_1, asset: USDC, decimals: 6, stable: true },
  { vault: VAULT_2, asset: USDC, decimals: 6, stable: true },
  { vault: VAULT_2, asset: DAI, decimals: 18, stable: true },
  { vault: VAULT_1, asset: WHOLE, decimals: 0, stable: true },
  { vault: VAULT_1, asset: WETH, decimals: 18, stable: false },
  { vault: VAULT_2, asset: WETH, decimals: 18, stable: false },
  { vault: VAULT_1, asset: TINY, decimals: 24, stable: false },
  { vault: VAULT_1, asset: UNITS, decimals: 0, stable: false },
  { vault: VAULT_SOL, asset: USDC, decimals: 6, stable: true },
] as const;

/** Header fields a test may choose. */
export interface HeaderOptions {
  readonly seq?: bigint;
  readonly time?: bigint;
}

/**
 * A hub with vaults on other chains: vault 1 through two of three transports (`direct[0..2]`, M = 2), the others through
 * `direct[3]` alone. `NoBorrowCheck` judges; `check` stands by. `module` may do anything.
 */
export async function hubWorld() {
  const chain = await openChain();
  const { ethers, admin, alice, bob } = chain;
  const manager = await ethers.deployContract("AccessManager", [admin.address]);
  const noBorrow = await ethers.deployContract("NoBorrowCheck");
  const check = await ethers.deployContract("CheckDouble");
  const hub: Hub = await ethers.deployContract("Hub", [manager, noBorrow]);
  const module = await ethers.deployContract("ModuleDouble", [hub]);
  const withdrawals = await ethers.deployContract("Withdrawals", [hub]);
  await hub.setModule(module, true);
  await hub.setModule(withdrawals, true);
  const direct = await Promise.all([0, 1, 2, 3].map(() => ethers.deployContract("DirectTransport")));
  const transports = direct.map(({ target }) => String(target));
  await hub.registerVault(VAULT_1.interoperable, transports.slice(0, 3), 2);
  for (const vault of [VAULT_2, VAULT_2B, VAULT_SOL]) {
    await hub.registerVault(vault.interoperable, transports.slice(3), 1);
  }
  for (const { vault, asset, decimals, stable } of LISTING) {
    await hub.listAsset(vault.id, asset, decimals, stable, stable ? ampleCash(decimals) : AMPLE);
  }
  const self = onChain(String(hub.target));

  /** A message of a vault to this hub. */
  const fromVault = (vault: Named, leaves: readonly VaultLeaf[], { seq = 1n, time = 1n }: HeaderOptions = {}) =>
    encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: vault.id,
      destination: self.id,
      sourceSeq: seq,
      sourceTime: time,
      leaves,
    });

  const relay = (transport: number, vault: Named, message: string) =>
    direct[transport]!.relay(hub.target, vault.interoperable, message, PLENTY);

  /** Has enough transports attest a vault's message; returns the receipt of the last one. */
  async function attest(vault: Named, message: string) {
    if (vault === VAULT_1) await relay(0, vault, message);
    const receipt = await (await relay(vault === VAULT_1 ? 1 : 3, vault, message)).wait();
    return receipt!;
  }

  const accountOf = (address: string, subId = 0) => accountId(self.id, onChain(address).interoperable, subId);
  const credited = (asset: string, account: string, total: bigint): VaultLeaf => ({
    type: "Credited",
    asset,
    account,
    total,
  });

  return {
    ...chain,
    manager,
    noBorrow,
    check,
    hub,
    self,
    module,
    withdrawals,
    direct,
    transports,
    fromVault,
    relay,
    attest,
    credited,
    /** Account `subId` of an owner on this chain. */
    accountOf,
    ALICE: accountOf(alice.address),
    BOB: accountOf(bob.address),
    /** Credits an account with a cumulative total. */
    credit: (vault: Named, asset: string, account: string, total: bigint) =>
      attest(vault, fromVault(vault, [credited(asset, account, total)])),
    /** A call of the module double that releases, for use in a batch. */
    releaseCall: (...releases: Release[]) => ({
      module: String(module.target),
      value: 0n,
      data: module.interface.encodeFunctionData("release", [releases]),
    }),
  };
}

/** Arguments of `IHub.release`. */
export interface Release {
  readonly account: string;
  readonly vault: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly recipient: string;
}

/** The world of the hub's tests. */
export type HubWorld = Awaited<ReturnType<typeof hubWorld>>;
