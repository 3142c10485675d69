import { expect } from "chai";
import { dataSlice, keccak256, MaxUint256, ZeroAddress } from "ethers";
import { accountId, NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsNamed, eventsOf, mined, onChain, PLENTY, useWorld, word } from "../support/chain.ts";
import { describeRevert, expectAnyRevert, expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, TokenMode, vaultWorld } from "./world.ts";

const SOLANA_OWNER = `0x0001000220${"11".repeat(32)}20${"22".repeat(32)}`;
const U128 = 2n ** 128n;

describe("Vault.deposit", () => {
  const w = useWorld(vaultWorld);
  const ownerOf = () => onChain(w.alice.address).interoperable;
  const put = (asset: string, amount: bigint, value = 0n, owner = ownerOf()) =>
    w.vault.connect(w.alice).deposit(HUB_A.id, asset, amount, owner, 0, { value });

  /** Every counter that a deposit touches, for alice's account 0. */
  async function counters(hub: string, asset: string) {
    const account = accountId(hub, ownerOf(), 0);
    return {
      credited: await w.vault.credited(hub, asset, account),
      totalCredited: await w.vault.totalCredited(hub, asset),
      obligations: await w.vault.obligations(asset),
      totalPaid: await w.vault.totalPaid(hub, asset),
    };
  }

  it("an ERC-20: credits what arrived to the account that follows from the owner", async () => {
    const receipt = await mined(put(String(w.token.target), 1_000n));
    const account = accountId(HUB_A.id, ownerOf(), 0);
    expect(eventsOf(w.vault, receipt)).to.deep.equal([
      { name: "Deposited", args: [HUB_A.id, account, w.token.target, ownerOf(), 0n, 1_000n, 1_000n] },
    ]);
    expect(await counters(HUB_A.id, w.tokenId)).to.deep.equal({
      credited: 1_000n,
      totalCredited: 1_000n,
      obligations: 1_000n,
      totalPaid: 0n,
    });
    expect(await w.vault.holdings(w.token.target)).to.equal(1_000n);
  });

  it("again: totals are cumulative, of the account and of all accounts", async () => {
    const token = String(w.token.target);
    await w.deposit(w.alice, HUB_A.id, token, 1_000n);
    await w.deposit(w.bob, HUB_A.id, token, 50n);
    await w.deposit(w.alice, HUB_A.id, token, 7n, 3);
    const receipt = await w.deposit(w.alice, HUB_A.id, token, 234n);
    expect(eventsNamed(w.vault, receipt, "Deposited")[0]?.slice(-2)).to.deep.equal([234n, 1_234n]);
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: 1_234n, totalCredited: 1_291n });
    expect(await w.vault.credited(HUB_A.id, w.tokenId, accountId(HUB_A.id, ownerOf(), 3))).to.equal(7n);
  });

  it("returns the account and what was received", async () => {
    const result = await w.vault.connect(w.alice).deposit.staticCall(HUB_A.id, w.token.target, 5n, ownerOf(), 9);
    expect([...result]).to.deep.equal([accountId(HUB_A.id, ownerOf(), 9), 5n]);
  });

  it("for somebody else, and for owners on other chains: ownership follows from the id alone", async () => {
    for (const owner of [onChain(w.bob.address, 1n).interoperable, SOLANA_OWNER]) {
      const receipt = await mined(put(String(w.token.target), 10n, 0n, owner));
      const account = accountId(HUB_A.id, owner, 0);
      expect(eventsNamed(w.vault, receipt, "Deposited")[0]?.slice(0, 4)).to.deep.equal([
        HUB_A.id,
        account,
        w.token.target,
        owner,
      ]);
      expect(await w.vault.credited(HUB_A.id, w.tokenId, account)).to.equal(10n);
    }
  });

  it("a token that returns nothing", async () => {
    await w.token.setMode(TokenMode.NoReturn);
    await put(String(w.token.target), 1_000n);
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: 1_000n, totalCredited: 1_000n });
  });

  it("a token that takes a fee: credits what arrived, not what was sent (V-3)", async () => {
    await w.token.setMode(TokenMode.FeeOnTransfer);
    const receipt = await mined(put(String(w.token.target), 1_000n));
    expect(eventsNamed(w.vault, receipt, "Deposited")[0]?.slice(-2)).to.deep.equal([990n, 990n]);
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: 990n, totalCredited: 990n, obligations: 990n });
  });

  it("refuses a token that returns false", async () => {
    await w.token.setMode(TokenMode.ReturnFalse);
    await expectRevert(put(String(w.token.target), 1_000n), "SafeERC20FailedOperation", w.token.target);
  });

  it("refuses a token that says it has paid and has not", async () => {
    await w.token.setMode(TokenMode.Lie);
    await expectRevert(put(String(w.token.target), 1_000n), "Vault_NothingReceived", w.token.target, 1_000n);
  });

  it("refuses what the depositor does not have or has not approved", async () => {
    await expectAnyRevert(w.vault.connect(w.carol).deposit(HUB_A.id, w.token.target, 1n, ownerOf(), 0));
    await expectAnyRevert(put(String(w.token.target), MaxUint256));
  });

  it("the native coin", async () => {
    await put(NATIVE_ASSET, 1_000n, 1_000n);
    expect(await counters(HUB_A.id, w.nativeId)).to.include({ credited: 1_000n, obligations: 1_000n });
    expect(await w.vault.holdings(NATIVE_ASSET)).to.equal(1_000n);
    expect(await w.coins(String(w.vault.target))).to.equal(1_000n);
  });

  it("refuses a value that is not the amount of coins, or any value beside a token", async () => {
    await expectRevert(put(NATIVE_ASSET, 1_000n, 999n), "Vault_WrongValue", 1_000n, 999n);
    await expectRevert(put(NATIVE_ASSET, 1_000n, 1_001n), "Vault_WrongValue", 1_000n, 1_001n);
    await expectRevert(put(String(w.token.target), 1_000n, 1n), "Vault_WrongValue", 0n, 1n);
  });

  it("refuses nothing at all", async () => {
    await expectRevert(put(String(w.token.target), 0n), "Vault_ZeroAmount");
    await expectRevert(put(NATIVE_ASSET, 0n), "Vault_ZeroAmount");
  });

  it("refuses a hub that is not registered", () =>
    expectRevert(
      w.vault.connect(w.alice).deposit(b32(7), w.token.target, 1n, ownerOf(), 0),
      "Vault_UnknownHub",
      b32(7),
    ));

  it("refuses an owner that is not canonical: it would have another account", async () => {
    const chain1 = onChain(w.alice.address, 1n).interoperable;
    const odd = [
      "0x",
      `${ownerOf()}00`,
      dataSlice(ownerOf(), 0, -1),
      chain1.replace("0x000100000101", "0x00010000020001"),
      onChain(b20(1)).interoperable.replace(/01$/, "00"),
    ];
    for (const owner of odd) {
      await expectRevert(put(String(w.token.target), 1n, 0n, owner), "Interoperable_NotCanonical", owner);
    }
  });

  it("refuses an asset without code: the zero address, a person, a precompile", async () => {
    for (const asset of [ZeroAddress, w.bob.address, b20(4)]) {
      await expectRevert(put(asset, 1n), "Vault_NotAToken", asset);
    }
  });

  it("refuses an asset that is no token: the vault itself", () => expectAnyRevert(put(String(w.vault.target), 1n)));

  it("refuses while paused, and takes again after 7 days without anybody's doing", async () => {
    const receipt = await mined(w.vault.pause());
    const until = BigInt((await receipt.getBlock()).timestamp) + 7n * 86_400n;
    expect(await w.vault.pausedUntil()).to.equal(until);
    await expectRevert(put(String(w.token.target), 1n), "Vault_Paused", until);
    await w.time.setNextBlockTimestamp(until - 1n);
    await expectRevert(put(String(w.token.target), 1n), "Vault_Paused", until);
    await w.time.setNextBlockTimestamp(until);
    await put(String(w.token.target), 1n);
  });

  it("the largest counter fits, one more does not, and all accounts count together", async () => {
    await w.token.mint(w.alice.address, U128);
    await put(String(w.token.target), U128 - 1n);
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: U128 - 1n, totalCredited: U128 - 1n });
    await expectRevert(put(String(w.token.target), 1n), "Vault_CounterOverflow", w.token.target, U128);
    await expectRevert(
      w.deposit(w.bob, HUB_A.id, String(w.token.target), 1n),
      "Vault_CounterOverflow",
      w.token.target,
      U128,
    );
    // Another hub has counters of its own.
    await w.deposit(w.bob, HUB_B.id, String(w.token.target), 1n);
    expect(await w.vault.obligations(w.tokenId)).to.equal(U128);
  });

  it("an amount above 128 bits is refused even where its low bits look harmless", async () => {
    await w.token.mint(w.alice.address, U128 + 1n);
    await expectRevert(put(String(w.token.target), U128 + 1n), "Vault_CounterOverflow", w.token.target, U128 + 1n);
  });

  it("a token that calls back in cannot deposit twice for one transfer", async () => {
    const inner = w.vault.interface.encodeFunctionData("deposit", [HUB_A.id, String(w.token.target), 5n, ownerOf(), 0]);
    await w.token.setCall(w.vault.target, inner);
    await put(String(w.token.target), 10n);
    expect(await w.token.callSucceeded()).to.equal(false);
    expect(describeRevert(await w.token.callResult())).to.equal("ReentrancyGuardReentrantCall()");
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: 10n, totalCredited: 10n, obligations: 10n });
  });

  it("a token that calls back in can neither claim, redeposit nor sync meanwhile", async () => {
    const asset = String(w.token.target);
    const manifest = { credited: [], custody: [asset], delegates: [], payouts: [] };
    const calls = [
      w.vault.interface.encodeFunctionData("claim", [HUB_A.id, asset, w.bob.address, 1n]),
      w.vault.interface.encodeFunctionData("redeposit", [HUB_A.id, asset, 1n, HUB_A.id, ownerOf(), 0]),
      w.vault.interface.encodeFunctionData("sync", [HUB_A.id, manifest, []]),
      w.vault.interface.encodeFunctionData("depositAndSync", [HUB_A.id, asset, 1n, ownerOf(), 0, []]),
    ];
    for (const call of calls) {
      await w.token.setCall(w.vault.target, call);
      await put(asset, 10n);
      expect(describeRevert(await w.token.callResult())).to.equal("ReentrancyGuardReentrantCall()");
    }
  });

  it("a release delivered from within a transfer is merged, and waits to be claimed", async () => {
    const asset = String(w.token.target);
    await w.deposit(w.alice, HUB_A.id, asset, 100n);
    const message = w.fromHub(HUB_A, [w.released(asset, w.bob.address, 40n)]);
    await w.direct[0]!.relay(w.vault.target, HUB_A.interoperable, message);
    const relay = w.direct[1]!.interface.encodeFunctionData("relay", [
      String(w.vault.target),
      HUB_A.interoperable,
      message,
    ]);
    await w.token.setCall(w.transports[1]!, relay);
    await w.vault.connect(w.alice).deposit(HUB_A.id, asset, 10n, ownerOf(), 0, PLENTY);
    expect(await w.token.callSucceeded()).to.equal(true);
    expect(await w.vault.authorised(HUB_A.id, w.tokenId, word(w.bob.address))).to.equal(40n);
    expect(await w.vault.paid(HUB_A.id, w.tokenId, word(w.bob.address))).to.equal(0n);
    expect(await counters(HUB_A.id, w.tokenId)).to.include({ credited: 110n, obligations: 110n });
    await w.token.setMode(TokenMode.Honest);
    await w.vault.claim(HUB_A.id, asset, w.bob.address, 40n);
  });

  it("two hubs and two assets are segregated", async () => {
    const owner = ownerOf();
    await w.deposit(w.alice, HUB_A.id, String(w.token.target), 5n);
    await w.deposit(w.alice, HUB_B.id, String(w.token.target), 7n);
    await w.deposit(w.alice, HUB_A.id, String(w.other.target), 11n);
    const [a, b] = [accountId(HUB_A.id, owner, 0), accountId(HUB_B.id, owner, 0)];
    expect(a).to.not.equal(b);
    expect(await w.vault.credited(HUB_A.id, w.tokenId, a)).to.equal(5n);
    expect(await w.vault.credited(HUB_B.id, w.tokenId, b)).to.equal(7n);
    expect(await w.vault.credited(HUB_A.id, w.otherId, a)).to.equal(11n);
    expect(await w.vault.credited(HUB_A.id, w.tokenId, b)).to.equal(0n);
    expect(await w.vault.totalCredited(HUB_A.id, w.tokenId)).to.equal(5n);
    expect(await w.vault.totalCredited(HUB_B.id, w.tokenId)).to.equal(7n);
    expect(await w.vault.obligations(w.tokenId)).to.equal(12n);
  });

  it("a plain transfer of coins is refused", async () => {
    const sending = w.alice.sendTransaction({ to: w.vault.target, value: 5n });
    await expectRevert(sending, "Outbox_UnexpectedCoins", w.alice.address, 5n);
    await expectAnyRevert(w.alice.sendTransaction({ to: w.vault.target, value: 5n, data: "0x12345678" }));
  });

  it("names itself by its canonical address", async () => {
    expect(await w.vault.vaultAddress()).to.equal(w.self.interoperable);
    expect(await w.vault.vaultId())
      .to.equal(w.self.id)
      .and.to.equal(keccak256(w.self.interoperable));
  });
});
