/** Errors as a tree: what went wrong, what to do, and the values behind it. Every revert of the shipped contracts decodes here. */
export { CausewayError, type ErrorExtras, isCausewayError } from "./base.ts";
export { toCausewayError } from "./from.ts";
export {
  ChainError,
  type ChainErrorCode,
  DeploymentError,
  type DeploymentErrorCode,
  InputError,
  type InputErrorCode,
  TrackingError,
  type TrackingErrorCode,
} from "./kinds.ts";
export {
  type ContractErrorName,
  decodeRevert,
  RevertError,
  type RevertErrorCode,
  revertData,
  UnknownRevertError,
} from "./revert.ts";
export type { ErrorText, Naming } from "./text.ts";
