import { expect } from "chai";

import { type Devnet, type DevnetSnapshot, startDevnet } from "../../scripts/devnet/deploy.ts";
import { DevnetSchedule } from "../support/devnet-schedule.ts";

/** Schedules × steps over the real messengers; a campaign raises them: DEVNET_SCHEDULES=200 DEVNET_STEPS=300. */
const SCHEDULES = Number(process.env.DEVNET_SCHEDULES ?? 20);
const STEPS = Number(process.env.DEVNET_STEPS ?? 100);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe(`random schedules over real LayerZero and Wormhole (SEED=${SEED})`, function () {
  this.timeout(0);
  let devnet: Devnet;
  let start: DevnetSnapshot;

  before(async () => {
    devnet = await startDevnet({ seed: SEED });
    await new DevnetSchedule(devnet, SEED, new Map()).fund();
    start = await devnet.snapshot();
  });

  after(() => devnet.close());

  it(`C-1 … C-5: ${SCHEDULES} × ${STEPS} steps conserve, and fair delivery settles everything`, async () => {
    const done = new Map<string, number>();
    for (let i = 0; i < SCHEDULES; i++) {
      const seed = SEED + i;
      try {
        await start.restore(seed);
        await run(new DevnetSchedule(devnet, seed, done));
      } catch (error) {
        throw new Error(`Schedule with seed ${seed} failed. Repeat it with SEED=${seed} DEVNET_SCHEDULES=1.`, {
          cause: error,
        });
      }
    }
    if (process.env.TALLY) console.table(Object.fromEntries(done));
  });

  async function run(schedule: DevnetSchedule): Promise<void> {
    schedule.misbehave();
    for (let step = 0; step < STEPS; step++) {
      await schedule.step();
      expectConserved(await schedule.conservation(), `after step ${step}`);
    }
    await schedule.settle();
    const settled = await schedule.conservation();
    expectConserved(settled, "after settling");
    for (const row of settled.rows) {
      expect(row.credited, `C-5: ${row.asset} on ${row.vault} credited`).to.equal(row.vaultCredited);
      expect(row.paid, `C-5: ${row.asset} on ${row.vault} paid`).to.equal(row.released);
    }
  }

  function expectConserved(
    { rows, cash, holds }: Awaited<ReturnType<DevnetSchedule["conservation"]>>,
    when: string,
  ): void {
    if (holds) return;
    const broken = [...rows.filter((row) => !row.holds), ...(cash.holds ? [] : [cash])];
    const text = JSON.stringify(broken, (_, value) => (typeof value === "bigint" ? value.toString() : value));
    expect.fail(`Conservation is broken ${when}: ${text}`);
  }
});
