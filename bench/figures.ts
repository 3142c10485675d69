import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** One measured number. */
export interface Figure {
  readonly value: number;
  readonly unit: "gas";
}

/** Numbers by name, in the order in which they are shown. */
export type Figures = Readonly<Record<string, Figure>>;

/** The most a figure may be; a figure without a limit is only reported. Changed by hand. */
const LIMITS = join(import.meta.dirname, "limits.json");
/** What the figures were when they were last recorded. Written by `npm run bench -- --record`. */
const BASELINE = join(import.meta.dirname, "baseline.json");

/** The figure for an amount of gas. */
export function gas(value: bigint): Figure {
  return { value: Number(value), unit: "gas" };
}

/** One JSON document, as `--json` prints it and the files hold it. */
export function toDocument(figures: Figures): string {
  const lines = Object.entries(figures).map(([name, { value, unit }]) => {
    return `  ${JSON.stringify(name)}: { "value": ${value}, "unit": ${JSON.stringify(unit)} }`;
  });
  return `{\n${lines.join(",\n")}\n}`;
}

/** The limits. @throws Error when there are none: a benchmark without limits passes always. */
export async function readLimits(): Promise<Figures> {
  return JSON.parse(await readFile(LIMITS, "utf8")) as Figures;
}

/** The recorded values; none before the first recording. */
export async function readBaseline(): Promise<Figures> {
  return existsSync(BASELINE) ? (JSON.parse(await readFile(BASELINE, "utf8")) as Figures) : {};
}

/** Records `figures` as the new baseline. */
export async function writeBaseline(figures: Figures): Promise<void> {
  await writeFile(BASELINE, `${toDocument(figures)}\n`);
}
