import { getAddress, Interface } from "ethers";

import { NATIVE_ASSET } from "../../codec/index.ts";
import type { AssetRef, VaultRef } from "../../deployment/world.ts";
import { DeploymentError } from "../../errors/kinds.ts";
import type { Context } from "../context.ts";

const TOKEN = new Interface(["function decimals() view returns (uint8)"]);

/**
 * Compares the description of the deployment with the chains: chain ids, ids, registrations, transports, decimals and classes of assets,
 * modules. Worth doing once before real money moves; nothing else here trusts a description further than an address.
 *
 * @throws DeploymentError `Deployment_WrongChain`, `Deployment_Mismatch` naming the first difference; ChainError.
 */
export async function verify(context: Context): Promise<void> {
  const { hub, vaults } = context;
  await Promise.all([hub.chain.ensure(), ...vaults.map(({ chain }) => chain.ensure())]);
  await requireCode("hub", hub.chain, hub.address);
  requireEqual("The hub's id", hub.id, await hub.contract.hubId());
  requireEqual("Whether the withdrawals module is registered", true, await hub.contract.isModule(hub.withdrawals));
  for (const vault of vaults) await verifyVault(context, vault);
}

async function verifyVault({ hub }: Context, vault: VaultRef): Promise<void> {
  const { name, contract } = vault;
  await requireCode(`vault ${name}`, vault.chain, vault.address);
  requireEqual(`The id of the vault ${name}`, vault.id, await contract.vaultId());
  requireEqual(
    `The address under which the hub knows the vault ${name}`,
    vault.interoperable,
    await hub.contract.vaultAddressOf(vault.id),
  );
  const [atVault] = await contract.transports(hub.id);
  const [atHub] = await hub.contract.transports(vault.id);
  requireEqual(`The set of transports at the vault ${name}`, set(vault.transports.map((t) => t.atVault)), set(atVault));
  requireEqual(`The set of transports at the hub for ${name}`, set(vault.transports.map((t) => t.atHub)), set(atHub));
  for (const asset of vault.assets) await verifyAsset(hub, vault, asset);
}

async function verifyAsset(hub: Context["hub"], vault: VaultRef, asset: AssetRef): Promise<void> {
  const what = `${asset.symbol} of ${vault.name}`;
  const { listed, decimals, stable } = await hub.contract.pool(vault.id, asset.id);
  if (asset.address !== NATIVE_ASSET) {
    await requireCode(what, vault.chain, asset.address);
    const data = await vault.chain.reader.call({ to: asset.address, data: TOKEN.encodeFunctionData("decimals") });
    const [own] = TOKEN.decodeFunctionResult("decimals", data);
    requireEqual(`The number of decimals of ${what}`, asset.unit.decimals, Number(own));
  }
  // An asset that is not listed can be described, but has no decimals on the hub yet.
  if (!listed) return;
  requireEqual(`The number of decimals that the hub counts for ${what}`, asset.unit.decimals, Number(decimals));
  requireEqual(`Whether the hub takes ${what} for a stablecoin`, asset.stable, stable);
}

async function requireCode(what: string, { reader, name }: VaultRef["chain"], address: string): Promise<void> {
  const code = await reader.code(address);
  requireEqual(`Whether there is a contract at the address of the ${what} on ${name}`, true, code !== "0x");
}

function requireEqual<T extends string | number | boolean>(what: string, expected: T, actual: T): void {
  if (actual === expected) return;
  throw new DeploymentError("Deployment_Mismatch", { what, expected: String(expected), actual: String(actual) });
}

function set(addresses: readonly string[]): string {
  return addresses
    .map((address) => getAddress(address))
    .sort()
    .join(", ");
}
