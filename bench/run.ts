/**
 * Measures the gas of the hot paths on freshly started chains. Every figure is the gas that a real transaction was billed, on the
 * fixtures next to this file; everything is deterministic, so any difference to the recorded values comes from a change of code.
 */
import { parseArgs } from "node:util";

import { startDevnet } from "../scripts/devnet/deploy.ts";
import { type Figures, readBaseline, readLimits, toDocument, writeBaseline } from "./figures.ts";
import creditFixture from "./fixtures/credit.json" with { type: "json" };
import { measureCredit } from "./measure/credit.ts";
import { measureDelivery } from "./measure/delivery.ts";
import { measureDeposit } from "./measure/deposit.ts";
import { measureSync } from "./measure/sync.ts";
import { measureWithdrawal } from "./measure/withdrawal.ts";
import { exceeded, risen, table } from "./report.ts";

const USAGE = `usage: npm run bench -- [--json | --check] [--record]
  --json    one JSON document on stdout instead of the table
  --check   only what is wrong: figures over a limit, and figures that have risen since they were recorded
  --record  keeps what was measured as the new baseline
Exit code 1 when a figure is over its limit; with --check, when one has risen as well.`;

/** In the order of the report. Each starts from the same state of the chains. */
const MEASUREMENTS = [measureDeposit, measureCredit, measureSync, measureDelivery, measureWithdrawal];

async function measure(): Promise<Figures> {
  const devnet = await startDevnet({ guardians: creditFixture.delivery.guardians });
  try {
    const fresh = await devnet.snapshot();
    const figures: Figures[] = [];
    for (const measurement of MEASUREMENTS) {
      figures.push(await measurement(devnet));
      await fresh.restore(1);
    }
    return Object.assign({}, ...figures);
  } finally {
    await devnet.close();
  }
}

async function main(): Promise<number> {
  const { json, check, record, help } = parseArgs({
    options: {
      json: { type: "boolean" },
      check: { type: "boolean" },
      record: { type: "boolean" },
      help: { type: "boolean" },
    },
  }).values;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const references = { limits: await readLimits(), baseline: await readBaseline() };
  const figures = await measure();
  if (record) await writeBaseline(figures);
  const tooHigh = exceeded(figures, references);
  const problems = check ? [...tooHigh, ...risen(figures, references)] : tooHigh;

  if (json) console.log(toDocument(figures));
  else if (!check) console.log(table(figures, references));
  else if (problems.length === 0) console.log(`${Object.keys(figures).length} figures within limits and baseline`);
  for (const problem of problems) console.error(`bench: ${problem}`);
  if (check && problems.length > tooHigh.length) {
    console.error("bench: if the rise is meant, keep it with `npm run bench -- --record`");
  }
  return problems.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  const hint = code?.startsWith("ERR_PARSE_ARGS") ? "; --help lists the options" : "";
  console.error(`bench: ${message.split("\n")[0]}${hint}`);
  process.exitCode = 1;
}
