import { CodecError } from "../codec/errors.ts";
import { CausewayError } from "./base.ts";
import { ChainError } from "./kinds.ts";
import { decodeRevert, revertData } from "./revert.ts";
import type { Naming } from "./text.ts";

/** Codes and messages by which libraries and nodes say the same few things. */
const SIGNS = [
  ["Chain_Rejected", /ACTION_REJECTED|\b4001\b|user (rejected|denied)/i],
  ["Chain_InsufficientFunds", /INSUFFICIENT_FUNDS|insufficient funds|(doesn't|does not) have enough funds/i],
  [
    "Chain_Unreachable",
    /NETWORK_ERROR|\bTIMEOUT\b|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|UND_ERR|SERVER_ERROR|fetch failed|socket hang up/,
  ],
] as const;

/**
 * Turns whatever was thrown into a {@link CausewayError}; the original stays reachable as its cause.
 *
 * @param error - Anything that was caught.
 * @param naming - Names for ids and addresses, so that messages say "ethereum" instead of 32 bytes.
 */
export function toCausewayError(error: unknown, naming?: Naming): CausewayError {
  if (error instanceof CausewayError) return error;
  if (error instanceof CodecError) return fromCodec(error);
  const data = revertData(error);
  if (data !== undefined) return decodeRevert(data, { cause: error, naming });
  const signs = textsOf(error);
  for (const [code, pattern] of SIGNS) {
    if (pattern.test(signs)) return new ChainError(code, {}, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ChainError("Chain_RequestFailed", { reason: message.split("\n")[0] ?? "" }, { cause: error });
}

function fromCodec(error: CodecError): CausewayError {
  const says = error.shortMessage.charAt(0).toUpperCase() + error.shortMessage.slice(1);
  // Values of the codec's message are in it already; braces in it are the user's, not placeholders.
  const escaped = `${says}.`.replaceAll("{", "(").replaceAll("}", ")");
  const text = [escaped, "Correct the value and try again."] as const;
  return new CausewayError(error.code, text, { ...error.args }, { cause: error, anchor: "codec" });
}

/** Codes and messages of an error and of those behind it. */
function textsOf(error: unknown): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (candidate: unknown): void => {
    if (typeof candidate !== "object" || candidate === null || seen.has(candidate) || seen.size > 20) return;
    seen.add(candidate);
    const { code, message, shortMessage, cause, error: inner, info } = candidate as Record<string, unknown>;
    for (const part of [code, shortMessage ?? message]) {
      if (typeof part === "string" || typeof part === "number") parts.push(String(part));
    }
    for (const next of [cause, inner, info]) visit(next);
  };
  visit(error);
  return parts.join(" ");
}
