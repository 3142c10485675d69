import type { Devnet } from "../../scripts/devnet/deploy.ts";
import type { TransportName } from "../../scripts/devnet/transit.ts";
import { type Figures, gas } from "../figures.ts";
import fixture from "../fixtures/credit.json" with { type: "json" };
import { onChain, Place, realTransports } from "../place.ts";

const { delivery, subId } = fixture;

/**
 * `gas.credit.layerzero` and `gas.credit.wormhole`: the whole transaction in which the real messenger delivers the second of two
 * attestations. LayerZero's verification has its own transactions before it; Wormhole's signatures are checked in this one.
 */
export async function measureDelivery(devnet: Devnet): Promise<Figures> {
  const place = new Place(devnet, delivery);
  const owner = onChain(place.home, fixture.owner);
  await place.fund(BigInt(delivery.amount) * 3n);
  await deposit(place, owner);
  await devnet.workers.drain();
  return {
    "gas.credit.layerzero": gas(await secondDelivery(place, owner, "layerzero")),
    "gas.credit.wormhole": gas(await secondDelivery(place, owner, "wormhole")),
  };
}

/** Deposits, and has `last` deliver when the other transport has delivered already. */
async function secondDelivery(place: Place, owner: string, last: TransportName): Promise<bigint> {
  const { devnet, home, asset } = place;
  const { faults, workers } = devnet;
  const merged = (): Promise<bigint> =>
    place.readHub("credited", [home.vault.id, asset.id, place.account(owner, subId)]);
  const before = await merged();
  faults.kill({ transport: last });
  await deposit(place, owner);
  await workers.drain();
  if ((await merged()) !== before) throw new Error("one attestation alone was merged");
  faults.restore({ transport: last });
  await workers.drain();
  if ((await merged()) !== before + BigInt(delivery.amount)) throw new Error(`${last} did not complete the quorum`);

  const transit = workers.messages({ transport: last }).at(-1);
  const block = transit?.steps.at(-1);
  const { chain } = devnet.chains.hub;
  // One transaction per block; the last step of a delivered message is its delivery.
  const { transactions } = await chain.request("eth_getBlockByHash", block?.hash, false);
  const { gasUsed } = await chain.request("eth_getTransactionReceipt", transactions[0]);
  return BigInt(gasUsed);
}

async function deposit(place: Place, owner: string): Promise<void> {
  await place.deposit(owner, subId, BigInt(delivery.amount));
  await place.sync([place.account(owner, subId)], realTransports(place.home));
}
