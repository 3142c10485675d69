import { AssertionError, expect } from "chai";
import { Interface, isHexString } from "ethers";
import { ERROR_SIGNATURES } from "../../../../sdk/src/generated/errors.ts";

/** Errors of the test doubles, which no shipped ABI knows. */
const DOUBLES = [
  "error CheckDouble_Refused(bytes32 account)",
  "error DirectTransport_FeeTooLow(uint256 fee, uint256 value)",
  "error ModuleDouble_Failed(uint256 code)",
  "error OddRecipient_Refused(uint256 value)",
  "error OddToken_Blocked(address target)",
  "error OddTransport_OutOfOrder(uint256 value)",
] as const;

/** Every error a test can meet, by selector. */
const ERRORS = new Interface([...new Set<string>([...ERROR_SIGNATURES, ...DOUBLES])]);

/** Arguments in one spelling: integers in decimal, hex in lower case. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "string") return isHexString(value) ? value.toLowerCase() : value;
  return String(value);
}

/** Name and arguments of revert data; of data that no ABI knows, the bare hex. */
export function describeRevert(data: string): string {
  const error = data.length < 10 ? null : ERRORS.parseError(data);
  return error === null ? data : `${error.name}(${error.args.map((arg) => JSON.stringify(plain(arg))).join(", ")})`;
}

/** The data a call reverted with. Anything else that was thrown is thrown on. */
export async function revertData(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    const { data } = error as { data?: unknown };
    if (typeof data === "string" && isHexString(data)) return data;
    throw error;
  }
  throw new AssertionError("expected a revert, but the call succeeded");
}

/** Asserts that `action` reverts with exactly this error and these arguments. */
export async function expectRevert(action: Promise<unknown>, name: string, ...args: readonly unknown[]): Promise<void> {
  const expected = `${name}(${args.map((arg) => JSON.stringify(plain(arg))).join(", ")})`;
  expect(describeRevert(await revertData(action))).to.equal(expected);
}

/** Asserts that `action` reverts, without saying how: out of gas and other people's asserts carry no name. */
export async function expectAnyRevert(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    expect(String(error)).to.match(/revert|out of gas|invalid opcode|ran out of gas/i);
    return;
  }
  throw new AssertionError("expected a revert, but the call succeeded");
}
