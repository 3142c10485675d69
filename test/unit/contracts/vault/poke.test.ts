import { expect } from "chai";
import { encodeMessage, MessageKind } from "../../../../sdk/src/codec/index.ts";
import { eventsOf, mined, PLENTY, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

describe("Vault.poke", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    await world.deposit(world.alice, HUB_A.id, String(world.token.target), 10_000n);
    return { ...world, asset: String(world.token.target) };
  });
  const release = (total: bigint, hub = HUB_A) => w.fromHub(hub, [w.released(w.asset, w.bob.address, total)]);
  const relay = (transport: number, total: bigint) =>
    w.direct[transport]!.relay(w.vault.target, HUB_A.interoperable, release(total), PLENTY);
  const poke = (message: string) => mined(w.vault.connect(w.relayer).poke(message, PLENTY));
  const authorised = () => w.vault.authorised(HUB_A.id, w.tokenId, word(w.bob.address));

  it("merges and pays what a lower threshold accepts now, whatever total the message names", async () => {
    await relay(0, 700n);
    await w.vault.setThreshold(HUB_A.id, 1);
    expect(await authorised()).to.equal(0n);
    const receipt = await poke(release(999_999n));
    expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Authorised", "Paid"]);
    expect(await authorised()).to.equal(700n);
  });

  it("is no vote: alone, or beside one of two", async () => {
    await poke(release(700n));
    await relay(0, 700n);
    const state = await w.storageRoot(w.vault.target);
    expect(eventsOf(w.vault, await poke(release(700n)))).to.deep.equal([]);
    expect(await w.storageRoot(w.vault.target)).to.equal(state);
  });

  it("V-2: takes nothing back when disabling a transport lowers what is accepted", async () => {
    await relay(0, 700n);
    await relay(1, 700n);
    await w.vault.disableTransport(HUB_A.id, w.direct[0]!.target);
    const receipt = await mined(relay(2, 300n));
    expect(eventsOf(w.vault, receipt)).to.deep.equal([]);
    expect(eventsOf(w.vault, await poke(release(300n)))).to.deep.equal([]);
    expect(await authorised()).to.equal(700n);
  });

  it("never moves the time: anybody can write a header", async () => {
    const message = w.fromHub(HUB_A, [{ type: "Heartbeat" }], { time: 2n ** 40n });
    await w.attest(HUB_A, w.fromHub(HUB_A, [{ type: "Heartbeat" }], { time: 5n }));
    await poke(message);
    expect(await w.vault.lastHubTime(HUB_A.id)).to.equal(5n);
  });

  it("tries again to pay what is authorised", async () => {
    await w.authorise(HUB_A, w.asset, w.bob.address, 700n);
    const receipt = await poke(release(0n));
    expect(eventsOf(w.vault, receipt).map(({ name }) => name)).to.deep.equal(["Paid"]);
  });

  it("about another hub touches only that one", async () => {
    await w.authorise(HUB_A, w.asset, w.bob.address, 700n);
    expect(eventsOf(w.vault, await poke(release(700n, HUB_B)))).to.deep.equal([]);
  });

  it("refuses malformed messages, another destination and the other kind", async () => {
    const call = (message: string) => w.vault.poke(message);
    await expectRevert(call("0x"), "Csm_TooShort", 0);
    await expectRevert(call(`${release(1n)}00`), "Csm_TrailingBytes", 168, 169);
    const header = { origin: HUB_A.id, destination: HUB_B.id, sourceSeq: 1n, sourceTime: 1n } as const;
    const wrong = encodeMessage({ kind: MessageKind.HubToVault, ...header, leaves: [{ type: "Heartbeat" }] });
    await expectRevert(call(wrong), "Inbox_WrongDestination", w.self.id, HUB_B.id);
    const account = word(w.bob.address);
    const kind1 = encodeMessage({
      kind: MessageKind.VaultToHub,
      ...header,
      leaves: [{ type: "Credited", asset: w.tokenId, account, total: 1n }],
    });
    await expectRevert(call(kind1), "Inbox_WrongKind", 2, 1);
  });
});
