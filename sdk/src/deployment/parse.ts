import { getAddress, isHexString, ZeroAddress } from "ethers";

import { DeploymentError } from "../errors/kinds.ts";
import { MAX_DECIMALS } from "../units/unit.ts";
import type {
  AssetDescription,
  ChainDescription,
  Deployment,
  TransportDescription,
  VaultDescription,
} from "./deployment.ts";

/** A value of unknown shape together with where it stands, as `vaults[0].address`. */
interface Node {
  readonly path: string;
  readonly value: unknown;
}

/**
 * Checks that `value` describes a deployment, and copies what belongs to it: addresses get their checksum, unknown fields are left out.
 * Looks at no chain; `verify` does that.
 *
 * @param value - Usually parsed JSON.
 * @throws DeploymentError `Deployment_Invalid`, `Deployment_Unresolved` (an unknown chain) or `Deployment_Duplicate`, naming the place.
 */
export function parseDeployment(value: unknown): Deployment {
  const root: Node = { path: "description", value };
  const fields = object(root);
  if (fields.version !== 1) throw invalid({ path: "version", value: fields.version }, "1");
  const chains = Object.fromEntries(
    Object.entries(object(top(fields, "chains"))).map(([name, chain]) => [
      name,
      chainOf({ path: `chains.${name}`, value: chain }),
    ]),
  );
  const hub = top(fields, "hub");
  const vaults = list(top(fields, "vaults")).map((vault) => vaultOf(vault, chains));
  requireUnique(
    "vaults",
    vaults.map(({ name }) => name),
  );
  requireUnique(
    "vaults",
    vaults.map(({ chain, address }) => `${address} on ${chain}`),
  );
  return {
    version: 1,
    name: text(top(fields, "name")),
    chains,
    hub: {
      chain: chainName(at(hub, "chain"), chains),
      address: address(at(hub, "address")),
      withdrawals: address(at(hub, "withdrawals")),
    },
    vaults,
  };
}

function chainOf(node: Node): ChainDescription {
  const { chainId, coin } = object(node);
  if (!Number.isSafeInteger(chainId) || Number(chainId) < 1) {
    throw invalid({ path: `${node.path}.chainId`, value: chainId }, "a positive whole number");
  }
  return coin === undefined ? { chainId: Number(chainId) } : { chainId: Number(chainId), coin: text(at(node, "coin")) };
}

function vaultOf(node: Node, chains: Deployment["chains"]): VaultDescription {
  const assets = list(at(node, "assets")).map(assetOf);
  const transports = list(at(node, "transports")).map(transportOf);
  requireUnique(
    `${node.path}.assets`,
    assets.map(({ symbol }) => symbol),
  );
  requireUnique(
    `${node.path}.assets`,
    assets.map((asset) => asset.address),
  );
  requireUnique(
    `${node.path}.transports`,
    transports.map(({ name }) => name),
  );
  requireUnique(
    `${node.path}.transports`,
    transports.map(({ atVault }) => atVault),
  );
  requireUnique(
    `${node.path}.transports`,
    transports.map(({ atHub }) => atHub),
  );
  return {
    name: text(at(node, "name")),
    chain: chainName(at(node, "chain"), chains),
    address: address(at(node, "address")),
    assets,
    transports,
  };
}

function assetOf(node: Node): AssetDescription {
  const { decimals, stable } = object(node);
  if (!Number.isInteger(decimals) || Number(decimals) < 0 || Number(decimals) > MAX_DECIMALS) {
    throw invalid({ path: `${node.path}.decimals`, value: decimals }, `a whole number from 0 to ${MAX_DECIMALS}`);
  }
  if (typeof stable !== "boolean") throw invalid({ path: `${node.path}.stable`, value: stable }, "true or false");
  return {
    symbol: text(at(node, "symbol")),
    address: address(at(node, "address")),
    decimals: Number(decimals),
    stable,
  };
}

function transportOf(node: Node): TransportDescription {
  return { name: text(at(node, "name")), atVault: address(at(node, "atVault")), atHub: address(at(node, "atHub")) };
}

function chainName(node: Node, chains: Deployment["chains"]): string {
  const name = text(node);
  if (Object.hasOwn(chains, name)) return name;
  throw new DeploymentError("Deployment_Unresolved", { path: node.path, name, known: Object.keys(chains).join(", ") });
}

// ---------------------------------------------------------------------------------------------------------- shapes

function top(fields: Readonly<Record<string, unknown>>, field: string): Node {
  return { path: field, value: fields[field] };
}

function at(node: Node, field: string): Node {
  return { path: `${node.path}.${field}`, value: object(node)[field] };
}

function object(node: Node): Readonly<Record<string, unknown>> {
  const { value } = node;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(node, "an object");
  return value as Record<string, unknown>;
}

function list(node: Node): Node[] {
  if (!Array.isArray(node.value) || node.value.length === 0) throw invalid(node, "a list with at least one entry");
  return node.value.map((value: unknown, index) => ({ path: `${node.path}[${index}]`, value }));
}

function text(node: Node): string {
  if (typeof node.value !== "string" || node.value.trim() === "") throw invalid(node, "a name");
  return node.value;
}

function address(node: Node): string {
  const { value } = node;
  if (!isHexString(value, 20) || value === ZeroAddress) throw invalid(node, "an address");
  try {
    return getAddress(value);
  } catch {
    throw invalid(node, "an address with the right checksum");
  }
}

function requireUnique(path: string, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) throw new DeploymentError("Deployment_Duplicate", { path, name });
  }
}

function invalid({ path, value }: Node, expected: string): DeploymentError {
  const actual = value === undefined ? "absent" : (JSON.stringify(value) ?? String(value)).slice(0, 100);
  return new DeploymentError("Deployment_Invalid", { path, expected, actual });
}
