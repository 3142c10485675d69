import { type AccountView, formatAmount } from "../../sdk/src/index.ts";
import type { ConservationRow } from "../devnet/conservation.ts";
import type { Outcome, Step } from "./story.ts";

/** One line of the story, as it happens. */
export function stepLine({ name, ok, gas, note }: Step): string {
  const cost = gas === undefined ? "" : `  [${gas.toLocaleString("en-US")} gas]`;
  return `${ok ? "✓" : "✗"} ${name}${cost}\n    ${note}`;
}

/** What a person sees at the end. */
export function tables({ account, conservation }: Outcome): string {
  const { rows, cash } = conservation;
  const busy = rows.filter(({ vaultCredited }) => vaultCredited !== 0n);
  return [
    `Account of ${account.owner}`,
    table([
      ["", "amount"],
      ["cash", String(account.cash)],
      ...account.lines.map(({ vault, amount }) => [`line on ${vault}`, String(amount)]),
    ]),
    "",
    "Conservation: claims + written off = credited − released ≤ vault credited − paid ≤ balance",
    table([
      ["vault", "asset", "claims", "written off", "credited", "released", "vault credited", "paid", "balance", "holds"],
      ...busy.map((row) => [row.vault, row.asset, ...figures(row), verdict(row.holds)]),
    ]),
    `  (${rows.length - busy.length} more pools are empty)`,
    "",
    "Cash in USD: accounts + insurance + dust = backing",
    table([
      ["accounts", "insurance", "dust", "backing", "holds"],
      [
        ...[cash.accounts, cash.insurance, cash.dust, cash.backing].map((value) => plain(value, 18)),
        verdict(cash.holds),
      ],
    ]),
  ].join("\n");
}

function figures({ decimals, ...row }: ConservationRow): string[] {
  const { claims, writtenOff, credited, released, vaultCredited, paid, balance } = row;
  return [claims, writtenOff, credited, released, vaultCredited, paid, balance].map((value) => plain(value, decimals));
}

function plain(value: bigint, decimals: number): string {
  return formatAmount({ value, unit: { symbol: "", decimals } });
}

function verdict(holds: boolean): string {
  return holds ? "yes" : "NO";
}

/** The one document of `--json`; integers as decimal strings. */
export function document({ steps, account, conservation }: Outcome): string {
  const value = {
    steps: steps.map(({ name, ok, gas }) => ({ name, ok, gas })),
    account: accountJson(account),
    conservation: conservation.rows.map(({ decimals: _, ...row }) => row),
    cash: conservation.cash,
  };
  return JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? String(field) : field), 2);
}

function accountJson({ id, owner, subId, cash, lines }: AccountView) {
  const amounts = lines.map(({ vault, asset, amount }) => ({ vault, asset, amount: amount.value }));
  return { id, owner, subId, cash: cash.value, lines: amounts };
}

/** Columns as wide as they have to be; numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  const cell = (text: string, index: number) =>
    /^[0-9.]+$/.test(text) ? text.padStart(columns[index] ?? 0) : text.padEnd(columns[index] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join("  ")}`.trimEnd()).join("\n");
}
