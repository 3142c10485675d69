import { expect } from "chai";

import { type CallRequest, EthersReader } from "../../../sdk/src/adapters/index.ts";
import { amount, type Causeway, createCauseway, type SentInfo } from "../../../sdk/src/index.ts";
import { type DirectFixture, deployDirect } from "../../support/direct.ts";
import { causewayOf, failure } from "../../support/sdk.ts";

const USDC = { symbol: "USDC", decimals: 6 } as const;

describe("sdk: deposit, sync and poke", () => {
  let fixture: DirectFixture;
  let causeway: Causeway;
  let snapshot: { restore(): Promise<void> };

  before(async () => {
    fixture = await deployDirect({ vaults: 2 });
    causeway = await causewayOf(fixture);
    await fixture.token("USDC").mint(fixture.user(0).address, 1_000_000_000n);
    await fixture.token("WETH").mint(fixture.user(0).address, 10n ** 19n);
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  afterEach(async () => {
    await snapshot.restore();
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  after(() => fixture.close());

  const deliver = async (hash: string, ...transports: number[]) => {
    const receipt = await fixture.provider.getTransactionReceipt(hash);
    if (receipt === null) throw new Error("not mined");
    return fixture.deliver(receipt as never, ...transports);
  };

  it("approves exactly what is needed, deposits, and tells the hub through every transport", async () => {
    const user = fixture.user(0);
    const sent: SentInfo[] = [];
    const result = await causeway.deposit({
      vault: "vault0",
      asset: "USDC",
      amount: "12.5",
      signer: user,
      onTransaction: (info) => sent.push(info),
    });
    expect(sent.map(({ purpose, chain }) => `${purpose} on ${chain}`)).to.deep.equal([
      "approve on direct",
      "deposit on direct",
    ]);
    expect(sent[1]?.hash).to.equal(result.receipt.transactionHash);
    expect(await fixture.token("USDC").allowance(user.address, fixture.vault().address)).to.equal(0n);
    expect(result.account).to.equal(fixture.account(user.address));
    expect(String(result.received)).to.equal("12.5 USDC");
    expect(result.owner).to.equal(`eip155:${fixture.chainId}:${user.address}`);
    expect(result.fees.routes.map(({ transport }) => transport)).to.deep.equal(["t0", "t1"]);

    expect(await deliver(result.receipt.transactionHash)).to.equal(2);
    const { cash, inFlight } = await causeway.account({ owner: user.address });
    expect(String(cash)).to.equal("12.5 USD");
    expect(inFlight).to.deep.equal([]);
  });

  it("pays quoted fees and gets the surplus back", async () => {
    await fixture.transport(0).setFee(1_000_003n);
    await fixture.transport(1).setFee(7n);
    const quote = await causeway.quote({ action: "deposit", vault: "vault0", asset: "ETH" });
    expect(quote.total.value).to.equal(1_000_010n);
    expect(quote.total.unit.symbol).to.equal("ETH");
    const user = fixture.user(0);
    const before = await fixture.provider.getBalance(user.address);
    const { receipt } = await causeway.deposit({ vault: "vault0", asset: "ETH", amount: "1.25", signer: user });
    const { gasPrice } = (await fixture.provider.getTransactionReceipt(receipt.transactionHash)) ?? { gasPrice: 0n };
    const spent = before - (await fixture.provider.getBalance(user.address)) - receipt.gasUsed * gasPrice;
    expect(spent).to.equal(1_250_000_000_000_000_000n + 1_000_010n);
  });

  it("withdraws an allowance first where a token refuses to change one into another", async () => {
    const user = fixture.user(0);
    const approve = fixture.token("USDC").interface.getFunction("approve").selector;
    // As USDT does it: approve() reverts while there is an allowance.
    class Stubborn extends EthersReader {
      override async call(request: CallRequest): Promise<string> {
        if (request.data.startsWith(approve)) throw Object.assign(new Error("reverted"), { code: 3, data: "0x" });
        return super.call(request);
      }
    }
    const { deployment } = causeway;
    const stubborn = createCauseway({ deployment, providers: { direct: new Stubborn(fixture.provider) } });
    const purposes: string[] = [];
    const onTransaction = ({ purpose }: SentInfo) => purposes.push(purpose);
    const parameters = { vault: "vault0", asset: "USDC", amount: "1", signer: user, onTransaction } as const;
    await fixture.token("USDC").connect(user).approve(fixture.vault().address, 1n);
    await stubborn.deposit(parameters);
    expect(purposes.splice(0)).to.deep.equal(["approve", "approve", "deposit"]);
    await fixture.token("USDC").connect(user).approve(fixture.vault().address, 1n);
    await causeway.deposit(parameters);
    expect(purposes.splice(0)).to.deep.equal(["approve", "deposit"]);
    await fixture.token("USDC").connect(user).approve(fixture.vault().address, 1_000_001n);
    await causeway.deposit(parameters);
    expect(purposes).to.deep.equal(["deposit"]);
  });

  it("deposits for somebody else, under any number, and with amounts that carry their unit", async () => {
    const owner = fixture.user(3).address;
    const { account } = await causeway.deposit({
      vault: "vault1",
      asset: "USDC",
      amount: amount("3", USDC),
      signer: fixture.user(0),
      owner: `eip155:1:${owner}`,
      subId: 7,
    });
    expect(account).to.equal((await causeway.account({ owner: `eip155:1:${owner}`, subId: 7 })).id);
    expect(account).not.to.equal(fixture.account(owner, 7));
  });

  it("leaves deposits to a later sync, which carries many accounts in one message", async () => {
    const owners = [fixture.user(1).address, fixture.user(2).address];
    for (const owner of owners) {
      const parameters = { vault: "vault0", asset: "USDC", amount: "2", signer: fixture.user(0), owner } as const;
      const { receipt, fees } = await causeway.deposit({ ...parameters, routes: "none" });
      expect(fees.routes).to.deep.equal([]);
      expect(await deliver(receipt.transactionHash)).to.equal(0);
    }
    const [first] = (await causeway.account({ owner: owners[0] ?? "" })).inFlight;
    expect(`${first?.amount}, held back ${first?.heldBack}`).to.equal("2 USDC, held back 0 USDC");
    expect(first?.missing.map(({ transport, amount }) => `${transport} ${amount}`)).to.deep.equal([
      "t0 2 USDC",
      "t1 2 USDC",
    ]);

    const credits = owners.map((owner) => ({ asset: "USDC", owner }));
    const { receipt } = await causeway.sync({ vault: "vault0", credits, custody: ["USDC"], signer: fixture.user(5) });
    const messages = await fixture.messages({ logs: receipt.logs } as never);
    expect(messages.length).to.equal(2);
    await deliver(receipt.transactionHash);
    for (const owner of owners) expect(String((await causeway.account({ owner })).cash)).to.equal("2 USD");
  });

  it("pokes credit that a cap has held back", async () => {
    const { hub, vaults } = fixture;
    const id = fixture.asset("USDC").id;
    const vault = vaults[0]?.id ?? "";
    await hub.setCap(vault, id, 1_000_000n);
    const user = fixture.user(0);
    const parameters = { vault: "vault0", asset: "USDC", amount: "3", signer: user } as const;
    const error = await failure(causeway.deposit(parameters), "Input_OverCap");
    expect(error.shortMessage).to.contain("only 1 USDC of 3 USDC");
    const { receipt } = await causeway.deposit({ ...parameters, allowOverCap: true });
    await deliver(receipt.transactionHash);
    const held = await causeway.account({ owner: user.address });
    expect(String(held.cash)).to.equal("1 USD");
    expect(String(held.inFlight[0]?.heldBack)).to.equal("2 USDC");
    expect(held.inFlight[0]?.missing).to.deep.equal([]);

    await hub.setCap(vault, id, 10_000_000n);
    await causeway.poke({ vault: "vault0", credits: [{ asset: "USDC", account: held.id }], signer: fixture.user(4) });
    expect(String((await causeway.account({ owner: user.address })).cash)).to.equal("3 USD");
  });

  it("refuses bad input before any transaction, saying what is known", async () => {
    const good = { vault: "vault0", asset: "USDC", amount: "1", signer: fixture.user(0) } as const;
    const nonce = await fixture.provider.getTransactionCount(fixture.user(0).address);
    const bad = (change: object) => causeway.deposit({ ...good, ...change });
    expect((await failure(bad({ vault: "mars" }), "Input_UnknownVault")).nextStep).to.equal(
      "Use one of: vault0, vault1.",
    );
    expect((await failure(bad({ asset: "usdc" }), "Input_UnknownAsset")).nextStep).to.contain("USDC, DAI, WETH, ETH");
    expect((await failure(bad({ routes: ["pigeon"] }), "Input_UnknownTransport")).nextStep).to.contain("t0, t1");
    for (const routes of [[], ["t0", "t0"], "some", null]) await failure(bad({ routes }), "Input_BadRoutes");
    for (const amount of ["-1", "1e6", "", ".5", "1.", "1,000", "0x10", "٣", 1, 1n, null, {}]) {
      await failure(bad({ amount }), "Input_BadAmount");
    }
    await failure(bad({ amount: "1.0000001" }), "Input_TooPrecise");
    for (const amount of ["0", "0.000000"]) await failure(bad({ amount }), "Input_NotPositive");
    await failure(bad({ amount: amount("1", { symbol: "DAI", decimals: 18 }) }), "Input_WrongUnit");
    const checksum = fixture.user(1).address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    await failure(bad({ owner: checksum }), "Input_BadAddress");
    await failure(bad({ owner: `0x${"00".repeat(20)}` }), "Input_ZeroAddress");
    for (const owner of [
      "vitalik.eth",
      "eip155:01:0x12",
      { namespace: "eip155", chainId: 0n, address: checksum },
      null,
    ])
      await failure(bad({ owner }), "Input_BadOwner");
    for (const subId of [-1, 0.5, 2 ** 32, "0"]) await failure(bad({ subId }), "Input_BadSubId");
    for (const signer of [undefined, null, {}, "0x12"]) await failure(bad({ signer }), "Input_BadSigner");
    const { line } = await failure(bad({ amount: "1001" }), "Input_InsufficientBalance");
    expect(line).to.contain("holds 1000 USDC on direct, but 1001 USDC are needed");
    await failure(bad({ asset: "ETH", amount: "1000000" }), "Input_InsufficientBalance");
    expect(await fixture.provider.getTransactionCount(fixture.user(0).address)).to.equal(nonce);
  });

  it("refuses a deposit that the vault or the hub would not take, before approving anything", async () => {
    const vault = fixture.vault(0);
    const good = { vault: "vault0", asset: "USDC", amount: "1", signer: fixture.user(0) } as const;
    await vault.contract.pause();
    const paused = await failure(causeway.deposit(good), "Vault_Paused");
    expect(paused.shortMessage).to.match(/until 20\d\d-\d\d-\d\dT/);
    await vault.contract.unpause();
    expect(await fixture.token("USDC").allowance(fixture.user(0).address, vault.address)).to.equal(0n);
  });

  it("refuses to send through fewer transports than must agree, unless they are named", async () => {
    const [t1] = [await fixture.transport(1).getAddress()];
    await fixture.vault().contract.disableTransport(fixture.hubId, t1);
    const good = { vault: "vault0", asset: "USDC", amount: "1", signer: fixture.user(0) } as const;
    const error = await failure(causeway.deposit(good), "Routes_BelowQuorum");
    expect(error.line).to.contain("Only 1 of the 2 transports").and.to.contain("t1: The transport t1 is not enabled");
    expect(error.walk((cause) => (cause as { code?: string }).code === "Quorum_NotEnabled")).not.to.equal(undefined);
    await failure(causeway.deposit({ ...good, routes: ["t0", "t1"] }), "Quorum_NotEnabled");
    const { fees } = await causeway.deposit({ ...good, routes: ["t0"] });
    expect(fees.routes.map(({ transport }) => transport)).to.deep.equal(["t0"]);
    await fixture.vault().contract.disableTransport(fixture.hubId, await fixture.transport(0).getAddress());
    await failure(causeway.deposit(good), "Routes_NoneAvailable");
  });
});
