import { expect } from "chai";
import { encodeMessage, type HubLeaf, MessageKind } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsOf, mined, PLENTY, useWorld, word } from "../support/chain.ts";
import { describeRevert, expectRevert } from "../support/errors.ts";
import { sentPayloads } from "../support/sent.ts";
import { hubWorld, USDC, VAULT_1, VAULT_2, WETH } from "./world.ts";

const TO = word(b20(0x77));
const OTHER = word(b20(0x88));

describe("Hub.sendReleased", () => {
  const w = useWorld(async () => {
    const world = await hubWorld();
    await world.credit(VAULT_1, WETH, world.ALICE, 1_000n);
    await world.credit(VAULT_1, USDC, world.ALICE, 1_000n);
    const release = (asset: string, amount: bigint, recipient: string) =>
      world.releaseCall({ account: world.ALICE, vault: VAULT_1.id, asset, amount, recipient });
    await world.hub.batch([release(WETH, 300n, TO), release(USDC, 20n, TO), release(WETH, 1n, OTHER)]);
    return world;
  });
  type Key = { readonly asset: string; readonly recipient: string };
  const route = (i: number, fee = 0n) => ({ transport: w.transports[i]!, fee, attributes: [] });
  const send = (keys: Key[], routes = [route(0)], value = 0n, vault = VAULT_1.id) =>
    w.hub.connect(w.relayer).sendReleased(vault, keys, routes, { value, ...PLENTY });

  async function expectMessage(keys: Key[], leaves: readonly HubLeaf[], seq = 1n) {
    const receipt = await mined(send(keys));
    const message = encodeMessage({
      kind: MessageKind.HubToVault,
      origin: w.self.id,
      destination: VAULT_1.id,
      sourceSeq: seq,
      sourceTime: BigInt((await receipt.getBlock()).timestamp),
      leaves,
    });
    expect(sentPayloads(receipt)).to.deep.equal([
      {
        transport: w.transports[0],
        sender: w.self.interoperable,
        recipient: VAULT_1.interoperable,
        payload: message,
      },
    ]);
    return receipt;
  }

  it("many counters in one message, byte for byte as the TypeScript codec writes them, by anyone", async () => {
    const keys = [
      { asset: WETH, recipient: TO },
      { asset: USDC, recipient: TO },
      { asset: WETH, recipient: OTHER },
      { asset: b32(9), recipient: b32(9) },
    ];
    const totals = [300n, 20n, 1n, 0n];
    const receipt = await expectMessage(
      keys,
      keys.map((key, i) => ({ type: "Released", ...key, total: totals[i]! })),
    );
    expect(eventsOf(w.hub, receipt)).to.deep.equal([
      { name: "ReleasedSent", args: [VAULT_1.id, 1n, [w.transports[0]]] },
    ]);
  });

  it("no keys make a heartbeat", () => expectMessage([], [{ type: "Heartbeat" }]));

  it("a hundred counters in one message", () => {
    const keys = Array.from({ length: 100 }, (_, i) => ({ asset: WETH, recipient: i === 42 ? TO : b32(i + 1) }));
    return expectMessage(
      keys,
      keys.map((key, i) => ({ type: "Released", ...key, total: i === 42 ? 300n : 0n })),
    );
  });

  it("sequence numbers grow by one per vault", async () => {
    await expectMessage([], [{ type: "Heartbeat" }]);
    await send([], [route(3)], 0n, VAULT_2.id);
    await expectMessage([], [{ type: "Heartbeat" }], 2n);
  });

  it("pays each route its fee and gives the caller the rest back", async () => {
    await w.direct[0]!.setFee(30n);
    const before = await w.coins(w.relayer.address);
    const receipt = await mined(send([], [route(0, 40n), route(1, 5n)], 100n));
    expect(before - (await w.coins(w.relayer.address)) - receipt.fee).to.equal(30n);
    expect(await w.coins(String(w.hub.target))).to.equal(0n);
  });

  it("refuses unknown vaults, no routes, fees above what came along, transports of other vaults", async () => {
    await expectRevert(send([], [route(0)], 0n, b32(5)), "Inbox_UnknownOrigin", b32(5));
    await expectRevert(send([], []), "Outbox_NoRoutes");
    await expectRevert(send([], [route(0, 60n), route(1, 41n)], 100n), "Outbox_FeesExceedValue", 101, 100);
    await expectRevert(send([], [route(3)]), "Quorum_NotEnabled", w.transports[3]!);
  });

  it("cannot be entered again by a transport, and does not spend what a batch holds", async () => {
    const odd = await w.ethers.deployContract("OddTransport");
    await w.hub.enableTransport(VAULT_1.id, odd.target);
    const again = w.hub.interface.encodeFunctionData("sendReleased", [VAULT_1.id, [], []]);
    await odd.setCall(w.hub.target, again);
    await send([], [{ ...route(0), transport: String(odd.target) }]);
    expect(describeRevert(await odd.callResult())).to.equal("ReentrancyGuardReentrantCall()");
    // A module that sends with a fee inside a batch that carries coins for a later call.
    const data = w.hub.interface.encodeFunctionData("sendReleased", [VAULT_1.id, [], [route(0, 5n)]]);
    const module = String(w.module.target);
    const call = w.module.interface.encodeFunctionData("call", [String(w.hub.target), data]);
    const later = w.module.interface.encodeFunctionData("whoami");
    await expectRevert(
      w.hub.batch(
        [
          { module, value: 0n, data: call },
          { module, value: 50n, data: later },
        ],
        { value: 50n },
      ),
      "Outbox_FeesExceedValue",
      5,
      0,
    );
  });

  describe("quoteReleased", () => {
    it("asks every transport for exactly the message that would be sent", async () => {
      await w.direct[1]!.setFee(77n);
      const keys = [{ asset: WETH, recipient: TO }];
      expect([...(await w.hub.quoteReleased(VAULT_1.id, keys, [route(0), route(1)]))]).to.deep.equal([0n, 77n]);
    });

    it("refuses unknown vaults and transports of other vaults", async () => {
      await expectRevert(w.hub.quoteReleased(b32(5), [], []), "Inbox_UnknownOrigin", b32(5));
      await expectRevert(w.hub.quoteReleased(VAULT_1.id, [], [route(3)]), "Quorum_NotEnabled", w.transports[3]!);
    });
  });
});
