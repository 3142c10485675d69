import type { Figures } from "./figures.ts";

/** What a measurement is held against. */
export interface References {
  readonly limits: Figures;
  readonly baseline: Figures;
}

/** A rise above the recorded value by more than this share is a regression until it is recorded: rounding and addresses move less. */
const TOLERANCE = 0.01;

/** Columns of the table that are aligned to the right. */
const NUMERIC_COLUMNS: ReadonlySet<number> = new Set([1, 3, 5]);

/** Figures above their limits, and limits that nothing was measured for; one line each, empty when all is well. */
export function exceeded(figures: Figures, { limits }: References): string[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const value = figures[name]?.value;
    if (value === undefined) return [`${name} has a limit but was not measured`];
    return value > limit.value ? [`${name} is ${value} ${limit.unit}: ${value - limit.value} over its limit`] : [];
  });
}

/** Figures that have risen since they were recorded; one line each. */
export function risen(figures: Figures, { baseline }: References): string[] {
  return Object.entries(figures).flatMap(([name, { value, unit }]) => {
    const recorded = baseline[name]?.value;
    if (recorded === undefined) return [`${name} is not recorded yet`];
    if (value <= recorded * (1 + TOLERANCE)) return [];
    return [`${name} has risen from ${recorded} to ${value} ${unit}`];
  });
}

/** A table of all figures with limit, verdict, and the difference to the recorded values. */
export function table(figures: Figures, { limits, baseline }: References): string {
  const rows = Object.entries(figures).map(([name, { value, unit }]) => {
    const limit = limits[name]?.value;
    const recorded = baseline[name]?.value;
    const verdict = limit === undefined ? "reported" : value <= limit ? "ok" : "TOO HIGH";
    return [name, grouped(value), unit, limit === undefined ? "" : grouped(limit), verdict, change(value, recorded)];
  });
  const all = [["figure", "value", "unit", "limit", "verdict", "since recorded"], ...rows];
  const widths = Array.from({ length: 6 }, (_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const align = (cell: string, column: number) =>
    NUMERIC_COLUMNS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return all.map((row) => row.map(align).join("  ").trimEnd()).join("\n");
}

function change(value: number, recorded: number | undefined): string {
  if (recorded === undefined) return "new";
  const difference = value - recorded;
  if (difference === 0) return "=";
  const share = ((100 * difference) / recorded).toFixed(1);
  return `${difference > 0 ? "+" : ""}${grouped(difference)} (${share}%)`;
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
