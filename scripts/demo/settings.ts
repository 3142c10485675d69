import { parseArgs } from "node:util";

import { type Amount, amount, InputError, type Unit } from "../../sdk/src/index.ts";
import type { TransportName } from "../devnet/transit.ts";

/** What the demo plays with. */
export interface Settings {
  readonly json: boolean;
  /** WETH that alice deposits on ethereum. */
  readonly weth: Amount;
  /** USDC that alice deposits on ethereum. */
  readonly ethereum: Amount;
  /** USDC that alice deposits on arbitrum. */
  readonly arbitrum: Amount;
  /** USDC that alice withdraws from ethereum. */
  readonly withdraw: Amount;
  /** Transport that dies for a while. */
  readonly kill: TransportName;
  /** Seed of the devnet. */
  readonly seed: number;
}

/** USDC as the devnet has it. */
export const USDC: Unit = { symbol: "USDC", decimals: 6 };

const TRANSPORTS: readonly TransportName[] = ["layerzero", "wormhole"];

/** What `--help` prints. */
export const USAGE = `Usage: npm run -s demo -- [options]

  --json                  one JSON document instead of a story
  --weth AMOUNT           WETH that alice deposits on ethereum (default 2)
  --ethereum AMOUNT       USDC that alice deposits on ethereum (default 1000)
  --arbitrum AMOUNT       USDC that alice deposits on arbitrum (default 3000)
  --withdraw AMOUNT       USDC that alice withdraws from ethereum (default 2500)
  --kill TRANSPORT        transport that dies for a while: ${TRANSPORTS.join(" or ")} (default wormhole)
  --seed NUMBER           seed of the devnet (default 1)
  --help                  this text`;

const OPTIONS = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  weth: { type: "string", default: "2" },
  ethereum: { type: "string", default: "1000" },
  arbitrum: { type: "string", default: "3000" },
  withdraw: { type: "string", default: "2500" },
  kill: { type: "string", default: "wormhole" },
  seed: { type: "string", default: "1" },
} as const;

/**
 * Reads the command line before anything is started; undefined when only help is wanted.
 * @throws Error of one line: what is wrong, and what may be given.
 */
export function readSettings(args: readonly string[]): Settings | undefined {
  const { help, kill, seed, ...values } = parse(args);
  if (help) return undefined;
  if (!TRANSPORTS.includes(kill as TransportName)) {
    throw new Error(`There is no transport "${kill}". Give --kill ${TRANSPORTS.join(" or --kill ")}.`);
  }
  if (!/^[0-9]{1,9}$/.test(seed)) throw new Error(`"${seed}" is no seed. Give --seed a whole number up to 999999999.`);
  return {
    json: values.json,
    weth: readAmount("weth", values.weth, { symbol: "WETH", decimals: 18 }),
    ethereum: readAmount("ethereum", values.ethereum, USDC),
    arbitrum: readAmount("arbitrum", values.arbitrum, USDC),
    withdraw: readAmount("withdraw", values.withdraw, USDC),
    kill: kill as TransportName,
    seed: Number(seed),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new Error(`${line.replace(/\.?$/, ".")} See npm run -s demo -- --help.`);
  }
}

function readAmount(option: string, text: string, unit: Unit): Amount {
  try {
    const read = amount(text, unit);
    if (read.value > 0n) return read;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new Error(`--${option}: ${error.line}`);
  }
  throw new Error(`--${option}: the amount must be more than zero. Give an amount like 1500 or 0.25.`);
}
