import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { AbiCoder, ErrorFragment, Interface, makeError, ZeroHash } from "ethers";
import { artifacts } from "hardhat";

import { ERRORS_PAGE, errorsPage } from "../../../sdk/scripts/errors-page.ts";
import { CodecError } from "../../../sdk/src/codec/index.ts";
import { CATALOGUE } from "../../../sdk/src/errors/catalogue.ts";
import {
  CausewayError,
  ChainError,
  decodeRevert,
  InputError,
  isCausewayError,
  RevertError,
  revertData,
  toCausewayError,
  UnknownRevertError,
} from "../../../sdk/src/errors/index.ts";
import { REVERT_TEXTS } from "../../../sdk/src/errors/revert.ts";
import { placeholders } from "../../../sdk/src/errors/text.ts";
import { FOREIGN_SIGNATURES } from "../../../sdk/src/errors/texts/foreign.ts";
import { ERROR_SIGNATURES } from "../../../sdk/src/generated/errors.ts";

const FRAGMENTS = [...ERROR_SIGNATURES, ...FOREIGN_SIGNATURES].map((signature) => ErrorFragment.from(signature));

/** Return data of a revert with that error. */
function encode(signature: string, ...values: readonly unknown[]): string {
  const { selector, inputs } = ErrorFragment.from(signature);
  return selector + AbiCoder.defaultAbiCoder().encode(inputs, values).slice(2);
}

const UNKNOWN_HUB = encode("error Vault_UnknownHub(bytes32 hub)", ZeroHash);

describe("sdk: errors", () => {
  it("every custom error of the shipped contracts is known and has a text", async () => {
    const shipped = new Set<string>();
    for (const name of await artifacts.getAllFullyQualifiedNames()) {
      if (!name.startsWith("contracts/")) continue;
      const { abi } = await artifacts.readArtifact(name);
      for (const fragment of Interface.from(abi).fragments) {
        if (fragment.type === "error") shipped.add((fragment as ErrorFragment).name);
      }
    }
    expect(shipped.size).to.be.greaterThan(80);
    expect([...shipped].filter((name) => !(name in REVERT_TEXTS))).to.deep.equal([]);
    const known = new Set(FRAGMENTS.map(({ name }) => name));
    expect([...shipped].filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it("no text is left over, and every placeholder is an argument of its error", () => {
    const byName = new Map(FRAGMENTS.map((fragment) => [fragment.name, fragment]));
    for (const [name, sentences] of Object.entries(REVERT_TEXTS)) {
      const fragment = byName.get(name);
      expect(fragment, `${name} is no error any more`).not.to.equal(undefined);
      const names = fragment?.inputs.map((input, index) => input.name || `arg${index}`) ?? [];
      expect(names, name).to.include.members(sentences.flatMap(placeholders));
    }
  });

  it("every text is two sentences, and every code stands once in the catalogue", () => {
    const codes = CATALOGUE.flatMap(({ texts }) => Object.keys(texts));
    expect(new Set(codes).size).to.equal(codes.length);
    for (const { texts } of CATALOGUE) {
      for (const [code, [says, next]] of Object.entries(texts)) {
        expect(says, code).to.match(/^[A-Z0-9{"].*\.$/);
        if (code !== "Track_Timeout") expect(next, code).to.match(/^[A-Z`].*\.$/);
      }
    }
  });

  it("every revert decodes to its name, arguments and sentences", () => {
    const samples: Readonly<Record<string, unknown>> = {
      address: `0x${"11".repeat(20)}`,
      bytes: "0x1234",
      bytes4: "0x12345678",
      bytes32: `0x${"22".repeat(32)}`,
      string: "text",
      bool: true,
    };
    for (const fragment of FRAGMENTS) {
      const values = fragment.inputs.map(({ type }) => samples[type] ?? 7n);
      const data = encode(fragment.format("full"), ...values);
      const error = decodeRevert(data);
      expect(error).to.be.instanceOf(RevertError).and.include({ code: fragment.name, data });
      expect(Object.values(error.args)).to.deep.equal(values);
      expect(error.line).not.to.match(/\{\w+(:\w+)?\}/);
      expect(error.docsPath).to.equal(`sdk/ERRORS.md#${fragment.name.toLowerCase()}`);
    }
  });

  it("the page of errors is up to date", async () => {
    expect(await readFile(ERRORS_PAGE, "utf8"), "run `node sdk/scripts/errors-page.ts`").to.equal(errorsPage());
  });

  it("unknown and malformed return data keeps its bytes", () => {
    for (const data of ["0x12345678", "0x", `${UNKNOWN_HUB.slice(0, 20)}`, "0x1234", "nonsense"]) {
      const error = decodeRevert(data);
      expect(error).to.be.instanceOf(UnknownRevertError).and.include({ data });
      expect(error.code).to.equal(data === "0x" ? "Revert_NoReason" : "Revert_Unknown");
    }
  });

  it("names ids and times for people", () => {
    const naming = (value: string) => (value === ZeroHash ? "the hub" : undefined);
    expect(decodeRevert(UNKNOWN_HUB, { naming }).shortMessage).to.contain("does not know the hub as a hub");
    const paused = decodeRevert(encode("error Vault_Paused(uint256 until)", 1_767_225_600n));
    expect(paused.shortMessage).to.equal("Deposits are paused until 2026-01-01T00:00:00.000Z.");
    const forever = decodeRevert(encode("error Vault_Paused(uint256 until)", 2n ** 256n - 1n));
    expect(forever.shortMessage).to.contain("unix second 1157920892373161954");
  });

  it("an error inside an error is its cause", () => {
    const inner = UNKNOWN_HUB;
    const outer = decodeRevert(encode("error Envelope_Malformed(bytes envelope)", inner));
    expect(outer.code).to.equal("Envelope_Malformed");
    const found = outer.walk((error) => isCausewayError(error, "Vault_UnknownHub"));
    expect(found).to.be.instanceOf(RevertError);
    expect(outer.walk()).to.equal(found);
    expect(outer.walk(() => false)).to.equal(undefined);
  });

  it("walks causes that run in a circle", () => {
    const first = new Error("first") as Error & { cause?: unknown };
    const second = new Error("second", { cause: first });
    first.cause = second;
    const error = new InputError("Input_BadId", { what: "x", value: "y" }, { cause: first });
    expect(error.walk()).to.equal(second);
  });

  it("finds return data in every shape that libraries and nodes wrap it in", () => {
    const data = UNKNOWN_HUB;
    const shapes: unknown[] = [
      // ethers: a call that reverted
      makeError("execution reverted", "CALL_EXCEPTION", {
        action: "call",
        data,
        reason: null,
        transaction: { to: null, data: "0xffffffff" },
        invocation: null,
        revert: null,
      }),
      // ethers: an unrecognised node error
      makeError("could not coalesce error", "UNKNOWN_ERROR", {
        error: { code: -32000, message: "execution reverted", data },
        payload: { params: [{ data: "0xffffffff" }] },
      } as never),
      // Hardhat: ProviderError
      Object.assign(new Error("VM Exception"), { code: 3, data }),
      // older Hardhat, Ganache
      Object.assign(new Error("VM Exception"), { code: -32603, data: { message: "reverted", data } }),
      // ethers over a JSON-RPC node
      {
        info: {
          error: { code: 3, message: "execution reverted", data },
          payload: { params: [{ data: "0xffffffff" }] },
        },
      },
      // viem: a chain of causes
      new Error("call", { cause: new Error("execution", { cause: Object.assign(new Error("rpc"), { data }) }) }),
      { cause: { raw: data } },
    ];
    for (const shape of shapes) {
      expect(revertData(shape)).to.equal(data);
      const error = toCausewayError(shape);
      expect(error.code).to.equal("Vault_UnknownHub");
      expect(error.cause).to.equal(shape);
    }
    expect(revertData({ code: 3 })).to.equal("0x");
    expect(revertData(new Error("no revert"))).to.equal(undefined);
    expect(revertData(undefined)).to.equal(undefined);
  });

  it("tells what wallets and nodes refuse", () => {
    const cases: readonly [unknown, string][] = [
      [makeError("user rejected action", "ACTION_REJECTED", { action: "sendTransaction" } as never), "Chain_Rejected"],
      [{ code: 4001, message: "User denied transaction signature." }, "Chain_Rejected"],
      [makeError("insufficient funds", "INSUFFICIENT_FUNDS", { transaction: {} } as never), "Chain_InsufficientFunds"],
      [new Error("Sender doesn't have enough funds to send tx."), "Chain_InsufficientFunds"],
      [new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }), "Chain_Unreachable"],
      [makeError("request timeout", "TIMEOUT", { operation: "request" } as never), "Chain_Unreachable"],
      [new Error("nonce too low\nwith more lines"), "Chain_RequestFailed"],
      ["a string", "Chain_RequestFailed"],
    ];
    for (const [thrown, code] of cases) {
      const error = toCausewayError(thrown);
      expect(error).to.be.instanceOf(ChainError).and.include({ code });
      expect(error.line).not.to.contain("\n");
      expect(error.walk()).not.to.equal(undefined);
    }
    expect(toCausewayError(new Error("nonce too low\nat x")).shortMessage).to.equal(
      "The node or wallet failed: nonce too low.",
    );
  });

  it("passes its own errors on, and adopts those of the codec", () => {
    const own = new InputError("Input_BadSubId", { subId: "x" });
    expect(toCausewayError(own)).to.equal(own);
    const adopted = toCausewayError(new CodecError("Codec_BadAddress", { field: "owner", value: "{0x}" }));
    expect(adopted).to.include({ code: "Codec_BadAddress", docsPath: "sdk/ERRORS.md#codec" });
    expect(adopted.shortMessage).to.equal("Owner is not an address or has a wrong checksum: (0x).");
  });

  it("reads well where it is printed", () => {
    const error = new InputError(
      "Input_UnknownVault",
      { vault: "mars", known: "earth, moon" },
      { details: "So it is." },
    );
    expect(error.line).to.equal('No vault is called "mars". So it is. Use one of: earth, moon.');
    expect(error.message.split("\n")).to.deep.equal([
      'No vault is called "mars".',
      "So it is.",
      "Next: Use one of: earth, moon.",
      "Docs: sdk/ERRORS.md#input_unknownvault",
      "Code: Input_UnknownVault",
    ]);
    expect(error).to.be.instanceOf(CausewayError).and.include({ name: "InputError" });
    expect(isCausewayError(error)).to.equal(true);
    expect(isCausewayError(error, "Input_BadSubId")).to.equal(false);
    expect(isCausewayError(new Error("x"))).to.equal(false);
  });
});
