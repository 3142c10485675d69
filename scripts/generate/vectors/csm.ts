import { encodeMessage, messageToJson } from "../../../sdk/src/codec/index.ts";
import { HAND_ASSEMBLED } from "./csm-by-hand.ts";
import { invalidMessages } from "./csm-invalid.ts";
import { validMessages } from "./csm-valid.ts";

/** Contents of csm.json: messages with their bytes, and bytes with the error they must meet. */
export function csmVectors(): unknown {
  const made = Object.entries(validMessages()).map(([name, message]) => ({
    name,
    message: messageToJson(message),
    bytes: encodeMessage(message),
  }));
  return { valid: [...HAND_ASSEMBLED, ...made], invalid: invalidMessages() };
}
