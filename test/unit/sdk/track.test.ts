import { expect } from "chai";

import type { Receipt } from "../../../sdk/src/adapters/index.ts";
import { encodeMessage, MessageKind } from "../../../sdk/src/codec/index.ts";
import {
  type Causeway,
  createCauseway,
  type DepositStatus,
  type Tracker,
  TrackingError,
  type WithdrawalStatus,
} from "../../../sdk/src/index.ts";
import { type DirectFixture, deployDirect } from "../../support/direct.ts";
import { causewayOf, failure } from "../../support/sdk.ts";

/** Each transport's state, as `t0 sent`. */
function carried(status: DepositStatus | WithdrawalStatus): string[] {
  return "transports" in status ? status.transports.map(({ transport, state }) => `${transport} ${state}`) : [];
}

describe("sdk: track", () => {
  let fixture: DirectFixture;
  let causeway: Causeway;
  let snapshot: { restore(): Promise<void> };

  const deliver = ({ logs }: Receipt, ...transports: number[]) => fixture.deliver({ logs } as never, ...transports);
  const deposit = (change: object = {}) =>
    causeway.deposit({ vault: "vault0", asset: "USDC", amount: "10", signer: fixture.user(0), ...change });
  const resumed = (transactionHash: string) => causeway.trackDeposit({ vault: "vault0", transactionHash });

  before(async () => {
    fixture = await deployDirect({ vaults: 2 });
    causeway = await causewayOf(fixture);
    await fixture.token("USDC").mint(fixture.user(0).address, 1_000_000_000n);
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  afterEach(async () => {
    await snapshot.restore();
    snapshot = await fixture.connection.networkHelpers.takeSnapshot();
  });

  after(() => fixture.close());

  describe("a deposit", () => {
    it("goes from in flight to credited, transport by transport, and is found again by its hash", async () => {
      const { receipt, account } = await deposit();
      const sent = await resumed(receipt.transactionHash).status();
      expect(sent).to.include({ kind: "deposit", state: "inFlight", terminal: false, vault: "vault0", account });
      expect(sent).to.deep.include({ threshold: 2, credited: 0n, total: 10_000_000n });
      expect(carried(sent)).to.deep.equal(["t0 sent", "t1 sent"]);
      if (sent.state !== "inFlight") throw new Error("unreachable");
      expect(String(sent.amount)).to.equal("10 USDC");
      expect(sent.owner).to.equal(`eip155:${fixture.chainId}:${fixture.user(0).address}`);
      expect(sent.transports.map(({ sendId, sentIn }) => [BigInt(sendId ?? 0), sentIn])).to.deep.equal([
        [1n, receipt.transactionHash],
        [1n, receipt.transactionHash],
      ]);

      await deliver(receipt, 1);
      expect(carried(await resumed(receipt.transactionHash).status())).to.deep.equal(["t0 sent", "t1 attested"]);
      await deliver(receipt, 0);
      const done = await resumed(receipt.transactionHash).wait();
      expect(done).to.include({ state: "credited", terminal: true });
      expect(done.nextStep).to.equal(undefined);
    });

    it("yields every change once, and ends", async () => {
      const { receipt, tracker } = await deposit();
      const seen: string[] = [];
      for await (const status of tracker) {
        seen.push([status.state, ...carried(status)].join(", "));
        if (seen.length === 1) await deliver(receipt, 0);
        if (seen.length === 2) await deliver(receipt, 1);
      }
      expect(seen).to.deep.equal([
        "inFlight, t0 sent, t1 sent",
        "inFlight, t0 attested, t1 sent",
        "credited, t0 attested, t1 attested",
      ]);
    });

    it("is deferred until somebody syncs it, and says so", async () => {
      const { receipt, account } = await deposit({ routes: "none" });
      const tracker = resumed(receipt.transactionHash);
      const deferred = await tracker.status();
      expect(deferred.state).to.equal("deferred");
      expect(deferred.nextStep).to.equal("Call sync for this account through t0 or t1; anyone may.");
      const credits = [{ asset: "USDC", account }];
      await causeway.sync({ vault: "vault0", credits, routes: ["t1"], signer: fixture.user(3) });
      const half = await tracker.status();
      expect([half.state, ...carried(half)]).to.deep.equal(["inFlight", "t0 unsent", "t1 sent"]);
      expect(half.nextStep).to.equal("Call sync for this account through t0; anyone may.");
      const both = await causeway.sync({ vault: "vault0", credits, signer: fixture.user(3) });
      await deliver(both.receipt);
      expect((await tracker.wait()).state).to.equal("credited");
      expect(carried(await tracker.status())).to.deep.equal(["t0 attested", "t1 attested"]);
    });

    it("is completed by a later message that carries more", async () => {
      const lost = await deposit();
      const later = await deposit();
      await deliver(later.receipt);
      const done = await lost.tracker.wait();
      expect(done).to.deep.include({ state: "credited", total: 10_000_000n, credited: 20_000_000n });
    });

    it("is not believed to be sent by what others put into the same transports", async () => {
      const { receipt, account } = await deposit({ routes: "none" });
      const forged = encodeMessage({
        kind: MessageKind.VaultToHub,
        origin: fixture.vault().id,
        destination: fixture.hubId,
        sourceSeq: 1n,
        sourceTime: 1n,
        leaves: [{ type: "Credited", asset: fixture.asset("USDC").id, account, total: 10n ** 30n }],
      });
      for (const payload of [forged, "0x", "0xdeadbeef"]) {
        await fixture.transport(0).connect(fixture.user(6)).sendMessage(fixture.hubInteroperable, payload, []);
      }
      expect((await resumed(receipt.transactionHash).status()).state).to.equal("deferred");
    });

    it("is accepted while a cap holds it back", async () => {
      const [vault, asset] = [fixture.vault().id, fixture.asset("USDC").id];
      await fixture.hub.setCap(vault, asset, 4_000_000n);
      const { receipt, tracker, account } = await deposit({ allowOverCap: true });
      await deliver(receipt);
      const held = await tracker.wait({ until: ["accepted"] });
      expect(held).to.deep.include({ state: "accepted", terminal: false, credited: 4_000_000n });
      expect(held.nextStep).to.contain("cap for USDC of vault0 has room");
      await fixture.hub.setCap(vault, asset, 100_000_000n);
      await causeway.poke({ vault: "vault0", credits: [{ asset: "USDC", account }], signer: fixture.user(3) });
      expect((await tracker.wait()).state).to.equal("credited");
    });

    it("fails with the reason when the transaction reverted", async () => {
      const user = fixture.user(0);
      const owner = fixture.interoperable(user.address);
      const args = [fixture.hubId, fixture.asset("USDC").address, 5n, owner, 0] as const;
      const data = fixture.vault().contract.interface.encodeFunctionData("deposit", [...args]);
      const request = { from: user.address, to: fixture.vault().address, data, gas: "0x100000" };
      let hash = "";
      try {
        await fixture.connection.provider.request({ method: "eth_sendTransaction", params: [request] });
      } catch (error) {
        hash = (error as { transactionHash: string }).transactionHash;
      }
      const status = await resumed(hash).wait();
      expect(status).to.include({ state: "failed", terminal: true });
      if (status.state !== "failed") throw new Error("unreachable");
      expect(status.error.code).to.equal("ERC20InsufficientAllowance");
      expect(status.error.details).to.contain(hash);
    });

    it("of a transaction that made several is asked for by log index", async () => {
      const { ethers } = fixture;
      const [one, two] = [await deposit(), await deposit()];
      const hashes = [one.receipt.transactionHash, two.receipt.transactionHash];
      // Two deposits in one receipt, as a router contract would make them.
      const both = [...one.receipt.logs, ...two.receipt.logs.map((log) => ({ ...log, logIndex: log.logIndex + 100 }))];
      const { EthersReader } = await import("../../../sdk/src/adapters/index.ts");
      class Merged extends EthersReader {
        override async receipt(hash: string) {
          const receipt = await super.receipt(hash);
          return receipt && { ...receipt, logs: both };
        }
      }
      const { deployment } = causeway;
      const client = createCauseway({ deployment, providers: { direct: new Merged(ethers.provider) } });
      const parameters = { vault: "vault0", transactionHash: hashes[1] ?? "" };
      const error = await failure(client.trackDeposit(parameters).status(), "Track_Ambiguous");
      const choices = String(error.args.choices).split(", ").map(Number);
      expect(choices.length).to.equal(2);
      const status = await client.trackDeposit({ ...parameters, logIndex: choices[1] ?? 0 }).status();
      expect(status).to.deep.include({ total: 20_000_000n });
      await failure(client.trackDeposit({ ...parameters, logIndex: 5_000 }).status(), "Track_NoDeposit");
    });

    it("cannot be found under a wrong hash, vault or kind", async () => {
      await failure(() => resumed("0x12"), "Track_BadHash");
      await failure(() => causeway.trackDeposit({ vault: "nowhere", transactionHash: "0x12" }), "Input_UnknownVault");
      const unknown = { vault: "vault0", transactionHash: `0x${"ab".repeat(32)}` };
      expect((await causeway.trackDeposit(unknown).status()).state).to.equal("pending");
      await failure(causeway.trackDeposit({ ...unknown, unknownAfter: 10 }).wait(), "Track_UnknownTransaction");
      const { receipt } = await deposit();
      const { transactionHash } = receipt;
      await failure(causeway.trackDeposit({ vault: "vault1", transactionHash }).status(), "Track_NoDeposit");
      await failure(causeway.trackWithdrawal({ transactionHash }).wait(), "Track_NoWithdrawal");
    });

    it("is pending until it is mined, and again when a reorganisation takes it out", async () => {
      const { connection } = fixture;
      const early = await connection.networkHelpers.takeSnapshot();
      const { receipt, tracker } = await deposit();
      expect((await tracker.status()).state).to.equal("inFlight");
      await early.restore();
      expect((await tracker.status()).state).to.equal("pending");
      expect(receipt.status).to.equal("success");
    });
  });

  describe("waiting", () => {
    it("times out with where it stands and what to do", async () => {
      const { tracker } = await deposit({ routes: "none" });
      const started = Date.now();
      const error = await failure(tracker.wait({ timeout: 30 }), "Track_Timeout");
      expect(Date.now() - started).to.be.within(25, 1_000);
      expect(error.shortMessage).to.equal("After 0.03 seconds the deposit is still deferred.");
      expect(error.nextStep).to.contain("Call sync");
    });

    it("stops at once when aborted, and leaves no timer", async () => {
      const { tracker } = await deposit();
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      const controller = new AbortController();
      const waiting = tracker.wait({ pollingInterval: 60_000, signal: controller.signal });
      setTimeout(() => controller.abort("enough"), 20);
      await failure(waiting, "Track_Aborted");
      expect(timers()).to.be.at.most(before);
      await failure(tracker.wait({ signal: AbortSignal.abort() }), "Track_Aborted");
    });

    it("leaves no timer when a consumer stops listening", async () => {
      const { tracker } = await deposit();
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      for await (const status of tracker.watch({ pollingInterval: 60_000 })) {
        expect(status.state).to.equal("inFlight");
        break;
      }
      expect(timers()).to.be.at.most(before);
    });

    it("survives a node's hiccups, but not its death", async () => {
      const { receipt } = await deposit();
      await deliver(receipt);
      const { EthersReader } = await import("../../../sdk/src/adapters/index.ts");
      let failing = 3;
      class Flaky extends EthersReader {
        override async receipt(hash: string) {
          if (failing-- > 0) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
          return super.receipt(hash);
        }
      }
      const { deployment } = causeway;
      const polling = { pollingInterval: 1 };
      const client = createCauseway({ deployment, providers: { direct: new Flaky(fixture.provider) }, polling });
      const tracker: Tracker<DepositStatus> = client.trackDeposit({ vault: "vault0", ...receipt });
      expect((await tracker.wait()).state).to.equal("credited");
      failing = 100;
      await failure(tracker.wait(), "Chain_Unreachable");
    });
  });

  describe("a withdrawal", () => {
    const withdraw = (change: object = {}) =>
      causeway.withdraw({
        asset: "USDC",
        amount: "2",
        to: { vault: "vault0", recipient: fixture.user(8).address },
        signer: fixture.user(0),
        ...change,
      });

    beforeEach(async () => {
      await deliver((await deposit()).receipt);
    });

    it("goes from in flight to paid, and is found again by its hash", async () => {
      const { receipt } = await withdraw();
      const tracker = causeway.trackWithdrawal({ transactionHash: receipt.transactionHash });
      const sent = await tracker.status();
      expect(sent).to.deep.include({
        state: "inFlight",
        vault: "vault0",
        asset: "USDC",
        total: 2_000_000n,
        threshold: 2,
      });
      expect(sent).to.include({
        recipient: fixture.user(8).address,
        account: fixture.account(fixture.user(0).address),
      });
      expect(carried(sent)).to.deep.equal(["t0 sent", "t1 sent"]);
      await deliver(receipt, 0);
      expect(carried(await tracker.status())).to.deep.equal(["t0 attested", "t1 sent"]);
      await deliver(receipt, 1);
      expect(await tracker.wait()).to.deep.include({ state: "paid", terminal: true, paid: 2_000_000n });
    });

    it("is released until somebody sends it, and completed by a message that carries more", async () => {
      const first = await withdraw({ routes: "none" });
      const released = await first.tracker.status();
      expect(released.state).to.equal("released");
      expect(released.nextStep).to.equal("Call sendReleased for this recipient through t0 or t1; anyone may.");
      const second = await withdraw({ routes: ["t1"] });
      expect(carried(await first.tracker.status())).to.deep.equal(["t0 unsent", "t1 sent"]);
      const releases = [{ asset: "USDC", recipient: fixture.user(8).address }];
      const rest = await causeway.sendReleased({ vault: "vault0", releases, routes: ["t0"], signer: fixture.user(3) });
      await deliver(second.receipt);
      await deliver(rest.receipt);
      expect((await first.tracker.wait()).state).to.equal("paid");
      expect((await second.tracker.wait()).state).to.equal("paid");
    });

    it("is authorised while the payment does not succeed, and says why", async () => {
      await deliver((await deposit({ asset: "ETH", amount: "1" })).receipt);
      // The hub refuses plain coins.
      const recipient = await fixture.hub.getAddress();
      const { receipt, tracker } = await withdraw({ asset: "ETH", amount: "0.5", to: { vault: "vault0", recipient } });
      await deliver(receipt);
      const status = await tracker.wait({ until: ["authorised"] });
      if (status.state !== "authorised") throw new Error(`It is ${status.state}.`);
      expect(status.error?.code).to.equal("Vault_CoinRefused");
      expect(status.nextStep).to.contain("did not accept 500000000000000000 wei");
    });

    it("fails with the reason when the transaction reverted", async () => {
      const data = fixture.hub.interface.encodeFunctionData("batch", [
        [{ module: fixture.user(1).address, value: 0n, data: "0x" }],
      ]);
      const to = await fixture.hub.getAddress();
      const request = { from: fixture.user(0).address, to, data, gas: "0x100000" };
      let transactionHash = "";
      try {
        await fixture.connection.provider.request({ method: "eth_sendTransaction", params: [request] });
      } catch (error) {
        transactionHash = (error as { transactionHash: string }).transactionHash;
      }
      const status = await causeway.trackWithdrawal({ transactionHash }).wait();
      if (status.state !== "failed") throw new Error(`It is ${status.state}.`);
      expect(status.error.code).to.equal("Hub_NotModule");
    });
  });

  it("errors of tracking are tracking errors", async () => {
    expect(await failure(() => resumed("0x"), "Track_BadHash")).to.be.instanceOf(TrackingError);
  });
});
