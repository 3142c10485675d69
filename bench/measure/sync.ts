import { dataSlice, id } from "ethers";

import type { Devnet } from "../../scripts/devnet/deploy.ts";
import { MAX_MESSAGE_SIZE } from "../../scripts/devnet/layerzero.ts";
import { type Figures, gas } from "../figures.ts";
import fixture from "../fixtures/sync.json" with { type: "json" };
import { benchContract, onChain, Place } from "../place.ts";
import { requireSlots } from "../slots.ts";

/**
 * `gas.sync.perAccount100`: one account's part of a message that carries a hundred, without the messengers' own gas. The same message
 * also has to fit what LayerZero carries by default: the real transport has to accept it.
 */
export async function measureSync(devnet: Devnet): Promise<Figures> {
  const place = new Place(devnet, fixture);
  const { home, asset } = place;
  const { subId } = fixture;
  const hub = devnet.hub.id;
  const amount = BigInt(fixture.amount);
  const owners = Array.from({ length: fixture.accounts }, (_, i) =>
    onChain(home, dataSlice(id(`${fixture.ownerSeed}${i}`), 12)),
  );
  const accounts = owners.map((owner) => place.account(owner, subId));

  const double = await home.chain.deploy(await benchContract("BenchTransport"));
  await place.onVault("enableTransport", [hub, double]);
  await place.fund(amount * BigInt(owners.length));
  for (const owner of owners) await place.deposit(owner, subId, amount);

  const earlier = await place.sync(accounts, [double]);
  const [, sourceSeq] = devnet.abis.vault.decodeEventLog(
    "Synced",
    earlier.logs[0]?.data ?? "0x",
    earlier.logs[0]?.topics,
  );
  await requireSlots(fixture.slots, {
    "credited(each account)": async () => {
      const totals = await Promise.all(
        accounts.map((account) => place.readVault("credited", [hub, asset.id, account])),
      );
      return totals.reduce((least, total) => (total < least ? total : least));
    },
    sourceSeq: async () => sourceSeq,
  });
  const { gasUsed } = await place.sync(accounts, [double]);
  await requireFit(place, accounts);
  const count = BigInt(fixture.accounts);
  return { "gas.sync.perAccount100": gas((gasUsed + count - 1n) / count) };
}

/** LayerZero's send library refuses what is too large; the size is looked at as well, so that nobody has to trust its configuration. */
async function requireFit(place: Place, accounts: readonly string[]): Promise<void> {
  const { devnet, home } = place;
  await place.sync(accounts, [home.transports.layerzero]);
  await devnet.workers.poll();
  const [transit] = devnet.workers.messages({ transport: "layerzero" });
  const size = ((transit?.envelope.length ?? 0) - 2) / 2;
  if (size <= 0 || size > MAX_MESSAGE_SIZE) {
    throw new Error(
      `the message of ${fixture.accounts} accounts has ${size} bytes, LayerZero carries ${MAX_MESSAGE_SIZE}`,
    );
  }
}
