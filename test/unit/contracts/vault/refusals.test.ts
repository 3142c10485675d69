import { expect } from "chai";
import { concat, dataSlice } from "ethers";
import { encodeMessage, MessageKind } from "../../../../sdk/src/codec/index.ts";
import { b32, PLENTY, useWorld, word } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

describe("Vault.receiveMessage refuses with a named error, and changes nothing (M-3)", () => {
  const w = useWorld(async () => {
    const world = await vaultWorld();
    await world.deposit(world.alice, HUB_A.id, String(world.token.target), 10_000n);
    return world;
  });
  const relay = (transport: number, message: string, sender = HUB_A.interoperable) =>
    w.direct[transport]!.relay(w.vault.target, sender, message, PLENTY);
  const valid = () => w.fromHub(HUB_A, [w.released(String(w.token.target), w.bob.address, 700n)]);
  let state = "";

  beforeEach(async () => {
    await relay(0, valid());
    state = await w.storageRoot(w.vault.target);
  });
  afterEach(async () => {
    expect(await w.storageRoot(w.vault.target)).to.equal(state);
    expect(await w.vault.authorised(HUB_A.id, w.tokenId, word(w.bob.address))).to.equal(0n);
  });

  it("a gateway that is not registered, or not for this hub", async () => {
    await expectRevert(
      w.vault.connect(w.bob).receiveMessage(b32(0), HUB_A.interoperable, valid()),
      "ERC7786RecipientUnauthorizedGateway",
      w.bob.address,
      HUB_A.interoperable,
    );
    await expectRevert(relay(3, valid()), "ERC7786RecipientUnauthorizedGateway", w.transports[3]!, HUB_A.interoperable);
  });

  it("a sender that is no hub of ours, however it is spelled", async () => {
    for (const sender of [HUB_B.interoperable, `${HUB_A.interoperable}00`, "0x"]) {
      await expectRevert(relay(1, valid(), sender), "ERC7786RecipientUnauthorizedGateway", w.transports[1]!, sender);
    }
  });

  it("an origin that is not the sender", async () => {
    const message = w.fromHub(HUB_B, [w.released(String(w.token.target), w.bob.address, 700n)]);
    await expectRevert(relay(1, message), "Inbox_WrongOrigin", HUB_A.id, HUB_B.id);
  });

  it("another destination", async () => {
    const message = concat([dataSlice(valid(), 0, 37), HUB_B.id, dataSlice(valid(), 69)]);
    await expectRevert(relay(1, message), "Inbox_WrongDestination", w.self.id, HUB_B.id);
  });

  it("a message of the kind a vault sends", async () => {
    const message = encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: HUB_A.id,
      destination: w.self.id,
      sourceSeq: 1n,
      sourceTime: 1n,
      leaves: [{ type: "Credited", asset: w.tokenId, account: word(w.bob.address), total: 700n }],
    });
    await expectRevert(relay(1, message), "Inbox_WrongKind", 2n, 1n);
  });

  it("coins", async () => {
    await w.helpers.impersonateAccount(w.transports[1]!);
    await w.helpers.setBalance(w.transports[1]!, 10n ** 18n);
    const gateway = await w.ethers.getSigner(w.transports[1]!);
    await expectRevert(
      w.vault.connect(gateway).receiveMessage(b32(0), HUB_A.interoperable, valid(), { value: 3n }),
      "Inbox_ValueRefused",
      3n,
    );
  });

  it("every prefix of a message", async () => {
    const message = w.fromHub(HUB_A, [w.released(String(w.token.target), w.bob.address, 700n), { type: "Heartbeat" }]);
    const length = (message.length - 2) / 2;
    for (let cut = 0; cut < length; cut++) {
      const args = cut < 87 ? [cut] : [cut < 168 ? 87 : 168, cut === 87 || cut === 168 ? 1 : 81, cut];
      await expectRevert(relay(1, dataSlice(message, 0, cut)), cut < 87 ? "Csm_TooShort" : "Csm_Truncated", ...args);
    }
  });

  it("trailing bytes, wrong magic, unknown kind, no leaves, unknown leaves, leaves of the other kind", async () => {
    const set = (offset: number, byte: string) =>
      concat([dataSlice(valid(), 0, offset), byte, dataSlice(valid(), offset + 1)]);
    await expectRevert(relay(1, `${valid()}00`), "Csm_TrailingBytes", 168, 169);
    await expectRevert(relay(1, set(3, "0x32")), "Csm_WrongMagic", "0x43534d32");
    await expectRevert(relay(1, set(4, "0x03")), "Csm_UnknownKind", 3);
    await expectRevert(relay(1, set(4, "0x00")), "Csm_UnknownKind", 0);
    await expectRevert(relay(1, set(86, "0x00")), "Csm_NoLeaves");
    await expectRevert(relay(1, set(86, "0x02")), "Csm_Truncated", 168, 1, 168);
    await expectRevert(relay(1, set(87, "0x13")), "Csm_UnknownLeaf", 0x13, 87);
    await expectRevert(relay(1, set(87, "0x01")), "Csm_LeafOfOtherKind", 2, 1, 87);
  });

  it("a good leaf before a bad one: the message is rejected whole", async () => {
    const message = w.fromHub(HUB_A, [w.released(String(w.token.target), w.bob.address, 700n), { type: "Heartbeat" }]);
    await expectRevert(relay(1, concat([dataSlice(message, 0, 168), "0x06"])), "Csm_UnknownLeaf", 6, 168);
  });
});
