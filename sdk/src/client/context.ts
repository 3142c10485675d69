import type { World } from "../deployment/world.ts";
import type { PollingOptions } from "../messaging/index.ts";

/** What every action works on. */
export interface Context extends World {
  readonly polling: PollingOptions;
  /** Surplus on top of quoted fees, in basis points of them; what is not used comes back in the same transaction. */
  readonly feeMargin: number;
}
