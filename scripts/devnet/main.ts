/** `npm run devnet`: serves the chains over JSON-RPC, with workers in the background, until interrupted. */
import { parseArgs } from "node:util";

import type { Deployment } from "../../sdk/src/deployment/index.ts";
import { type Devnet, startDevnet } from "./deploy.ts";
import { describeDevnet } from "./description.ts";
import { CHAIN_NAMES } from "./profiles.ts";
import { type RpcServer, serveRpc } from "./rpc.ts";

const USAGE = `Usage: npm run devnet -- [--port <first of three ports, default 8545>] [--interval <ms per block and worker step, default 250>] [--json]`;

/** Accounts that start with test tokens; every account has coins. */
const FUNDED_ACCOUNTS = [1, 2, 3];
const FUNDS = { WETH: 1_000n * 10n ** 18n, USDC: 1_000_000n * 10n ** 6n } as const;

interface Settings {
  readonly port: number;
  readonly interval: number;
  readonly json: boolean;
}

/** @throws Error of one line: what is wrong with the arguments, and what may be given. */
function readSettings(args: readonly string[]): Settings {
  try {
    const options = { port: { type: "string" }, interval: { type: "string" }, json: { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return {
      port: integer("--port", values.port ?? "8545", 1, 65_535 - CHAIN_NAMES.length + 1),
      interval: integer("--interval", values.interval ?? "250", 1, 3_600_000),
      json: values.json ?? false,
    };
  } catch (error) {
    throw new Error(`${oneLine(error)}. ${USAGE}`);
  }
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < least || value > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

async function fund(devnet: Devnet): Promise<void> {
  for (const name of CHAIN_NAMES) {
    const { chain, assets } = devnet.chains[name];
    for (const symbol of ["WETH", "USDC"] as const) {
      if (assets[symbol] === undefined) continue;
      for (const index of FUNDED_ACCOUNTS) await devnet.mint(name, symbol, chain.account(index), FUNDS[symbol]);
    }
  }
}

/** What `--json` prints: where everything is, where the chains are served, and who can send without signing. */
interface Announcement {
  readonly deployment: Deployment;
  readonly rpc: Readonly<Record<string, string>>;
  /** The same on every chain; the first one deployed and administers everything, the next three have test tokens. */
  readonly accounts: readonly string[];
}

function table({ deployment, rpc, accounts }: Announcement): string {
  const { hub, vaults, chains } = deployment;
  const lines = [`hub  ${hub.address}  withdrawals  ${hub.withdrawals}`];
  for (const { name, chain, address, assets, transports } of vaults) {
    lines.push("", `${chain}  chain id ${chains[chain]?.chainId}  ${rpc[chain]}`, `  vault ${name}  ${address}`);
    for (const asset of assets) lines.push(`  asset ${asset.symbol}  ${asset.address}`);
    for (const transport of transports) lines.push(`  transport ${transport.name}  ${transport.atVault}`);
  }
  return [...lines, "", "unlocked accounts with test tokens", ...FUNDED_ACCOUNTS.map((i) => `  ${accounts[i]}`)].join(
    "\n",
  );
}

async function serve({ port, interval, json }: Settings): Promise<void> {
  const servers: RpcServer[] = [];
  const devnet = await startDevnet({ time: "wall", onProgress: (step) => console.error(`devnet: ${step} …`) });
  const stop = async () => {
    await Promise.all(servers.map((server) => server.close()));
    await devnet.close();
  };
  try {
    await fund(devnet);
    for (const [index, name] of CHAIN_NAMES.entries()) {
      servers.push(await serveRpc(devnet.chains[name].chain, port + index));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const rpc = Object.fromEntries(CHAIN_NAMES.map((name, index) => [name, servers[index]?.url ?? ""]));
  const { accounts } = devnet.chains.hub.chain;
  const announcement: Announcement = { deployment: describeDevnet(devnet), rpc, accounts };
  console.log(json ? JSON.stringify(announcement) : table(announcement));
  devnet.workers.start(interval, (error) => console.error(`devnet: a worker failed: ${oneLine(error)}`));
  console.error("devnet: ready; stop with Ctrl-C");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

try {
  await serve(readSettings(process.argv.slice(2)));
} catch (error) {
  const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(`devnet: ${busy ? "a port is in use; choose others with --port" : oneLine(error)}`);
  process.exitCode = 1;
}
