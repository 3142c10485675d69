import { expect } from "chai";
import { concat, id, MaxUint256, toBeHex } from "ethers";
import type { SameChainTransport, TransportHarness } from "../../../../types/index.ts";
import { NATIVE_ASSET } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, CHAIN_ID, mined, onChain, openChain, PLENTY, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { sentPayloads } from "../support/sent.ts";

const GAS_LIMIT = id("gasLimit(uint256)").slice(0, 10);
const gasLimit = (gas: bigint) => concat([GAS_LIMIT, toBeHex(gas, 32)]);
const SOLANA = `0x0001000220${"11".repeat(32)}20${"22".repeat(32)}`;

describe("Transport (base)", () => {
  const w = useWorld(async () => {
    const chain = await openChain();
    const base: TransportHarness = await chain.ethers.deployContract("TransportHarness");
    const recipient = await chain.ethers.deployContract("RecipientDouble");
    return { ...chain, base, recipient, to: onChain(String(recipient.target)).interoperable };
  });

  describe("attributes", () => {
    it("knows gasLimit(uint256) and nothing else", async () => {
      expect(await w.base.supportsAttribute(GAS_LIMIT)).to.equal(true);
      for (const selector of ["0x00000000", "0xffffffff", id("gasLimit(uint128)").slice(0, 10)]) {
        expect(await w.base.supportsAttribute(selector)).to.equal(false);
      }
    });

    it("reads the gas limit; none is zero, the last one counts", async () => {
      expect(await w.base.gasLimit([])).to.equal(0n);
      expect(await w.base.gasLimit([gasLimit(2n ** 128n - 1n)])).to.equal(2n ** 128n - 1n);
      expect(await w.base.gasLimit([gasLimit(1n), gasLimit(2n)])).to.equal(2n);
    });

    it("refuses an unknown attribute, also beside a known one, and one of less than four bytes", async () => {
      const odd = `0x12345678${"00".repeat(32)}`;
      await expectRevert(w.base.gasLimit([odd]), "UnsupportedAttribute", "0x12345678");
      await expectRevert(w.base.gasLimit([gasLimit(1n), odd]), "UnsupportedAttribute", "0x12345678");
      await expectRevert(w.base.gasLimit(["0x"]), "UnsupportedAttribute", "0x00000000");
      await expectRevert(w.base.gasLimit(["0x1234"]), "UnsupportedAttribute", "0x12340000");
    });

    it("refuses a gas limit that messengers would cut off", async () => {
      for (const limit of [2n ** 128n, MaxUint256]) {
        await expectRevert(w.base.gasLimit([gasLimit(limit)]), "Transport_BadAttribute", gasLimit(limit));
      }
    });

    it("refuses a gas limit of the wrong length", async () => {
      for (const attribute of [GAS_LIMIT, `${gasLimit(1n)}00`, gasLimit(1n).slice(0, -2)]) {
        await expectRevert(w.base.gasLimit([attribute]), "Transport_BadAttribute", attribute);
      }
    });
  });

  describe("sender", () => {
    it("must be canonical, and on the chain the message came from", async () => {
      const chain = "0x00010000010100";
      await w.base.requireSenderOn(chain, onChain(b20(5), 1n).interoperable);
      for (const sender of [
        onChain(b20(5), 2n).interoperable,
        `${onChain(b20(5), 1n).interoperable}00`,
        chain,
        SOLANA,
        "0x",
      ]) {
        await expectRevert(w.base.requireSenderOn(chain, sender), "Transport_ForeignSender", sender);
      }
      await w.base.requireSenderOn(`0x0001000220${"11".repeat(32)}00`, SOLANA);
      const sender = onChain(b20(5), 1n).interoperable;
      await expectRevert(w.base.requireSenderOn("0x", sender), "Transport_ForeignSender", sender);
    });
  });

  describe("delivery", () => {
    const deliver = (recipient: string) => w.base.deliver(b32(7), "0x1234", recipient, "0x5678");

    it("hands the message over as it is", async () => {
      await deliver(w.to);
      expect(await w.recipient.gateway()).to.equal(w.base.target);
      expect(await w.recipient.receiveId()).to.equal(b32(7));
      expect([await w.recipient.sender(), await w.recipient.payload()]).to.deep.equal(["0x1234", "0x5678"]);
    });

    it("refuses recipients on other chains, and addresses that are not canonical", async () => {
      const address = String(w.recipient.target);
      const padded = concat(["0x00010000", "0x03", toBeHex(CHAIN_ID, 3), "0x14", address]);
      const noChain = concat(["0x000100000014", address]);
      for (const recipient of [onChain(address, 1n).interoperable, `${w.to}00`, padded, noChain, SOLANA, "0x"]) {
        await expectRevert(deliver(recipient), "Transport_WrongChain", recipient);
      }
    });

    it("refuses a recipient that does not answer with the selector", async () => {
      await w.recipient.setAnswer("0x12345678");
      await expectRevert(deliver(w.to), "Transport_RecipientRefused", w.recipient.target, "0x12345678");
    });
  });
});

describe("SameChainTransport", () => {
  const w = useWorld(async () => {
    const chain = await openChain();
    const { ethers, admin, alice } = chain;
    const transport: SameChainTransport = await ethers.deployContract("SameChainTransport");
    const recipient = await ethers.deployContract("RecipientDouble");
    const manager = await ethers.deployContract("AccessManager", [admin.address]);
    const hub = await ethers.deployContract("Hub", [manager, await ethers.deployContract("NoBorrowCheck")]);
    const withdrawals = await ethers.deployContract("Withdrawals", [hub]);
    await hub.setModule(withdrawals, true);
    const vault = await ethers.deployContract("Vault", [manager]);
    const [hubName, vaultName] = [onChain(String(hub.target)), onChain(String(vault.target))];
    await vault.registerHub(hubName.interoperable, [transport], 1);
    await hub.registerVault(vaultName.interoperable, [transport], 1);
    const NATIVE = word(NATIVE_ASSET);
    await hub.listAsset(vaultName.id, NATIVE, 18, false, 10n ** 30n);
    const route = { transport: String(transport.target), fee: 0n, attributes: [] as string[] };
    const owner = onChain(alice.address).interoperable;
    const ALICE = await hub.accountId(owner, 0);
    return {
      ...chain,
      transport,
      recipient,
      hub,
      withdrawals,
      vault,
      vaultName,
      NATIVE,
      route,
      owner,
      ALICE,
      deposit: (amount: bigint, coins = amount) =>
        vault
          .connect(alice)
          .depositAndSync(hubName.id, NATIVE_ASSET, amount, owner, 0, [route], { value: coins, ...PLENTY }),
      withdrawal: (amount: bigint, recipient_: string, by = owner) => ({
        module: String(withdrawals.target),
        value: 0n,
        data: withdrawals.interface.encodeFunctionData("withdraw", [
          by,
          0,
          vaultName.id,
          NATIVE,
          amount,
          word(recipient_),
          [route],
        ]),
      }),
    };
  });
  const send = (recipient: string, attributes: string[] = [], value = 0n) =>
    w.transport.connect(w.alice).sendMessage(recipient, "0x5678", attributes, { value });

  it("delivers at once, in the sender's name, and says so", async () => {
    const to = onChain(String(w.recipient.target)).interoperable;
    const receipt = await mined(send(to, [gasLimit(5n)]));
    expect(sentPayloads(receipt)).to.deep.equal([
      { transport: w.transport.target, sender: w.owner, recipient: to, payload: "0x5678" },
    ]);
    expect([await w.recipient.sender(), await w.recipient.payload()]).to.deep.equal([w.owner, "0x5678"]);
    expect(await w.transport.sendMessage.staticCall(to, "0x", [])).to.equal(b32(0));
  });

  it("costs nothing, and takes nothing", async () => {
    const to = onChain(String(w.recipient.target)).interoperable;
    expect(await w.transport.quote(to, "0x5678", [gasLimit(5n)])).to.equal(0n);
    await expectRevert(send(to, [], 3n), "Transport_FeeRefused", 3n);
  });

  it("refuses unknown attributes, to quote as to send, and other chains", async () => {
    const to = onChain(String(w.recipient.target)).interoperable;
    await expectRevert(w.transport.quote(to, "0x", ["0x12345678"]), "UnsupportedAttribute", "0x12345678");
    await expectRevert(send(to, ["0x12345678"]), "UnsupportedAttribute", "0x12345678");
    const elsewhere = onChain(String(w.recipient.target), 1n).interoperable;
    await expectRevert(send(elsewhere), "Transport_WrongChain", elsewhere);
  });

  it("nobody can speak for the vault through it", async () => {
    const to = onChain(String(w.hub.target)).interoperable;
    await expectRevert(send(to), "ERC7786RecipientUnauthorizedGateway", w.transport.target, w.owner);
  });

  it("a deposit is a line in the same transaction, and a withdrawal is paid in the same transaction", async () => {
    await w.deposit(1_000n, 1_050n);
    expect(await w.hub.lineOf(w.ALICE, w.vaultName.id, w.NATIVE)).to.equal(1_000n);
    await w.hub.connect(w.alice).batch([w.withdrawal(400n, b20(0x77))], PLENTY);
    expect(await w.coins(b20(0x77))).to.equal(400n);
    expect(await w.hub.lineOf(w.ALICE, w.vaultName.id, w.NATIVE)).to.equal(600n);
    expect(await w.vault.holdings(NATIVE_ASSET)).to.equal(600n);
    expect(await w.hub.age(w.vaultName.id)).to.equal(0n);
  });

  it("a recipient that withdraws again while it is paid is paid each amount once", async () => {
    const person = await w.ethers.deployContract("OddRecipient");
    const owner = onChain(String(person.target)).interoperable;
    await w.vault.depositAndSync(await w.hub.hubId(), NATIVE_ASSET, 1_000n, owner, 0, [w.route], {
      value: 1_000n,
      ...PLENTY,
    });
    const withdraw = (amount: bigint) =>
      w.hub.interface.encodeFunctionData("batch", [[w.withdrawal(amount, String(person.target), owner)]]);
    const [hub, recipient] = [await w.hub.hubId(), word(String(person.target))];
    await w.vault.freezeOutflow();
    await person.execute(w.hub.target, withdraw(500n), PLENTY);
    await w.vault.unfreezeOutflow();
    await person.setCall(w.hub.target, 0n, withdraw(30n));
    await w.vault.claim(hub, NATIVE_ASSET, person.target, MaxUint256, PLENTY);
    expect(await person.callSucceeded()).to.equal(true);
    expect(await w.hub.released(w.vaultName.id, w.NATIVE, recipient)).to.equal(530n);
    expect(await w.vault.authorised(hub, w.NATIVE, recipient)).to.equal(530n);
    expect(await person.received()).to.equal(500n);
    await w.vault.claim(hub, NATIVE_ASSET, person.target, MaxUint256);
    expect(await person.received()).to.equal(530n);
    expect(await w.vault.holdings(NATIVE_ASSET)).to.equal(470n);
    expect(await w.hub.lineOf(await w.hub.accountId(owner, 0), w.vaultName.id, w.NATIVE)).to.equal(470n);
  });

  it("a recipient that refuses the coins keeps its claim, and the withdrawal stands", async () => {
    await w.deposit(1_000n);
    const person = await w.ethers.deployContract("OddRecipient");
    await person.setMode(1);
    await w.hub.connect(w.alice).batch([w.withdrawal(400n, String(person.target))], PLENTY);
    const hub = await w.hub.hubId();
    expect(await w.vault.authorised(hub, w.NATIVE, word(String(person.target)))).to.equal(400n);
    expect(await w.vault.paid(hub, w.NATIVE, word(String(person.target)))).to.equal(0n);
    await person.setMode(0);
    await w.vault.claim(hub, NATIVE_ASSET, person.target, 400n);
    expect(await person.received()).to.equal(400n);
  });
});
