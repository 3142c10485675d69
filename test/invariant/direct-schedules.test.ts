import { expect } from "chai";

import { SeededRandom } from "../../scripts/devnet/random.ts";
import { recipientToBytes32 } from "../../sdk/src/codec/index.ts";
import { DirectSchedule, type Tally } from "../support/direct-schedule.ts";
import { ABI, checkConservation, createDirectWorld, type DirectWorld, digest } from "../support/direct-world.ts";

/** Schedules × steps; a campaign raises them: SCHEDULES=2000 STEPS=500. */
const SCHEDULES = Number(process.env.SCHEDULES ?? 200);
const STEPS = Number(process.env.STEPS ?? 200);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe(`random schedules over direct transports (SEED=${SEED})`, function () {
  this.timeout(0);
  let world: DirectWorld;
  let snapshot: string;

  before(async () => {
    world = await createDirectWorld();
    snapshot = await world.chain.request("evm_snapshot");
  });

  afterEach(async () => {
    await world.chain.request("evm_revert", snapshot);
    snapshot = await world.chain.request("evm_snapshot");
  });

  after(() => world.chain.close());

  it(`C-1 … C-5, with them H-1, H-2 and V-2: ${SCHEDULES} × ${STEPS} steps conserve, and fair delivery settles everything`, async () => {
    const tally: Tally = new Map();
    for (let i = 0; i < SCHEDULES; i++) {
      const seed = SEED + i;
      try {
        const schedule = new DirectSchedule(world, seed, tally);
        for (let step = 0; step < STEPS; step++) await schedule.step();
        await schedule.settle();
        await expectSettled(world);
      } catch (error) {
        throw new Error(`Schedule with seed ${seed} failed. Repeat it with SEED=${seed} SCHEDULES=1.`, {
          cause: error,
        });
      }
      await world.chain.request("evm_revert", snapshot);
      snapshot = await world.chain.request("evm_snapshot");
    }
    if (process.env.TALLY) console.table(Object.fromEntries(tally));
    for (const [name, { done }] of tally) expect(done, `no "${name}" ever went through`).to.be.greaterThan(0);
  });

  it("C-6: the final state does not depend on the order of delivery, nor on duplicates", async () => {
    for (let i = 0; i < Math.max(1, SCHEDULES / 20); i++) {
      const seed = SEED + i;
      const schedule = new DirectSchedule(world, seed, new Map());
      for (let step = 0; step < STEPS; step++) await schedule.step();
      await schedule.settle();
      const random = new SeededRandom(seed);
      const deliveries = schedule.messages.flatMap((message) => message.transports.map((t) => ({ t, message })));
      const before = await world.chain.request("evm_snapshot");
      const seen = new Set<string>();
      let restore = before;
      for (let order = 0; order < 3; order++) {
        for (const { t, message } of random.shuffle([...deliveries, ...deliveries.slice(0, 20)])) {
          const args = [message.recipient, message.sender, message.payload];
          await world.chain.send(world.chain.accounts[8] as string, t, ABI.transport.encodeFunctionData("relay", args));
        }
        await checkConservation(world);
        seen.add(await digest(world));
        await world.chain.request("evm_revert", restore);
        restore = await world.chain.request("evm_snapshot");
      }
      expect(seen.size, `seed ${seed}`).to.equal(1);
      await world.chain.request("evm_revert", snapshot);
      snapshot = await world.chain.request("evm_snapshot");
    }
  });
});

/** C-5: everything deposited is credited, everything released is paid; only coins for a contract that refuses them stay owed. */
async function expectSettled({ chain, hub, hubId, vaults, assets, owners, recipients }: DirectWorld): Promise<void> {
  for (const vault of vaults) {
    for (const asset of assets) {
      for (const { account } of owners) {
        const [told] = await chain.call(vault.address, ABI.vault, "credited", [hubId, asset.id, account]);
        const [merged] = await chain.call(hub, ABI.hub, "credited", [vault.id, asset.id, account]);
        expect(merged, `credit of ${asset.symbol}`).to.equal(told);
      }
      for (const recipient of recipients) {
        if (asset.symbol === "ETH" && recipient === hub) continue;
        const key = recipientToBytes32(recipient);
        const [released] = await chain.call(hub, ABI.hub, "released", [vault.id, asset.id, key]);
        const [paid] = await chain.call(vault.address, ABI.vault, "paid", [hubId, asset.id, key]);
        expect(paid, `payment of ${asset.symbol}`).to.equal(released);
      }
    }
  }
}
