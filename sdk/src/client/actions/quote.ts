import { ZeroHash } from "ethers";

import type { Context } from "../context.ts";
import { toHub, toVault } from "../directions.ts";
import { type Direction, prepareRoutes, type Quote } from "../fees.ts";
import { assetNamed, recipientAt, type RouteSelection, vaultNamed } from "../inputs.ts";
import { creditManifest } from "../structs.ts";
import type { SendReleasedParameters } from "./sendReleased.ts";
import { manifestOf, type SyncContent } from "./sync.ts";

interface Common {
  /** Name of the vault. */
  readonly vault: string;
  /** Transports to quote; `"all"` when absent. */
  readonly routes?: Exclude<RouteSelection, "none">;
}

/** What to quote. The fee of a deposit or withdrawal depends neither on its amount nor on whose it is. */
export type QuoteParameters =
  | (Common & { readonly action: "deposit" | "withdraw"; readonly asset: string })
  | (Common & { readonly action: "sync" } & SyncContent)
  | (Common & { readonly action: "sendReleased" } & Pick<SendReleasedParameters, "releases">);

/**
 * What the transports ask for a message now, in the native coin of the chain that it would be sent from. Sends nothing.
 *
 * @throws InputError; RevertError where a transport that was named refuses; ChainError.
 */
export async function quote(context: Context, parameters: QuoteParameters): Promise<Quote> {
  const direction = directionOf(context, parameters);
  await Promise.all([direction.chain.ensure(), context.hub.chain.ensure()]);
  const { routes, unavailable, total } = await prepareRoutes(context, direction, parameters.routes ?? "all");
  return { routes, unavailable, total };
}

function directionOf(context: Context, parameters: QuoteParameters): Direction {
  const vault = vaultNamed(context, parameters.vault);
  switch (parameters.action) {
    case "deposit":
      return toHub(context, vault, creditManifest(assetNamed(vault, parameters.asset).address, ZeroHash));
    case "withdraw":
      return toVault(context, vault, [{ asset: assetNamed(vault, parameters.asset).id, recipient: ZeroHash }]);
    case "sync":
      return toHub(context, vault, manifestOf(context, vault, parameters));
    case "sendReleased":
      return toVault(
        context,
        vault,
        parameters.releases.map(({ asset: name, recipient }) => {
          const asset = assetNamed(vault, name);
          return { asset: asset.id, recipient: recipientAt(context, vault, asset, recipient) };
        }),
      );
  }
}
