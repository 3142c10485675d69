import { readFile } from "node:fs/promises";
import { createVAA, serialize, UniversalAddress } from "@wormhole-foundation/sdk-definitions";
import { mocks } from "@wormhole-foundation/sdk-definitions/testing";
import {
  computeAddress,
  concat,
  encodeBytes32String,
  getBytes,
  hexlify,
  Interface,
  id,
  toBeHex,
  zeroPadValue,
} from "ethers";

import { WORMHOLE_CORE, type WormholeCore } from "../setup/wormhole-core.ts";
import type { Chain } from "./chain.ts";
import type { ChainProfile } from "./profiles.ts";

/** Wormhole's core contract on one chain. */
export interface WormholeStack {
  readonly chain: Chain;
  /** The proxy that messages are published to and verified by. */
  readonly core: string;
  /** ABI of what the proxy runs. */
  readonly abi: Interface;
}

/** What guardians sign about a published message. */
export interface Observation {
  readonly emitterChain: ChainProfile;
  /** 32 bytes, 0x-hex. */
  readonly emitter: string;
  readonly sequence: bigint;
  readonly nonce: number;
  readonly consistencyLevel: number;
  /** Unix seconds of the block. */
  readonly timestamp: number;
  /** 0x-hex. */
  readonly payload: string;
}

/** Consistency levels of the core contract on EVM chains. */
export const CONSISTENCY = { finalised: 1, instant: 200, safe: 201 } as const;

/** Sender of governance messages, as `Setup` gets it: Wormhole's own convention, address 4 on Solana. */
const GOVERNANCE = { chain: "Solana", chainId: 1, address: `0x${"04".padStart(64, "0")}` } as const;
/** Governance action of the module `Core`. */
const SET_MESSAGE_FEE = 3;

/** The one guardian set of a devnet, with keys of its own. It signs with its first quorum of members, as real sets do when some sleep. */
export class Guardians {
  /** In guardian order. */
  readonly addresses: readonly string[];
  /** How many must sign: more than two thirds. */
  readonly quorum: number;
  readonly #signers: mocks.MockGuardians;

  /** @param count 1 is fastest; mainnet has 19, of which 13 sign. */
  constructor(count: number) {
    const keys = Array.from({ length: count }, (_, index) => id(`causeway/devnet/guardian/${index}`));
    this.addresses = keys.map((key) => computeAddress(key));
    this.quorum = Math.floor((count * 2) / 3) + 1;
    this.#signers = new mocks.MockGuardians(
      0,
      keys.map((key) => key.slice(2)),
    );
  }

  /** A VAA over the observation, as 0x-hex. */
  sign(observation: Observation): string {
    return this.#sign({
      timestamp: observation.timestamp,
      nonce: observation.nonce,
      emitterChain: observation.emitterChain.wormhole,
      emitterAddress: new UniversalAddress(observation.emitter),
      sequence: observation.sequence,
      consistencyLevel: observation.consistencyLevel,
      payload: getBytes(observation.payload),
    });
  }

  /** A governance VAA for the module `Core`. `sequence` only keeps two of the same content apart: the core refuses replays. */
  signGovernance(action: number, wormholeId: number, argument: string, sequence: bigint): string {
    // Module names are padded on the left.
    const module = zeroPadValue(hexlify(getBytes(encodeBytes32String("Core")).slice(0, 4)), 32);
    return this.#sign({
      timestamp: 0,
      nonce: 0,
      emitterChain: GOVERNANCE.chain,
      emitterAddress: new UniversalAddress(GOVERNANCE.address),
      sequence,
      consistencyLevel: 0,
      payload: getBytes(concat([module, toBeHex(action, 1), toBeHex(wormholeId, 2), argument])),
    });
  }

  #sign(body: Omit<Parameters<typeof createVAA<"Uint8Array">>[1], "guardianSet" | "signatures">): string {
    const vaa = createVAA("Uint8Array", { ...body, guardianSet: 0, signatures: [] });
    const members = Array.from({ length: this.quorum }, (_, index) => index);
    return hexlify(serialize(this.#signers.addSignatures(vaa, members)));
  }
}

/**
 * Reads the core's ABI and bytecode, which set-up has taken from Wormhole's own package.
 * @throws when set-up has not run.
 */
export async function readWormholeCore(path = WORMHOLE_CORE): Promise<WormholeCore> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as WormholeCore;
  } catch {
    throw new Error(`The Wormhole core contracts are not at ${path}: run "make setup" once.`);
  }
}

/** Deploys the real core behind its proxy, with the devnet's guardian set as set 0. */
export async function deployWormhole(chain: Chain, core: WormholeCore, guardians: Guardians): Promise<WormholeStack> {
  const setup = await chain.deploy(core.Setup);
  const implementation = await chain.deploy(core.Implementation);
  const { wormholeId, chainId } = chain.profile;
  const initialisation = Interface.from(core.Setup.abi).encodeFunctionData("setup", [
    implementation,
    guardians.addresses,
    wormholeId,
    GOVERNANCE.chainId,
    GOVERNANCE.address,
    chainId,
  ]);
  const proxy = await chain.deploy(core.Wormhole, [setup, initialisation]);
  return { chain, core: proxy, abi: Interface.from(core.Implementation.abi) };
}

/** Sets the price of publishing a message, in wei, by a governance VAA as on mainnet. */
export async function setMessageFee(stack: WormholeStack, guardians: Guardians, fee: bigint): Promise<void> {
  const { chain, core, abi } = stack;
  const sequence = BigInt(await chain.blockNumber());
  const vaa = guardians.signGovernance(SET_MESSAGE_FEE, chain.profile.wormholeId, toBeHex(fee, 32), sequence);
  await chain.execute(core, abi, "submitSetMessageFee", [vaa]);
}
