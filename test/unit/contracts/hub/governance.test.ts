import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { accountId } from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsOf, mined, onChain, useWorld } from "../support/chain.ts";
import { expectRevert } from "../support/errors.ts";
import { AMPLE, DAI, hubWorld, UNITS, USDC, VAULT_1, VAULT_2, WETH, WHOLE } from "./world.ts";

const NEW = onChain(b20(0xe1), 10n);

describe("Hub governance", () => {
  const w = useWorld(hubWorld);

  it("every governing function is restricted", async () => {
    const stranger = w.hub.connect(w.bob);
    const calls = [
      () => stranger.registerVault(NEW.interoperable, [b20(1)], 1),
      () => stranger.enableTransport(VAULT_1.id, b20(1)),
      () => stranger.disableTransport(VAULT_1.id, w.transports[0]!),
      () => stranger.setThreshold(VAULT_1.id, 1),
      () => stranger.listAsset(VAULT_1.id, b32(1), 6, true, 1),
      () => stranger.setCap(VAULT_1.id, WETH, 1),
      () => stranger.setIdentitySource(VAULT_1.id),
      () => stranger.setModule(w.bob.address, true),
      () => stranger.setMarginCheck(w.bob.address),
    ];
    for (const call of calls) await expectRevert(call(), "AccessManagedUnauthorized", w.bob.address);
  });

  describe("registerVault, enableTransport, disableTransport, setThreshold", () => {
    const members = async (vault: string) => {
      const [enabled, threshold] = await w.hub.transports(vault);
      return { enabled: [...enabled], threshold };
    };

    it("admit a vault and change who speaks for it", async () => {
      const receipts = [
        await mined(w.hub.registerVault(NEW.interoperable, [b20(1), b20(2)], 2)),
        await mined(w.hub.enableTransport(NEW.id, b20(3))),
        await mined(w.hub.disableTransport(NEW.id, b20(1))),
        await mined(w.hub.setThreshold(NEW.id, 1)),
      ];
      expect(receipts.flatMap((receipt) => eventsOf(w.hub, receipt))).to.deep.equal([
        { name: "VaultRegistered", args: [NEW.id, NEW.interoperable, [b20(1), b20(2)], 2n] },
        { name: "TransportEnabled", args: [NEW.id, b20(3)] },
        { name: "TransportDisabled", args: [NEW.id, b20(1)] },
        { name: "ThresholdSet", args: [NEW.id, 1n] },
      ]);
      expect(await members(NEW.id)).to.deep.equal({ enabled: [b20(3), b20(2)], threshold: 1n });
      expect(await w.hub.vaultAddressOf(NEW.id)).to.equal(NEW.interoperable);
    });

    it("refuse what would break the quorum or the register of vaults", async () => {
      await expectRevert(
        w.hub.registerVault(VAULT_1.interoperable, [b20(1)], 1),
        "Inbox_AlreadyRegistered",
        VAULT_1.id,
      );
      await expectRevert(w.hub.registerVault("0x00", [b20(1)], 1), "Interoperable_NotCanonical", "0x00");
      await expectRevert(w.hub.registerVault(NEW.interoperable, [b20(1)], 2), "Quorum_ThresholdOutOfRange", 2, 1);
      await expectRevert(w.hub.enableTransport(NEW.id, b20(1)), "Inbox_UnknownOrigin", NEW.id);
      await expectRevert(w.hub.disableTransport(VAULT_1.id, b20(1)), "Quorum_NotEnabled", b20(1));
      await expectRevert(w.hub.setThreshold(VAULT_1.id, 4), "Quorum_ThresholdOutOfRange", 4, 3);
      await expectRevert(w.hub.setThreshold(VAULT_1.id, 0), "Quorum_ThresholdOutOfRange", 0, 3);
    });

    it("an unknown vault has no address", async () => {
      expect(await w.hub.vaultAddressOf(b32(4))).to.equal("0x");
    });
  });

  describe("listAsset", () => {
    it("starts accounting, for ever with these decimals and this class", async () => {
      const receipt = await mined(w.hub.listAsset(VAULT_2.id, b32(1), 36, false, 7n));
      expect(eventsOf(w.hub, receipt)).to.deep.equal([
        { name: "AssetListed", args: [VAULT_2.id, b32(1), 36n, false] },
        { name: "CapSet", args: [VAULT_2.id, b32(1), 7n] },
      ]);
      const pool = await w.hub.pool(VAULT_2.id, b32(1));
      expect([pool.decimals, pool.stable, pool.listed, pool.index]).to.deep.equal([36n, false, true, 10n ** 18n]);
      expect([pool.credited, pool.released, pool.writtenOff, pool.cap]).to.deep.equal([0n, 0n, 0n, 7n]);
      // Four line assets were listed before.
      expect(pool.lineIndex).to.equal(4n);
      await expectRevert(w.hub.listAsset(VAULT_2.id, b32(1), 36, false, 7n), "Hub_AlreadyListed", VAULT_2.id, b32(1));
      await expectRevert(w.hub.listAsset(VAULT_1.id, USDC, 18, false, 7n), "Hub_AlreadyListed", VAULT_1.id, USDC);
    });

    it("refuses unknown vaults and decimals it cannot account for", async () => {
      await expectRevert(w.hub.listAsset(b32(4), WETH, 18, false, 1n), "Inbox_UnknownOrigin", b32(4));
      await expectRevert(w.hub.listAsset(VAULT_2.id, b32(1), 37, false, 1n), "Hub_BadDecimals", 37, false);
      await expectRevert(w.hub.listAsset(VAULT_2.id, b32(1), 19, true, 1n), "Hub_BadDecimals", 19, true);
      await expectRevert(w.hub.listAsset(VAULT_2.id, b32(1), 255, false, 1n), "Hub_BadDecimals", 255, false);
    });

    it("has room for 128 line assets, each with a bit of its own, and any number of stablecoins", async () => {
      for (let i = 4; i < 128; i++) await w.hub.listAsset(VAULT_2.id, b32(1_000 + i), 0, false, AMPLE);
      await expectRevert(w.hub.listAsset(VAULT_2.id, b32(1), 0, false, AMPLE), "Hub_TooManyLines", 128);
      await w.hub.listAsset(VAULT_2.id, b32(1), 0, true, 1n);
      const assets = [WETH, b32(1_004), b32(1_063), b32(1_064), b32(1_127)];
      await w.attest(
        VAULT_2,
        w.fromVault(
          VAULT_2,
          assets.map((asset, i) => w.credited(asset, w.ALICE, BigInt(i + 1))),
        ),
      );
      expect((await w.hub.linesOf(w.ALICE)).map((line) => [...line])).to.deep.equal(
        assets.map((asset, i) => [VAULT_2.id, asset, BigInt(i + 1)]),
      );
    });
  });

  describe("setCap", () => {
    it("sets it", async () => {
      const receipt = await mined(w.hub.setCap(VAULT_1.id, WETH, 5n));
      expect(eventsOf(w.hub, receipt)).to.deep.equal([{ name: "CapSet", args: [VAULT_1.id, WETH, 5n] }]);
      expect((await w.hub.pool(VAULT_1.id, WETH)).cap).to.equal(5n);
    });

    it("refuses assets that are not listed, and stablecoin caps above 2^112 · 1e-18 USD", async () => {
      await expectRevert(w.hub.setCap(VAULT_1.id, DAI, 5n), "Hub_NotListed", VAULT_1.id, DAI);
      await w.hub.setCap(VAULT_1.id, WETH, 2n ** 128n - 1n);
      for (const [vault, asset, decimals] of [
        [VAULT_1.id, USDC, 6n],
        [VAULT_2.id, DAI, 18n],
        [VAULT_1.id, WHOLE, 0n],
      ] as const) {
        const most = 2n ** 112n / 10n ** (18n - decimals);
        await w.hub.setCap(vault, asset, most);
        await expectRevert(w.hub.setCap(vault, asset, most + 1n), "Hub_CapTooHigh", most + 1n, most);
      }
    });
  });

  it("modules come and go; the zero address is none", async () => {
    const on = await mined(w.hub.setModule(b20(5), true));
    expect(await w.hub.isModule(b20(5))).to.equal(true);
    const off = await mined(w.hub.setModule(b20(5), false));
    expect(await w.hub.isModule(b20(5))).to.equal(false);
    expect([on, off].flatMap((receipt) => eventsOf(w.hub, receipt))).to.deep.equal([
      { name: "ModuleSet", args: [b20(5), true] },
      { name: "ModuleSet", args: [b20(5), false] },
    ]);
    await expectRevert(w.hub.setModule(ZeroAddress, true), "Hub_ZeroAddress");
  });

  it("the margin check is never nothing", async () => {
    const receipt = await mined(w.hub.setMarginCheck(b20(5)));
    expect(eventsOf(w.hub, receipt)).to.deep.equal([{ name: "MarginCheckSet", args: [b20(5)] }]);
    expect(await w.hub.marginCheck()).to.equal(b20(5));
    await expectRevert(w.hub.setMarginCheck(ZeroAddress), "Hub_ZeroAddress");
    await expectRevert(w.ethers.deployContract("Hub", [w.manager, ZeroAddress]), "Hub_ZeroAddress");
  });

  describe("names", () => {
    it("the hub by its canonical address, accounts by their owner", async () => {
      expect(await w.hub.hubAddress()).to.equal(w.self.interoperable);
      expect(await w.hub.hubId()).to.equal(w.self.id);
      const owner = onChain(b20(9), 1n).interoperable;
      expect(await w.hub.accountId(owner, 4_294_967_295)).to.equal(accountId(w.self.id, owner, 4_294_967_295));
      await expectRevert(w.hub.accountId(`${owner}00`, 0), "Interoperable_NotCanonical", `${owner}00`);
    });
  });

  it("an asset nobody has listed has an empty pool", async () => {
    expect(await w.hub.entitlement(VAULT_2.id, UNITS)).to.equal(0n);
    expect((await w.hub.pool(VAULT_2.id, UNITS)).listed).to.equal(false);
  });
});
