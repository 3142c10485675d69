import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

/** The start of every frozen clock, in unix seconds (2026-01-01): a fixed date makes a run reproducible from its seed. */
export const GENESIS_TIME = 1_767_225_600;

/** A chain that a clock can move: it can mine one empty block. */
interface Ticking {
  readonly connection: NetworkConnection;
  mine(blocks?: number): Promise<void>;
}

/** One time for all chains of a devnet. */
export interface DevnetClock {
  /** Unix seconds that the next block of any chain carries. */
  now(): number;
  /** Moves time forward on every chain and mines one block on each, so that views see it. Whole seconds, never negative. */
  advance(seconds: number): Promise<void>;
  /** Puts a chain under this clock. */
  attach(chain: Ticking): void;
}

/** Requests that make blocks; only those need to be told the time. */
const MINING_METHODS = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine", "hardhat_mine"]);

/** Which simulated chains run on a frozen clock. Weak, so that a closed devnet is forgotten. */
const frozen = new WeakMap<NetworkConnection, FrozenClock>();

let hookRegistered = false;

/**
 * Left alone, EDR stamps blocks with the machine's time, so no run could be repeated from its seed. One request hook puts every block
 * of a frozen chain on the clock, whoever asks for the block: a plain ethers signer, the SDK, or the workers.
 */
function registerHook(): void {
  if (hookRegistered) return;
  hookRegistered = true;
  hre.hooks.registerHandlers("network", {
    async onRequest(context, connection, request, next) {
      const clock = MINING_METHODS.has(request.method) ? frozen.get(connection as NetworkConnection) : undefined;
      if (clock !== undefined) {
        const params = [`0x${clock.now().toString(16)}`];
        await next(context, connection, { jsonrpc: "2.0", id: 0, method: "evm_setNextBlockTimestamp", params });
      }
      return next(context, connection, request);
    },
  });
}

/** A clock that stands still unless it is advanced: for tests. Chains under it must allow blocks with the same timestamp. */
export class FrozenClock implements DevnetClock {
  #now = GENESIS_TIME;
  readonly #chains: Ticking[] = [];

  now(): number {
    return this.#now;
  }

  attach(chain: Ticking): void {
    registerHook();
    this.#chains.push(chain);
    frozen.set(chain.connection, this);
  }

  async advance(seconds: number): Promise<void> {
    requireSeconds(seconds);
    this.#now += seconds;
    await Promise.all(this.#chains.map((chain) => chain.mine()));
  }

  /** Goes back to the time of a snapshot. Only right when all chains go back to the same snapshot with it. */
  restore(now: number): void {
    this.#now = now;
  }
}

/** The machine's time plus whatever was advanced: for a devnet that people talk to. */
export class WallClock implements DevnetClock {
  #offset = 0;
  readonly #chains: Ticking[] = [];

  now(): number {
    return Math.floor(Date.now() / 1000) + this.#offset;
  }

  attach(chain: Ticking): void {
    this.#chains.push(chain);
  }

  async advance(seconds: number): Promise<void> {
    requireSeconds(seconds);
    this.#offset += seconds;
    const params = [seconds];
    await Promise.all(
      this.#chains.map(async (chain) => {
        await chain.connection.provider.request({ method: "evm_increaseTime", params });
        await chain.mine();
      }),
    );
  }
}

function requireSeconds(seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new RangeError(`Time moves forward in whole seconds, not by ${seconds}.`);
  }
}
