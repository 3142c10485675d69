import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { b20, b32, eventsNamed, eventsOf, mined, onChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { HUB_A, HUB_B, vaultWorld } from "./world.ts";

const HUB_C = onChain(b20(0xc1), 1n);
const DAY = 86_400n;

describe("Vault governance", () => {
  const w = useWorld(vaultWorld);
  const members = async (hub = HUB_A.id) => {
    const [enabled, threshold] = await w.vault.transports(hub);
    return { enabled: [...enabled], threshold };
  };

  it("every governing function is restricted", async () => {
    const stranger = w.vault.connect(w.bob);
    const calls = [
      () => stranger.registerHub(HUB_C.interoperable, [b20(1)], 1),
      () => stranger.enableTransport(HUB_A.id, b20(1)),
      () => stranger.disableTransport(HUB_A.id, w.transports[0]!),
      () => stranger.setThreshold(HUB_A.id, 1),
      () => stranger.pause(),
      () => stranger.unpause(),
      () => stranger.freezeOutflow(),
      () => stranger.unfreezeOutflow(),
    ];
    for (const call of calls) await expectRevert(call(), "AccessManagedUnauthorized", w.bob.address);
  });

  describe("registerHub", () => {
    it("admits a hub with its transports and threshold", async () => {
      const receipt = await mined(w.vault.registerHub(HUB_C.interoperable, [b20(1), b20(2)], 2));
      expect(eventsNamed(w.vault, receipt, "HubRegistered")).to.deep.equal([
        [HUB_C.id, HUB_C.interoperable, [b20(1), b20(2)], 2n],
      ]);
      expect(await members(HUB_C.id)).to.deep.equal({ enabled: [b20(1), b20(2)], threshold: 2n });
    });

    it("refuses a hub twice, addresses that are not canonical, and thresholds out of range", async () => {
      await expectRevert(w.vault.registerHub(HUB_A.interoperable, [b20(1)], 1), "Inbox_AlreadyRegistered", HUB_A.id);
      const odd = `${HUB_C.interoperable}00`;
      await expectRevert(w.vault.registerHub(odd, [b20(1)], 1), "Interoperable_NotCanonical", odd);
      for (const m of [0, 2]) {
        await expectRevert(w.vault.registerHub(HUB_C.interoperable, [b20(1)], m), "Quorum_ThresholdOutOfRange", m, 1);
      }
      await expectRevert(w.vault.registerHub(HUB_C.interoperable, [], 1), "Quorum_ThresholdOutOfRange", 1, 0);
      await expectRevert(
        w.vault.registerHub(HUB_C.interoperable, [b20(1), b20(1)], 1),
        "Quorum_AlreadyEnabled",
        b20(1),
      );
      await expectRevert(w.vault.registerHub(HUB_C.interoperable, [ZeroAddress], 1), "Quorum_ZeroTransport");
    });
  });

  describe("transports and threshold", () => {
    it("enable, disable and the threshold", async () => {
      const enabled = await mined(w.vault.enableTransport(HUB_A.id, b20(7)));
      const disabled = await mined(w.vault.disableTransport(HUB_A.id, w.transports[0]!));
      const lowered = await mined(w.vault.setThreshold(HUB_A.id, 3));
      expect([enabled, disabled, lowered].flatMap((receipt) => eventsOf(w.vault, receipt))).to.deep.equal([
        { name: "TransportEnabled", args: [HUB_A.id, b20(7)] },
        { name: "TransportDisabled", args: [HUB_A.id, w.transports[0]] },
        { name: "ThresholdSet", args: [HUB_A.id, 3n] },
      ]);
      expect(await members()).to.deep.equal({
        enabled: [b20(7), w.transports[1], w.transports[2]],
        threshold: 3n,
      });
      expect(await members(HUB_B.id)).to.deep.equal({ enabled: [w.transports[3]], threshold: 1n });
    });

    it("disabling always succeeds, below M and to none, and lowers nothing silently", async () => {
      for (const transport of w.transports.slice(0, 3)) await w.vault.disableTransport(HUB_A.id, transport);
      expect(await members()).to.deep.equal({ enabled: [], threshold: 2n });
    });

    it("refuses unknown hubs and thresholds out of range", async () => {
      await expectRevert(w.vault.enableTransport(b32(1), b20(7)), "Inbox_UnknownOrigin", b32(1));
      await expectRevert(w.vault.disableTransport(b32(1), b20(7)), "Quorum_NotEnabled", b20(7));
      await expectRevert(w.vault.setThreshold(b32(1), 1), "Quorum_ThresholdOutOfRange", 1, 0);
      await expectRevert(w.vault.setThreshold(HUB_A.id, 0), "Quorum_ThresholdOutOfRange", 0, 3);
      await expectRevert(w.vault.setThreshold(HUB_A.id, 4), "Quorum_ThresholdOutOfRange", 4, 3);
    });
  });

  describe("stops (V-5)", () => {
    for (const [stop, end, until, event] of [
      ["pause", "unpause", "pausedUntil", "PausedUntil"],
      ["freezeOutflow", "unfreezeOutflow", "frozenUntil", "FrozenUntil"],
    ] as const) {
      it(`${stop} lasts 7 days, ${end} ends it, and confirming it starts the 7 days again`, async () => {
        const first = await mined(w.vault[stop]());
        const start = BigInt((await first.getBlock()).timestamp);
        expect(eventsNamed(w.vault, first, event)).to.deep.equal([[start + 7n * DAY]]);
        expect(await w.vault[until]()).to.equal(start + 7n * DAY);
        await w.time.setNextBlockTimestamp(start + 3n * DAY);
        await w.vault[stop]();
        expect(await w.vault[until]()).to.equal(start + 10n * DAY);
        const last = await mined(w.vault[end]());
        expect(eventsNamed(w.vault, last, event)).to.deep.equal([[0n]]);
        expect(await w.vault[until]()).to.equal(0n);
      });
    }

    it("they are two separate stops", async () => {
      await w.vault.pause();
      expect(await w.vault.frozenUntil()).to.equal(0n);
      await w.vault.unpause();
      await w.vault.freezeOutflow();
      expect(await w.vault.pausedUntil()).to.equal(0n);
    });
  });
});
