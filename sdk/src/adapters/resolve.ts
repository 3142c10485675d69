import type { Provider, Signer } from "ethers";

import { InputError } from "../errors/kinds.ts";
import { EthersReader, EthersSender } from "./ethers.ts";
import type { ChainReader, TransactionSender } from "./types.ts";

/** What a chain can be read through: an ethers v6 provider, or anything wrapped as a {@link ChainReader}. */
export type ReaderLike = Provider | ChainReader;
/** Who can sign: an ethers v6 signer, or anything wrapped as a {@link TransactionSender}. */
export type SenderLike = Signer | TransactionSender;

/** The reader for whatever was passed. Told apart by methods, since several copies of a library may be loaded. */
export function toReader(given: ReaderLike): ChainReader {
  return "getNetwork" in given ? new EthersReader(given) : given;
}

/**
 * The sender for whatever was passed. A signer without a provider (a bare `Wallet`) is connected to the chain's own.
 *
 * @throws InputError `Input_BadSigner`.
 */
export function toSender(given: SenderLike, reader: ChainReader): TransactionSender {
  if (given === undefined || given === null) throw new InputError("Input_BadSigner", { reason: "it is missing" });
  if (typeof given !== "object") throw new InputError("Input_BadSigner", { reason: `it is a ${typeof given}` });
  if ("send" in given && typeof given.send === "function") return given as TransactionSender;
  if (!("sendTransaction" in given)) throw new InputError("Input_BadSigner", { reason: "it cannot send transactions" });
  const connects = given.provider === null && reader instanceof EthersReader;
  return new EthersSender(connects ? given.connect(reader.provider) : given);
}
