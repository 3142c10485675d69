import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { accountId, type VaultLeaf } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsNamed, eventsOf, onChain, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { type HeaderOptions, hubWorld, onSolana, USDC, VAULT_1, VAULT_2, VAULT_2B, VAULT_SOL } from "./world.ts";

const OWNER = b20(0x0a11ce);
const KEY = `0x${"a1".repeat(32)}`;

describe("Hub registers", () => {
  const w = useWorld(hubWorld);
  type Vault = typeof VAULT_1;
  const tell = (vault: Vault, leaf: VaultLeaf, header?: HeaderOptions) =>
    w.attest(vault, w.fromVault(vault, [leaf], header));

  describe("Delegate", () => {
    const account = (chainId = 1n, subId = 0) => accountId(w.self.id, onChain(OWNER, chainId).interoperable, subId);
    const leaf = (sequence: bigint, delegate = w.bob.address, change: Partial<Record<string, unknown>> = {}) =>
      ({
        type: "Delegate",
        account: account(),
        ownerAddress: word(OWNER),
        subId: 0,
        delegate,
        sequence,
        ...change,
      }) as VaultLeaf;
    const delegateOf = async (id = account()) => [...(await w.hub.delegateOf(id))];
    const NONE = [ZeroAddress, 0n, b32(0)];

    beforeEach(() => w.hub.setIdentitySource(VAULT_1.id));

    it("is taken over from the identity source of the owner's chain", async () => {
      const receipt = await tell(VAULT_1, leaf(1n));
      expect(eventsOf(w.hub, receipt)).to.deep.equal([
        { name: "DelegateMerged", args: [account(), VAULT_1.id, w.bob.address, 1n] },
      ]);
      expect(await delegateOf()).to.deep.equal([w.bob.address, 1n, VAULT_1.id]);
    });

    it("needs M identical tuples: transports that differ in any field do not count together", async () => {
      const say = (transport: number, ...args: Parameters<typeof leaf>) =>
        w.relay(transport, VAULT_1, w.fromVault(VAULT_1, [leaf(...args)]));
      await say(0, 1n, w.bob.address);
      await say(1, 1n, w.carol.address);
      await say(2, 2n, w.bob.address);
      expect(await delegateOf()).to.deep.equal(NONE);
      await say(2, 1n, w.carol.address);
      expect(await delegateOf()).to.deep.equal([w.carol.address, 1n, VAULT_1.id]);
      await say(1, 2n, w.bob.address);
      expect(await delegateOf()).to.deep.equal([w.bob.address, 2n, VAULT_1.id]);
    });

    it("headers may differ: the leaf is the tuple", async () => {
      await w.relay(0, VAULT_1, w.fromVault(VAULT_1, [leaf(1n)], { seq: 1n, time: 1n }));
      await w.relay(1, VAULT_1, w.fromVault(VAULT_1, [leaf(1n)], { seq: 9n, time: 9n }));
      expect((await delegateOf())[1]).to.equal(1n);
    });

    it("newer wins, in whatever order they come; zero withdraws the right", async () => {
      await tell(VAULT_1, leaf(5n, w.carol.address));
      const receipt = await tell(VAULT_1, leaf(4n));
      expect(eventsOf(w.hub, receipt)).to.deep.equal([]);
      await tell(VAULT_1, leaf(5n));
      expect(await delegateOf()).to.deep.equal([w.carol.address, 5n, VAULT_1.id]);
      await tell(VAULT_1, leaf(6n, ZeroAddress));
      expect(await delegateOf()).to.deep.equal([ZeroAddress, 6n, VAULT_1.id]);
    });

    it("is not believed from a vault that is no identity source, of the same chain or another", async () => {
      await w.hub.setIdentitySource(VAULT_2.id);
      const there = account(42_161n);
      await tell(VAULT_2B, leaf(1n, w.bob.address, { account: there }));
      expect(await delegateOf(there)).to.deep.equal(NONE);
      await tell(VAULT_2, leaf(1n, w.bob.address, { account: there }));
      expect(await delegateOf(there)).to.deep.equal([w.bob.address, 1n, VAULT_2.id]);
      await tell(VAULT_2, leaf(1n));
      expect(await delegateOf()).to.deep.equal(NONE);
    });

    it("is not believed about an account that does not follow from the owner and number it names", async () => {
      for (const change of [
        { account: w.ALICE },
        { account: account(1n, 1) },
        { subId: 1 },
        { ownerAddress: word(b20(5)) },
        { ownerAddress: b32((1n << 200n) | BigInt(OWNER)) },
        { ownerAddress: b32(0) },
      ]) {
        await tell(VAULT_1, leaf(1n, w.bob.address, change));
        expect(await delegateOf(String(change.account ?? account()))).to.deep.equal(NONE);
      }
    });

    it("waits for its identity source: told before, poked in after", async () => {
      const there = account(42_161n);
      const message = w.fromVault(VAULT_2, [leaf(1n, w.bob.address, { account: there })]);
      await w.attest(VAULT_2, message);
      expect(await delegateOf(there)).to.deep.equal(NONE);
      await w.hub.setIdentitySource(VAULT_2.id);
      await w.hub.poke(message);
      expect((await delegateOf(there))[0]).to.equal(w.bob.address);
    });

    it("a new identity source is believed from its first word on, whatever sequence the old one had reached", async () => {
      await w.hub.setIdentitySource(VAULT_2.id);
      const there = { account: account(42_161n) };
      await tell(VAULT_2, leaf(2n ** 64n - 1n, w.carol.address, there));
      await w.hub.setIdentitySource(VAULT_2B.id);
      await tell(VAULT_2, leaf(2n ** 64n - 1n, w.carol.address, there));
      await tell(VAULT_2B, leaf(1n, ZeroAddress, there));
      expect(await delegateOf(there.account)).to.deep.equal([ZeroAddress, 1n, VAULT_2B.id]);
    });

    it("owners on Solana have accounts by their whole key", async () => {
      await w.hub.setIdentitySource(VAULT_SOL.id);
      const id = accountId(w.self.id, onSolana(KEY).interoperable, 0);
      await tell(VAULT_SOL, leaf(1n, w.bob.address, { account: id, ownerAddress: KEY }));
      expect((await delegateOf(id))[0]).to.equal(w.bob.address);
    });
  });

  describe("Payout", () => {
    const account = () => accountId(w.self.id, onChain(OWNER, 1n).interoperable, 0);
    const leaf = (sequence: bigint, recipient: string, vault = VAULT_2.id): VaultLeaf => ({
      type: "Payout",
      account: account(),
      vaultId: vault,
      recipient,
      sequence,
    });
    const delegate = (sequence = 1n) =>
      tell(VAULT_1, {
        type: "Delegate",
        account: account(),
        ownerAddress: word(OWNER),
        subId: 0,
        delegate: w.bob.address,
        sequence,
      });
    const payoutOf = async (vault = VAULT_2.id) => [...(await w.hub.payoutOf(account(), vault))];

    beforeEach(() => w.hub.setIdentitySource(VAULT_1.id));

    it("counts from the vault that vouches for the account, before and after its delegate", async () => {
      const receipt = await tell(VAULT_1, leaf(1n, b32(5)));
      expect(eventsNamed(w.hub, receipt, "PayoutMerged")).to.deep.equal([
        [account(), VAULT_2.id, VAULT_1.id, b32(5), 1n],
      ]);
      expect(await payoutOf()).to.deep.equal([b32(0), 0n]);
      await delegate();
      expect(await payoutOf()).to.deep.equal([b32(5), 1n]);
      await tell(VAULT_1, leaf(2n, b32(6)));
      expect(await payoutOf()).to.deep.equal([b32(6), 2n]);
      expect(await payoutOf(VAULT_1.id)).to.deep.equal([b32(0), 0n]);
    });

    it("does not count from any other vault, the one that is to pay included", async () => {
      await delegate();
      await tell(VAULT_2, leaf(9n, b32(66)));
      await tell(VAULT_SOL, leaf(9n, b32(66)));
      expect(await payoutOf()).to.deep.equal([b32(0), 0n]);
      await tell(VAULT_1, leaf(1n, b32(5)));
      expect(await payoutOf()).to.deep.equal([b32(5), 1n]);
    });

    it("newer wins, in whatever order", async () => {
      await delegate();
      await tell(VAULT_1, leaf(3n, b32(7)));
      await tell(VAULT_1, leaf(2n, b32(6)));
      await tell(VAULT_1, leaf(3n, b32(8)));
      expect(await payoutOf()).to.deep.equal([b32(7), 3n]);
    });

    it("is kept per vault that pays", async () => {
      await delegate();
      await tell(VAULT_1, leaf(1n, b32(5)));
      await tell(VAULT_1, leaf(1n, KEY, VAULT_SOL.id));
      expect(await payoutOf()).to.deep.equal([b32(5), 1n]);
      expect(await payoutOf(VAULT_SOL.id)).to.deep.equal([KEY, 1n]);
    });
  });

  describe("Custody", () => {
    const leaf = (balance: bigint): VaultLeaf => ({
      type: "Custody",
      asset: USDC,
      totalCredited: 100n,
      totalPaid: 30n,
      balance,
    });
    const custody = async (vault = VAULT_1.id) => [...(await w.hub.custodyOf(vault, USDC))];

    it("is taken over with the sequence of its message", async () => {
      const receipt = await tell(VAULT_1, leaf(70n), { seq: 5n });
      expect(eventsOf(w.hub, receipt)).to.deep.equal([
        { name: "CustodyMerged", args: [VAULT_1.id, USDC, 100n, 30n, 70n, 5n] },
      ]);
      expect(await custody()).to.deep.equal([100n, 30n, 70n, 5n]);
      expect(await custody(VAULT_2.id)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("newer wins: an old report cannot come back", async () => {
      await tell(VAULT_1, leaf(70n), { seq: 5n });
      await tell(VAULT_1, leaf(10n), { seq: 4n });
      await tell(VAULT_1, leaf(10n), { seq: 5n });
      expect((await custody())[2]).to.equal(70n);
      await tell(VAULT_1, leaf(60n), { seq: 6n });
      expect(await custody()).to.deep.equal([100n, 30n, 60n, 6n]);
    });

    it("equal reports of different messages do not count together: the sequence is part of the tuple", async () => {
      await w.relay(0, VAULT_1, w.fromVault(VAULT_1, [leaf(70n)], { seq: 5n }));
      await w.relay(1, VAULT_1, w.fromVault(VAULT_1, [leaf(70n)], { seq: 6n }));
      expect((await custody())[3]).to.equal(0n);
      await w.relay(2, VAULT_1, w.fromVault(VAULT_1, [leaf(70n)], { seq: 6n }));
      expect((await custody())[3]).to.equal(6n);
    });

    it("different reports of one sequence do not count together", async () => {
      await w.relay(0, VAULT_1, w.fromVault(VAULT_1, [leaf(70n)], { seq: 5n }));
      await w.relay(1, VAULT_1, w.fromVault(VAULT_1, [leaf(71n)], { seq: 5n }));
      expect((await custody())[3]).to.equal(0n);
    });
  });

  describe("Price", () => {
    const leaf = (publishTime: bigint, price = 2n ** 128n - 1n): VaultLeaf => ({
      type: "Price",
      asset: USDC,
      price,
      confidence: 2n ** 64n - 1n,
      publishTime,
    });
    const price = async (vault = VAULT_1.id) => [...(await w.hub.priceOf(vault, USDC))];

    it("is taken over, whole; later publications win", async () => {
      const receipt = await tell(VAULT_1, leaf(10n));
      expect(eventsNamed(w.hub, receipt, "PriceMerged")).to.deep.equal([
        [VAULT_1.id, USDC, 2n ** 128n - 1n, 2n ** 64n - 1n, 10n],
      ]);
      await tell(VAULT_1, leaf(9n, 1n));
      await tell(VAULT_1, leaf(10n, 1n));
      expect(await price()).to.deep.equal([2n ** 128n - 1n, 2n ** 64n - 1n, 10n]);
      await tell(VAULT_1, leaf(11n, 1n));
      expect((await price())[0]).to.equal(1n);
      expect(await price(VAULT_2.id)).to.deep.equal([0n, 0n, 0n]);
    });

    it("needs M identical ones", async () => {
      await w.relay(0, VAULT_1, w.fromVault(VAULT_1, [leaf(10n, 5n)]));
      await w.relay(1, VAULT_1, w.fromVault(VAULT_1, [leaf(10n, 6n)]));
      expect((await price())[2]).to.equal(0n);
    });
  });

  describe("replays across epochs", () => {
    it("a register's votes die with their seat", async () => {
      const message = w.fromVault(VAULT_1, [
        { type: "Price", asset: USDC, price: 1n, confidence: 0n, publishTime: 1n },
      ]);
      await w.relay(0, VAULT_1, message);
      await w.hub.disableTransport(VAULT_1.id, w.transports[0]!);
      await w.hub.enableTransport(VAULT_1.id, w.transports[0]!);
      await w.relay(1, VAULT_1, message);
      expect((await w.hub.priceOf(VAULT_1.id, USDC)).publishTime).to.equal(0n);
    });
  });

  describe("setIdentitySource", () => {
    it("names the chain, and refuses a vault nobody knows", async () => {
      const receipt = await (await w.hub.setIdentitySource(VAULT_1.id)).wait();
      expect(eventsNamed(w.hub, receipt!, "IdentitySourceSet")).to.deep.equal([["0x00010000010100", VAULT_1.id]]);
      await expectRevert(w.hub.setIdentitySource(b32(4)), "Inbox_UnknownOrigin", b32(4));
    });
  });
});

describe("Hub.age and lastSourceTime", () => {
  const w = useWorld(hubWorld);

  it("are measured per vault, from messages that M transports attest", async () => {
    const now = BigInt(await w.time.latest()) + 100n;
    const message = (vault: typeof VAULT_1, time: bigint) =>
      w.fromVault(vault, [{ type: "Custody", asset: USDC, totalCredited: 0n, totalPaid: 0n, balance: 0n }], { time });
    await w.time.setNextBlockTimestamp(now);
    await w.relay(0, VAULT_1, message(VAULT_1, now - 400n));
    expect(await w.hub.lastSourceTime(VAULT_1.id)).to.equal(0n);
    await w.time.setNextBlockTimestamp(now + 10n);
    await w.relay(2, VAULT_1, message(VAULT_1, now - 300n));
    expect(await w.hub.lastSourceTime(VAULT_1.id)).to.equal(now - 400n);
    expect(await w.hub.age(VAULT_1.id)).to.equal(410n);
    await w.time.setNextBlockTimestamp(now + 20n);
    await w.relay(3, VAULT_2, message(VAULT_2, now));
    expect(await w.hub.age(VAULT_2.id)).to.equal(20n);
    expect(await w.hub.lastSourceTime(VAULT_SOL.id)).to.equal(0n);
    expect(await w.hub.age(VAULT_SOL.id)).to.equal(0n);
  });
});
