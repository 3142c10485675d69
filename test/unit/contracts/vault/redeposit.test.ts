import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { accountId, NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { b32, eventsOf, mined, onChain, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

describe("Vault.redeposit", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    await world.deposit(world.alice, HUB_A.id, String(world.token.target), 10_000n);
    await world.deposit(world.alice, HUB_B.id, String(world.token.target), 500n);
    await world.authorise(HUB_A, String(world.token.target), world.bob.address, 700n);
    return { ...world, asset: String(world.token.target) };
  });
  const ownerOf = () => onChain(w.bob.address).interoperable;
  const redeposit = (amount: bigint, toHub = HUB_A.id, owner = ownerOf(), fromHub = HUB_A.id) =>
    w.vault.connect(w.bob).redeposit(fromHub, w.asset, amount, toHub, owner, 4);

  async function sums() {
    const [a, b] = [HUB_A.id, HUB_B.id];
    return {
      paid: await w.vault.paid(a, w.tokenId, word(w.bob.address)),
      totalPaid: await w.vault.totalPaid(a, w.tokenId),
      creditedA: await w.vault.totalCredited(a, w.tokenId),
      creditedB: await w.vault.totalCredited(b, w.tokenId),
      obligations: await w.vault.obligations(w.tokenId),
      holdings: await w.vault.holdings(w.asset),
    };
  }

  it("to the same hub: the claim becomes credit, no token moves", async () => {
    const receipt = await mined(redeposit(300n));
    const account = accountId(HUB_A.id, ownerOf(), 4);
    expect(eventsOf(w.vault, receipt)).to.deep.equal([
      { name: "Redeposited", args: [HUB_A.id, HUB_A.id, account, ownerOf(), 4n, w.asset, w.bob.address, 300n, 300n] },
    ]);
    expect(await w.vault.credited(HUB_A.id, w.tokenId, account)).to.equal(300n);
    expect(await sums()).to.deep.equal({
      paid: 300n,
      totalPaid: 300n,
      creditedA: 10_300n,
      creditedB: 500n,
      obligations: 10_500n,
      holdings: 10_500n,
    });
  });

  it("to another hub: what one owes less the other owes more", async () => {
    const account = accountId(HUB_B.id, ownerOf(), 4);
    expect(await w.vault.connect(w.bob).redeposit.staticCall(HUB_A.id, w.asset, 1n, HUB_B.id, ownerOf(), 4)).to.equal(
      account,
    );
    await redeposit(MaxUint256, HUB_B.id);
    expect(await w.vault.credited(HUB_B.id, w.tokenId, account)).to.equal(700n);
    expect(await sums()).to.deep.equal({
      paid: 700n,
      totalPaid: 700n,
      creditedA: 10_000n,
      creditedB: 1_200n,
      obligations: 10_500n,
      holdings: 10_500n,
    });
    // Hub A has 9,300 left to be paid, hub B 1,200: nobody has gained.
    await w.authorise(HUB_A, w.asset, w.carol.address, MaxUint256 >> 128n);
    expect(await w.vault.claim.staticCall(HUB_A.id, w.asset, w.carol.address, MaxUint256)).to.equal(9_300n);
    await w.authorise(HUB_B, w.asset, w.carol.address, MaxUint256 >> 128n);
    expect(await w.vault.claim.staticCall(HUB_B.id, w.asset, w.carol.address, MaxUint256)).to.equal(1_200n);
  });

  it("works for a recipient that the asset refuses to pay", async () => {
    await w.token.setBlocked(w.bob.address, true);
    await redeposit(700n, HUB_B.id);
    expect((await sums()).creditedB).to.equal(1_200n);
  });

  it("takes what is owed and no more, also after a partial claim", async () => {
    await w.vault.claim(HUB_A.id, w.asset, w.bob.address, 600n);
    await redeposit(101n);
    expect((await sums()).paid).to.equal(700n);
    await expectRevert(redeposit(1n), "Vault_NothingToClaim", HUB_A.id, w.asset, w.bob.address);
  });

  it("a hub cannot move more into another than was credited for it (V-1)", async () => {
    await w.authorise(HUB_A, w.asset, w.bob.address, 1_000_000n);
    await redeposit(MaxUint256, HUB_B.id);
    expect(await sums()).to.include({ totalPaid: 10_000n, creditedB: 10_500n, obligations: 10_500n });
    await expectRevert(redeposit(1n), "Vault_NothingToClaim", HUB_A.id, w.asset, w.bob.address);
  });

  it("only the recipient can: somebody else has nothing", () =>
    expectRevert(
      w.vault.connect(w.carol).redeposit(HUB_A.id, w.asset, 1n, HUB_A.id, ownerOf(), 0),
      "Vault_NothingToClaim",
      HUB_A.id,
      w.asset,
      w.carol.address,
    ));

  it("the native coin", async () => {
    await w.deposit(w.alice, HUB_A.id, NATIVE_ASSET, 50n);
    await w.authorise(HUB_A, NATIVE_ASSET, w.bob.address, 20n);
    await w.vault.connect(w.bob).redeposit(HUB_A.id, NATIVE_ASSET, 20n, HUB_B.id, ownerOf(), 0);
    expect(await w.vault.totalCredited(HUB_B.id, w.nativeId)).to.equal(20n);
    expect(await w.coins(String(w.vault.target))).to.equal(50n);
    expect(await w.vault.obligations(w.nativeId)).to.equal(50n);
  });

  it("refuses zero, unknown hubs and owners that are not canonical", async () => {
    await expectRevert(redeposit(0n), "Vault_ZeroAmount");
    await expectRevert(redeposit(1n, b32(9)), "Vault_UnknownHub", b32(9));
    await expectRevert(redeposit(1n, HUB_A.id, "0x1234"), "Interoperable_NotCanonical", "0x1234");
    await expectRevert(
      redeposit(1n, HUB_A.id, ownerOf(), b32(9)),
      "Vault_NothingToClaim",
      b32(9),
      w.asset,
      w.bob.address,
    );
  });

  it("refuses a total above 128 bits, and leaves the claim", async () => {
    await w.token.mint(w.alice.address, 2n ** 128n);
    await w.deposit(w.alice, HUB_B.id, w.asset, 2n ** 128n - 501n);
    await expectRevert(redeposit(1n, HUB_B.id), "Vault_CounterOverflow", w.asset, 2n ** 128n);
    expect((await sums()).paid).to.equal(0n);
  });

  it("stops with deposits, and with outflow", async () => {
    await w.vault.pause();
    await expectRevert(redeposit(1n), "Vault_Paused", await w.vault.pausedUntil());
    await w.vault.unpause();
    await w.vault.freezeOutflow();
    await expectRevert(redeposit(1n), "Vault_OutflowFrozen", await w.vault.frozenUntil());
    await w.vault.unfreezeOutflow();
    await redeposit(1n);
  });
});
