/** Where a hub and its vaults live, and what can be derived from that. */
export type {
  AssetDescription,
  ChainDescription,
  Deployment,
  HubDescription,
  TransportDescription,
  VaultDescription,
} from "./deployment.ts";
export { parseDeployment } from "./parse.ts";
export type { AssetRef, ChainRef, HubRef, TransportRef, VaultRef, World } from "./world.ts";
export { resolveWorld } from "./world.ts";
