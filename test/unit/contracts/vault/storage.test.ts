import { expect } from "chai";
import { toBeHex } from "ethers";
import { accountId, VAULT_STORAGE, vaultSlots } from "../../../../sdk/src/codec/index.ts";
import { b32, onChain, useWorld, word } from "../support/chain.ts";
import { mapped, namespace } from "../support/slots.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

describe("Vault storage, as the standard fixes it (V-6)", () => {
  const w = useWorld(vaultWorld);
  const ROOT = namespace("causeway.storage.Vault");
  const at = (slot: string) => w.slot(String(w.vault.target), slot);

  it("the namespace is where ERC-7201 puts it, for the SDK too", () => {
    expect(toBeHex(ROOT, 32)).to.equal(VAULT_STORAGE);
  });

  it("every counter and register lies in its slot, as one right-aligned word", async () => {
    const token = String(w.token.target);
    await w.deposit(w.alice, HUB_A.id, token, 1_000n);
    await w.deposit(w.bob, HUB_A.id, token, 234n);
    await w.deposit(w.alice, HUB_B.id, token, 77n);
    await w.authorise(HUB_A, token, w.carol.address, 500n);
    await w.vault.claim(HUB_A.id, token, w.carol.address, 123n);
    await w.vault.connect(w.alice).setDelegate(HUB_A.id, 0, w.bob.address);
    await w.vault.connect(w.alice).setDelegate(HUB_A.id, 0, w.carol.address);
    await w.vault.connect(w.alice).setPayout(HUB_A.id, 0, b32(42), b32(43));
    const routes = [{ transport: w.transports[0]!, fee: 0n, attributes: [] }];
    const manifest = { credited: [], custody: [token], delegates: [], payouts: [] };
    for (let i = 0; i < 3; i++) await w.vault.sync(HUB_A.id, manifest, routes);

    const [hub, asset, recipient] = [HUB_A.id, w.tokenId, word(w.carol.address)];
    const account = accountId(hub, onChain(w.alice.address).interoperable, 0);
    const payout = mapped(ROOT + 6n, hub, account, b32(42));
    const expected: [slot: string, sdk: string, value: bigint][] = [
      [mapped(ROOT, hub, asset, account), vaultSlots.credited(hub, asset, account), 1_000n],
      [mapped(ROOT + 1n, hub, asset, recipient), vaultSlots.authorised(hub, asset, recipient), 500n],
      [mapped(ROOT + 2n, hub, asset, recipient), vaultSlots.paid(hub, asset, recipient), 123n],
      [mapped(ROOT + 3n, hub, asset), vaultSlots.totalCredited(hub, asset), 1_234n],
      [mapped(ROOT + 3n, HUB_B.id, asset), vaultSlots.totalCredited(HUB_B.id, asset), 77n],
      [mapped(ROOT + 4n, hub, asset), vaultSlots.totalPaid(hub, asset), 123n],
      [mapped(ROOT + 5n, hub, account), vaultSlots.delegate(hub, account), (2n << 160n) | BigInt(w.carol.address)],
      [payout, vaultSlots.payout(hub, account, b32(42)), 43n],
      [toBeHex(BigInt(payout) + 1n, 32), toBeHex(BigInt(vaultSlots.payout(hub, account, b32(42))) + 1n, 32), 1n],
      [mapped(ROOT + 7n, hub), vaultSlots.sourceSeq(hub), 3n],
    ];
    for (const [slot, sdk, value] of expected) {
      expect(await at(slot)).to.equal(b32(value));
      expect(sdk).to.equal(slot);
    }
  });

  it("no counter returns to zero when everything is paid", async () => {
    const token = String(w.token.target);
    await w.deposit(w.alice, HUB_A.id, token, 10n);
    await w.attest(HUB_A, w.fromHub(HUB_A, [w.released(token, w.carol.address, 10n)]));
    expect(await w.vault.holdings(token)).to.equal(0n);
    const account = accountId(HUB_A.id, onChain(w.alice.address).interoperable, 0);
    const recipient = word(w.carol.address);
    for (const slot of [
      vaultSlots.credited(HUB_A.id, w.tokenId, account),
      vaultSlots.authorised(HUB_A.id, w.tokenId, recipient),
      vaultSlots.paid(HUB_A.id, w.tokenId, recipient),
      vaultSlots.totalCredited(HUB_A.id, w.tokenId),
      vaultSlots.totalPaid(HUB_A.id, w.tokenId),
    ]) {
      expect(await at(slot)).to.equal(b32(10));
    }
  });
});
