import { expect } from "chai";
import type { CodecHarness } from "../../../../types/index.ts";
import { encodeMessage, type MessageJson, messageFromJson } from "../../../../sdk/src/codec/index.ts";
import { type ErrorVector, loadVectors } from "../../codec/support.ts";
import { type Chain, openChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { toHarness, toJson } from "./leaves.ts";

interface Vectors {
  readonly valid: readonly { readonly name: string; readonly message: MessageJson; readonly bytes: string }[];
  readonly invalid: readonly { readonly name: string; readonly bytes: string; readonly error: ErrorVector }[];
}

const { valid, invalid } = loadVectors<Vectors>("csm.json");

describe("CollateralStateMessage.sol (M-1, M-2)", () => {
  const w = useWorld(async (): Promise<Chain & { codec: CodecHarness }> => {
    const chain = await openChain();
    return { ...chain, codec: await chain.ethers.deployContract("CodecHarness") };
  });

  describe("golden vectors, valid", () => {
    for (const { name, message, bytes } of valid) {
      it(name, async () => {
        const [header, leaves, encoded] = await w.codec.roundTrip(bytes);
        expect(toJson(header, leaves)).to.deep.equal(message);
        expect(encoded).to.equal(bytes);
        expect(await w.codec.encode(...toHarness(messageFromJson(message)))).to.equal(bytes);
      });
    }
  });

  it("golden vectors, invalid: exactly the named error with its arguments", async () => {
    for (const { name, bytes, error } of invalid) {
      await expectRevert(w.codec.roundTrip(bytes), error.name, ...error.args).catch((failure: Error) => {
        failure.message = `${name}: ${failure.message}`;
        throw failure;
      });
    }
    expect(new Set(invalid.map(({ error }) => error.name)).size, "every error of the codec is met").to.equal(8);
  });

  it("count is two bytes wide", async () => {
    const message = {
      kind: 2,
      origin: `0x${"11".repeat(32)}`,
      destination: `0x${"22".repeat(32)}`,
      sourceSeq: 1n,
      sourceTime: 2n,
      leaves: Array.from({ length: 0x0203 }, () => ({ type: "Heartbeat" }) as const),
    } as const;
    const [header] = await w.codec.roundTrip(encodeMessage(message));
    expect(header.count).to.equal(0x0203n);
  });
});
