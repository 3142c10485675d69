import { expect } from "chai";
import { getBytes, hexlify } from "ethers";
import fc from "fast-check";
import type { CodecHarness } from "../../../../types/index.ts";
import { CodecError, decodeMessage, encodeMessage, messageToJson } from "../../../../sdk/src/codec/index.ts";
import { anyMessage, mutation } from "../../codec/support.ts";
import { type Chain, openChain, useWorld } from "../support/chain.ts";
import { describeRevert } from "../support/errors.ts";
import { announceSeed, SEED } from "../support/seed.ts";
import { toHarness, toJson } from "./leaves.ts";

/** What a codec makes of some bytes: the message in JSON, or the error in words. */
type Verdict = { readonly message: unknown } | { readonly error: string };

function verdictOfTypeScript(data: Uint8Array): Verdict {
  try {
    return { message: messageToJson(decodeMessage(data)) };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return {
      error: `${error.code}(${Object.values(error.args)
        .map((arg) => JSON.stringify(String(arg)))
        .join(", ")})`,
    };
  }
}

describe("Solidity codec = TypeScript codec (M-1, M-2)", () => {
  const w = useWorld(async (): Promise<Chain & { codec: CodecHarness }> => {
    const chain = await openChain();
    return { ...chain, codec: await chain.ethers.deployContract("CodecHarness") };
  });
  before(announceSeed);

  async function verdictOfSolidity(data: Uint8Array): Promise<Verdict> {
    try {
      const [header, leaves, encoded] = await w.codec.roundTrip(data);
      expect(encoded, "what was read encodes to the same bytes").to.equal(hexlify(data));
      return { message: toJson(header, leaves) };
    } catch (error) {
      const { data: reason } = error as { data?: string };
      if (reason === undefined) throw error;
      return { error: describeRevert(reason) };
    }
  }

  it("any message: the same bytes from the same fields, the same fields from the same bytes", () =>
    fc.assert(
      fc.asyncProperty(anyMessage, async (message) => {
        const bytes = encodeMessage(message);
        expect(await w.codec.encode(...toHarness(message))).to.equal(bytes);
        expect(await verdictOfSolidity(getBytes(bytes))).to.deep.equal({ message: messageToJson(message) });
      }),
      { seed: SEED, numRuns: 150 },
    ));

  it("any message after any few mutations: both read the same message, or both refuse with the same error", () =>
    fc.assert(
      fc.asyncProperty(anyMessage, fc.array(mutation, { minLength: 1, maxLength: 3 }), async (message, mutations) => {
        const data = mutations.reduce((bytes, mutate) => mutate(bytes), getBytes(encodeMessage(message)));
        expect(await verdictOfSolidity(data)).to.deep.equal(verdictOfTypeScript(data));
      }),
      { seed: SEED, numRuns: 400 },
    ));

  it("any bytes behind a valid header: the same verdict", () => {
    const header = fc.tuple(anyMessage, fc.integer({ min: 0, max: 0x13 }), fc.uint8Array({ maxLength: 220 }));
    return fc.assert(
      fc.asyncProperty(header, async ([message, leafType, tail]) => {
        const data = Uint8Array.of(...getBytes(encodeMessage(message)).slice(0, 87), leafType, ...tail);
        expect(await verdictOfSolidity(data)).to.deep.equal(verdictOfTypeScript(data));
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
});
