import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { accountId } from "../../../../sdk/src/codec/index.ts";
import { b32, eventsOf, mined, onChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

describe("Vault.setDelegate", () => {
  const w = useWorld(vaultWorld);
  const account = (subId = 0, hub = HUB_A.id) => accountId(hub, onChain(w.alice.address).interoperable, subId);
  const set = (delegate: string, subId = 0, hub = HUB_A.id) =>
    w.vault.connect(w.alice).setDelegate(hub, subId, delegate);

  it("names a delegate for the caller's own account, with a sequence that starts at one", async () => {
    const receipt = await mined(set(w.carol.address, 6));
    expect(eventsOf(w.vault, receipt)).to.deep.equal([
      { name: "DelegateSet", args: [HUB_A.id, account(6), w.alice.address, 6n, w.carol.address, 1n] },
    ]);
    expect([...(await w.vault.delegateOf(HUB_A.id, account(6)))]).to.deep.equal([w.carol.address, 1n]);
    expect(await w.vault.connect(w.alice).setDelegate.staticCall(HUB_A.id, 6, ZeroAddress)).to.equal(account(6));
  });

  it("every change has a newer sequence, also back to the same and to zero", async () => {
    for (const [i, delegate] of [w.carol.address, w.carol.address, ZeroAddress, w.bob.address].entries()) {
      await set(delegate);
      expect([...(await w.vault.delegateOf(HUB_A.id, account()))]).to.deep.equal([delegate, BigInt(i + 1)]);
    }
  });

  it("registers are separate per hub and number", async () => {
    await set(w.carol.address);
    await set(w.bob.address, 1);
    await set(w.bob.address, 0, HUB_B.id);
    expect([...(await w.vault.delegateOf(HUB_A.id, account()))]).to.deep.equal([w.carol.address, 1n]);
    expect([...(await w.vault.delegateOf(HUB_A.id, account(1)))]).to.deep.equal([w.bob.address, 1n]);
    expect([...(await w.vault.delegateOf(HUB_B.id, account(0, HUB_B.id)))]).to.deep.equal([w.bob.address, 1n]);
    expect([...(await w.vault.delegateOf(HUB_A.id, account(2)))]).to.deep.equal([ZeroAddress, 0n]);
  });

  it("refuses an unknown hub", () => expectRevert(set(w.bob.address, 0, b32(3)), "Vault_UnknownHub", b32(3)));

  it("works while paused and frozen: a stolen key must be revocable at any time", async () => {
    await w.vault.pause();
    await w.vault.freezeOutflow();
    await set(ZeroAddress);
  });
});

describe("Vault.setPayout", () => {
  const w = useWorld(vaultWorld);
  const account = (subId = 0) => accountId(HUB_A.id, onChain(w.alice.address).interoperable, subId);
  const set = (vault: string, recipient: string, subId = 0, hub = HUB_A.id) =>
    w.vault.connect(w.alice).setPayout(hub, subId, vault, recipient);

  it("names a payout address for the caller's own account at any vault", async () => {
    const receipt = await mined(set(b32(77), b32(1n << 255n), 6));
    expect(eventsOf(w.vault, receipt)).to.deep.equal([
      { name: "PayoutSet", args: [HUB_A.id, account(6), b32(77), b32(1n << 255n), 1n] },
    ]);
    expect([...(await w.vault.payoutOf(HUB_A.id, account(6), b32(77)))]).to.deep.equal([b32(1n << 255n), 1n]);
    expect(await w.vault.connect(w.alice).setPayout.staticCall(HUB_A.id, 6, b32(77), b32(0))).to.equal(account(6));
  });

  it("every change has a newer sequence, per vault", async () => {
    await set(b32(1), b32(10));
    await set(b32(1), b32(0));
    await set(b32(2), b32(20));
    expect([...(await w.vault.payoutOf(HUB_A.id, account(), b32(1)))]).to.deep.equal([b32(0), 2n]);
    expect([...(await w.vault.payoutOf(HUB_A.id, account(), b32(2)))]).to.deep.equal([b32(20), 1n]);
    expect([...(await w.vault.payoutOf(HUB_A.id, account(), b32(3)))]).to.deep.equal([b32(0), 0n]);
  });

  it("refuses an unknown hub", () => expectRevert(set(b32(1), b32(1), 0, b32(3)), "Vault_UnknownHub", b32(3)));
});
