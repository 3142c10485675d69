import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { JsonFragment } from "ethers";

/** Repository root, with a trailing slash removed. */
export const ROOT = join(import.meta.dirname, "../..");

/** What the scripts read of a Hardhat artifact. */
export interface Artifact {
  /** Name of the contract, as in Solidity. */
  readonly contractName: string;
  /** Source path from the repository root, as `contracts/hub/Hub.sol`. */
  readonly sourceName: string;
  readonly abi: readonly JsonFragment[];
  /** Creation code as 0x-hex; `0x` for interfaces and abstract contracts. */
  readonly bytecode: string;
  /** Runtime code as 0x-hex, with immutables as zeros. */
  readonly deployedBytecode: string;
}

/**
 * Artifacts of everything under `contracts/`, sorted by source and name.
 *
 * @throws Error when nothing has been compiled yet; the message says what to run.
 */
export async function shippedArtifacts(): Promise<Artifact[]> {
  const folder = join(ROOT, "artifacts/contracts");
  if (!existsSync(folder)) throw new Error("nothing is compiled yet: run `make build` first");
  const paths: string[] = [];
  for await (const path of glob("**/*.json", { cwd: folder })) paths.push(join(folder, path));
  return Promise.all(paths.sort().map(async (path) => JSON.parse(await readFile(path, "utf8")) as Artifact));
}
