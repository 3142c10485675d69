/** What this package asks of a library for chains and wallets, and how ethers v6 answers. */
export { EthersReader, EthersSender } from "./ethers.ts";
export { type ReaderLike, type SenderLike, toReader, toSender } from "./resolve.ts";
export type {
  CallRequest,
  ChainReader,
  Log,
  LogFilter,
  Receipt,
  SentTransaction,
  TransactionSender,
} from "./types.ts";
