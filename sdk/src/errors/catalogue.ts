import { UNKNOWN_REVERT_TEXTS } from "./revert.ts";
import type { ErrorText } from "./text.ts";
import { CUSTODY_TEXTS } from "./texts/custody.ts";
import { FOREIGN_TEXTS } from "./texts/foreign.ts";
import { LIBRARY_TEXTS } from "./texts/libraries.ts";
import { MESSAGING_TEXTS } from "./texts/messaging.ts";
import { CHAIN_TEXTS, DEPLOYMENT_TEXTS, INPUT_TEXTS, ROUTE_TEXTS, TRACKING_TEXTS } from "./texts/sdk.ts";

/** Every error with a text of its own, in the order of the page that lists them. */
export const CATALOGUE: readonly { readonly title: string; readonly texts: Readonly<Record<string, ErrorText>> }[] = [
  { title: "Arguments", texts: INPUT_TEXTS },
  { title: "Routes", texts: ROUTE_TEXTS },
  { title: "Deployment", texts: DEPLOYMENT_TEXTS },
  { title: "Nodes and wallets", texts: CHAIN_TEXTS },
  { title: "Tracking", texts: TRACKING_TEXTS },
  { title: "Vaults, hub and modules", texts: CUSTODY_TEXTS },
  { title: "Messages, quorums and transports", texts: MESSAGING_TEXTS },
  { title: "Libraries in the contracts", texts: LIBRARY_TEXTS },
  { title: "Other contracts", texts: FOREIGN_TEXTS },
  { title: "Other reverts", texts: UNKNOWN_REVERT_TEXTS },
];
