/**
 * Writes the golden vectors that Solidity, Rust and TypeScript share.
 *
 *     node scripts/generate/vectors.ts           write test/vectors/*.json
 *     node scripts/generate/vectors.ts --check   exit 1 and name every file that is not what would be written
 *
 * The output depends on nothing but this code: no clock, no randomness.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { csmVectors } from "./vectors/csm.ts";
import { envelopeVectors } from "./vectors/envelope.ts";
import { idVectors } from "./vectors/ids.ts";
import { interoperableVectors } from "./vectors/interoperable.ts";
import { printJson } from "./vectors/print.ts";
import { storageVectors } from "./vectors/storage.ts";

const DIRECTORY = new URL("../../test/vectors/", import.meta.url);

const FILES: Readonly<Record<string, () => unknown>> = {
  "csm.json": csmVectors,
  "interoperable.json": interoperableVectors,
  "ids.json": idVectors,
  "envelope.json": envelopeVectors,
  "storage.json": storageVectors,
};

function current(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function main(args: readonly string[]): number {
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(`vectors: unknown argument ${unknown}; the only one is --check`);
    return 2;
  }
  const check = args.includes("--check");
  mkdirSync(DIRECTORY, { recursive: true });
  let stale = 0;
  for (const [name, make] of Object.entries(FILES)) {
    const file = new URL(name, DIRECTORY);
    const text = printJson(make());
    if (current(file) === text) continue;
    stale++;
    if (check) {
      console.error(`vectors: ${fileURLToPath(file)} is stale; run node scripts/generate/vectors.ts`);
    } else {
      writeFileSync(file, text);
      console.log(`vectors: wrote ${fileURLToPath(file)}`);
    }
  }
  return check && stale > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
