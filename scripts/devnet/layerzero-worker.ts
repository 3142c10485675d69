import { dataLength, dataSlice, type Interface } from "ethers";

import { encodeEnvelope } from "../../sdk/src/codec/index.ts";
import { MAX_TRANSACTION_GAS, type RawLog, type Receipt, RevertError } from "./chain.ts";
import { type LayerZeroStack, LZ, signInstruction } from "./layerzero.ts";
import {
  addressWord,
  decodeExecutorJob,
  decodePacket,
  type ExecutorJob,
  type Packet,
  packetGuid,
  packetHeader,
  payloadHash,
} from "./layerzero-codec.ts";
import type { ChainName } from "./profiles.ts";
import {
  type Block,
  type Forgery,
  idOf,
  newTransit,
  sourceOf,
  type Transit,
  type TransportWorker,
  type Verdict,
} from "./transit.ts";
import { head } from "./watcher.ts";

/** A packet on its way. */
export interface LayerZeroTransit extends Transit {
  /** A forged packet has nonce 0 until it is attested. */
  packet: Packet;
  readonly job: ExecutorJob;
}

/** How long a DVN's signature is good for, in seconds. */
const SIGNATURE_LIFETIME = 3_600;
/** What `execute302` needs around `lzReceive`: its own bookkeeping, calldata, and the alert when `lzReceive` fails. */
const EXECUTE_OVERHEAD = 1_000_000n;
/** What the executor is paid for when nobody paid it: delivering a forged packet. */
const FORGED_JOB: ExecutorJob = { gas: 1_000_000n, value: 0n };

/** LayerZero counts from 1. */
const UNNUMBERED = 0n;

/** Answers of the endpoint that mean: never, for this packet. */
const FINAL_REFUSALS = new Set(["LZ_PathNotVerifiable", "LZ_PayloadHashNotFound"]);

/** DVNs and executor of LayerZero on all chains. */
export class LayerZeroWorker implements TransportWorker {
  readonly transport = "layerzero";
  readonly #stacks: ReadonlyMap<ChainName, LayerZeroStack>;
  readonly #byEid: ReadonlyMap<number, ChainName>;
  /** The OApp on each chain that forgeries come from and go to. */
  readonly #oapps: ReadonlyMap<ChainName, string>;
  #forged = 0;

  constructor(stacks: ReadonlyMap<ChainName, LayerZeroStack>, oapps: ReadonlyMap<ChainName, string>) {
    this.#stacks = stacks;
    this.#byEid = new Map([...stacks].map(([name, { chain }]) => [chain.profile.eid, name]));
    this.#oapps = oapps;
  }

  announcement(chain: ChainName): { address: string; topic: string } {
    return { address: this.#stack(chain).endpoint, topic: eventTopic(LZ.endpoint, "PacketSent") };
  }

  observe(chain: ChainName, log: RawLog): LayerZeroTransit | undefined {
    const [encoded, options] = LZ.endpoint.decodeEventLog("PacketSent", log.data);
    const packet = decodePacket(encoded);
    const to = this.#byEid.get(packet.dstEid);
    if (to === undefined) return undefined;
    const source = sourceOf(log);
    const sent = { id: idOf(chain, source), transport: this.transport, from: chain, to, source } as const;
    return { ...newTransit({ ...sent, envelope: packet.message }), packet, job: decodeExecutorJob(options) };
  }

  async forge({ from, to, ...envelope }: Forgery): Promise<LayerZeroTransit> {
    const packet: Packet = {
      nonce: UNNUMBERED,
      srcEid: this.#stack(from).chain.profile.eid,
      sender: addressWord(this.#oapp(from)),
      dstEid: this.#stack(to).chain.profile.eid,
      receiver: addressWord(this.#oapp(to)),
      message: encodeEnvelope(envelope),
    };
    const id = `forged:${this.transport}:${++this.#forged}`;
    const transit = newTransit({ id, transport: this.transport, from, to, envelope: packet.message });
    return { ...transit, packet, job: FORGED_JOB };
  }

  copy(transit: Transit, id: string): LayerZeroTransit {
    const { packet, job } = transit as LayerZeroTransit;
    return { ...newTransit({ ...transit, id }), packet, job };
  }

  /** Every DVN verifies under its own signature, then the verification is committed to the endpoint. */
  async attest(transit: Transit): Promise<Verdict> {
    const { from, to, source } = transit;
    const stack = this.#stack(to);
    const { chain, receiveLibrary } = stack;
    const packet = await this.#numbered(stack, transit as LayerZeroTransit);
    const confirmations = await this.#confirmations(from, source);
    const header = packetHeader(packet);
    const hash = payloadHash(packet);
    const verification = LZ.receiveLibrary.encodeFunctionData("verify", [header, hash, confirmations]);
    const steps: Block[] = [];
    for (const dvn of stack.dvns) {
      const expiration = chain.clock.now() + SIGNATURE_LIFETIME;
      const instruction = signInstruction(stack, dvn, receiveLibrary, verification, expiration);
      const receipt = await chain.execute(dvn.address, LZ.dvn, "execute", [[instruction]], { from: dvn.admin });
      requireVerified(receipt);
      steps.push(blockOf(receipt));
    }
    try {
      const receipt = await chain.execute(receiveLibrary, LZ.receiveLibrary, "commitVerification", [header, hash], {
        from: stack.executorAdmin,
      });
      return { phase: "attested", steps: [...steps, blockOf(receipt)] };
    } catch (error) {
      return this.#refusal(stack, error, steps);
    }
  }

  /** Runs the executor with the gas the sender paid for, once all lower nonces of the path are verified. */
  async deliver(transit: Transit): Promise<Verdict> {
    const { packet, job, to, gasOverride } = transit as LayerZeroTransit;
    const stack = this.#stack(to);
    const { chain, executor, executorAdmin } = stack;
    const receiver = dataSlice(packet.receiver, 12);
    const verified = await inboundNonce(stack, packet);
    if (verified < packet.nonce) {
      return { phase: "attested", detail: `blocked: nonce ${verified + 1n} of this path is not verified` };
    }
    const gasLimit = gasOverride ?? job.gas;
    const execution = {
      receiver,
      origin: { srcEid: packet.srcEid, sender: packet.sender, nonce: packet.nonce },
      guid: packetGuid(packet),
      message: packet.message,
      extraData: "0x",
      gasLimit,
    };
    // Of the gas at hand, 1/64 stays behind at the call of the endpoint. No transaction can have more than the cap.
    const wanted = (gasLimit * 64n) / 63n + EXECUTE_OVERHEAD;
    const gas = wanted < MAX_TRANSACTION_GAS ? wanted : MAX_TRANSACTION_GAS;
    const options = { from: executorAdmin, value: job.value, gas };
    const receipt = await chain.execute(executor, LZ.executor, "execute302", [execution], options);
    const alert = receipt.logs.find(({ topics }) => topics[0] === eventTopic(LZ.endpoint, "LzReceiveAlert"));
    const steps = [blockOf(receipt)];
    if (alert === undefined) return { phase: "delivered", steps };
    const reason: string = LZ.endpoint.decodeEventLog("LzReceiveAlert", alert.data, alert.topics).reason;
    const name = errorName(reason);
    const refused = name !== undefined && FINAL_REFUSALS.has(name);
    const detail = `lzReceive reverted with ${name ?? reason} at ${gasLimit} gas`;
    return { phase: refused ? "refused" : "failed", detail, revertData: reason, steps };
  }

  /**
   * The packet, and for a forged one its nonce: the next of its path. The honest packet with that nonce can then never be delivered,
   * which is the most that forgers can do to honest messages.
   */
  async #numbered(stack: LayerZeroStack, transit: LayerZeroTransit): Promise<Packet> {
    if (transit.packet.nonce === UNNUMBERED) {
      transit.packet = { ...transit.packet, nonce: (await inboundNonce(stack, transit.packet)) + 1n };
    }
    return transit.packet;
  }

  /** A DVN signs how long it has waited. One that attests too early, or what nobody sent, says what is asked for. */
  async #confirmations(from: ChainName, source: Block | undefined): Promise<number> {
    const { chain } = this.#stack(from);
    if (source === undefined) return chain.profile.finality;
    return Math.max(chain.profile.finality, (await chain.blockNumber()) - source.number);
  }

  async #refusal({ chain }: LayerZeroStack, error: unknown, steps: readonly Block[]): Promise<Verdict> {
    if (!(error instanceof RevertError)) throw error;
    const name = errorName(error.data);
    const phase = name !== undefined && FINAL_REFUSALS.has(name) ? "refused" : "failed";
    const detail = `commitVerification reverted with ${name ?? error.data}`;
    return { phase, detail, revertData: error.data, steps: [...steps, await head(chain)] };
  }

  #stack(name: ChainName): LayerZeroStack {
    const stack = this.#stacks.get(name);
    if (stack === undefined) throw new Error(`LayerZero is not deployed on ${name}.`);
    return stack;
  }

  #oapp(name: ChainName): string {
    const oapp = this.#oapps.get(name);
    if (oapp === undefined) throw new Error(`There is no LayerZero transport on ${name}.`);
    return oapp;
  }
}

/** The highest nonce of the packet's path below which none is missing on the destination. */
export async function inboundNonce(stack: LayerZeroStack, { receiver, srcEid, sender }: Packet): Promise<bigint> {
  return stack.chain.read(stack.endpoint, LZ.endpoint, "inboundNonce", [dataSlice(receiver, 12), srcEid, sender]);
}

/** Name of one of LayerZero's own errors. Out of gas comes without data; the receiving transport has errors of its own. */
function errorName(data: string): string | undefined {
  if (dataLength(data) < 4) return undefined;
  return (LZ.endpoint.parseError(data) ?? LZ.receiveLibrary.parseError(data))?.name;
}

/** `DVN.execute` reports failures as events instead of reverting. */
function requireVerified({ logs }: Receipt): void {
  for (const name of ["ExecuteFailed", "VerifySignaturesFailed"]) {
    if (logs.some(({ topics }) => topics[0] === eventTopic(LZ.dvn, name)))
      throw new Error(`A DVN answered with ${name}.`);
  }
}

function blockOf({ blockNumber, blockHash }: Receipt): Block {
  return { number: blockNumber, hash: blockHash };
}

function eventTopic(abi: Interface, name: string): string {
  const event = abi.getEvent(name);
  if (event === null) throw new Error(`The interface has no event ${name}.`);
  return event.topicHash;
}
