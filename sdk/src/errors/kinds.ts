import { CausewayError, type ErrorExtras } from "./base.ts";
import type { ArgsOf } from "./text.ts";
import { CHAIN_TEXTS, DEPLOYMENT_TEXTS, INPUT_TEXTS, ROUTE_TEXTS, TRACKING_TEXTS } from "./texts/sdk.ts";

const REFUSED = { ...INPUT_TEXTS, ...ROUTE_TEXTS };
/** Codes of {@link InputError}. */
export type InputErrorCode = keyof typeof REFUSED;
/** Codes of {@link DeploymentError}. */
export type DeploymentErrorCode = keyof typeof DEPLOYMENT_TEXTS;
/** Codes of {@link ChainError}. */
export type ChainErrorCode = keyof typeof CHAIN_TEXTS;
/** Codes of {@link TrackingError}. */
export type TrackingErrorCode = keyof typeof TRACKING_TEXTS;

/** An argument is wrong, or cannot work as the chains are now. Nothing was sent. */
export class InputError<C extends InputErrorCode = InputErrorCode> extends CausewayError<C> {
  override readonly name = "InputError";

  constructor(code: C, args: ArgsOf<(typeof REFUSED)[C]>, extras?: ErrorExtras) {
    super(code, REFUSED[code], args, extras);
  }
}

/** The description of the deployment is malformed or does not match the chains. */
export class DeploymentError<C extends DeploymentErrorCode = DeploymentErrorCode> extends CausewayError<C> {
  override readonly name = "DeploymentError";

  constructor(code: C, args: ArgsOf<(typeof DEPLOYMENT_TEXTS)[C]>, extras?: ErrorExtras) {
    super(code, DEPLOYMENT_TEXTS[code], args, extras);
  }
}

/** A node or a wallet failed or refused. */
export class ChainError<C extends ChainErrorCode = ChainErrorCode> extends CausewayError<C> {
  override readonly name = "ChainError";

  constructor(code: C, args: ArgsOf<(typeof CHAIN_TEXTS)[C]>, extras?: ErrorExtras) {
    super(code, CHAIN_TEXTS[code], args, extras);
  }
}

/** A transaction cannot be followed, or has not arrived in time. */
export class TrackingError<C extends TrackingErrorCode = TrackingErrorCode> extends CausewayError<C> {
  override readonly name = "TrackingError";

  constructor(code: C, args: ArgsOf<(typeof TRACKING_TEXTS)[C]>, extras?: ErrorExtras) {
    super(code, TRACKING_TEXTS[code], args, extras);
  }
}
