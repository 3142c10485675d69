import { AbiCoder, concat, dataLength, dataSlice, keccak256, toBeHex, zeroPadValue } from "ethers";

/** A LayerZero V2 packet (version 1). Byte fields are 0x-hex; sender and receiver are 32 bytes. */
export interface Packet {
  readonly nonce: bigint;
  readonly srcEid: number;
  readonly sender: string;
  readonly dstEid: number;
  readonly receiver: string;
  readonly message: string;
}

/** What the sender has paid the executor for. */
export interface ExecutorJob {
  /** Gas for `lzReceive`. */
  readonly gas: bigint;
  /** Coins handed to `lzReceive`, in wei of the destination. */
  readonly value: bigint;
}

/** version u8, nonce u64, srcEid u32, sender b32, dstEid u32, receiver b32. */
const HEADER_LENGTH = 81;
const GUID_LENGTH = 32;

/** Splits what `PacketSent` carries. */
export function decodePacket(encoded: string): Packet {
  return {
    nonce: BigInt(dataSlice(encoded, 1, 9)),
    srcEid: Number(dataSlice(encoded, 9, 13)),
    sender: dataSlice(encoded, 13, 45),
    dstEid: Number(dataSlice(encoded, 45, 49)),
    receiver: dataSlice(encoded, 49, HEADER_LENGTH),
    message: dataSlice(encoded, HEADER_LENGTH + GUID_LENGTH),
  };
}

/** The 81 bytes that DVNs verify together with the payload hash. */
export function packetHeader({ nonce, srcEid, sender, dstEid, receiver }: Packet): string {
  return concat(["0x01", toBeHex(nonce, 8), toBeHex(srcEid, 4), sender, toBeHex(dstEid, 4), receiver]);
}

/** LayerZero's id of a packet. It does not depend on the message. */
export function packetGuid({ nonce, srcEid, sender, dstEid, receiver }: Packet): string {
  return keccak256(concat([toBeHex(nonce, 8), toBeHex(srcEid, 4), sender, toBeHex(dstEid, 4), receiver]));
}

/** The hash under which the destination's endpoint keeps a verified packet. */
export function payloadHash(packet: Packet): string {
  return keccak256(concat([packetGuid(packet), packet.message]));
}

const OPTIONS_TYPE_3 = "0x0003";
const EXECUTOR = 1;
const LZ_RECEIVE = 1;

/** Reads the executor's job from type 3 options: `worker u8 | size u16 | type u8 | option`, repeated. Several jobs add up. */
export function decodeExecutorJob(options: string): ExecutorJob {
  if (dataSlice(options, 0, 2) !== OPTIONS_TYPE_3) throw new Error(`LayerZero options ${options} are not of type 3.`);
  let gas = 0n;
  let value = 0n;
  for (let at = 2; at < dataLength(options); ) {
    const worker = Number(dataSlice(options, at, at + 1));
    const size = Number(dataSlice(options, at + 1, at + 3));
    const type = Number(dataSlice(options, at + 3, at + 4));
    const end = at + 3 + size;
    if (worker === EXECUTOR && type === LZ_RECEIVE) {
      gas += BigInt(dataSlice(options, at + 4, at + 20));
      if (end > at + 20) value += BigInt(dataSlice(options, at + 20, at + 36));
    }
    at = end;
  }
  return { gas, value };
}

/** Configuration of a pair of ULN libraries for one OApp and one remote chain. */
export interface UlnConfig {
  readonly confirmations: number;
  /** All of these must verify. */
  readonly requiredDvns: readonly string[];
}

/** In an OApp's ULN configuration: explicitly none, as opposed to 0, "inherit the default". */
const NIL_DVN_COUNT = 255;

/** The struct `UlnConfig` of an OApp, with nothing left to a default. DVNs must come in ascending order. */
export function ulnConfigStruct({ confirmations, requiredDvns }: UlnConfig): readonly unknown[] {
  const ascending = [...requiredDvns].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return [confirmations, ascending.length, NIL_DVN_COUNT, 0, ascending, []];
}

/** The struct `UlnConfig` of a default with one DVN; defaults inherit from nothing, so here none is 0. */
export function defaultUlnConfigStruct(confirmations: number, dvn: string): readonly unknown[] {
  return [confirmations, 1, 0, 0, [dvn], []];
}

/** {@link ulnConfigStruct} as `setConfig` takes it. */
export function encodeUlnConfig(config: UlnConfig): string {
  return AbiCoder.defaultAbiCoder().encode(
    ["tuple(uint64,uint8,uint8,uint8,address[],address[])"],
    [ulnConfigStruct(config)],
  );
}

/** The struct `ExecutorConfig` as `setConfig` takes it. */
export function encodeExecutorConfig(maxMessageSize: number, executor: string): string {
  return AbiCoder.defaultAbiCoder().encode(["tuple(uint32,address)"], [[maxMessageSize, executor]]);
}

/** An EVM address as LayerZero writes senders and receivers. */
export function addressWord(address: string): string {
  return zeroPadValue(address, 32);
}
