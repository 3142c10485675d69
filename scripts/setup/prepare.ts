/** The part of set-up that follows the installed packages: Wormhole's contracts, compilation, generated clients. Silent when all is there. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { ROOT } from "../generate/artifacts.ts";
import { generateSdk } from "../generate/sdk.ts";
import { ensureWormholeCore } from "./wormhole-core.ts";

const SOURCES = ["{contracts,test}/**/*.sol", "hardhat.config.ts", "package-lock.json", "scripts/generate/*.ts"];
const STAMP = join(ROOT, "cache/built-sources");

function announce(step: string): void {
  console.error(`set-up: ${step} …`);
}

/** Content decides, not time: a fresh checkout and a branch switched there and back both come out right. */
async function hashOfSources(): Promise<string> {
  const paths: string[] = [];
  for await (const path of glob(SOURCES, { cwd: ROOT })) paths.push(path);
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(`${path}\0`).update(await readFile(join(ROOT, path)));
  return hash.digest("hex");
}

/** Compiles unless the artifacts already belong to these sources. Hardhat would find out itself, but takes seconds to start. */
async function build(): Promise<void> {
  const sources = await hashOfSources();
  const artifacts = join(ROOT, "artifacts/contracts");
  if (existsSync(artifacts) && existsSync(STAMP) && (await readFile(STAMP, "utf8")) === sources) return;
  announce("compiling contracts");
  await promisify(execFile)("hardhat", ["build", "--quiet"], { cwd: ROOT });
  await mkdir(join(ROOT, "cache"), { recursive: true });
  await writeFile(STAMP, sources);
}

try {
  await ensureWormholeCore(() => announce("fetching the Wormhole core contracts"));
  await build();
  await generateSdk();
} catch (error) {
  const { message, stdout = "", stderr = "" } = error as Error & { stdout?: string; stderr?: string };
  console.error([stdout, stderr, `set-up failed: ${message.split("\n")[0]}`].filter((text) => text !== "").join("\n"));
  process.exitCode = 1;
}
