import { expect } from "chai";
import { toBeHex } from "ethers";
import { HUB_STORAGE, hubSlots } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, useWorld, word } from "../support/chain.ts";
import { mapped, namespace } from "../support/slots.ts";
import { hubWorld, UNITS, USDC, VAULT_1, VAULT_2, WETH } from "./world.ts";

const TO = word(b20(0x77));

describe("Hub storage, as the standard fixes it (V-6)", () => {
  const w = useWorld(hubWorld);
  const ROOT = namespace("causeway.storage.Hub");
  const at = (slot: string) => w.slot(String(w.hub.target), slot);

  it("the namespace is where ERC-7201 puts it, for the SDK too", () => {
    expect(toBeHex(ROOT, 32)).to.equal(HUB_STORAGE);
  });

  it("released totals and message sequences lie in their slots, one per slot", async () => {
    const full = 2n ** 128n - 1n;
    await w.hub.setCap(VAULT_1.id, UNITS, full);
    await w.credit(VAULT_1, UNITS, w.ALICE, full);
    await w.credit(VAULT_1, WETH, w.ALICE, 1_000n);
    await w.credit(VAULT_2, USDC, w.ALICE, 1_000n);
    const release = (vault: string, asset: string, amount: bigint, recipient = TO) =>
      w.releaseCall({ account: w.ALICE, vault, asset, amount, recipient });
    await w.hub.batch([
      release(VAULT_1.id, WETH, 300n),
      release(VAULT_1.id, WETH, 34n),
      release(VAULT_1.id, WETH, 5n, b32(8)),
      release(VAULT_2.id, USDC, 77n),
      release(VAULT_1.id, UNITS, full),
    ]);
    const routes = [{ transport: w.transports[0]!, fee: 0n, attributes: [] }];
    for (let i = 0; i < 3; i++) await w.hub.sendReleased(VAULT_1.id, [], routes);

    const expected: [slot: string, sdk: string, value: bigint][] = [
      [mapped(ROOT, VAULT_1.id, WETH, TO), hubSlots.released(VAULT_1.id, WETH, TO), 334n],
      [mapped(ROOT, VAULT_1.id, WETH, b32(8)), hubSlots.released(VAULT_1.id, WETH, b32(8)), 5n],
      [mapped(ROOT, VAULT_2.id, USDC, TO), hubSlots.released(VAULT_2.id, USDC, TO), 77n],
      [mapped(ROOT, VAULT_1.id, UNITS, TO), hubSlots.released(VAULT_1.id, UNITS, TO), full],
      [mapped(ROOT + 1n, VAULT_1.id), hubSlots.sourceSeq(VAULT_1.id), 3n],
      [mapped(ROOT + 1n, VAULT_2.id), hubSlots.sourceSeq(VAULT_2.id), 0n],
    ];
    for (const [slot, sdk, value] of expected) {
      expect(await at(slot)).to.equal(b32(value));
      expect(sdk).to.equal(slot);
    }
  });
});
