import { concat, dataLength, dataSlice } from "ethers";
import { encodeEnvelope, encodeMessage } from "../../../sdk/src/codec/index.ts";
import { fromHub, typical } from "./csm-valid.ts";
import { expectError, PUBLISHED } from "./samples.ts";

const EVM = PUBLISHED.evm.bytes;
const SOLANA = PUBLISHED.solana.bytes;

/** Written out from docs/standard.md; 0x1b = 27 and 0x46 = 70 are the lengths of the two published addresses. */
const BY_HAND = {
  name: "by hand: Ethereum to Solana",
  envelope: { sender: EVM, recipient: SOLANA, payload: "0xc0ffee" },
  bytes: `0x1b${EVM.slice(2)}46${SOLANA.slice(2)}c0ffee`,
};

function invalid(): unknown[] {
  const head = dataSlice(BY_HAND.bytes, 0, 1 + 27 + 1 + 70);
  const evm = concat(["0x1b", EVM]);
  const malformed = {
    ...Object.fromEntries(
      Array.from({ length: dataLength(head) }, (_, length) => [
        `prefix of ${length} bytes`,
        dataSlice(head, 0, length),
      ]),
    ),
    "sender empty": concat(["0x00", evm, "0xc0ffee"]),
    "recipient empty": concat([evm, "0x00", "0xc0ffee"]),
    "both empty": "0x0000c0ffee",
    "sender one byte longer than all that follows": concat(["0x1c", EVM]),
    "recipient one byte longer than all that follows": concat([evm, "0x1c", EVM]),
  };
  return Object.entries(malformed).map(([name, bytes]) => ({
    name,
    bytes,
    error: expectError("Envelope_Malformed", bytes),
  }));
}

/** Contents of envelope.json. */
export function envelopeVectors(): unknown {
  const longest = concat(Array.from({ length: 255 }, () => "0xab"));
  const made = {
    "Solana to Ethereum": { sender: SOLANA, recipient: EVM, payload: "0x00" },
    "a message inside": { sender: EVM, recipient: EVM, payload: encodeMessage(fromHub(typical("Heartbeat"))) },
    "no payload": { sender: EVM, recipient: SOLANA, payload: "0x" },
    "longest addresses": { sender: longest, recipient: longest, payload: "0x01" },
    "addresses of one byte": { sender: "0x01", recipient: "0x02", payload: "0x03" },
  };
  return {
    valid: [
      BY_HAND,
      ...Object.entries(made).map(([name, envelope]) => ({ name, envelope, bytes: encodeEnvelope(envelope) })),
    ],
    invalid: invalid(),
  };
}
