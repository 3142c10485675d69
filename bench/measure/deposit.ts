import type { Devnet } from "../../scripts/devnet/deploy.ts";
import { type Figures, gas } from "../figures.ts";
import fixture from "../fixtures/deposit.json" with { type: "json" };
import { onChain, Place } from "../place.ts";
import { requireSlots } from "../slots.ts";

/** `gas.deposit.first` and `gas.deposit.repeat`: an account's first deposit and the next one, without a message. */
export async function measureDeposit(devnet: Devnet): Promise<Figures> {
  const place = new Place(devnet, fixture);
  const { home, asset, payer } = place;
  const { subId } = fixture;
  const amount = BigInt(fixture.amount);
  const owner = onChain(home, fixture.owner);
  const hub = devnet.hub.id;
  const slots = {
    "credited(account)": () => place.readVault("credited", [hub, asset.id, place.account(owner, subId)]),
    totalCredited: () => place.readVault("totalCredited", [hub, asset.id]),
    obligations: () => place.readVault("obligations", [asset.id]),
    "token.balanceOf(vault)": () => place.readToken("balanceOf", [home.vault.address]),
    "token.balanceOf(payer)": () => place.readToken("balanceOf", [payer]),
    "token.allowance(payer, vault)": () => place.readToken("allowance", [payer, home.vault.address]),
  };

  await place.fund(BigInt(fixture.payerHas));
  await place.deposit(onChain(home, fixture.earlierOwner), subId, amount);
  await requireSlots(fixture.slots.first, slots);
  const first = await place.deposit(owner, subId, amount);
  await requireSlots(fixture.slots.repeat, slots);
  const repeat = await place.deposit(owner, subId, amount);
  return { "gas.deposit.first": gas(first.gasUsed), "gas.deposit.repeat": gas(repeat.gasUsed) };
}
