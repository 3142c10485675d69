import { expect } from "chai";
import { dataLength, getBytes, hexlify } from "ethers";
import fc from "fast-check";
import {
  decodeEnvelope,
  type Envelope,
  encodeEnvelope,
  envelopeOverhead,
  type LeafName,
  maxLeaves,
} from "../../../sdk/src/codec/index.ts";
import { announceSeed, attempt, check, type ErrorVector, expectCodecError, loadVectors, mutation } from "./support.ts";

const vectors = loadVectors<{
  valid: { name: string; envelope: Envelope; bytes: string }[];
  invalid: { name: string; bytes: string; error: ErrorVector }[];
}>("envelope.json");

const bytesOf = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((data) => hexlify(data));
const anyEnvelope = fc.record({ sender: bytesOf(1, 255), recipient: bytesOf(1, 255), payload: bytesOf(0, 300) });

describe("codec: envelope", () => {
  before(announceSeed);

  for (const { name, envelope, bytes } of vectors.valid) {
    it(`encodes and decodes: ${name}`, () => {
      expect(encodeEnvelope(envelope)).to.equal(bytes);
      expect(decodeEnvelope(bytes)).to.deep.equal(envelope);
      const overhead = envelopeOverhead(envelope.sender, envelope.recipient);
      expect(dataLength(bytes)).to.equal(overhead + dataLength(envelope.payload));
    });
  }

  it("rejects every malformed envelope with its error", () => {
    for (const { bytes, error } of vectors.invalid) {
      expectCodecError(() => decodeEnvelope(bytes), error.name, ...error.args);
    }
  });

  it("gives back any envelope that was encoded", () => {
    check(
      fc.property(anyEnvelope, (envelope) => {
        expect(decodeEnvelope(encodeEnvelope(envelope))).to.deep.equal(envelope);
      }),
    );
  });

  it("never reads changed bytes as anything but themselves", () => {
    check(
      fc.property(anyEnvelope, mutation, (envelope, mutate) => {
        const changed = mutate(getBytes(encodeEnvelope(envelope)));
        const result = attempt(() => decodeEnvelope(changed));
        if ("value" in result) expect(encodeEnvelope(result.value)).to.equal(hexlify(changed));
        else expect(result.code).to.equal("Envelope_Malformed");
      }),
      1000,
    );
  });

  it("refuses addresses of 0 or over 255 bytes and what is not bytes", () => {
    const plain = { sender: "0x01", recipient: "0x02", payload: "0x" };
    const shown = `0x${"ab".repeat(99)}… (514 characters)`;
    for (const field of ["sender", "recipient"]) {
      const withField = (value: string) => () => encodeEnvelope({ ...plain, [field]: value });
      expectCodecError(withField("0x"), "Codec_WrongBytes", field, "0x", "1 to 255");
      expectCodecError(withField(`0x${"ab".repeat(256)}`), "Codec_WrongBytes", field, shown, "1 to 255");
    }
    expectCodecError(() => encodeEnvelope({ ...plain, payload: "0x0" }), "Codec_WrongBytes", "payload", "0x0", "any");
    expectCodecError(() => decodeEnvelope("no"), "Codec_WrongBytes", "envelope", "no", "any");
  });

  // the numbers under "Leaves per message" in docs/standard.md
  describe("leaves per message of 10,000 bytes", () => {
    const eip155 = (referenceLength: number): Uint8Array => new Uint8Array(26 + referenceLength);
    const cases: readonly (readonly [sender: number, recipient: number, ...most: number[]])[] = [
      [1, 1, 121, 101, 151, 93, 9857],
      [1, 2, 121, 101, 151, 93, 9856],
      [2, 3, 121, 101, 151, 93, 9854],
      [8, 8, 121, 101, 151, 93, 9843],
      [32, 32, 120, 100, 150, 93, 9795],
    ];
    const leaves: readonly LeafName[] = ["Credited", "Delegate", "Price", "Payout", "Heartbeat"];
    for (const [sender, recipient, ...most] of cases) {
      it(`chain ids of ${sender} and ${recipient} bytes`, () => {
        const overhead = envelopeOverhead(eip155(sender), eip155(recipient));
        expect(overhead).to.equal(54 + sender + recipient);
        expect(leaves.map((name) => maxLeaves(name, 10_000, overhead))).to.deep.equal(most);
      });
    }

    it("Credited, Custody and Released have one size, so one maximum", () => {
      for (const name of ["Custody", "Released"] as const) expect(maxLeaves(name, 10_000, 118)).to.equal(120);
    });

    const lastWithMost: readonly (readonly [name: LeafName, chainIdBytes: number, most: number])[] = [
      ["Credited", 58, 121],
      ["Delegate", 62, 101],
      ["Price", 44, 151],
    ];
    for (const [name, chainIdBytes, most] of lastWithMost) {
      it(`${most} ${name} leaves hold until the two chain ids take more than ${chainIdBytes} bytes together`, () => {
        expect(maxLeaves(name, 10_000, 54 + chainIdBytes)).to.equal(most);
        expect(maxLeaves(name, 10_000, 54 + chainIdBytes + 1)).to.equal(most - 1);
      });
    }

    it("a Solana transaction of 1,232 bytes is shorter than 13 Released leaves with header and envelope", () => {
      const overhead = envelopeOverhead(eip155(1), new Uint8Array(70));
      expect(maxLeaves("Released", 1_232, overhead)).to.equal(12);
    });
  });
});
