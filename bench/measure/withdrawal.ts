import { MaxUint256, zeroPadValue } from "ethers";

import type { Receipt } from "../../scripts/devnet/chain.ts";
import type { Devnet } from "../../scripts/devnet/deploy.ts";
import { type Figures, gas } from "../figures.ts";
import fixture from "../fixtures/withdrawal.json" with { type: "json" };
import { onChain, Place, realTransports, routesThrough, sum } from "../place.ts";
import { requireSlots } from "../slots.ts";

const amount = BigInt(fixture.amount);
const recipient = zeroPadValue(fixture.recipient, 32);

/**
 * `gas.withdraw.hub` (sending left to anyone, later), `gas.withdraw.hub.sent` (through both real transports at once) and
 * `gas.claim.vault` (a payment that did not succeed at delivery, made by a stranger).
 */
export async function measureWithdrawal(devnet: Devnet): Promise<Figures> {
  const place = new Place(devnet, fixture);
  const { home, asset } = place;
  const hub = devnet.hub.id;
  const owner = onChain(devnet.chains.hub, fixture.owner);
  const account = place.account(owner, fixture.subId);
  await place.fund(BigInt(fixture.deposit));
  await place.deposit(owner, fixture.subId, BigInt(fixture.deposit));
  await place.sync([account], realTransports(home));
  await devnet.workers.drain();

  await withdraw(place, owner, true);
  await devnet.workers.drain();
  await requireSlots(fixture.slots.withdraw, {
    "cashOf(account)": () => place.readHub("cashOf", [account]),
    "pool.released": async () => (await place.readHub("pool", [home.vault.id, asset.id])).released,
    "released(recipient)": () => place.readHub("released", [home.vault.id, asset.id, recipient]),
  });
  const { chain } = devnet.chains.hub;
  const ready: string = await chain.request("evm_snapshot");
  const deferred = await withdraw(place, owner, false);
  await chain.request("evm_revert", ready);
  const sent = await withdraw(place, owner, true);

  // While outflow is frozen the vault takes note of the release and does not pay.
  await place.onVault("freezeOutflow", []);
  await devnet.workers.drain();
  await place.onVault("unfreezeOutflow", []);
  await requireSlots(fixture.slots.claim, {
    "authorised(recipient)": () => place.readVault("authorised", [hub, asset.id, recipient]),
    "paid(recipient)": () => place.readVault("paid", [hub, asset.id, recipient]),
    totalPaid: () => place.readVault("totalPaid", [hub, asset.id]),
    obligations: () => place.readVault("obligations", [asset.id]),
    "token.balanceOf(recipient)": () => place.readToken("balanceOf", [fixture.recipient]),
  });
  const args = [hub, asset.address, fixture.recipient, MaxUint256];
  const claim = await place.onVault("claim", args, { from: fixture.stranger });
  if ((await place.readToken("balanceOf", [fixture.recipient])) !== 2n * amount)
    throw new Error("the claim was not paid");
  return {
    "gas.withdraw.hub": gas(deferred.gasUsed),
    "gas.withdraw.hub.sent": gas(sent.gasUsed),
    "gas.claim.vault": gas(claim.gasUsed),
  };
}

/** The owner withdraws in a batch of one call, paying the transports exactly what they ask if it shall be sent. */
async function withdraw({ devnet, home, asset }: Place, owner: string, send: boolean): Promise<Receipt> {
  const { hub, abis } = devnet;
  const { chain } = devnet.chains.hub;
  const vault = home.vault.id;
  const transports = send ? realTransports(devnet.chains.hub) : [];
  const keys = [{ asset: asset.id, recipient }];
  const quoting = [vault, keys, routesThrough(transports)];
  const fees = await chain.read(hub.address, abis.hub, "quoteReleased", quoting);
  const args = [owner, fixture.subId, vault, asset.id, amount, recipient, routesThrough(transports, fees)];
  const data = abis.withdrawals.encodeFunctionData("withdraw", args);
  const value = sum(fees);
  const calls = [{ module: hub.withdrawals, value, data }];
  return chain.execute(hub.address, abis.hub, "batch", [calls], { from: fixture.owner, value });
}
