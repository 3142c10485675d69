import { expect } from "chai";

import { type Devnet, type DevnetSnapshot, startDevnet } from "../../scripts/devnet/deploy.ts";
import { skipMissing } from "../../scripts/devnet/skips.ts";
import { DevnetUser, TRANSPORTS } from "../support/devnet-user.ts";

const USD = 10n ** 18n;
const USDC = 10n ** 6n;

describe("devnet under faults", () => {
  let devnet: Devnet;
  let fresh: DevnetSnapshot;
  let user: DevnetUser;

  before(async () => {
    devnet = await startDevnet();
    fresh = await devnet.snapshot();
    user = new DevnetUser(devnet);
  });

  beforeEach(() => fresh.restore(1));
  after(() => devnet.close());

  describe("faults", () => {
    it("delivers nothing over a killed transport, and everything after it is restored", async () => {
      devnet.faults.kill({ transport: "wormhole" });
      await user.depositAndSync("ethereum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 1, waiting: 1 });
      expect(await user.cash()).to.equal(0n);
      devnet.faults.restore({ transport: "wormhole" });
      await devnet.workers.drain();
      expect(await user.cash()).to.equal(USD);
    });

    it("kills one direction only", async () => {
      devnet.faults.kill({ transport: "layerzero", from: "ethereum", to: "hub" });
      await user.depositAndSync("ethereum", "USDC", USDC);
      await user.depositAndSync("arbitrum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 3, waiting: 1 });
    });

    it("holds dropped messages until they are released", async () => {
      devnet.faults.set({ from: "ethereum" }, { drop: 1 });
      await user.depositAndSync("ethereum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ held: 2, delivered: 0 });
      expect(devnet.workers.release({ transport: "wormhole" })).to.equal(1);
      expect(devnet.workers.release({ transport: "layerzero" })).to.equal(1);
      expect(await devnet.workers.drain()).to.deep.include({ held: 0, delivered: 2 });
    });

    it("blocks LayerZero behind a dropped packet until somebody has it skipped", async () => {
      devnet.faults.set({ transport: "layerzero" }, { drop: 1 });
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.drain();
      devnet.faults.clear();
      await user.depositAndSync("ethereum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ held: 1, attested: 1 });
      expect(devnet.workers.messages({ transport: "layerzero" })[1]?.detail).to.match(/nonce 1 of this path/);

      const { chain, transports } = devnet.chains.hub;
      const { eid } = devnet.chains.ethereum.chain.profile;
      const abi = devnet.abis.layerZeroTransport;
      await chain.execute(transports.layerzero, abi, "proposeSkip", [eid, 2]);
      await devnet.clock.advance(2 * 3_600);
      await chain.execute(transports.layerzero, abi, "skip", [eid]);
      expect(await devnet.workers.drain()).to.deep.include({ held: 1, attested: 0 });
      expect(await user.cash()).to.equal(2n * USD);

      devnet.workers.release();
      expect(await devnet.workers.drain()).to.deep.include({ held: 0, refused: 1 });
    });

    it("has missing packets skipped on demand, on every path", async () => {
      devnet.faults.set({ transport: "layerzero" }, { drop: 1 });
      for (const place of ["ethereum", "arbitrum"] as const) await user.depositAndSync(place, "USDC", USDC);
      await devnet.workers.poll();
      devnet.faults.clear();
      for (const place of ["ethereum", "arbitrum"] as const) await user.depositAndSync(place, "USDC", USDC);
      expect(await skipMissing(devnet)).to.equal(2);
      expect(await user.cash()).to.equal(4n * USD);
    });

    it("changes nothing by delivering twice", async () => {
      devnet.faults.set({}, { duplicate: 1 });
      await user.depositAndSync("ethereum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 3, refused: 1, failed: 0 });
      expect(await user.cash()).to.equal(USD);
    });

    it("replays an old message after a newer one without effect", async () => {
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.drain();
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.drain();
      for (const old of devnet.workers.messages().slice(0, 2)) devnet.workers.replay(old);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 5, refused: 1 });
      expect(await user.cash()).to.equal(2n * USD);
    });

    it("delays by ticks within a drain, and by time until the clock says so", async () => {
      devnet.faults.set({ transport: "wormhole" }, { delaySeconds: 60 });
      devnet.faults.set({ transport: "layerzero" }, { delayTicks: 9 });
      await user.depositAndSync("ethereum", "USDC", USDC);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 1, waiting: 1 });
      await devnet.clock.advance(60);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 2, waiting: 0 });
    });

    it("delivers in random order, the same one for the same seed", async () => {
      const orders: string[] = [];
      for (const seed of [7, 7, 8]) {
        await fresh.restore(seed);
        devnet.faults.set({ transport: "wormhole" }, { reorder: true });
        for (let i = 0; i < 6; i++) await user.depositAndSync("ethereum", "USDC", USDC);
        await devnet.workers.drain();
        const delivered = devnet.workers.messages({ transport: "wormhole" });
        orders.push(delivered.map(({ steps }) => steps[0]?.number).join());
        expect(await user.cash()).to.equal(6n * USD);
      }
      expect(orders[0]).to.equal(orders[1]);
      expect(orders[0]).not.to.equal(orders[2]);
    });

    for (const transport of TRANSPORTS) {
      it(`gets a message that nobody sent past the real ${transport} contracts, but not past the quorum`, async () => {
        await devnet.workers.forge(user.forgery(transport, "ethereum", 1_000n * USDC));
        expect(await devnet.workers.drain()).to.deep.include({ delivered: 1 });
        const { chain, transports, vault } = devnet.chains.hub;
        const place = devnet.chains.ethereum;
        const counter = [place.vault.id, user.token("ethereum", "USDC").id, user.account];
        const seat = [...counter, transports[transport]];
        expect(vault.id).not.to.equal(place.vault.id);
        expect(await chain.read(devnet.hub.address, devnet.abis.hub, "attested", seat)).to.equal(1_000n * USDC);
        expect(await chain.read(devnet.hub.address, devnet.abis.hub, "accepted", counter)).to.equal(0n);
        expect(await user.cash()).to.equal(0n);
      });
    }

    it("credits what both transports forge: the quorum is all there is", async () => {
      for (const transport of TRANSPORTS) await devnet.workers.forge(user.forgery(transport, "ethereum", USDC));
      await devnet.workers.drain();
      expect(await user.cash()).to.equal(USD);
    });
  });

  describe("reorganisations", () => {
    it("never attests what was reorganised away before finality", async () => {
      const { chain } = devnet.chains.ethereum;
      const fork = await devnet.fork("ethereum");
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.tick();
      expect(devnet.workers.summary()).to.deep.include({ waiting: 2 });
      await fork.reorganise();
      expect(await devnet.workers.drain()).to.deep.include({ orphaned: 2, delivered: 0 });
      await chain.mine(100);
      expect(await devnet.workers.drain()).to.deep.include({ orphaned: 2, delivered: 0 });
    });

    it("notices a reorganisation between two looks, even under a longer branch", async () => {
      const fork = await devnet.fork("ethereum");
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.poll();
      await fork.reorganise();
      await devnet.chains.ethereum.chain.mine(50);
      expect(await devnet.workers.drain()).to.deep.include({ orphaned: 2, delivered: 0 });
    });

    it("delivers what is mined again in other blocks, once", async () => {
      const fork = await devnet.fork("ethereum");
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.tick();
      await fork.reorganise({ replay: true });
      expect(await devnet.workers.drain()).to.deep.include({ orphaned: 2, delivered: 2 });
      expect(await user.cash()).to.equal(USD);
    });

    it("delivers again what a reorganisation of the destination has undone", async () => {
      await user.depositAndSync("ethereum", "USDC", USDC);
      const fork = await devnet.fork("hub");
      await devnet.workers.drain();
      expect(await user.cash()).to.equal(USD);
      await fork.reorganise();
      expect(await user.cash()).to.equal(0n);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 2 });
      expect(await user.cash()).to.equal(USD);
    });

    it("knows what it has just delivered, even if nothing was read since", async () => {
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.chains.ethereum.chain.mine(devnet.chains.ethereum.chain.profile.finality);
      const fork = await devnet.fork("hub");
      await devnet.workers.tick();
      await fork.reorganise();
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 2 });
      expect(await user.cash()).to.equal(USD);
    });

    it("lets a faulty transport attest too early, which one alone cannot turn into credit", async () => {
      devnet.faults.set({ transport: "wormhole" }, { early: 1 });
      const fork = await devnet.fork("ethereum");
      await user.depositAndSync("ethereum", "USDC", USDC);
      await devnet.workers.tick();
      expect(devnet.workers.summary()).to.deep.include({ delivered: 1, waiting: 1 });
      await fork.reorganise();
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 1, orphaned: 1 });
      expect(await user.cash()).to.equal(0n);
    });

    it("goes back to a fork once", async () => {
      const fork = await devnet.fork("arbitrum");
      await fork.reorganise();
      const error = await fork.reorganise().catch((reason: unknown) => reason);
      expect(error)
        .to.be.instanceOf(Error)
        .with.property("message")
        .that.matches(/cannot go back/);
    });
  });
});
