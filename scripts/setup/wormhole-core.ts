/**
 * The real Wormhole core contracts, for the devnet. No package ships them alone, so their ABI and bytecode are read out of the ethers
 * factories of Wormhole's old SDK: one tarball, checked against the hash pinned here, never installed and never committed.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";

import type { InterfaceAbi } from "ethers";

const run = promisify(execFile);

const PACKAGE = "@certusone/wormhole-sdk@0.10.18";
const INTEGRITY = "sha512-VuN4AGB018ELkzTT/jN+yWgE6TWqXsHilxxCVWqGctzow2hKSFd8ADUhxhHigies436rS0vPvrgXi6m0J1+Ecw==";
const FACTORIES = "package/lib/cjs/ethers-contracts/factories";
const CONTRACTS = ["Implementation", "Setup", "Wormhole"] as const;

const CACHE = join(import.meta.dirname, "../../.cache");

/** Where the extracted contracts are kept; git ignores it. */
export const WORMHOLE_CORE = join(CACHE, "wormhole-core.json");

/** ABI and creation code of one contract. */
export interface Creation {
  readonly abi: InterfaceAbi;
  /** 0x-hex. */
  readonly bytecode: string;
}

/** The contracts of one Wormhole core deployment: `Wormhole` is the proxy, initialised through `Setup` to run `Implementation`. */
export type WormholeCore = Readonly<Record<(typeof CONTRACTS)[number], Creation>>;

/** Runs one compiled factory module with a stand-in for ethers; only its two constants are wanted. */
function readFactory(name: string, code: string): Creation {
  const exports: Record<string, Creation> = {};
  const ethers = { Contract: class {}, ContractFactory: class {}, utils: { Interface: class {} } };
  runInContext(code, createContext({ exports, require: () => ethers }));
  const factory = exports[`${name}__factory`];
  if (factory === undefined) throw new Error(`${PACKAGE} has no factory for ${name}`);
  return { abi: factory.abi, bytecode: factory.bytecode };
}

async function download(folder: string): Promise<string> {
  await run("npm", ["pack", PACKAGE, "--pack-destination", folder, "--loglevel=error"]);
  const tarball = join(folder, "certusone-wormhole-sdk-0.10.18.tgz");
  const integrity = `sha512-${createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64")}`;
  if (integrity !== INTEGRITY)
    throw new Error(`${PACKAGE} from the registry is not the pinned one: its hash is ${integrity}`);
  return tarball;
}

/**
 * Puts the contracts at {@link WORMHOLE_CORE} unless they are there.
 *
 * @param announce Called before anything slow starts.
 * @throws Error when npm cannot deliver the package, or delivers another one than the pinned.
 */
export async function ensureWormholeCore(announce: () => void): Promise<void> {
  if (existsSync(WORMHOLE_CORE)) return;
  announce();
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, "wormhole-"));
  try {
    const members = CONTRACTS.map((name) => `${FACTORIES}/${name}__factory.js`);
    await run("tar", ["-xzf", await download(folder), "-C", folder, ...members]);
    const entries = CONTRACTS.map(async (name, index) => {
      const code = await readFile(join(folder, members[index] as string), "utf8");
      return [name, readFactory(name, code)] as const;
    });
    const core = join(folder, "core.json");
    await writeFile(core, JSON.stringify(Object.fromEntries(await Promise.all(entries))));
    await rename(core, WORMHOLE_CORE);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
