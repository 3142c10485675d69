import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { OddTransport } from "../../../../types/index.ts";
import { accountId, encodeMessage, MessageKind, NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { eventsNamed, mined, onChain, useWorld } from "../support/chain.ts";
import { describeRevert, expectAnyRevert, expectRevert } from "../support/errors.ts";
import { sentPayloads } from "../support/sent.ts";
import { HUB_A, TransportMode, vaultWorld } from "./world.ts";

describe("Vault.depositAndSync (fees: T-4)", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    const odd: OddTransport = await world.ethers.deployContract("OddTransport");
    // The roster of hub A has room for five.
    await world.vault.enableTransport(HUB_A.id, odd.target);
    return { ...world, odd };
  });
  const ownerOf = () => onChain(w.alice.address).interoperable;
  const route = (transport: string | { target: unknown }, fee = 0n) => ({
    transport: typeof transport === "string" ? transport : String(transport.target),
    fee,
    attributes: [],
  });
  const put = (asset: string, amount: bigint, routes: ReturnType<typeof route>[], value = 0n) =>
    w.vault.connect(w.alice).depositAndSync(HUB_A.id, asset, amount, ownerOf(), 0, routes, { value });

  it("sends the new total through every route, at its fee, in one message", async () => {
    const [t0, t1] = w.direct;
    await t0!.setFee(30n);
    await t1!.setFee(50n);
    const token = String(w.token.target);
    await w.deposit(w.alice, HUB_A.id, token, 100n);
    const receipt = await mined(put(token, 11n, [route(t0!, 30n), route(t1!, 50n)], 80n));
    const account = accountId(HUB_A.id, ownerOf(), 0);
    const message = encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: w.self.id,
      destination: HUB_A.id,
      sourceSeq: 1n,
      sourceTime: BigInt((await receipt.getBlock()).timestamp),
      leaves: [{ type: "Credited", asset: w.tokenId, account, total: 111n }],
    });
    expect(sentPayloads(receipt)).to.deep.equal([
      { transport: t0!.target, sender: w.self.interoperable, recipient: HUB_A.interoperable, payload: message },
      { transport: t1!.target, sender: w.self.interoperable, recipient: HUB_A.interoperable, payload: message },
    ]);
    expect(eventsNamed(w.vault, receipt, "Synced")).to.deep.equal([[HUB_A.id, 1n, [t0!.target, t1!.target]]]);
    expect(await w.coins(String(t0!.target))).to.equal(30n);
    expect(await w.coins(String(t1!.target))).to.equal(50n);
  });

  it("returns the account and what was received", async () => {
    const result = await w.vault
      .connect(w.alice)
      .depositAndSync.staticCall(HUB_A.id, w.token.target, 5n, ownerOf(), 9, [route(w.direct[0]!)]);
    expect([...result]).to.deep.equal([accountId(HUB_A.id, ownerOf(), 9), 5n]);
  });

  for (const asset of ["token", "native coin"] as const) {
    const coins = asset === "token" ? 0n : 1_000_000n;
    const address = () => (asset === "token" ? String(w.token.target) : NATIVE_ASSET);
    const amount = asset === "token" ? 500n : coins;

    it(`${asset}: gives back what the routes were not given and what the transports did not need`, async () => {
      await w.direct[0]!.setFee(30n);
      const before = await w.coins(w.alice.address);
      const receipt = await mined(
        put(address(), amount, [route(w.direct[0]!, 100n), route(w.direct[1]!, 7n)], coins + 1_000n),
      );
      const after = await w.coins(w.alice.address);
      expect(before - after - receipt.fee).to.equal(coins + 30n);
      expect(await w.coins(String(w.vault.target))).to.equal(coins);
    });

    it(`${asset}: refuses fees above what came for them, and never takes them from the vault's own coins`, async () => {
      await w.deposit(w.bob, HUB_A.id, NATIVE_ASSET, 10n ** 9n);
      await expectRevert(
        put(address(), amount, [route(w.odd, 60n), route(w.odd, 41n)], coins + 100n),
        "Outbox_FeesExceedValue",
        101n,
        100n,
      );
      await expectRevert(put(address(), amount, [route(w.odd, 1n)], coins), "Outbox_FeesExceedValue", 1n, 0n);
    });
  }

  it("refuses a value below the coins to deposit", () =>
    expectRevert(put(NATIVE_ASSET, 1_000n, [route(w.direct[0]!)], 999n), "Vault_WrongValue", 1_000n, 999n));

  it("refuses to send nowhere: that is deposit", () =>
    expectRevert(put(String(w.token.target), 1n, []), "Outbox_NoRoutes"));

  it("refuses a transport that is not enabled for the hub: disabled, another hub's, a stranger", async () => {
    await w.vault.disableTransport(HUB_A.id, w.direct[1]!.target);
    for (const transport of [w.transports[1]!, w.transports[3]!, w.bob.address, ZeroAddress]) {
      await expectRevert(
        put(String(w.token.target), 1n, [route(w.direct[0]!), route(transport)]),
        "Quorum_NotEnabled",
        transport,
      );
    }
  });

  it("a transport that reverts takes the deposit back with its own error; deposit alone always works", async () => {
    await w.odd.setMode(TransportMode.Revert);
    const token = String(w.token.target);
    await expectRevert(put(token, 1n, [route(w.direct[0]!), route(w.odd, 3n)], 3n), "OddTransport_OutOfOrder", 3n);
    await w.direct[0]!.setFee(5n);
    await expectRevert(put(token, 1n, [route(w.direct[0]!, 4n)], 4n), "DirectTransport_FeeTooLow", 5n, 4n);
    await w.odd.setMode(TransportMode.Burn);
    await expectAnyRevert(
      w.vault
        .connect(w.alice)
        .depositAndSync(HUB_A.id, token, 1n, ownerOf(), 0, [route(w.odd)], { gasLimit: 500_000n }),
    );
    await w.deposit(w.alice, HUB_A.id, token, 1n);
    expect(await w.vault.totalCredited(HUB_A.id, w.tokenId)).to.equal(1n);
  });

  it("a transport that pays back more than it got makes the caller a present, not the vault", async () => {
    await w.bob.sendTransaction({ to: w.odd.target, value: 77n });
    await w.odd.setBonus(77n);
    const before = await w.coins(w.alice.address);
    const receipt = await mined(put(String(w.token.target), 1n, [route(w.odd, 10n)], 10n));
    expect((await w.coins(w.alice.address)) - before + receipt.fee).to.equal(77n);
    expect(await w.coins(String(w.vault.target))).to.equal(0n);
  });

  it("a transport that calls back in finds the door closed", async () => {
    const again = w.vault.interface.encodeFunctionData("deposit", [HUB_A.id, NATIVE_ASSET, 1n, ownerOf(), 0]);
    const claim = w.vault.interface.encodeFunctionData("claim", [HUB_A.id, NATIVE_ASSET, w.bob.address, 1n]);
    for (const call of [again, claim]) {
      await w.odd.setCall(w.vault.target, call);
      await put(String(w.token.target), 1n, [route(w.odd)]);
      expect(describeRevert(await w.odd.callResult())).to.equal("ReentrancyGuardReentrantCall()");
      expect(await w.odd.callSucceeded()).to.equal(false);
    }
  });

  it("sequence numbers grow by one per message, per hub", async () => {
    for (const expected of [1n, 2n, 3n]) {
      const receipt = await mined(put(String(w.token.target), 1n, [route(w.direct[0]!)]));
      expect(eventsNamed(w.vault, receipt, "Synced")[0]?.[1]).to.equal(expected);
    }
  });
});
