import { Interface, zeroPadValue } from "ethers";

import { decodeEnvelope, decodeInteroperable, encodeEnvelope, isCodecError } from "../../sdk/src/codec/index.ts";
import { type RawLog, RevertError } from "./chain.ts";
import type { ChainName } from "./profiles.ts";
import {
  type Forgery,
  idOf,
  newTransit,
  sourceOf,
  type Transit,
  type TransportWorker,
  type Verdict,
} from "./transit.ts";
import { head } from "./watcher.ts";
import { CONSISTENCY, type Guardians, type Observation, type WormholeStack } from "./wormhole.ts";

/** A published message on its way. */
export interface WormholeTransit extends Transit {
  readonly observation: Observation;
  /** Signed by a quorum of guardians, 0x-hex; once attested. */
  vaa?: string;
}

/** The only function of the transport that the relayer needs. */
const TRANSPORT = Interface.from(["function deliver(bytes vaa)"]);

/** Where forged messages start to count, far above what a devnet publishes: an honest sequence is never taken. */
const FORGED_SEQUENCE = 1_000_000_000n;

/** The unlocked account of the relayer, counted from the end. */
const RELAYER = -4;

/** Guardians and a relayer of Wormhole on all chains. */
export class WormholeWorker implements TransportWorker {
  readonly transport = "wormhole";
  readonly guardians: Guardians;
  readonly #stacks: ReadonlyMap<ChainName, WormholeStack>;
  readonly #transports: ReadonlyMap<ChainName, string>;
  readonly #byChainId: ReadonlyMap<bigint, ChainName>;
  #forged = 0n;

  /** @param transports The WormholeTransport of each chain: what they publish is relayed, what others publish is not. */
  constructor(
    stacks: ReadonlyMap<ChainName, WormholeStack>,
    transports: ReadonlyMap<ChainName, string>,
    guardians: Guardians,
  ) {
    this.#stacks = stacks;
    this.#transports = transports;
    this.#byChainId = new Map([...stacks].map(([name, { chain }]) => [BigInt(chain.profile.chainId), name]));
    this.guardians = guardians;
  }

  announcement(chain: ChainName): { address: string; topic: string } {
    const { core, abi } = this.#stack(chain);
    const event = abi.getEvent("LogMessagePublished");
    if (event === null) throw new Error("The Wormhole core's ABI has no LogMessagePublished.");
    return { address: core, topic: event.topicHash };
  }

  observe(chain: ChainName, log: RawLog): WormholeTransit | undefined {
    const { chain: source, abi } = this.#stack(chain);
    const { sender, sequence, nonce, payload, consistencyLevel } = abi.decodeEventLog(
      "LogMessagePublished",
      log.data,
      log.topics,
    );
    const to = this.#destinationOf(payload);
    if (sender !== this.#transports.get(chain) || to === undefined) return undefined;
    const place = sourceOf(log);
    const sent = { id: idOf(chain, place), transport: this.transport, from: chain, to, source: place } as const;
    const transit = newTransit({ ...sent, envelope: payload });
    const observation = {
      emitterChain: source.profile,
      emitter: zeroPadValue(sender, 32),
      sequence,
      nonce: Number(nonce),
      consistencyLevel: Number(consistencyLevel),
      timestamp: place.timestamp,
      payload,
    };
    return { ...transit, observation };
  }

  async forge({ from, to, ...envelope }: Forgery): Promise<WormholeTransit> {
    const { chain } = this.#stack(from);
    const payload = encodeEnvelope(envelope);
    const sequence = FORGED_SEQUENCE + ++this.#forged;
    const transit = newTransit({
      id: `forged:${this.transport}:${this.#forged}`,
      transport: this.transport,
      from,
      to,
      envelope: payload,
    });
    const observation = {
      emitterChain: chain.profile,
      emitter: zeroPadValue(this.#transport(from), 32),
      sequence,
      nonce: 0,
      consistencyLevel: CONSISTENCY.finalised,
      timestamp: chain.clock.now(),
      payload,
    };
    return { ...transit, observation };
  }

  copy(transit: Transit, id: string): WormholeTransit {
    return { ...newTransit({ ...transit, id }), observation: (transit as WormholeTransit).observation };
  }

  /** A quorum of guardians signs. That happens off chain, so nothing of it can be reorganised away. */
  async attest(transit: Transit): Promise<Verdict> {
    const message = transit as WormholeTransit;
    message.vaa = this.guardians.sign(message.observation);
    return { phase: "attested" };
  }

  async deliver(transit: Transit): Promise<Verdict> {
    const { vaa, to, gasOverride } = transit as WormholeTransit;
    if (vaa === undefined) throw new Error(`${transit.id} has no signatures.`);
    const { chain } = this.#stack(to);
    const options = { from: chain.account(RELAYER), ...(gasOverride === undefined ? {} : { gas: gasOverride }) };
    try {
      const { blockNumber, blockHash } = await chain.execute(this.#transport(to), TRANSPORT, "deliver", [vaa], options);
      return { phase: "delivered", steps: [{ number: blockNumber, hash: blockHash }] };
    } catch (error) {
      if (!(error instanceof RevertError)) throw error;
      const steps = [await head(chain)];
      return { phase: "failed", detail: `deliver reverted: ${error.message}`, revertData: error.data, steps };
    }
  }

  /** The chain of an envelope's recipient; undefined when it is none of ours, or no envelope. */
  #destinationOf(payload: string): ChainName | undefined {
    try {
      const recipient = decodeInteroperable(decodeEnvelope(payload).recipient);
      return recipient.namespace === "eip155" ? this.#byChainId.get(recipient.chainId) : undefined;
    } catch (error) {
      if (isCodecError(error)) return undefined;
      throw error;
    }
  }

  #stack(name: ChainName): WormholeStack {
    const stack = this.#stacks.get(name);
    if (stack === undefined) throw new Error(`Wormhole is not deployed on ${name}.`);
    return stack;
  }

  #transport(name: ChainName): string {
    const transport = this.#transports.get(name);
    if (transport === undefined) throw new Error(`There is no Wormhole transport on ${name}.`);
    return transport;
  }
}
