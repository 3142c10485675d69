import type { VaultRef } from "../deployment/world.ts";
import type { Context } from "./context.ts";
import type { Direction } from "./fees.ts";
import type { ManifestStruct, ReleasedKeyStruct } from "./structs.ts";

/** From a vault to the hub. The content of counters does not change a message's fee, only their number does. */
export function toHub({ hub }: Context, vault: VaultRef, manifest: ManifestStruct): Direction {
  return {
    vault,
    chain: vault.chain,
    from: vault.name,
    to: "the hub",
    contractOf: ({ atVault }) => atVault,
    contractAtReceiver: ({ atHub }) => atHub,
    enabledAtSender: async () => (await vault.contract.transports(hub.id))[0],
    quorumAtReceiver: async () => {
      const [enabled, threshold] = await hub.contract.transports(vault.id);
      return { enabled, threshold: Number(threshold) };
    },
    quote: async (route) => (await vault.contract.quoteSync(hub.id, manifest, [route]))[0] ?? 0n,
  };
}

/** From the hub to a vault. */
export function toVault({ hub }: Context, vault: VaultRef, keys: readonly ReleasedKeyStruct[]): Direction {
  return {
    vault,
    chain: hub.chain,
    from: "the hub",
    to: vault.name,
    contractOf: ({ atHub }) => atHub,
    contractAtReceiver: ({ atVault }) => atVault,
    enabledAtSender: async () => (await hub.contract.transports(vault.id))[0],
    quorumAtReceiver: async () => {
      const [enabled, threshold] = await vault.contract.transports(hub.id);
      return { enabled, threshold: Number(threshold) };
    },
    quote: async (route) => (await hub.contract.quoteReleased(vault.id, [...keys], [route]))[0] ?? 0n,
  };
}
