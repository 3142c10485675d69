import { createRequire } from "node:module";
import {
  computeAddress,
  getBytes,
  hashMessage,
  Interface,
  id,
  SigningKey,
  solidityPackedKeccak256,
  ZeroAddress,
} from "ethers";

import type { Artifact, Chain } from "./chain.ts";
import { defaultUlnConfigStruct, encodeExecutorConfig, encodeUlnConfig } from "./layerzero-codec.ts";

/** A decentralised verifier network of one chain: the real contract, with one signer of its own. */
export interface Dvn {
  readonly address: string;
  /** The unlocked account that may hand signed instructions to the contract. It cannot sign them. */
  readonly admin: string;
  readonly key: SigningKey;
}

/** LayerZero V2 on one chain. */
export interface LayerZeroStack {
  readonly chain: Chain;
  readonly endpoint: string;
  readonly sendLibrary: string;
  readonly receiveLibrary: string;
  readonly priceFeed: string;
  readonly treasury: string;
  readonly executor: string;
  /** The unlocked account that runs the executor. */
  readonly executorAdmin: string;
  /** Two, in ascending order of address. */
  readonly dvns: readonly Dvn[];
  /** How DVNs of this chain are named inside signed instructions. */
  readonly verifierId: number;
}

const require = createRequire(import.meta.url);
const protocolArtifact = (name: string): Artifact =>
  require(`@layerzerolabs/lz-evm-protocol-v2/artifacts/contracts/${name}.sol/${name}.json`);
const libraryArtifact = (folder: string, name: string): Artifact =>
  require(`@layerzerolabs/lz-evm-messagelib-v2/artifacts/contracts/${folder}${name}.sol/${name}.json`);

const ARTIFACTS = {
  endpoint: protocolArtifact("EndpointV2"),
  sendLibrary: libraryArtifact("uln/uln302/", "SendUln302"),
  receiveLibrary: libraryArtifact("uln/uln302/", "ReceiveUln302"),
  priceFeed: libraryArtifact("", "PriceFeed"),
  executor: libraryArtifact("", "Executor"),
  executorFee: libraryArtifact("", "ExecutorFeeLib"),
  dvn: libraryArtifact("uln/dvn/", "DVN"),
  dvnFee: libraryArtifact("uln/dvn/", "DVNFeeLib"),
  treasury: libraryArtifact("", "Treasury"),
};

/** Interfaces of LayerZero's contracts, as published with their bytecode. */
export const LZ = Object.fromEntries(
  Object.entries(ARTIFACTS).map(([name, { abi }]) => [name, Interface.from(abi)]),
) as Readonly<Record<keyof typeof ARTIFACTS, Interface>>;

/** LayerZero's default limit, in bytes. */
export const MAX_MESSAGE_SIZE = 10_000;

/** Types of configuration in `setConfig`. */
const CONFIG_EXECUTOR = 1;
const CONFIG_ULN = 2;

/** What LayerZero Labs runs on mainnet; they only bound what a treasury may take, and ours takes nothing. */
const TREASURY_GAS_LIMIT = 1_000_000;
const TREASURY_FEE_CAP = 100_000;
/** Wei per coin. */
const NATIVE_DECIMALS_RATE = 10n ** 18n;

/** The accounts that workers send from, counted from the end: scripts and tests use the first ones. */
const ACCOUNT_OF = { executor: -1, dvns: [-2, -3] } as const;

/** Deploys the real contracts from LayerZero's published bytecode. */
export async function deployLayerZero(chain: Chain): Promise<LayerZeroStack> {
  const { eid } = chain.profile;
  const verifierId = eid % 30_000;
  const owner = chain.deployer;
  const executorAdmin = chain.account(ACCOUNT_OF.executor);

  const endpoint = await chain.deploy(ARTIFACTS.endpoint, [eid, owner]);
  const sendLibrary = await chain.deploy(ARTIFACTS.sendLibrary, [endpoint, TREASURY_GAS_LIMIT, TREASURY_FEE_CAP]);
  const receiveLibrary = await chain.deploy(ARTIFACTS.receiveLibrary, [endpoint]);
  const treasury = await chain.deploy(ARTIFACTS.treasury);
  await chain.execute(sendLibrary, LZ.sendLibrary, "setTreasury", [treasury]);
  for (const library of [sendLibrary, receiveLibrary]) {
    await chain.execute(endpoint, LZ.endpoint, "registerLibrary", [library]);
  }
  const priceFeed = await chain.deploy(ARTIFACTS.priceFeed);
  await chain.execute(priceFeed, LZ.priceFeed, "initialize", [owner]);

  const executor = await chain.deploy(ARTIFACTS.executor);
  const admins = [owner, executorAdmin];
  await chain.execute(executor, LZ.executor, "initialize", [
    endpoint,
    ZeroAddress,
    [sendLibrary],
    priceFeed,
    owner,
    admins,
  ]);
  const executorFee = await chain.deploy(ARTIFACTS.executorFee, [eid, NATIVE_DECIMALS_RATE]);
  await chain.execute(executor, LZ.executor, "setWorkerFeeLib", [executorFee]);

  const dvnFee = await chain.deploy(ARTIFACTS.dvnFee, [eid, NATIVE_DECIMALS_RATE]);
  const dvns: Dvn[] = [];
  for (const [index, account] of ACCOUNT_OF.dvns.entries()) {
    const key = new SigningKey(id(`causeway/devnet/dvn/${chain.profile.name}/${index}`));
    const admin = chain.account(account);
    const args = [eid, verifierId, [sendLibrary], priceFeed, [computeAddress(key)], 1, [owner, admin]];
    const address = await chain.deploy(ARTIFACTS.dvn, args);
    await chain.execute(address, LZ.dvn, "setWorkerFeeLib", [dvnFee]);
    dvns.push({ address, admin, key });
  }
  dvns.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const workers = { executor, executorAdmin, dvns, verifierId };
  return { chain, endpoint, sendLibrary, receiveLibrary, priceFeed, treasury, ...workers };
}

/**
 * Makes `local` able to send to and receive from `remote`, with defaults as lax as LayerZero's own can be: one DVN, one confirmation.
 * They are a trap on purpose: an OApp that inherits them would work, so only its own checks can keep it from doing so.
 */
export async function wireLayerZero(local: LayerZeroStack, remote: LayerZeroStack): Promise<void> {
  const { chain, sendLibrary, receiveLibrary, endpoint, priceFeed, executor, dvns } = local;
  const { eid } = remote.chain.profile;
  const [dvn] = dvns;
  if (dvn === undefined) throw new Error(`${chain.profile.name} has no DVN.`);
  const lax = defaultUlnConfigStruct(1, dvn.address);
  await chain.execute(sendLibrary, LZ.sendLibrary, "setDefaultUlnConfigs", [[[eid, lax]]]);
  await chain.execute(sendLibrary, LZ.sendLibrary, "setDefaultExecutorConfigs", [
    [[eid, [MAX_MESSAGE_SIZE, executor]]],
  ]);
  await chain.execute(receiveLibrary, LZ.receiveLibrary, "setDefaultUlnConfigs", [[[eid, lax]]]);
  await chain.execute(endpoint, LZ.endpoint, "setDefaultSendLibrary", [eid, sendLibrary]);
  await chain.execute(endpoint, LZ.endpoint, "setDefaultReceiveLibrary", [eid, receiveLibrary, 0]);

  // Remote gas at 1 gwei, remote coin worth as much as the local one. The price feed knows endpoints modulo 30,000.
  const price = { priceRatio: 10n ** 20n, gasPriceInUnit: 10n ** 9n, gasPerByte: 16 };
  await chain.execute(priceFeed, LZ.priceFeed, "setPrice", [[{ eid: eid % 30_000, price }]]);
  const fee = { dstEid: eid, multiplierBps: 12_000, floorMarginUSD: 0 };
  const executorFee = { ...fee, lzReceiveBaseGas: 100_000, lzComposeBaseGas: 0, nativeCap: 10n ** 18n };
  await chain.execute(executor, LZ.executor, "setDstConfig", [[executorFee]]);
  for (const { address } of dvns) await chain.execute(address, LZ.dvn, "setDstConfig", [[{ ...fee, gas: 100_000 }]]);
}

/** What an OApp asks of one direction of a path; nothing is inherited. */
export interface OAppConfig {
  /** DVNs on this chain that must all verify. Default: both. */
  readonly dvns?: readonly string[];
  /** Blocks on this chain before DVNs verify what is sent here. Default: the chain's finality. */
  readonly sendConfirmations?: number;
  /** Blocks on the remote chain that DVNs must have waited for what is received here. Default: the remote chain's finality. */
  readonly receiveConfirmations?: number;
}

/**
 * Gives an OApp on `local` a configuration of its own for the path to and from `remote`: pinned libraries, executor, DVNs and
 * confirmations. Sent from the chain's deployer, who must be the OApp's delegate.
 */
export async function configureOApp(
  local: LayerZeroStack,
  remote: LayerZeroStack,
  oapp: string,
  config: OAppConfig = {},
): Promise<void> {
  const { chain, endpoint, sendLibrary, receiveLibrary, executor } = local;
  const { eid } = remote.chain.profile;
  const requiredDvns = config.dvns ?? local.dvns.map(({ address }) => address);
  const sending = { confirmations: config.sendConfirmations ?? chain.profile.finality, requiredDvns };
  const receiving = { confirmations: config.receiveConfirmations ?? remote.chain.profile.finality, requiredDvns };
  const configure = (name: string, args: unknown[]) => chain.execute(endpoint, LZ.endpoint, name, [oapp, ...args]);

  await configure("setSendLibrary", [eid, sendLibrary]);
  await configure("setReceiveLibrary", [eid, receiveLibrary, 0]);
  await configure("setConfig", [
    sendLibrary,
    [
      [eid, CONFIG_EXECUTOR, encodeExecutorConfig(MAX_MESSAGE_SIZE, executor)],
      [eid, CONFIG_ULN, encodeUlnConfig(sending)],
    ],
  ]);
  await configure("setConfig", [receiveLibrary, [[eid, CONFIG_ULN, encodeUlnConfig(receiving)]]]);
}

/** Replaces only the ULN configuration by which an OApp receives from `remote`. The deployer must be its delegate. */
export async function setReceiveConfig(
  local: LayerZeroStack,
  remote: LayerZeroStack,
  oapp: string,
  config: { readonly dvns: readonly string[]; readonly confirmations: number },
): Promise<void> {
  const encoded = encodeUlnConfig({ confirmations: config.confirmations, requiredDvns: config.dvns });
  const params = [[remote.chain.profile.eid, CONFIG_ULN, encoded]];
  await local.chain.execute(local.endpoint, LZ.endpoint, "setConfig", [oapp, local.receiveLibrary, params]);
}

/** An instruction to a DVN's contract, signed by its signer. */
export interface SignedInstruction {
  readonly vid: number;
  readonly target: string;
  readonly callData: string;
  /** Unix seconds. */
  readonly expiration: number;
  readonly signatures: string;
}

/** Signs for `DVN.execute` what the contract hashes: verifier id, target, expiration, call data, as a personal message. */
export function signInstruction(
  stack: LayerZeroStack,
  dvn: Dvn,
  target: string,
  callData: string,
  expiration: number,
): SignedInstruction {
  const vid = stack.verifierId;
  const digest = solidityPackedKeccak256(
    ["uint32", "address", "uint256", "bytes"],
    [vid, target, expiration, callData],
  );
  const signatures = dvn.key.sign(hashMessage(getBytes(digest))).serialized;
  return { vid, target, callData, expiration, signatures };
}
