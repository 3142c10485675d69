import { expect } from "chai";
import { concat, dataLength, getBytes, hexlify } from "ethers";
import fc from "fast-check";
import {
  type CollateralStateMessage,
  decodeMessage,
  encodeMessage,
  HEADER_SIZE,
  isCodecError,
  LEAF_NAMES,
  type LeafName,
  leafSize,
  type MessageJson,
  maxLeaves,
  messageFromJson,
  messageToJson,
} from "../../../sdk/src/codec/index.ts";
import {
  announceSeed,
  anyMessage,
  attempt,
  check,
  type ErrorVector,
  expectCodecError,
  loadVectors,
  mutation,
  unsigned,
} from "./support.ts";

const vectors = loadVectors<{
  valid: { name: string; message: MessageJson; bytes: string }[];
  invalid: { name: string; bytes: string; error: ErrorVector }[];
}>("csm.json");

const heartbeat: CollateralStateMessage = {
  kind: 2,
  origin: `0x${"11".repeat(32)}`,
  destination: `0x${"22".repeat(32)}`,
  sourceSeq: 1n,
  sourceTime: 2n,
  leaves: [{ type: "Heartbeat" }],
};
const credit = (total: bigint): CollateralStateMessage => ({
  ...heartbeat,
  kind: 1,
  leaves: [{ type: "Credited", asset: heartbeat.origin, account: heartbeat.destination, total }],
});

/** `message` with some fields replaced by values its type would not allow. */
function corrupt(message: CollateralStateMessage, fields: Record<string, unknown>): CollateralStateMessage {
  return { ...message, ...fields } as CollateralStateMessage;
}

describe("codec: Collateral State Message v1", () => {
  before(announceSeed);

  describe("golden vectors", () => {
    for (const { name, message, bytes } of vectors.valid) {
      it(`encodes and decodes: ${name}`, () => {
        expect(encodeMessage(messageFromJson(message))).to.equal(bytes);
        expect(messageToJson(decodeMessage(bytes))).to.deep.equal(message);
      });
    }

    it("rejects every malformed message with its error", () => {
      for (const { name, bytes, error } of vectors.invalid) {
        try {
          expectCodecError(() => decodeMessage(bytes), error.name, ...error.args);
        } catch (failure) {
          throw new Error(`${name}: ${(failure as Error).message}`, { cause: failure });
        }
      }
    });

    it("reaches every error and every leaf", () => {
      const errors = new Set(vectors.invalid.map(({ error }) => error.name));
      expect([...errors].sort()).to.deep.equal([
        "Csm_LeafOfOtherKind",
        "Csm_NoLeaves",
        "Csm_TooShort",
        "Csm_TrailingBytes",
        "Csm_Truncated",
        "Csm_UnknownKind",
        "Csm_UnknownLeaf",
        "Csm_WrongMagic",
      ]);
      const leaves = new Set(vectors.valid.flatMap(({ message }) => message.leaves.map((leaf) => leaf.type)));
      expect([...leaves].sort()).to.deep.equal([...LEAF_NAMES].sort());
    });

    it("names every vector once", () => {
      for (const list of [vectors.valid, vectors.invalid]) {
        expect(new Set(list.map(({ name }) => name)).size).to.equal(list.length);
      }
    });
  });

  describe("decoding", () => {
    it("gives back any message that was encoded", () => {
      check(
        fc.property(anyMessage, (message) => {
          expect(decodeMessage(encodeMessage(message))).to.deep.equal(message);
        }),
      );
    });

    it("gives back any message through JSON", () => {
      check(
        fc.property(anyMessage, (message) => {
          const json = JSON.parse(JSON.stringify(messageToJson(message))) as MessageJson;
          expect(messageFromJson(json)).to.deep.equal(message);
        }),
      );
    });

    it("never accepts changed bytes as anything but themselves", () => {
      check(
        fc.property(anyMessage, fc.array(mutation, { minLength: 1, maxLength: 4 }), (message, mutations) => {
          const changed = mutations.reduce((data, mutate) => mutate(data), getBytes(encodeMessage(message)));
          const result = attempt(() => decodeMessage(changed));
          if ("value" in result) expect(encodeMessage(result.value)).to.equal(hexlify(changed));
          else expect(result.code).to.match(/^Csm_/);
        }),
        1000,
      );
    });

    it("never accepts a message of another length", () => {
      check(
        fc.property(anyMessage, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 90 }), (message, cut, extra) => {
          const whole = getBytes(encodeMessage(message));
          const prefix = attempt(() => decodeMessage(whole.slice(0, cut % whole.length)));
          expect(prefix).to.have.property("code").that.is.oneOf(["Csm_TooShort", "Csm_Truncated"]);
          expect(attempt(() => decodeMessage(concat([whole, extra])))).to.have.property("code", "Csm_TrailingBytes");
        }),
      );
    });

    it("answers arbitrary bytes with a named error", () => {
      check(
        fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
          expect(attempt(() => decodeMessage(data)))
            .to.have.property("code")
            .that.matches(/^Csm_/);
        }),
      );
    });

    it("reads a view into a larger buffer", () => {
      const whole = getBytes(encodeMessage(heartbeat));
      const buffer = new Uint8Array(whole.length + 10).fill(0xff);
      buffer.set(whole, 7);
      expect(decodeMessage(buffer.subarray(7, 7 + whole.length))).to.deep.equal(heartbeat);
    });

    it("refuses what is not bytes", () => {
      for (const text of ["", "0x1", "43534d31", "0xzz", undefined as unknown as string]) {
        expectCodecError(() => decodeMessage(text), "Codec_WrongBytes", "message", String(text), "any");
      }
    });
  });

  describe("encoding", () => {
    it("refuses amounts outside u128 and names the field and the value", () => {
      const max = 2n ** 128n - 1n;
      expect(decodeMessage(encodeMessage(credit(max)))).to.deep.equal(credit(max));
      for (const value of [-1n, max + 1n]) {
        expectCodecError(() => encodeMessage(credit(value)), "Codec_OutOfRange", "leaves[0].total", value, max);
      }
    });

    it("refuses header integers outside u64", () => {
      const max = 2n ** 64n - 1n;
      for (const field of ["sourceSeq", "sourceTime"]) {
        for (const value of [-1n, max + 1n]) {
          const bad = corrupt(heartbeat, { [field]: value });
          expectCodecError(() => encodeMessage(bad), "Codec_OutOfRange", field, value, max);
        }
      }
    });

    it("refuses numbers that are not whole", () => {
      for (const value of [0.5, Number.NaN, 2 ** 60, "7", null]) {
        const bad = corrupt(heartbeat, { sourceSeq: value });
        expectCodecError(() => encodeMessage(bad), "Codec_NotAnInteger", "sourceSeq", value);
      }
    });

    it("refuses ids of another length", () => {
      for (const value of ["0x", `0x${"11".repeat(31)}`, `0x${"11".repeat(33)}`, "11".repeat(32)]) {
        const bad = corrupt(heartbeat, { origin: value });
        expectCodecError(() => encodeMessage(bad), "Codec_WrongBytes", "origin", value, "32");
      }
    });

    it("refuses a delegate that is no address or has a wrong checksum", () => {
      const delegate = (value: string): CollateralStateMessage => ({
        ...heartbeat,
        kind: 1,
        leaves: [
          {
            type: "Delegate",
            account: heartbeat.origin,
            ownerAddress: heartbeat.origin,
            subId: 0,
            delegate: value,
            sequence: 0n,
          },
        ],
      });
      for (const value of ["0x00", heartbeat.origin, "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045"]) {
        expectCodecError(() => encodeMessage(delegate(value)), "Codec_BadAddress", "leaves[0].delegate", value);
      }
    });

    it("refuses kinds, leaves and counts the format does not know", () => {
      expectCodecError(() => encodeMessage(corrupt(heartbeat, { kind: 3 })), "Csm_UnknownKind", 3);
      expectCodecError(() => encodeMessage(corrupt(heartbeat, { leaves: [] })), "Csm_NoLeaves");
      expectCodecError(
        () => encodeMessage(corrupt(heartbeat, { kind: 1 })),
        "Csm_LeafOfOtherKind",
        1,
        0x12,
        HEADER_SIZE,
      );
      for (const type of ["Unknown", "toString"]) {
        expectCodecError(
          () => encodeMessage(corrupt(heartbeat, { leaves: [{ type }] })),
          "Codec_UnknownLeafName",
          type,
        );
      }
      const many = corrupt(heartbeat, { leaves: Array(65_536).fill({ type: "Heartbeat" }) });
      expectCodecError(() => encodeMessage(many), "Codec_OutOfRange", "leaves.length", 65_536, 65_535);
    });

    it("carries 65,535 leaves", () => {
      const full = corrupt(heartbeat, { leaves: Array(65_535).fill({ type: "Heartbeat" }) });
      expect(decodeMessage(encodeMessage(full)).leaves).to.have.length(65_535);
    });

    it("has an error class that says code, values and advice", () => {
      try {
        decodeMessage("0x00");
        expect.fail("must throw");
      } catch (error) {
        if (!isCodecError(error, "Csm_TooShort")) throw error;
        expect(error.args.length).to.equal(1n);
        expect(error.message).to.equal(
          "Csm_TooShort: a message has at least the 87 bytes of its header, this one has 1",
        );
        expect(isCodecError(error, "Csm_WrongMagic")).to.equal(false);
      }
    });
  });

  describe("sizes", () => {
    const sizes: Record<LeafName, number> = {
      Credited: 81,
      Custody: 81,
      Delegate: 97,
      Price: 65,
      Payout: 105,
      Released: 81,
      Heartbeat: 1,
    };

    it("are those of the standard", () => {
      for (const name of LEAF_NAMES) expect(leafSize(name), name).to.equal(sizes[name]);
    });

    it("maxLeaves is the most that fits: one more does not", () => {
      check(
        fc.property(
          fc.constantFrom(...LEAF_NAMES),
          fc.integer({ min: 0, max: 20_000 }),
          fc.integer({ min: 0, max: 200 }),
          (name, limit, overhead) => {
            const most = maxLeaves(name, limit, overhead);
            const size = (count: number): number => overhead + HEADER_SIZE + count * sizes[name];
            if (most > 0) expect(size(most)).to.be.at.most(limit);
            expect(size(most + 1)).to.be.greaterThan(limit);
          },
        ),
      );
      expect(maxLeaves("Heartbeat", 1_000_000)).to.equal(65_535);
    });

    it("a message is as long as its header and leaves", () => {
      check(
        fc.property(anyMessage, (message) => {
          const leaves = message.leaves.reduce((sum, leaf) => sum + sizes[leaf.type], 0);
          expect(dataLength(encodeMessage(message))).to.equal(HEADER_SIZE + leaves);
        }),
      );
    });
  });

  describe("JSON", () => {
    it("refuses integers that are not decimal and leaves it does not know", () => {
      const json = messageToJson(credit(1n));
      const [leaf] = json.leaves;
      for (const total of ["", "0x1", "1.5", "-1", "1e3"]) {
        const bad = { ...json, leaves: [{ ...leaf, total }] } as MessageJson;
        expectCodecError(() => messageFromJson(bad), "Codec_NotAnInteger", "leaves[0].total", total);
      }
      const unknown = { ...json, leaves: [{ type: "Nothing" }] } as unknown as MessageJson;
      expectCodecError(() => messageFromJson(unknown), "Codec_UnknownLeafName", "Nothing");
    });

    it("keeps integers exact", () => {
      check(
        fc.property(unsigned(128), (total) => {
          expect(messageFromJson(messageToJson(credit(total)))).to.deep.equal(credit(total));
        }),
      );
    });
  });
});
