import { expect } from "chai";
import { concat } from "ethers";
import {
  accountId,
  encodeMessage,
  MessageKind,
  NATIVE_ASSET,
  type VaultLeaf,
} from "../../../../sdk/src/codec/index.ts";
import { b20, b32, eventsOf, mined, onChain, PLENTY, useWorld, word } from "../support/chain.ts";
import { expectAnyRevert, expectRevert } from "../support/errors.ts";
import { sentPayloads } from "../support/sent.ts";
import { FUNDS, HUB_A, HUB_B, vaultWorld } from "./world.ts";

interface Manifest {
  readonly credited: { readonly asset: string; readonly accounts: string[] }[];
  readonly custody: string[];
  readonly delegates: { readonly owner: string; readonly subId: number }[];
  readonly payouts: { readonly account: string; readonly vault: string }[];
}

const NOTHING: Manifest = { credited: [], custody: [], delegates: [], payouts: [] };

describe("Vault.sync", () => {
  const w = useWorld(vaultWorld);
  const token = () => String(w.token.target);
  const accountOf = (owner: string, subId = 0, hub = HUB_A.id) => accountId(hub, onChain(owner).interoperable, subId);
  const routes = (...fees: bigint[]) => fees.map((fee, i) => ({ transport: w.transports[i]!, fee, attributes: [] }));
  const sync = (manifest: Partial<Manifest>, fees = [0n], value = 0n, hub = HUB_A.id) =>
    w.vault.connect(w.relayer).sync(hub, { ...NOTHING, ...manifest }, routes(...fees), { value, ...PLENTY });

  /** Asserts that a sync of `manifest` sends exactly the bytes that the TypeScript codec writes for `leaves`. */
  async function expectLeaves(manifest: Partial<Manifest>, leaves: readonly VaultLeaf[], seq = 1n, value = 0n) {
    const receipt = await mined(sync(manifest, [0n], value));
    const message = encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: w.self.id,
      destination: HUB_A.id,
      sourceSeq: seq,
      sourceTime: BigInt((await receipt.getBlock()).timestamp),
      leaves,
    });
    expect(sentPayloads(receipt).map(({ payload }) => payload)).to.deep.equal([message]);
    return receipt;
  }

  it("all leaves a vault sends, in one message, byte for byte as the TypeScript codec writes them", async () => {
    await w.deposit(w.alice, HUB_A.id, token(), 100n);
    await w.deposit(w.bob, HUB_A.id, token(), 23n, 4_000_000_000);
    await w.deposit(w.alice, HUB_A.id, NATIVE_ASSET, 5n);
    await w.vault.connect(w.alice).setDelegate(HUB_A.id, 7, w.carol.address);
    await w.vault.connect(w.bob).setPayout(HUB_A.id, 0, b32(99), b32(1n << 255n));
    const [alice, bob] = [accountOf(w.alice.address), accountOf(w.bob.address, 4_000_000_000)];
    const receipt = await expectLeaves(
      {
        credited: [
          { asset: token(), accounts: [bob, alice] },
          { asset: NATIVE_ASSET, accounts: [alice] },
        ],
        custody: [NATIVE_ASSET, token()],
        delegates: [{ owner: w.alice.address, subId: 7 }],
        payouts: [{ account: accountOf(w.bob.address), vault: b32(99) }],
      },
      [
        { type: "Credited", asset: w.tokenId, account: bob, total: 23n },
        { type: "Credited", asset: w.tokenId, account: alice, total: 100n },
        { type: "Credited", asset: w.nativeId, account: alice, total: 5n },
        { type: "Custody", asset: w.nativeId, totalCredited: 5n, totalPaid: 0n, balance: 5n },
        { type: "Custody", asset: w.tokenId, totalCredited: 123n, totalPaid: 0n, balance: 123n },
        {
          type: "Delegate",
          account: accountOf(w.alice.address, 7),
          ownerAddress: word(w.alice.address),
          subId: 7,
          delegate: w.carol.address,
          sequence: 1n,
        },
        {
          type: "Payout",
          account: accountOf(w.bob.address),
          vaultId: b32(99),
          recipient: b32(1n << 255n),
          sequence: 1n,
        },
      ],
    );
    expect(eventsOf(w.vault, receipt)).to.deep.equal([{ name: "Synced", args: [HUB_A.id, 1n, [w.transports[0]]] }]);
  });

  it("a hundred accounts in one message", async () => {
    for (let subId = 0; subId < 10; subId++) await w.deposit(w.alice, HUB_A.id, token(), BigInt(subId + 1), subId);
    const accounts = Array.from({ length: 100 }, (_, i) => accountOf(w.alice.address, i));
    await expectLeaves(
      { credited: [{ asset: token(), accounts }] },
      accounts.map((account, i) => ({
        type: "Credited",
        asset: w.tokenId,
        account,
        total: i < 10 ? BigInt(i + 1) : 0n,
      })),
    );
  });

  it("the largest total is written whole", async () => {
    await w.token.mint(w.alice.address, 2n ** 128n);
    const total = 2n ** 128n - 1n;
    await w.deposit(w.alice, HUB_A.id, token(), total);
    const account = accountOf(w.alice.address);
    await expectLeaves({ credited: [{ asset: token(), accounts: [account] }], custody: [token()] }, [
      { type: "Credited", asset: w.tokenId, account, total },
      { type: "Custody", asset: w.tokenId, totalCredited: total, totalPaid: 0n, balance: total },
    ]);
  });

  it("tells one hub nothing of another's counters", async () => {
    await w.deposit(w.alice, HUB_B.id, token(), 100n);
    await w.deposit(w.alice, HUB_A.id, token(), 3n);
    const theirs = accountOf(w.alice.address, 0, HUB_B.id);
    await expectLeaves({ credited: [{ asset: token(), accounts: [theirs] }], custody: [token()] }, [
      { type: "Credited", asset: w.tokenId, account: theirs, total: 0n },
      { type: "Custody", asset: w.tokenId, totalCredited: 3n, totalPaid: 0n, balance: 3n },
    ]);
  });

  describe("custody report", () => {
    const report = (totalCredited: bigint, totalPaid: bigint, balance: bigint, asset = w.tokenId): VaultLeaf => ({
      type: "Custody",
      asset,
      totalCredited,
      totalPaid,
      balance,
    });

    it("totals and balance go on after payments", async () => {
      await w.deposit(w.alice, HUB_A.id, token(), 100n);
      await w.attest(HUB_A, w.fromHub(HUB_A, [w.released(token(), w.bob.address, 30n)]));
      await expectLeaves({ custody: [token()] }, [report(100n, 30n, 70n)]);
    });

    it("a loss is shared by all hubs in proportion to what they are owed, rounded down", async () => {
      await w.deposit(w.alice, HUB_A.id, token(), 100n);
      await w.deposit(w.alice, HUB_B.id, token(), 200n);
      await w.token.burn(w.vault.target, 100n);
      await expectLeaves({ custody: [token()] }, [report(100n, 0n, 66n)]);
    });

    it("what the vault holds beyond what it owes is nobody's loss: shares grow alike, up to 128 bits", async () => {
      await w.deposit(w.alice, HUB_A.id, token(), 100n);
      await w.deposit(w.alice, HUB_B.id, token(), 100n);
      await w.token.mint(w.vault.target, 100n);
      await expectLeaves({ custody: [token()] }, [report(100n, 0n, 150n)]);
      await w.token.mint(w.vault.target, 2n ** 200n);
      await expectLeaves({ custody: [token()] }, [report(100n, 0n, 2n ** 128n - 1n)], 2n);
    });

    it("nothing owed: nothing stands behind it, whatever was donated", async () => {
      await w.token.mint(w.vault.target, 100n);
      await expectLeaves({ custody: [token()] }, [report(0n, 0n, 0n)]);
    });

    it("everything lost is a balance of zero", async () => {
      await w.deposit(w.alice, HUB_A.id, token(), 100n);
      await w.token.burn(w.vault.target, 100n);
      await expectLeaves({ custody: [token()] }, [report(100n, 0n, 0n)]);
    });

    it("coins that are here only to pay fees are not custody", async () => {
      await w.deposit(w.alice, HUB_A.id, NATIVE_ASSET, 100n);
      await expectLeaves({ custody: [NATIVE_ASSET] }, [report(100n, 0n, 100n, w.nativeId)], 1n, 10n ** 18n);
    });

    it("refuses an asset that cannot be asked for its balance", async () => {
      await expectAnyRevert(sync({ custody: [String(w.direct[0]!.target)] }));
      await expectRevert(sync({ custody: [w.bob.address] }), "Vault_NotAToken", w.bob.address);
    });
  });

  describe("manifest", () => {
    it("refuses to say nothing", async () => {
      await expectRevert(sync({}), "Vault_BadManifest", 0);
      await expectRevert(sync({ credited: [{ asset: token(), accounts: [] }] }), "Vault_BadManifest", 0);
    });

    it("refuses a delegate that was never set, also for another number or hub", async () => {
      await w.vault.connect(w.alice).setDelegate(HUB_A.id, 0, w.carol.address);
      const key = { owner: w.alice.address, subId: 1 };
      const account = accountOf(w.alice.address, 1);
      await expectRevert(sync({ delegates: [key] }), "Vault_NoDelegate", HUB_A.id, account);
      await expectRevert(
        w.vault.sync(HUB_B.id, { ...NOTHING, delegates: [{ ...key, subId: 0 }] }, []),
        "Vault_NoDelegate",
        HUB_B.id,
        accountOf(w.alice.address, 0, HUB_B.id),
      );
    });

    it("a delegate set to zero was set: it withdraws the right", async () => {
      await w.vault.connect(w.alice).setDelegate(HUB_A.id, 0, b20(0));
      await expectLeaves({ delegates: [{ owner: w.alice.address, subId: 0 }] }, [
        {
          type: "Delegate",
          account: accountOf(w.alice.address),
          ownerAddress: word(w.alice.address),
          subId: 0,
          delegate: b20(0),
          sequence: 1n,
        },
      ]);
    });

    it("refuses a payout address that was never set", async () => {
      const account = accountOf(w.alice.address);
      await w.vault.connect(w.alice).setPayout(HUB_A.id, 0, b32(1), b32(2));
      await expectRevert(sync({ payouts: [{ account, vault: b32(2) }] }), "Vault_NoPayout", HUB_A.id, account, b32(2));
    });

    it("refuses more leaves than a message can count", async () => {
      // 256 groups that all point at the same list of 256 accounts: ABI encoding allows it, and it fits a transaction.
      const manifest = [128n, 128n + 32n * (1n + 256n + 3n + 256n), 0n, 0n];
      const groups = [
        256n,
        ...Array<bigint>(256).fill(256n * 32n),
        BigInt(token()),
        64n,
        256n,
        ...Array<bigint>(256).fill(1n),
      ];
      const empty = manifest[1]!;
      const words = [96n, 96n + empty + 32n, ...[manifest[0]!, empty, empty, empty], ...groups, 0n, 0n];
      const data = concat([w.vault.interface.getFunction("sync").selector, HUB_A.id, ...words.map(b32)]);
      await expectRevert(
        w.relayer.sendTransaction({ to: w.vault.target, data, ...PLENTY }),
        "Vault_BadManifest",
        65_536,
      );
    });
  });

  describe("sending (T-4)", () => {
    it("pays each route its fee and gives the caller the rest back", async () => {
      await w.direct[0]!.setFee(30n);
      await w.deposit(w.alice, HUB_A.id, NATIVE_ASSET, 1_000n);
      const before = await w.coins(w.relayer.address);
      const receipt = await mined(sync({ custody: [token()] }, [40n, 5n, 0n], 100n));
      expect(before - (await w.coins(w.relayer.address)) - receipt.fee).to.equal(30n);
      expect(await w.coins(String(w.vault.target))).to.equal(1_000n);
      expect(sentPayloads(receipt).map(({ transport }) => transport)).to.deep.equal(w.transports.slice(0, 3));
    });

    it("refuses fees above what came along, no routes, transports of another hub, and unknown hubs", async () => {
      await w.deposit(w.alice, HUB_A.id, NATIVE_ASSET, 1_000n);
      await expectRevert(sync({ custody: [token()] }, [40n, 61n], 100n), "Outbox_FeesExceedValue", 101n, 100n);
      await expectRevert(sync({ custody: [token()] }, []), "Outbox_NoRoutes");
      await expectRevert(sync({ custody: [token()] }, [0n], 0n, HUB_B.id), "Quorum_NotEnabled", w.transports[0]!);
      await expectRevert(sync({ custody: [token()] }, [0n], 0n, b32(5)), "Inbox_UnknownOrigin", b32(5));
    });

    it("goes on while deposits are paused and outflow is frozen", async () => {
      await w.vault.pause();
      await w.vault.freezeOutflow();
      await mined(sync({ custody: [token()] }));
    });

    it("sequence numbers grow by one per hub, with depositAndSync and sync together", async () => {
      await expectLeaves({ credited: [{ asset: token(), accounts: [b32(1)] }] }, [
        { type: "Credited", asset: w.tokenId, account: b32(1), total: 0n },
      ]);
      const owner = onChain(w.alice.address).interoperable;
      await w.vault.connect(w.alice).depositAndSync(HUB_A.id, token(), 1n, owner, 0, routes(0n));
      const other = [{ transport: w.transports[3]!, fee: 0n, attributes: [] }];
      await w.vault.sync(HUB_B.id, { ...NOTHING, custody: [token()] }, other);
      const account = accountOf(w.alice.address);
      await expectLeaves(
        { credited: [{ asset: token(), accounts: [account] }] },
        [{ type: "Credited", asset: w.tokenId, account, total: 1n }],
        3n,
      );
    });
  });

  describe("quoteSync", () => {
    it("asks every transport for exactly the message that would be sent", async () => {
      await w.direct[1]!.setFee(77n);
      const manifest = { ...NOTHING, custody: [token()] };
      expect([...(await w.vault.quoteSync(HUB_A.id, manifest, routes(0n, 0n)))]).to.deep.equal([0n, 77n]);
      expect([...(await w.vault.quoteSync(HUB_A.id, manifest, []))]).to.deep.equal([]);
    });

    it("refuses what sync refuses", async () => {
      await expectRevert(w.vault.quoteSync(HUB_A.id, NOTHING, routes(0n)), "Vault_BadManifest", 0);
      await expectRevert(w.vault.quoteSync(b32(5), NOTHING, []), "Inbox_UnknownOrigin", b32(5));
      const other = [{ transport: w.transports[3]!, fee: 0n, attributes: [] }];
      const quote = w.vault.quoteSync(HUB_A.id, { ...NOTHING, custody: [token()] }, other);
      await expectRevert(quote, "Quorum_NotEnabled", w.transports[3]!);
    });
  });

  it("a holder's balance is not touched by anybody's sync", async () => {
    await mined(sync({ custody: [token()] }));
    expect(await w.token.balanceOf(w.alice.address)).to.equal(FUNDS);
  });
});
