import { expect } from "chai";
import { JsonRpcProvider } from "ethers";

import { RevertError } from "../../scripts/devnet/chain.ts";
import { type Devnet, type DevnetSnapshot, startDevnet } from "../../scripts/devnet/deploy.ts";
import { describeDevnet } from "../../scripts/devnet/description.ts";
import { LZ } from "../../scripts/devnet/layerzero.ts";
import type { ChainName } from "../../scripts/devnet/profiles.ts";
import { SeededRandom } from "../../scripts/devnet/random.ts";
import { serveRpc } from "../../scripts/devnet/rpc.ts";
import { parseDeployment } from "../../sdk/src/deployment/index.ts";
import { DevnetUser } from "../support/devnet-user.ts";

const USD = 10n ** 18n;
const USDC = 10n ** 6n;

describe("devnet", () => {
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

  describe("deployment", () => {
    it("gives every LayerZero transport a configuration that inherits nothing", async () => {
      for (const [local, remote] of [
        ["hub", "ethereum"],
        ["hub", "arbitrum"],
        ["ethereum", "hub"],
        ["arbitrum", "hub"],
      ] as const) {
        const { chain, layerzero, transports } = devnet.chains[local];
        const { eid, finality } = devnet.chains[remote].chain.profile;
        const key = [transports.layerzero, eid];
        const dvns = layerzero.dvns.map(({ address }) => address);
        expect(await chain.read(layerzero.endpoint, LZ.endpoint, "isDefaultSendLibrary", key)).to.equal(false);
        const library = await chain.read(layerzero.endpoint, LZ.endpoint, "getReceiveLibrary", key);
        expect([...library]).to.deep.equal([layerzero.receiveLibrary, false]);
        const receive = await chain.read(layerzero.receiveLibrary, LZ.receiveLibrary, "getAppUlnConfig", key);
        expect([...receive.toArray(true)]).to.deep.equal([BigInt(finality), 2n, 255n, 0n, dvns, []]);
        const send = await chain.read(layerzero.sendLibrary, LZ.sendLibrary, "getAppUlnConfig", key);
        expect([...send.toArray(true)]).to.deep.equal([BigInt(chain.profile.finality), 2n, 255n, 0n, dvns, []]);
      }
    });

    it("registers each vault with the hub, 1 of 1 at home and 2 of 2 elsewhere", async () => {
      for (const { vault, name } of Object.values(devnet.chains)) {
        const { chain } = devnet.chains.hub;
        const [seats, threshold] = await chain.read(devnet.hub.address, devnet.abis.hub, "transports", [vault.id]);
        expect([seats.length, threshold]).to.deep.equal(name === "hub" ? [1, 1n] : [2, 2n]);
      }
    });

    it("charges the Wormhole fee that governance has set", async () => {
      const { chain, wormhole } = devnet.chains.ethereum;
      expect(await chain.read(wormhole.core, wormhole.abi, "messageFee")).to.equal(10n ** 12n);
    });

    it("gives no two chains a contract at the same address", () => {
      const addresses = Object.values(devnet.chains).flatMap(
        ({ accessManager, vault, transports, layerzero, wormhole }) => [
          accessManager,
          vault.address,
          ...Object.values(transports),
          layerzero.endpoint,
          wormhole.core,
        ],
      );
      expect(new Set(addresses).size).to.equal(addresses.length);
    });

    it("describes itself as the SDK wants it", () => {
      const description = describeDevnet(devnet);
      expect(parseDeployment(JSON.parse(JSON.stringify(description)))).to.deep.equal(description);
    });

    it("gives the same addresses and blocks in every run", async () => {
      const other = await startDevnet();
      for (const name of ["hub", "ethereum", "arbitrum"] as const) {
        const [a, b] = [devnet.chains[name], other.chains[name]];
        expect(b.vault).to.deep.equal(a.vault);
        const height = await a.chain.blockNumber();
        expect(await b.chain.blockHash(height)).to.equal(await a.chain.blockHash(height));
      }
      await other.close();
    });
  });

  describe("delivery", () => {
    it("credits a deposit through both transports and pays a withdrawal elsewhere", async () => {
      await user.depositAndSync("ethereum", "USDC", 100n * USDC);
      await user.depositAndSync("arbitrum", "USDC", 50n * USDC);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 4, failed: 0, waiting: 0 });
      expect(await user.cash()).to.equal(150n * USD);

      await user.withdraw("ethereum", "USDC", 70n * USDC);
      expect(await user.cash()).to.equal(80n * USD);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 6, failed: 0, waiting: 0 });
      expect(await user.balance("ethereum", "USDC")).to.equal(70n * USDC);
    });

    it("needs no worker for the vault on the hub's own chain", async () => {
      await user.depositAndSync("hub", "USDC", 5n * USDC);
      expect(await user.cash()).to.equal(5n * USD);
    });

    it("attests nothing before the block is final", async () => {
      await user.depositAndSync("ethereum", "USDC", USDC);
      const { chain } = devnet.chains.ethereum;
      await devnet.workers.tick();
      await chain.mine(chain.profile.finality - 1);
      await devnet.workers.tick();
      expect(devnet.workers.summary()).to.deep.include({ waiting: 2 });
      await chain.mine();
      await devnet.workers.tick();
      expect(devnet.workers.summary()).to.deep.include({ delivered: 2, waiting: 0 });
    });

    it("keeps a packet whose delivery runs out of gas, and delivers it with more", async () => {
      await user.deposit("ethereum", "USDC", USDC);
      await user.sync("ethereum", "USDC", 60_000n);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 1, failed: 1 });
      expect(await user.cash()).to.equal(0n);
      expect(devnet.workers.retry({ transport: "layerzero" }, 500_000n)).to.equal(1);
      expect(await devnet.workers.drain()).to.deep.include({ delivered: 2, failed: 0 });
      expect(await user.cash()).to.equal(USD);
    });

    it("lets 13 of 19 guardians sign", async () => {
      const large = await startDevnet({ guardians: 19 });
      const depositor = new DevnetUser(large);
      expect(large.guardians.quorum).to.equal(13);
      await depositor.depositAndSync("arbitrum", "USDC", USDC);
      await large.workers.drain();
      expect(await depositor.cash()).to.equal(USD);
      await large.close();
    });

    it("works in the background on the machine's clock, and stops", async () => {
      const live = await startDevnet({ time: "wall" });
      const depositor = new DevnetUser(live);
      await depositor.depositAndSync("ethereum", "USDC", USDC);
      const errors: unknown[] = [];
      live.workers.start(1, (error) => errors.push(error));
      while ((await depositor.cash()) === 0n && errors.length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
      await live.workers.stop();
      expect(errors).to.deep.equal([]);
      expect(live.workers.summary()).to.deep.include({ delivered: 2 });

      await live.clock.advance(3_600);
      const { timestamp } = await live.chains.hub.chain.request("eth_getBlockByNumber", "latest", false);
      expect(Number(timestamp)).to.be.within(live.clock.now() - 60, live.clock.now() + 60);
      await live.close();
    });
  });

  describe("chains", () => {
    it("share one clock that stands still", async () => {
      const time = async (name: ChainName) => {
        const block = await devnet.chains[name].chain.request("eth_getBlockByNumber", "latest", false);
        return Number(block.timestamp);
      };
      const now = devnet.clock.now();
      await devnet.chains.ethereum.chain.mine(3);
      expect(await time("ethereum")).to.equal(now);
      await devnet.clock.advance(90);
      for (const name of ["hub", "ethereum", "arbitrum"] as const) expect(await time(name)).to.equal(now + 90);
      const [signer] = await devnet.chains.hub.chain.ethers.getSigners();
      await (await signer?.sendTransaction({ to: user.address, value: 1n }))?.wait();
      expect(await time("hub"), "plain ethers signers mine at the same time").to.equal(now + 90);
    });

    it("report a revert with its data", async () => {
      const { chain, vault } = devnet.chains.ethereum;
      const error = await chain
        .execute(vault.address, devnet.abis.vault, "pause", [], { from: user.address })
        .catch((e) => e);
      expect(error).to.be.instanceOf(RevertError);
      expect(devnet.abis.vault.parseError(error.data)?.name).to.equal("AccessManagedUnauthorized");
    });

    it("are served over HTTP to JSON clients only", async () => {
      const { chain } = devnet.chains.arbitrum;
      const server = await serveRpc(chain, 0);
      try {
        const provider = new JsonRpcProvider(server.url);
        expect((await provider.getNetwork()).chainId).to.equal(31_003n);
        const heights = await Promise.all([
          provider.getBlockNumber(),
          provider.getBlock("latest"),
          provider.getFeeData(),
        ]);
        expect(heights[0]).to.equal(await chain.blockNumber());
        provider.destroy();

        const post = (body: string, type = "application/json") =>
          fetch(server.url, { method: "POST", headers: { "content-type": type }, body });
        const batch = await post(
          '[{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},{"jsonrpc":"2.0","id":2,"method":"no"}]',
        );
        const [first, second] = (await batch.json()) as { id: number; result?: string; error?: { code: number } }[];
        expect(first).to.deep.include({ id: 1, result: "0x791b" });
        expect(second?.error?.code).to.equal(-32_004);
        expect(batch.headers.get("access-control-allow-origin")).to.equal(null);
        expect((await post("{}", "text/plain")).status).to.equal(415);
        expect(((await (await post("{")).json()) as { error: { code: number } }).error.code).to.equal(-32_700);
        expect((await fetch(server.url)).status).to.equal(405);
      } finally {
        await server.close();
      }
    });
  });

  it("repeats random choices from a seed", () => {
    const [a, b, c] = [new SeededRandom(42), new SeededRandom(42), new SeededRandom(43)];
    const draw = (random: SeededRandom) => Array.from({ length: 8 }, () => random.below(1_000));
    expect(draw(a)).to.deep.equal(draw(b));
    expect(draw(a)).not.to.deep.equal(draw(c));
  });
});
