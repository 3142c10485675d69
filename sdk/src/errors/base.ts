import type { ErrorText, Naming } from "./text.ts";
import { fill } from "./text.ts";

/** Page that lists every code; anchors are the codes in lower case. */
const DOCS_PAGE = "sdk/ERRORS.md";

/** What may be added to an error besides its text. */
export interface ErrorExtras {
  /** What this particular case adds, in a sentence or two. */
  readonly details?: string | undefined;
  /** The error behind this one; {@link CausewayError.walk} follows it. */
  readonly cause?: unknown;
  /** Names for ids and addresses among the arguments. */
  readonly naming?: Naming | undefined;
  /** Anchor on the page of errors, where it is not the code. */
  readonly anchor?: string;
}

/**
 * Everything this package throws. Tell cases apart by `code`: for reverts it is the name of the Solidity error.
 *
 * The classes below it say where the fault lies: {@link InputError} (an argument; nothing was sent), {@link DeploymentError} (the
 * description of the deployment), {@link ChainError} (a node or a wallet), {@link RevertError} (a contract refused) and
 * {@link TrackingError} (following a transaction).
 */
export class CausewayError<C extends string = string> extends Error {
  override readonly name: string = "CausewayError";
  readonly code: C;
  /** What went wrong, in one sentence. */
  readonly shortMessage: string;
  /** What this particular case adds. */
  readonly details: string | undefined;
  /** What to do about it, in one sentence. */
  readonly nextStep: string;
  /** Where to read more, from the root of the repository. */
  readonly docsPath: string;
  /** The values behind it by name; those of a revert as ethers decodes them (integers are bigint). */
  readonly args: Readonly<Record<string, unknown>>;

  constructor(code: C, text: ErrorText, args: Readonly<Record<string, unknown>> = {}, extras: ErrorExtras = {}) {
    const [says, next] = text;
    const shortMessage = fill(says, args, extras.naming);
    const nextStep = fill(next, args, extras.naming);
    const docsPath = `${DOCS_PAGE}#${extras.anchor ?? code.toLowerCase()}`;
    const lines = [shortMessage, extras.details, `Next: ${nextStep}`, `Docs: ${docsPath}`, `Code: ${code}`];
    super(
      lines.filter((line) => line !== undefined).join("\n"),
      extras.cause === undefined ? {} : { cause: extras.cause },
    );
    this.code = code;
    this.shortMessage = shortMessage;
    this.details = extras.details;
    this.nextStep = nextStep;
    this.docsPath = docsPath;
    this.args = args;
  }

  /** One line for a terminal: what went wrong, and what to do. */
  get line(): string {
    return [this.shortMessage, this.details, this.nextStep].filter((part) => part !== undefined).join(" ");
  }

  /**
   * Follows the causes, this error first.
   *
   * @returns The first for which `accept` holds, or undefined; without `accept` the last, the root cause.
   */
  walk(): unknown;
  walk(accept: (error: unknown) => boolean): unknown | undefined;
  walk(accept?: (error: unknown) => boolean): unknown {
    const seen = new Set<unknown>();
    let last: unknown = this;
    for (let error: unknown = this; error !== undefined && error !== null && !seen.has(error); error = causeOf(error)) {
      if (accept?.(error)) return error;
      seen.add(error);
      last = error;
    }
    return accept === undefined ? last : undefined;
  }
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "cause" in error ? error.cause : undefined;
}

/** Whether `error` is one of this package's, of the given code if one is given. */
export function isCausewayError<C extends string>(error: unknown, code?: C): error is CausewayError<C> {
  return error instanceof CausewayError && (code === undefined || error.code === code);
}
