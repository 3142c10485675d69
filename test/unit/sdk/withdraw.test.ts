import { expect } from "chai";

import type { Receipt, SenderLike } from "../../../sdk/src/adapters/index.ts";
import type { Causeway, WithdrawParameters } from "../../../sdk/src/index.ts";
import { type DirectFixture, deployDirect } from "../../support/direct.ts";
import { causewayOf, failure } from "../../support/sdk.ts";

describe("sdk: withdraw, sendReleased, claim, redeposit and registers", () => {
  let fixture: DirectFixture;
  let causeway: Causeway;
  let snapshot: { restore(): Promise<void> };
  let recipient: string;

  const deliver = ({ logs }: Receipt, ...transports: number[]) => fixture.deliver({ logs } as never, ...transports);
  const withdrawal = (change: Partial<WithdrawParameters> = {}): WithdrawParameters => ({
    asset: "USDC",
    amount: "4",
    to: { vault: "vault0", recipient },
    signer: fixture.user(0),
    ...change,
  });

  before(async () => {
    fixture = await deployDirect({ vaults: 2 });
    causeway = await causewayOf(fixture);
    const user = fixture.user(0);
    recipient = fixture.user(9).address;
    await fixture.token("USDC").mint(user.address, 100_000_000n);
    await fixture.token("WETH").mint(user.address, 10n ** 18n);
    for (const [vault, asset, amount] of [
      ["vault0", "USDC", "10"],
      ["vault1", "USDC", "5"],
      ["vault0", "WETH", "1"],
      ["vault0", "ETH", "1"],
    ] as const) {
      await deliver((await causeway.deposit({ vault, asset, amount, signer: user })).receipt);
    }
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  afterEach(async () => {
    await snapshot.restore();
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  after(() => fixture.close());

  it("debits at once and pays when the quorum has told the vault", async () => {
    const quote = await causeway.quote({ action: "withdraw", vault: "vault0", asset: "USDC" });
    expect(quote.routes.map(({ transport, fee }) => `${transport} ${fee}`)).to.deep.equal(["t0 0 ETH", "t1 0 ETH"]);
    const { receipt, account, sendDeferred } = await causeway.withdraw(withdrawal());
    expect(sendDeferred).to.equal(undefined);
    expect(account).to.equal(fixture.account(fixture.user(0).address));
    expect(String((await causeway.account({ owner: fixture.user(0).address })).cash)).to.equal("11 USD");
    await deliver(receipt, 0);
    expect(await fixture.token("USDC").balanceOf(recipient)).to.equal(0n);
    await deliver(receipt, 1);
    expect(await fixture.token("USDC").balanceOf(recipient)).to.equal(4_000_000n);
  });

  it("pays out what was deposited elsewhere, as far as the vault has it", async () => {
    const { receipt } = await causeway.withdraw(withdrawal({ amount: "5", to: { vault: "vault1", recipient } }));
    await deliver(receipt);
    expect(await fixture.token("USDC").balanceOf(recipient)).to.equal(5_000_000n);
    const { liquidity } = await causeway.account({ owner: fixture.user(0).address });
    const text = liquidity.map(({ vault, asset, amount }) => `${vault} ${asset}: ${amount}`);
    expect(text).to.include.members(["vault0 USDC: 10 USDC", "vault1 USDC: 0 USDC"]);
    const error = await failure(
      causeway.withdraw(withdrawal({ to: { vault: "vault1", recipient } })),
      "Hub_InsufficientLiquidity",
    );
    expect(error.line).to.contain("The vault vault1 has 0 native units of USDC").and.to.contain("vault0 has 10 USDC.");
    expect(error.args).to.include({ requested: 4_000_000n, available: 0n });
  });

  it("leaves out a transport that cannot be used, reports it, and withdraws all the same", async () => {
    const address = await fixture.transport(1).getAddress();
    await fixture.hub.disableTransport(fixture.vault().id, address);
    const { fees, tracker } = await causeway.withdraw(withdrawal());
    expect(fees.routes.map(({ transport }) => transport)).to.deep.equal(["t0"]);
    expect(fees.unavailable.map(({ transport, error }) => `${transport} ${error.code}`)).to.deep.equal([
      "t1 Quorum_NotEnabled",
    ]);
    expect((await tracker.status()).state).to.equal("inFlight");
    await fixture.hub.disableTransport(fixture.vault().id, await fixture.transport(0).getAddress());
    const silent = await causeway.withdraw(withdrawal({ amount: "1" }));
    expect((await silent.tracker.status()).state).to.equal("released");
  });

  it("says why sending was deferred, and sends later", async () => {
    const { address } = fixture.user(0);
    const [t1, vault] = [await fixture.transport(1).getAddress(), fixture.vault().id];
    /** A signer before whose transaction something happens. */
    const overtakenBy = (event: () => Promise<unknown>): SenderLike => ({
      chainId: async () => fixture.chainId,
      address: async () => address,
      send: async (transaction) => {
        await event();
        return (await fixture.user(0).sendTransaction(transaction)).hash;
      },
    });
    await fixture.transport(0).setFee(1_000n);
    const disabled = overtakenBy(() => fixture.hub.disableTransport(vault, t1));
    const first = await causeway.withdraw(withdrawal({ amount: "1", signer: disabled }));
    expect(first.sendDeferred?.shortMessage).to.equal("The transport t1 is not enabled for this connection.");
    await fixture.hub.enableTransport(vault, t1);
    // More than the margin on top of the quote.
    const dearer = overtakenBy(() => fixture.transport(0).setFee(5_000n));
    const second = await causeway.withdraw(withdrawal({ amount: "2", signer: dearer }));
    expect(second.sendDeferred?.code).to.equal("Revert_Unknown");
    expect((await second.tracker.status()).state).to.equal("released");
    expect(await fixture.provider.getBalance(await fixture.withdrawals.getAddress())).to.equal(0n);

    const releases = [{ asset: "USDC", recipient }];
    const { fees, receipt } = await causeway.sendReleased({ vault: "vault0", releases, signer: fixture.user(4) });
    expect(fees.total.value).to.equal(5_000n);
    await deliver(receipt);
    for (const { tracker } of [first, second]) expect((await tracker.wait()).state).to.equal("paid");
  });

  it("pays a fee that rises within the margin", async () => {
    await fixture.transport(0).setFee(1_000n);
    const quote = await causeway.quote({ action: "withdraw", vault: "vault0", asset: "USDC", routes: ["t0"] });
    expect(quote.total.value).to.equal(1_000n);
    const signer: SenderLike = {
      chainId: async () => fixture.chainId,
      address: async () => fixture.user(0).address,
      send: async (transaction) => {
        expect(transaction.value).to.equal(1_050n);
        await fixture.transport(0).setFee(1_050n);
        return (await fixture.user(0).sendTransaction(transaction)).hash;
      },
    };
    expect((await causeway.withdraw(withdrawal({ signer }))).sendDeferred).to.equal(undefined);
  });

  it("sends a heartbeat", async () => {
    const { receipt } = await causeway.sendReleased({ vault: "vault0", releases: [], signer: fixture.user(4) });
    expect(await deliver(receipt)).to.equal(2);
    expect(await fixture.vault().contract.lastHubTime(fixture.hubId)).to.be.greaterThan(0n);
  });

  it("refuses bad input and what the account does not have, before any transaction", async () => {
    const nonce = await fixture.provider.getTransactionCount(fixture.user(0).address);
    const bad = (change: object) => causeway.withdraw(withdrawal(change));
    const { address } = fixture.vault();
    await failure(bad({ to: { vault: "vault9", recipient } }), "Input_UnknownVault");
    await failure(bad({ to: { vault: "vault0", recipient: "0x1234" } }), "Input_BadAddress");
    await failure(bad({ to: { vault: "vault0", recipient: `0x${"00".repeat(20)}` } }), "Input_ZeroAddress");
    for (const forbidden of [address, fixture.asset("USDC").address]) {
      await failure(bad({ to: { vault: "vault0", recipient: forbidden } }), "Hub_ForbiddenRecipient");
    }
    await failure(bad({ asset: "PEPE" }), "Input_UnknownAsset");
    await failure(bad({ amount: "0" }), "Input_NotPositive");
    const lines = await failure(bad({ asset: "WETH", amount: "1.5" }), "Hub_InsufficientLiquidity");
    expect(lines.args.available).to.equal(10n ** 18n);
    const stranger = { signer: fixture.user(2) };
    await failure(bad({ ...stranger, asset: "WETH", amount: "0.5" }), "Input_TooLittle");
    await failure(bad(stranger), "Input_TooLittle");
    const theirs = { ...stranger, owner: fixture.user(0).address };
    const denied = await failure(bad(theirs), "Withdrawals_NotAuthorised");
    expect(denied.args).to.include({
      caller: fixture.user(2).address,
      account: fixture.account(fixture.user(0).address),
    });
    expect(await fixture.provider.getTransactionCount(fixture.user(0).address)).to.equal(nonce);
  });

  it("lets the margin check speak where cash is not enough", async () => {
    const other = fixture.user(1);
    await fixture.token("USDC").mint(other.address, 1_000_000n);
    const small = await causeway.deposit({ vault: "vault1", asset: "USDC", amount: "1", signer: other });
    await deliver(small.receipt);
    const error = await failure(causeway.withdraw(withdrawal({ signer: other })), "NoBorrowCheck_NegativeCash");
    expect(error.args).to.deep.equal({ account: fixture.account(other.address), cash: -3n * 10n ** 18n });
  });

  it("claims what could not be paid when the message came", async () => {
    await fixture.vault().contract.freezeOutflow();
    const { receipt, tracker } = await causeway.withdraw(withdrawal());
    await deliver(receipt);
    const status = await tracker.status();
    expect(status.state).to.equal("authorised");
    expect(status.nextStep).to.contain("Call claim").and.to.contain("frozen until 20");
    const parameters = { vault: "vault0", asset: "USDC", recipient, signer: fixture.user(7) } as const;
    await failure(causeway.claim(parameters), "Vault_OutflowFrozen");
    await fixture.vault().contract.unfreezeOutflow();
    const { paid } = await causeway.claim({ ...parameters, amount: "1.5" });
    expect(String(paid)).to.equal("1.5 USDC");
    expect((await tracker.status()).state).to.equal("authorised");
    expect(String((await causeway.claim(parameters)).paid)).to.equal("2.5 USDC");
    expect((await tracker.wait()).state).to.equal("paid");
    await failure(causeway.claim(parameters), "Vault_NothingToClaim");
  });

  it("turns a claim back into credit", async () => {
    const user = fixture.user(0);
    await fixture.vault().contract.freezeOutflow();
    const { receipt } = await causeway.withdraw(withdrawal({ to: { vault: "vault0", recipient: user.address } }));
    await deliver(receipt);
    await fixture.vault().contract.unfreezeOutflow();
    const parameters = { vault: "vault0", asset: "USDC", signer: user, owner: user.address } as const;
    const { tracker, account } = await causeway.redeposit({ ...parameters, amount: "3" });
    expect((await tracker.status()).state).to.equal("deferred");
    await causeway.redeposit(parameters);
    const synced = await causeway.sync({ vault: "vault0", credits: [{ asset: "USDC", account }], signer: user });
    await deliver(synced.receipt);
    expect((await tracker.wait()).state).to.equal("credited");
    expect(String((await causeway.account({ owner: user.address })).cash)).to.equal("15 USD");
    await failure(causeway.redeposit(parameters), "Vault_NothingToClaim");
  });

  it("lets a delegate withdraw to registered payout addresses only", async () => {
    const [owner, delegate] = [fixture.user(0), fixture.user(5)];
    await fixture.hub.setIdentitySource(fixture.vault().id);
    const named = await causeway.setDelegate({ vault: "vault0", delegate: delegate.address, signer: owner });
    expect(named.account).to.equal(fixture.account(owner.address));
    if (named.sent) await deliver(named.sent.receipt);
    expect((await causeway.account({ owner: owner.address })).delegate).to.equal(delegate.address);

    const asDelegate = withdrawal({ signer: delegate, owner: owner.address });
    await failure(causeway.withdraw(asDelegate), "Withdrawals_RecipientNotRegistered");
    const to = { vault: "vault0", recipient };
    const { sent } = await causeway.setPayout({ vault: "vault0", to, signer: owner });
    if (sent) await deliver(sent.receipt);
    await deliver((await causeway.withdraw(asDelegate)).receipt);
    expect(await fixture.token("USDC").balanceOf(recipient)).to.equal(4_000_000n);

    const revoked = await causeway.setDelegate({ vault: "vault0", delegate: "none", signer: owner, routes: "none" });
    expect(revoked.sent).to.equal(undefined);
    const delegates = [{ owner: owner.address }];
    await deliver((await causeway.sync({ vault: "vault0", delegates, signer: delegate })).receipt);
    await failure(causeway.withdraw(asDelegate), "Withdrawals_NotAuthorised");
  });

  it("syncs only registers that exist, and says something", async () => {
    const signer = fixture.user(0);
    await failure(causeway.sync({ vault: "vault0", signer }), "Input_NothingToSend");
    const delegates = [{ owner: fixture.user(3).address }];
    const error = await failure(causeway.sync({ vault: "vault0", delegates, signer }), "Routes_NoneAvailable");
    expect(error.walk((cause) => (cause as { code?: string }).code === "Vault_NoDelegate")).not.to.equal(undefined);
    await failure(
      causeway.sync({ vault: "vault0", credits: [{ asset: "USDC", account: "0x12" }], signer }),
      "Input_BadId",
    );
    await failure(causeway.poke({ vault: "vault0", credits: [], signer }), "Input_NothingToSend");
  });
});
