import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { OddTransport } from "../../../../types/index.ts";
import { accountId, encodeMessage, MessageKind } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsNamed, mined, onChain, PLENTY, useWorld, word } from "../support/chain.ts";
import { describeRevert, expectRevert } from "../support/errors.ts";
import { sentPayloads } from "../support/sent.ts";
import { hubWorld, USDC, VAULT_1, VAULT_2, VAULT_SOL, WETH } from "./world.ts";

const OWNER_ELSEWHERE = b20(0x0a11ce);
const TO = word(b20(0x77));
const GWEI = 10n ** 9n;

describe("Withdrawals.withdraw", () => {
  const w = useWorld(async () => {
    const world = await hubWorld();
    const odd: OddTransport = await world.ethers.deployContract("OddTransport");
    await world.hub.enableTransport(VAULT_1.id, odd.target);
    const elsewhere = accountId(world.self.id, onChain(OWNER_ELSEWHERE, 1n).interoperable, 0);
    for (const account of [world.ALICE, elsewhere]) {
      await world.credit(VAULT_1, WETH, account, 1_000n);
      await world.credit(VAULT_1, USDC, account, 1_000n);
      await world.credit(VAULT_2, USDC, account, 1_000n);
    }
    return { ...world, odd, elsewhere };
  });

  interface Withdrawal {
    readonly owner: string;
    readonly subId: number;
    readonly vault: string;
    readonly asset: string;
    readonly amount: bigint;
    readonly recipient: string;
    readonly routes: { readonly transport: string; readonly fee: bigint; readonly attributes: string[] }[];
  }
  const route = (transport: { readonly target: unknown }, fee = 0n) => ({
    transport: String(transport.target),
    fee,
    attributes: [],
  });
  const call = (change: Partial<Withdrawal> = {}, value = 0n) => {
    const own = onChain(w.alice.address).interoperable;
    const fields = { owner: own, subId: 0, vault: VAULT_1.id, asset: WETH, amount: 300n, recipient: TO, routes: [] };
    const { owner, subId, vault, asset, amount, recipient, routes } = { ...fields, ...change };
    return {
      module: String(w.withdrawals.target),
      value,
      data: w.withdrawals.interface.encodeFunctionData("withdraw", [
        owner,
        subId,
        vault,
        asset,
        amount,
        recipient,
        routes,
      ]),
    };
  };
  const withdraw = (change: Partial<Withdrawal> = {}, value = 0n, by: HardhatEthersSigner = w.alice) =>
    w.hub.connect(by).batch([call(change, value)], { value, ...PLENTY });
  const deferred = ({ logs }: Awaited<ReturnType<typeof mined>>) =>
    logs
      .filter(({ address }) => address === w.withdrawals.target)
      .map((log) => w.withdrawals.interface.parseLog(log)!)
      .map(({ name, args }) => [name, args.vault, describeRevert(args.reason)]);
  const released = (vault = VAULT_1.id, asset = WETH, recipient = TO) => w.hub.released(vault, asset, recipient);

  describe("by the owner", () => {
    it("to any recipient; without routes nothing is sent yet", async () => {
      const receipt = await mined(withdraw());
      expect(eventsNamed(w.hub, receipt, "Released")).to.deep.equal([[VAULT_1.id, WETH, TO, w.ALICE, 300n, 300n]]);
      expect(sentPayloads(receipt)).to.deep.equal([]);
      expect(deferred(receipt)).to.deep.equal([]);
      expect(await w.hub.lineOf(w.ALICE, VAULT_1.id, WETH)).to.equal(700n);
    });

    it("returns the recipient's cumulative release", async () => {
      await withdraw();
      const [data] = await w.hub.connect(w.alice).batch.staticCall([call({ amount: 5n })]);
      expect(BigInt(data!)).to.equal(305n);
    });

    it("of stablecoins from any vault that has them", async () => {
      await withdraw({ vault: VAULT_2.id, asset: USDC, amount: 1_500n });
      expect(await released(VAULT_2.id, USDC)).to.equal(1_500n);
      expect(await w.hub.cashOf(w.ALICE)).to.equal(500n * 10n ** 12n);
    });

    it("sends the recipient's total through all routes, in one message", async () => {
      await withdraw({ amount: 1n });
      const receipt = await mined(withdraw({ routes: [route(w.direct[0]!), route(w.direct[2]!)] }));
      const message = encodeMessage({
        kind: MessageKind.HubToVault,
        origin: w.self.id,
        destination: VAULT_1.id,
        sourceSeq: 1n,
        sourceTime: BigInt((await receipt.getBlock()).timestamp),
        leaves: [{ type: "Released", asset: WETH, recipient: TO, total: 301n }],
      });
      const sent = { sender: w.self.interoperable, recipient: VAULT_1.interoperable, payload: message };
      expect(sentPayloads(receipt)).to.deep.equal([
        { transport: w.transports[0], ...sent },
        { transport: w.transports[2], ...sent },
      ]);
    });

    it("an owner on another chain is not the same address on this one", async () => {
      await w.credit(VAULT_1, WETH, accountId(w.self.id, onChain(w.alice.address, 1n).interoperable, 0), 5n);
      const owner = onChain(w.alice.address, 1n).interoperable;
      const account = accountId(w.self.id, owner, 0);
      await expectRevert(withdraw({ owner, amount: 1n }), "Withdrawals_NotAuthorised", account, w.alice.address);
    });
  });

  it("a stranger is refused, for any account, used or not", async () => {
    await expectRevert(withdraw({}, 0n, w.bob), "Withdrawals_NotAuthorised", w.ALICE, w.bob.address);
    const unused = w.accountOf(w.alice.address, 9);
    await expectRevert(withdraw({ subId: 9 }, 0n, w.bob), "Withdrawals_NotAuthorised", unused, w.bob.address);
    await expectRevert(withdraw({ owner: "0x1234" }, 0n, w.bob), "Interoperable_NotCanonical", "0x1234");
  });

  it("cannot be called but through the hub", async () => {
    const { data } = call();
    await expectRevert(w.alice.sendTransaction({ to: w.withdrawals.target, data }), "Module_OnlyHub", w.alice.address);
    // Nor does appending somebody's address to the calldata make one that somebody.
    await expectRevert(
      w.bob.sendTransaction({ to: w.withdrawals.target, data: data + w.alice.address.slice(2) }),
      "Module_OnlyHub",
      w.bob.address,
    );
    const tail = { ...call(), data: data + w.alice.address.slice(2) };
    await expectRevert(w.hub.connect(w.bob).batch([tail]), "Withdrawals_NotAuthorised", w.ALICE, w.bob.address);
  });

  describe("by the delegate", () => {
    const owner = onChain(OWNER_ELSEWHERE, 1n).interoperable;
    const payout = word(b20(0x9a1d));

    async function register(vault: string, recipient: string, sequence = 1n): Promise<void> {
      const leaves = [{ type: "Payout", account: w.elsewhere, vaultId: vault, recipient, sequence }] as const;
      await w.attest(VAULT_1, w.fromVault(VAULT_1, leaves));
    }
    async function delegate(address: string, sequence: bigint): Promise<void> {
      const leaf = {
        type: "Delegate",
        account: w.elsewhere,
        ownerAddress: word(OWNER_ELSEWHERE),
        subId: 0,
        delegate: address,
        sequence,
      } as const;
      await w.attest(VAULT_1, w.fromVault(VAULT_1, [leaf]));
    }
    const asDelegate = (change: Partial<Withdrawal>) => withdraw({ owner, ...change }, 0n, w.bob);
    const notRegistered = (change: Partial<Withdrawal>) =>
      expectRevert(
        asDelegate(change),
        "Withdrawals_RecipientNotRegistered",
        w.elsewhere,
        change.vault ?? VAULT_1.id,
        change.recipient ?? TO,
      );

    beforeEach(async () => {
      await w.hub.setIdentitySource(VAULT_1.id);
      await delegate(w.bob.address, 1n);
    });

    it("to the owner's own address on the owner's own chain", async () => {
      await asDelegate({ recipient: word(OWNER_ELSEWHERE) });
      expect(await released(VAULT_1.id, WETH, word(OWNER_ELSEWHERE))).to.equal(300n);
    });

    it("not to the same address on another chain: it may be somebody else's", () =>
      notRegistered({ vault: VAULT_2.id, asset: USDC, recipient: word(OWNER_ELSEWHERE) }));

    it("not to anybody else, itself included", async () => {
      await notRegistered({});
      await notRegistered({ recipient: word(w.bob.address) });
      await notRegistered({ recipient: b32(0) });
    });

    it("to the registered payout address, of that vault only, and only the newest", async () => {
      await register(VAULT_2.id, payout);
      const there = { vault: VAULT_2.id, asset: USDC };
      await asDelegate({ ...there, recipient: payout });
      expect(await released(VAULT_2.id, USDC, payout)).to.equal(300n);
      await notRegistered({ recipient: payout });
      await notRegistered({ ...there, recipient: TO });
      await register(VAULT_2.id, b32(0), 2n);
      await notRegistered({ ...there, recipient: payout });
      await notRegistered({ ...there, recipient: b32(0) });
    });

    it("a payout address that cannot be paid there is refused by the hub all the same", async () => {
      await register(VAULT_2.id, b32(1n << 255n));
      const there = { vault: VAULT_2.id, asset: USDC, recipient: b32(1n << 255n) };
      await expectRevert(asDelegate(there), "Hub_ForbiddenRecipient", VAULT_2.id, USDC, there.recipient);
    });

    it("at a vault nobody knows there is nobody to pay", () =>
      notRegistered({ vault: b32(5), recipient: word(OWNER_ELSEWHERE) }));

    it("no more once it was revoked or replaced", async () => {
      const recipient = word(OWNER_ELSEWHERE);
      await delegate(b20(0), 2n);
      await expectRevert(asDelegate({ recipient }), "Withdrawals_NotAuthorised", w.elsewhere, w.bob.address);
      await delegate(w.carol.address, 3n);
      await expectRevert(asDelegate({ recipient }), "Withdrawals_NotAuthorised", w.elsewhere, w.bob.address);
      await withdraw({ owner, recipient }, 0n, w.carol);
    });

    it("of one account is not the delegate of the owner's others", () =>
      expectRevert(
        asDelegate({ subId: 1, recipient: word(OWNER_ELSEWHERE) }),
        "Withdrawals_NotAuthorised",
        accountId(w.self.id, owner, 1),
        w.bob.address,
      ));

    it("an owner's key on Solana is no address here", async () => {
      await register(VAULT_SOL.id, `0x${"a1".repeat(32)}`);
      await notRegistered({ vault: VAULT_SOL.id, asset: USDC, recipient: word(OWNER_ELSEWHERE) });
    });
  });

  describe("fees (T-4)", () => {
    /** What the caller paid on top of gas. */
    async function spent(action: () => ReturnType<typeof withdraw>): Promise<bigint> {
      const before = await w.coins(w.alice.address);
      const { fee } = await mined(action());
      return before - (await w.coins(w.alice.address)) - fee;
    }
    afterEach(async () => {
      expect(await w.coins(String(w.hub.target))).to.equal(0n);
      expect(await w.coins(String(w.withdrawals.target))).to.equal(0n);
    });

    it("what routes were not given and transports did not need comes back to the caller", async () => {
      await w.direct[0]!.setFee(30n * GWEI);
      const routes = [route(w.direct[0]!, 50n * GWEI), route(w.direct[1]!, 5n * GWEI)];
      expect(await spent(() => withdraw({ routes }, 1_000n * GWEI))).to.equal(30n * GWEI);
      expect(await w.coins(w.transports[0]!)).to.equal(30n * GWEI);
    });

    it("coins without routes come back whole", async () => {
      expect(await spent(() => withdraw({}, 1_000n))).to.equal(0n);
    });

    it("two withdrawals of one batch have purses of their own", async () => {
      await w.direct[0]!.setFee(30n);
      const some = call({ routes: [route(w.direct[0]!, 30n)] }, 100n);
      expect(await spent(() => w.hub.connect(w.alice).batch([some, some], { value: 200n }))).to.equal(60n);
    });

    it("only the hub gives coins back", () =>
      expectRevert(
        w.alice.sendTransaction({ to: w.withdrawals.target, value: 5n }),
        "Withdrawals_UnexpectedCoins",
        w.alice.address,
        5n,
      ));
  });

  describe("a messenger never blocks an exit (H-5)", () => {
    for (const [name, mode, reason] of [
      ["reverts", 1, 'OddTransport_OutOfOrder("40")'],
      ["burns all gas", 2, "0x"],
    ] as const) {
      it(`one that ${name}: released, coins back, and anybody sends it later`, async () => {
        await w.odd.setMode(mode);
        const before = await w.coins(w.alice.address);
        const receipt = await mined(withdraw({ routes: [route(w.direct[0]!), route(w.odd, 40n)] }, 100n));
        expect(deferred(receipt)).to.deep.equal([["SendDeferred", VAULT_1.id, reason]]);
        expect(before - (await w.coins(w.alice.address)) - receipt.fee).to.equal(0n);
        expect(sentPayloads(receipt)).to.deep.equal([]);
        expect(await released()).to.equal(300n);
        const key = { asset: WETH, recipient: TO };
        const later = await mined(w.hub.connect(w.relayer).sendReleased(VAULT_1.id, [key], [route(w.direct[0]!)]));
        expect(sentPayloads(later)).to.have.length(1);
        expect(eventsNamed(w.hub, later, "ReleasedSent")).to.deep.equal([[VAULT_1.id, 1n, [w.transports[0]]]]);
      });
    }

    it("nor one that is disabled, wants more, or gets more than came along", async () => {
      await w.hub.disableTransport(VAULT_1.id, w.transports[1]!);
      const disabled = await mined(withdraw({ routes: [route(w.direct[1]!)] }));
      expect(deferred(disabled)[0]?.[2]).to.equal(`Quorum_NotEnabled("${w.transports[1]!.toLowerCase()}")`);
      await w.direct[0]!.setFee(7n);
      const tooLow = await mined(withdraw({ routes: [route(w.direct[0]!, 6n)] }, 6n));
      expect(deferred(tooLow)[0]?.[2]).to.equal('DirectTransport_FeeTooLow("7", "6")');
      const tooMuch = await mined(withdraw({ routes: [route(w.direct[0]!, 8n)] }, 7n));
      expect(deferred(tooMuch)[0]?.[2]).to.equal('Outbox_FeesExceedValue("8", "7")');
      expect(await released()).to.equal(900n);
    });

    it("a caller that cannot take its coins back must not bring any", async () => {
      const person = await w.ethers.deployContract("OddRecipient");
      const owner = onChain(String(person.target)).interoperable;
      await w.credit(VAULT_1, WETH, accountId(w.self.id, owner, 0), 1_000n);
      await person.setMode(1);
      const data = (value: bigint) => w.hub.interface.encodeFunctionData("batch", [[call({ owner }, value)]]);
      await expectRevert(person.execute(w.hub.target, data(9n), { value: 9n }), "OddRecipient_Refused", 9n);
      await person.execute(w.hub.target, data(0n));
      expect(await released()).to.equal(300n);
    });
  });

  it("is judged like everything else at the end of the batch", async () => {
    const cash = (vault: string, amount: bigint) => call({ vault, asset: USDC, amount });
    const both = (amount: bigint) => w.hub.connect(w.alice).batch([cash(VAULT_2.id, 1_500n), cash(VAULT_1.id, amount)]);
    await expectRevert(both(501n), "NoBorrowCheck_NegativeCash", w.ALICE, -(10n ** 12n));
    await both(500n);
    expect(await w.hub.cashOf(w.ALICE)).to.equal(0n);
  });
});
