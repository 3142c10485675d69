import { Interface } from "ethers";

import type { Transaction } from "../../scripts/devnet/chain.ts";
import type { Devnet } from "../../scripts/devnet/deploy.ts";
import {
  accountId,
  assetId,
  encodeInteroperable,
  encodeMessage,
  MessageKind,
  vaultId,
} from "../../sdk/src/codec/index.ts";
import { type Figures, gas } from "../figures.ts";
import fixture from "../fixtures/credit.json" with { type: "json" };
import { benchContract } from "../place.ts";
import { requireSlots } from "../slots.ts";

type AssetKind = keyof typeof fixture.assets;

/**
 * `gas.credit.warm`: what the hub itself spends on the attestation that completes a quorum, for a stablecoin and for a line; the
 * dearer one is the figure. It is the difference between two transactions that are equal to the byte: one to the hub, one with
 * the hub's code replaced by a recipient that accepts every message.
 */
export async function measureCredit(devnet: Devnet): Promise<Figures> {
  const cash = await creditOf(devnet, "cash");
  const line = await creditOf(devnet, "line");
  return {
    "gas.credit.warm": gas(cash > line ? cash : line),
    "gas.credit.warm.cash": gas(cash),
    "gas.credit.warm.line": gas(line),
  };
}

async function creditOf(devnet: Devnet, kind: AssetKind): Promise<bigint> {
  const { clock, abis, hub } = devnet;
  const { chain } = devnet.chains.hub;
  const before: string = await chain.request("evm_snapshot");
  const counter = counterOf(devnet, kind);
  const { vault, asset, account } = counter;
  const { decimals, stable, cap, totals } = fixture.assets[kind];
  const double = await benchContract("BenchTransport");
  const doubleAbi = Interface.from(double.abi);
  const first = await chain.deploy(double);
  const second = await chain.deploy(double);
  await chain.execute(hub.address, abis.hub, "registerVault", [counter.sender, [first, second], 2]);
  await chain.execute(hub.address, abis.hub, "listAsset", [vault, asset, decimals, stable, BigInt(cap)]);

  const [toFirst = 0, toSecond = 0] = fixture.secondsToAttestation;
  /** Has the first transport attest a new message, and returns what the second will send when its time has come. */
  const attestOnce = async (sourceSeq: bigint, total: string): Promise<Transaction> => {
    const args = [hub.address, counter.sender, counter.message(sourceSeq, BigInt(clock.now()), BigInt(total))];
    const data = doubleAbi.encodeFunctionData("relay", args);
    await clock.advance(toFirst);
    await chain.send({ to: first, data });
    await clock.advance(toSecond - toFirst);
    return { to: second, data };
  };
  const [earlier = "0", total = "0"] = totals;
  await chain.send(await attestOnce(1n, earlier));
  await clock.advance(fixture.secondsBetweenMessages);
  const measured = await attestOnce(2n, total);

  const read = (name: string, args: unknown[]) => chain.read(hub.address, abis.hub, name, args);
  await requireSlots(fixture.slots.warm, {
    "attested(first transport)": () => read("attested", [vault, asset, account, first]),
    "attested(second transport)": () => read("attested", [vault, asset, account, second]),
    lastSourceTime: () => read("lastSourceTime", [vault]),
    age: () => read("age", [vault]),
    "credited(account)": () => read("credited", [vault, asset, account]),
    "pool.credited": async () => (await read("pool", [vault, asset])).credited,
    "balance of the account": () => (stable ? read("cashOf", [account]) : read("lineOf", [account, vault, asset])),
    "deliveries of the second transport": () => chain.read(second, doubleAbi, "delivered"),
  });

  const ready: string = await chain.request("evm_snapshot");
  const { gasUsed: whole } = await chain.send(measured);
  const credited: bigint = await read("credited", [vault, asset, account]);
  if (credited !== BigInt(total)) throw new Error(`the measured attestation merged ${credited} instead of ${total}`);
  await chain.request("evm_revert", ready);
  const { deployedBytecode } = await benchContract("BenchRecipient");
  await chain.request("hardhat_setCode", hub.address, deployedBytecode);
  const { gasUsed: transportOnly } = await chain.send(measured);
  await chain.request("evm_revert", before);
  return whole - transportOnly;
}

/** Names of the fixture's counter, and messages about it. */
function counterOf({ hub }: Devnet, kind: AssetKind) {
  const namespace = "eip155";
  const chainId = BigInt(fixture.vaultChainId);
  const sender = encodeInteroperable({ namespace, chainId, address: fixture.vault });
  const owner = encodeInteroperable({ namespace, chainId, address: fixture.owner });
  const [vault, asset] = [vaultId(sender), assetId(fixture.assets[kind].address)];
  const account = accountId(hub.id, owner, fixture.subId);
  const message = (sourceSeq: bigint, sourceTime: bigint, total: bigint) =>
    encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: vault,
      destination: hub.id,
      sourceSeq,
      sourceTime,
      leaves: [{ type: "Credited", asset, account, total }],
    });
  return { sender, vault, asset, account, message };
}
