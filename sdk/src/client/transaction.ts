import { type Receipt, type SenderLike, type TransactionSender, toSender } from "../adapters/index.ts";
import type { ChainRef } from "../deployment/world.ts";
import { toCausewayError } from "../errors/from.ts";
import { ChainError, InputError } from "../errors/kinds.ts";
import { explainFailure, POLLING_INTERVAL, sleep } from "../messaging/index.ts";
import { Amount } from "../units/amount.ts";
import type { Context } from "./context.ts";

/** Who signs, and what to tell on the way. */
export interface SigningOptions {
  /** An ethers v6 signer on the right chain (one without a provider is connected), or a `TransactionSender`. */
  readonly signer: SenderLike;
  /** Told every transaction as soon as it is sent: keep the hash to resume from, whatever happens next. */
  readonly onTransaction?: (transaction: SentInfo) => void;
}

/** A transaction that was just sent. */
export interface SentInfo {
  /** What it does: `approve`, `deposit`, … */
  readonly purpose: string;
  /** Name of its chain. */
  readonly chain: string;
  readonly hash: string;
}

/** A signer that was found to be on the right chain. */
export interface Signing {
  readonly chain: ChainRef;
  readonly sender: TransactionSender;
  readonly address: string;
  readonly onTransaction: SigningOptions["onTransaction"];
}

/** What to send. */
export interface Request {
  readonly purpose: string;
  readonly to: string;
  readonly data: string;
  /** In wei. */
  readonly value?: bigint;
  /** Instead of what the node estimates. */
  readonly gas?: bigint;
  /** On top of what the node estimates: for what the contract only tries, which an estimate leaves out. */
  readonly extraGas?: bigint;
}

/** EIP-7825: no transaction may have a higher gas limit. */
const MAX_GAS = 16_777_216n;
/** Minutes are long for a block and short for a person. */
const RECEIPT_TIMEOUT = 10 * 60_000;

/** Makes sure that the signer sends to `chain`. @throws InputError `Input_BadSigner`, `Input_SignerOnOtherChain`. */
export async function signingOn(chain: ChainRef, { signer, onTransaction }: SigningOptions): Promise<Signing> {
  await chain.ensure();
  const sender = toSender(signer, chain.reader);
  const actual = await sender.chainId();
  if (actual !== chain.chainId) {
    throw new InputError("Input_SignerOnOtherChain", { actual, chain: chain.name, expected: chain.chainId });
  }
  return { chain, sender, address: await sender.address(), onTransaction };
}

/**
 * Gas that the node estimates, with a fifth on top for what may change until the transaction is mined.
 *
 * An estimate is also the rehearsal: what would revert is thrown here, decoded, and nothing is sent.
 */
export async function estimateGas({ chain, address }: Signing, request: Request): Promise<bigint> {
  const { to, data, value = 0n, extraGas = 0n } = request;
  const estimate = await chain.reader.estimateGas({ from: address, to, data, value });
  return (estimate * 12n) / 10n + extraGas;
}

/**
 * Sends a transaction and waits until it is mined.
 *
 * @throws RevertError when it would revert (nothing was sent then) or has reverted; ChainError.
 */
export async function transact(context: Context, signing: Signing, request: Request): Promise<Receipt> {
  const { chain, sender, onTransaction } = signing;
  const { purpose, to, data, value = 0n } = request;
  const gas = request.gas ?? (await estimateGas(signing, request));
  let hash: string;
  try {
    hash = await sender.send({ to, data, value, gasLimit: gas < MAX_GAS ? gas : MAX_GAS });
  } catch (error) {
    throw toCausewayError(error, context.naming);
  }
  onTransaction?.({ purpose, chain: chain.name, hash });
  const receipt = await receiptOf(context, chain, hash);
  if (receipt.status === "success") return receipt;
  throw await explainFailure(chain.reader, receipt, context.naming);
}

async function receiptOf({ polling }: Context, { reader }: ChainRef, hash: string): Promise<Receipt> {
  const deadline = Date.now() + RECEIPT_TIMEOUT;
  for (;;) {
    const receipt = await reader.receipt(hash);
    if (receipt !== undefined) return receipt;
    if (Date.now() >= deadline) throw new ChainError("Chain_ReceiptTimeout", { hash, seconds: RECEIPT_TIMEOUT / 1000 });
    await sleep(polling.pollingInterval ?? POLLING_INTERVAL, polling.signal);
  }
}

/** @throws InputError `Input_InsufficientBalance` unless the signer has `needed` wei. */
export async function requireCoins({ chain, address }: Signing, needed: bigint): Promise<void> {
  const balance = await chain.reader.balance(address);
  if (balance >= needed) return;
  throw new InputError("Input_InsufficientBalance", {
    holder: address,
    have: String(new Amount(balance, chain.coin)),
    need: String(new Amount(needed, chain.coin)),
    chain: chain.name,
  });
}
