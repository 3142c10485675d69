import { readFileSync } from "node:fs";
import { expect } from "chai";
import { concat, dataLength, dataSlice, Interface, toBeHex, ZeroHash, zeroPadValue } from "ethers";

import { RevertError } from "../../scripts/devnet/chain.ts";
import { type Devnet, type DevnetSnapshot, startDevnet } from "../../scripts/devnet/deploy.ts";
import { PROFILES } from "../../scripts/devnet/profiles.ts";
import { CONSISTENCY, Guardians, type Observation } from "../../scripts/devnet/wormhole.ts";
import {
  type CollateralStateMessage,
  encodeChain,
  encodeEnvelope,
  encodeInteroperable,
  encodeMessage,
  MessageKind,
} from "../../sdk/src/codec/index.ts";
import { ERROR_SIGNATURES } from "../../sdk/src/generated/errors.ts";

const ERRORS = new Interface([...ERROR_SIGNATURES]);
const TOTAL = 1_000_000n;

interface InvalidVector {
  readonly name: string;
  readonly bytes: string;
  readonly error: { readonly name: string; readonly args: readonly string[] };
}

/** T-1 … T-3 and M-3, over the real LayerZero endpoint and the real Wormhole core. */
describe("transports over the real messengers", () => {
  let devnet: Devnet;
  let start: DevnetSnapshot;
  let endpoint: string;
  let sequence = 0n;

  before(async () => {
    devnet = await startDevnet({ guardians: 4 });
    endpoint = devnet.chains.hub.layerzero.endpoint;
    await devnet.chains.hub.chain.request("hardhat_impersonateAccount", endpoint);
    await devnet.chains.hub.chain.request("hardhat_setBalance", endpoint, toBeHex(10n ** 20n));
    start = await devnet.snapshot();
  });
  beforeEach(() => start.restore(1));
  after(() => devnet.close());

  /** The message that credits somebody with `TOTAL` from ethereum, with some fields changed. */
  function message(changes: Partial<CollateralStateMessage> = {}): string {
    const { hub, chains } = devnet;
    const asset = chains.ethereum.assets.USDC?.id ?? "";
    return encodeMessage({
      kind: MessageKind.VaultToHub,
      origin: chains.ethereum.vault.id,
      destination: hub.id,
      sourceSeq: 1n,
      sourceTime: BigInt(devnet.clock.now()),
      leaves: [{ type: "Credited", asset, account: toBeHex(7n, 32), total: TOTAL }],
      ...changes,
    } as CollateralStateMessage);
  }

  function envelope(payload = message(), ends: { sender?: string; recipient?: string } = {}): string {
    const { hub, chains } = devnet;
    return encodeEnvelope({
      sender: chains.ethereum.vault.interoperable,
      recipient: hub.interoperable,
      payload,
      ...ends,
    });
  }

  /** Delivers `payload` over Wormhole as if the transport on ethereum had published it, with some fields of the VAA changed. */
  function overWormhole(payload: string, changes: Partial<Observation> = {}, guardians = devnet.guardians) {
    const observation: Observation = {
      emitterChain: PROFILES.ethereum,
      emitter: zeroPadValue(devnet.chains.ethereum.transports.wormhole, 32),
      sequence: ++sequence,
      nonce: 0,
      consistencyLevel: CONSISTENCY.finalised,
      timestamp: devnet.clock.now(),
      payload,
      ...changes,
    };
    return deliverVaa(guardians.sign(observation));
  }

  function deliverVaa(vaa: string) {
    const { chain, transports } = devnet.chains.hub;
    return chain.execute(transports.wormhole, devnet.abis.wormholeTransport, "deliver", [vaa]);
  }

  /** Delivers `payload` over LayerZero as the real endpoint does once the DVNs have verified it. */
  function overLayerZero(payload: string, changes: { from?: string; eid?: number; peer?: string } = {}) {
    const { chain, transports } = devnet.chains.hub;
    const { from = endpoint, eid = PROFILES.ethereum.eid } = changes;
    const peer = changes.peer ?? zeroPadValue(devnet.chains.ethereum.transports.layerzero, 32);
    const args = [{ srcEid: eid, sender: peer, nonce: 1n }, ZeroHash, payload, from, "0x"];
    return chain.execute(transports.layerzero, devnet.abis.layerZeroTransport, "lzReceive", args, { from });
  }

  const PATHS = {
    Wormhole: (payload: string) => overWormhole(payload),
    LayerZero: (payload: string) => overLayerZero(payload),
  };

  /** Root of the hub's storage: equal only if not a single slot has changed. */
  async function hubStorage(): Promise<string> {
    const { storageHash } = await devnet.chains.hub.chain.request("eth_getProof", devnet.hub.address, [], "latest");
    return storageHash;
  }

  /** Expects a revert with the named error and the given values, and not a single slot of the hub changed. */
  async function expectRefused(
    attempt: () => Promise<unknown>,
    name: string,
    values?: readonly unknown[],
  ): Promise<void> {
    const before = await hubStorage();
    try {
      await attempt();
    } catch (error) {
      if (!(error instanceof RevertError)) throw error;
      const parsed = ERRORS.parseError(error.data);
      expect(parsed?.name, error.data).to.equal(name);
      if (values !== undefined) expect(parsed?.args.map(String)).to.deep.equal(values.map(String));
      expect(await hubStorage(), "the hub's storage").to.equal(before);
      return;
    }
    expect.fail(`${name} was expected, nothing was refused`);
  }

  const attested = (transport: string) => {
    const { hub, chains, abis } = devnet;
    const key = [chains.ethereum.vault.id, chains.ethereum.assets.USDC?.id, toBeHex(7n, 32), transport];
    return chains.hub.chain.read(hub.address, abis.hub, "attested", key);
  };

  describe("every path", () => {
    for (const [name, deliver] of Object.entries(PATHS)) {
      it(`${name} attests a well-formed message; again, it changes nothing`, async () => {
        await deliver(envelope());
        const { wormhole, layerzero } = devnet.chains.hub.transports;
        expect(await attested(name === "Wormhole" ? wormhole : layerzero)).to.equal(TOTAL);
        const before = await hubStorage();
        await deliver(envelope());
        expect(await hubStorage()).to.equal(before);
      });

      it(`${name}: M-3, each malformed message of the golden vectors is refused by name`, async () => {
        const { invalid }: { invalid: InvalidVector[] } = JSON.parse(readFileSync("test/vectors/csm.json", "utf8"));
        const ours = invalid.filter(({ bytes }) => dataLength(bytes) < 87 || dataSlice(bytes, 4, 5) === "0x01");
        expect(ours.length).to.be.greaterThan(100);
        // Every prefix of a message is a vector; a sample of them is enough here, the unit tests take them all.
        for (const { name: vector, bytes, error } of ours.filter((_, index) => index % 5 === 0)) {
          const length = dataLength(bytes);
          const ids = concat([devnet.chains.ethereum.vault.id, devnet.hub.id]);
          const addressed = length < 69 ? bytes : concat([dataSlice(bytes, 0, 5), ids, dataSlice(bytes, 69)]);
          await expectRefused(() => deliver(envelope(addressed)), error.name, error.args).catch((cause: unknown) => {
            throw new Error(vector, { cause });
          });
        }
      });

      it(`${name} refuses a sender on another chain than the message came from (T-1)`, async () => {
        const sender = devnet.chains.arbitrum.vault.interoperable;
        await expectRefused(() => deliver(envelope(message(), { sender })), "Transport_ForeignSender", [sender]);
        const padded = concat([devnet.chains.ethereum.vault.interoperable, "0x00"]);
        await expectRefused(() => deliver(envelope(message(), { sender: padded })), "Transport_ForeignSender", [
          padded,
        ]);
      });

      it(`${name} refuses a sender that is not a registered vault, and a message in another vault's name`, async () => {
        const stranger = encodeInteroperable({
          namespace: "eip155",
          chainId: 31_002n,
          address: devnet.chains.ethereum.accessManager,
        });
        const attempt = () => deliver(envelope(message(), { sender: stranger }));
        await expectRefused(attempt, "ERC7786RecipientUnauthorizedGateway");
        const { arbitrum, ethereum } = devnet.chains;
        const other = message({ origin: arbitrum.vault.id });
        await expectRefused(() => deliver(envelope(other)), "Inbox_WrongOrigin", [
          ethereum.vault.id,
          arbitrum.vault.id,
        ]);
      });

      it(`${name} refuses what is meant for another hub, another chain or the other direction`, async () => {
        const { hub, chains } = devnet;
        const elsewhere = message({ destination: toBeHex(1n, 32) });
        await expectRefused(() => deliver(envelope(elsewhere)), "Inbox_WrongDestination", [hub.id, toBeHex(1n, 32)]);
        const recipient = chains.arbitrum.vault.interoperable;
        await expectRefused(() => deliver(envelope(message(), { recipient })), "Transport_WrongChain", [recipient]);
        const backwards = message({ kind: MessageKind.HubToVault, leaves: [{ type: "Heartbeat" }] } as never);
        await expectRefused(() => deliver(envelope(backwards)), "Inbox_WrongKind", [1, 2]);
      });

      it(`${name} refuses what is no envelope`, async () => {
        const whole = envelope();
        for (const bytes of ["0x", "0x00", dataSlice(whole, 0, 20), dataSlice(whole, 0, 40), concat(["0xff", whole])]) {
          await expectRefused(() => deliver(bytes), "Envelope_Malformed", [bytes]);
        }
      });
    }
  });

  describe("Wormhole", () => {
    it("refuses a VAA that is tampered with, or signed by others", async () => {
      const vaa = devnet.guardians.sign({
        emitterChain: PROFILES.ethereum,
        emitter: zeroPadValue(devnet.chains.ethereum.transports.wormhole, 32),
        sequence: 1n,
        nonce: 0,
        consistencyLevel: CONSISTENCY.finalised,
        timestamp: devnet.clock.now(),
        payload: envelope(),
      });
      const tampered = concat([dataSlice(vaa, 0, dataLength(vaa) - 1), "0x01"]);
      await expectRefused(() => deliverVaa(tampered), "WormholeTransport_InvalidVaa", ["VM signature invalid"]);
      // One of three signatures cut off: 1 + 4 bytes of head, the count, then 66 bytes each.
      const fewer = concat([dataSlice(vaa, 0, 5), "0x02", dataSlice(vaa, 6, 6 + 2 * 66), dataSlice(vaa, 6 + 3 * 66)]);
      await expectRefused(() => deliverVaa(fewer), "WormholeTransport_InvalidVaa", ["no quorum"]);
      // The core itself throws on a guardian that its set does not have.
      const attempt = () => overWormhole(envelope(), {}, new Guardians(7));
      await expectRefused(attempt, "Error", ["guardian index out of bounds"]);
    });

    it("T-1: refuses another emitter, and the right emitter on another chain", async () => {
      const stranger = zeroPadValue(devnet.chains.ethereum.vault.address, 32);
      const name = "WormholeTransport_WrongEmitter";
      await expectRefused(() => overWormhole(envelope(), { emitter: stranger }), name, [
        PROFILES.ethereum.wormholeId,
        stranger,
      ]);
      await expectRefused(() => overWormhole(envelope(), { emitter: ZeroHash }), name);
      await expectRefused(() => overWormhole(envelope(), { emitterChain: PROFILES.hub }), name);
    });

    it("T-2: refuses every consistency level but the one that means finalised", async () => {
      for (const level of [0, 2, 15, CONSISTENCY.instant, CONSISTENCY.safe, 202, 255]) {
        const attempt = () => overWormhole(envelope(), { consistencyLevel: level });
        await expectRefused(attempt, "WormholeTransport_NotFinalised", [CONSISTENCY.finalised, level]);
      }
    });

    it("opens envelopes for itself only", async () => {
      const { chain, transports, ...place } = devnet.chains.hub;
      expect(place.name).to.equal("hub");
      const args = [envelope(), encodeChain({ namespace: "eip155", chainId: 31_002n }), ZeroHash];
      const attempt = () => chain.execute(transports.wormhole, devnet.abis.wormholeTransport, "open", args);
      await expectRefused(attempt, "WormholeTransport_OnlySelf", [chain.deployer]);
    });

    it("refuses a fee that is too low and gives surplus back", async () => {
      const { chain, transports } = devnet.chains.hub;
      const recipient = devnet.chains.ethereum.vault.interoperable;
      const send = (value: bigint) =>
        chain.execute(transports.wormhole, devnet.abis.wormholeTransport, "sendMessage", [recipient, "0x01", []], {
          value,
        });
      await expectRefused(() => send(1n), "Transport_FeeTooLow", [10n ** 12n, 1n]);
      const before = BigInt(await chain.request("eth_getBalance", chain.deployer, "latest"));
      const { gasUsed } = await send(10n ** 18n);
      const spent = before - BigInt(await chain.request("eth_getBalance", chain.deployer, "latest"));
      expect(spent - gasUsed * 2_000_000_000n).to.be.lessThanOrEqual(10n ** 12n);
      expect(await chain.request("eth_getBalance", transports.wormhole, "latest")).to.equal("0x0");
    });

    it("keeps a chain number with its chain", async () => {
      const { chain, transports } = devnet.chains.hub;
      const set = (chainId: bigint, number: number, from = chain.deployer) => {
        const args = [encodeChain({ namespace: "eip155", chainId }), number, ZeroHash, 1];
        return chain.execute(transports.wormhole, devnet.abis.wormholeTransport, "setChain", args, { from });
      };
      await expectRefused(() => set(31_002n, PROFILES.arbitrum.wormholeId), "WormholeTransport_BadChain");
      await expectRefused(() => set(999n, PROFILES.ethereum.wormholeId), "WormholeTransport_BadChain");
      await expectRefused(() => set(31_002n, 777), "WormholeTransport_BadChain");
      await expectRefused(() => set(999n, 0), "WormholeTransport_BadChain");
      await expectRefused(
        () => set(31_002n, PROFILES.ethereum.wormholeId, chain.account(1)),
        "OwnableUnauthorizedAccount",
      );
      // The owner may silence a chain: no emitter is believed any more.
      await set(31_002n, PROFILES.ethereum.wormholeId);
      await expectRefused(() => overWormhole(envelope()), "WormholeTransport_WrongEmitter");
    });
  });

  describe("LayerZero", () => {
    it("T-1: listens to the endpoint only, and to the peer only", async () => {
      const { chain } = devnet.chains.hub;
      await expectRefused(() => overLayerZero(envelope(), { from: chain.account(1) }), "OnlyEndpoint", [
        chain.account(1),
      ]);
      const stranger = zeroPadValue(devnet.chains.ethereum.vault.address, 32);
      const { eid } = PROFILES.ethereum;
      await expectRefused(() => overLayerZero(envelope(), { peer: stranger }), "OnlyPeer", [eid, stranger]);
      await expectRefused(() => overLayerZero(envelope(), { eid: 1 }), "NoPeer", [1]);
    });

    it("T-3: skips only what is missing, only after the delay, by anyone", async () => {
      const { eid } = PROFILES.ethereum;
      const call = (name: string, args: unknown[]) => onTransport(name, args, devnet.chains.hub.chain.account(3));
      await expectRefused(() => call("proposeSkip", [eid, 2]), "LayerZeroTransport_NothingStuck", [eid, 1, 2]);
      await expectRefused(() => call("proposeSkip", [eid, 1]), "LayerZeroTransport_NothingStuck", [eid, 1, 1]);
      await expectRefused(() => call("skip", [eid]), "LayerZeroTransport_SkipNotReady", [eid, 1, 0]);

      await loseFirstOfTwo();
      await call("proposeSkip", [eid, 2]);
      const readyAt = devnet.clock.now() + 7_200;
      await devnet.clock.advance(7_199);
      // Proposing again does not restart the clock.
      await call("proposeSkip", [eid, 2]);
      await expectRefused(() => call("skip", [eid]), "LayerZeroTransport_SkipNotReady", [eid, 1, readyAt]);
      await devnet.clock.advance(1);
      await call("skip", [eid]);
      await devnet.workers.drain();
      const late = devnet.workers.messages({ transport: "layerzero" });
      expect(late.map(({ phase }) => phase)).to.deep.equal(["held", "delivered"]);
      // The lost packet comes after all: it can never be verified any more, and nobody needs it.
      devnet.workers.release();
      await devnet.workers.drain();
      expect(devnet.workers.messages({ transport: "layerzero" })[0]?.phase).to.equal("refused");
      await expectRefused(() => call("skip", [eid]), "LayerZeroTransport_SkipNotReady");
    });

    it("forgets a proposal when the missing packet is verified in time", async () => {
      const { eid } = PROFILES.ethereum;
      await loseFirstOfTwo();
      await onTransport("proposeSkip", [eid, 2]);
      devnet.workers.release();
      await devnet.workers.drain();
      await devnet.clock.advance(7_200);
      await expectRefused(() => onTransport("skip", [eid]), "LayerZeroTransport_SkipNotReady", [eid, 3, 0]);
    });

    it("forgets a proposal when the peer is replaced: the new one's packets are others", async () => {
      const { eid } = PROFILES.ethereum;
      await loseFirstOfTwo();
      await onTransport("proposeSkip", [eid, 2]);
      await devnet.clock.advance(7_200);
      await onTransport("setPeer", [eid, zeroPadValue(devnet.chains.ethereum.accessManager, 32)]);
      await expectRefused(() => onTransport("skip", [eid]), "LayerZeroTransport_SkipNotReady", [eid, 1, 0]);
    });

    it("registers a chain once, by its owner", async () => {
      const { chain, transports } = devnet.chains.hub;
      const set = (chainId: bigint, eid: number, from = chain.deployer) => {
        const args = [encodeChain({ namespace: "eip155", chainId }), eid];
        return chain.execute(transports.layerzero, devnet.abis.layerZeroTransport, "setChain", args, { from });
      };
      await expectRefused(() => set(31_002n, 5), "LayerZeroTransport_BadChain");
      await expectRefused(() => set(999n, PROFILES.ethereum.eid), "LayerZeroTransport_BadChain");
      await expectRefused(() => set(999n, 0), "LayerZeroTransport_BadChain");
      await expectRefused(() => set(999n, 5, chain.account(1)), "OwnableUnauthorizedAccount", [chain.account(1)]);
      await set(999n, 5);
    });

    /** Calls the hub's LayerZero transport; as its owner unless told otherwise. */
    function onTransport(name: string, args: unknown[], from = devnet.chains.hub.chain.deployer) {
      const { chain, transports } = devnet.chains.hub;
      return chain.execute(transports.layerzero, devnet.abis.layerZeroTransport, name, args, { from });
    }

    /** Two packets from ethereum, of which the first is never verified: the second one waits behind it. */
    async function loseFirstOfTwo(): Promise<void> {
      devnet.faults.set({ transport: "layerzero" }, { drop: 1 });
      await heartbeat();
      await devnet.workers.drain();
      devnet.faults.clear();
      await heartbeat();
      await devnet.workers.drain();
    }

    /** The smallest message that ethereum's vault can send: a custody report, over LayerZero alone. */
    async function heartbeat(): Promise<void> {
      const { chain, vault, transports, assets } = devnet.chains.ethereum;
      const manifest = { credited: [], custody: [assets.USDC?.address], delegates: [], payouts: [] };
      const routes = [{ transport: transports.layerzero, fee: 10n ** 18n, attributes: [] }];
      const args = [devnet.hub.id, manifest, routes];
      await chain.execute(vault.address, devnet.abis.vault, "sync", args, { value: 10n ** 18n });
    }
  });

  describe("sending", () => {
    for (const [name, kind] of [
      ["layerzero", "layerZeroTransport"],
      ["wormhole", "wormholeTransport"],
    ] as const) {
      it(`${name} refuses unknown chains, spellings and attributes, when sending and when quoting`, async () => {
        const { chain, transports } = devnet.chains.hub;
        const known = devnet.chains.ethereum.vault.interoperable;
        const unknown = encodeInteroperable({ namespace: "eip155", chainId: 5n, address: devnet.hub.address });
        const bad: [string, string[], string][] = [
          [unknown, [], "Transport_UnknownChain"],
          [concat([known, "0x00"]), [], "Transport_UnknownChain"],
          ["0x", [], "Transport_UnknownChain"],
          [known, ["0xdeadbeef"], "UnsupportedAttribute"],
          [known, [concat([ATTRIBUTE_GAS_LIMIT, "0x01"])], "Transport_BadAttribute"],
          [known, [concat([ATTRIBUTE_GAS_LIMIT, toBeHex(2n ** 128n, 32)])], "Transport_BadAttribute"],
        ];
        for (const [recipient, attributes, error] of bad) {
          const args = [recipient, "0x01", attributes];
          const send = () =>
            chain.execute(transports[name], devnet.abis[kind], "sendMessage", args, { value: 10n ** 18n });
          await expectRefused(send, error);
          await expectRefused(() => chain.read(transports[name], devnet.abis[kind], "quote", args), error);
        }
      });
    }

    it("quotes exactly what sending costs, and a gas limit changes it", async () => {
      const { chain, transports } = devnet.chains.hub;
      const recipient = devnet.chains.ethereum.vault.interoperable;
      const abi = devnet.abis.layerZeroTransport;
      const limit = (gas: bigint) => [concat([ATTRIBUTE_GAS_LIMIT, toBeHex(gas, 32)])];
      const quote = (attributes: string[]): Promise<bigint> =>
        chain.read(transports.layerzero, abi, "quote", [recipient, "0x01", attributes]);
      const fee = await quote([]);
      expect(await quote(limit(5_000_000n))).to.be.greaterThan(fee);
      expect(await quote(limit(50_000n))).to.be.lessThan(fee);
      const args = [recipient, "0x01", []];
      await chain.execute(transports.layerzero, abi, "sendMessage", args, { value: fee });
      const short = () => chain.execute(transports.layerzero, abi, "sendMessage", args, { value: fee - 1n });
      let refused = false;
      await short().catch(() => {
        refused = true;
      });
      expect(refused, "one wei less than the quote").to.equal(true);
    });
  });
});

/** Selector of gasLimit(uint256). */
const ATTRIBUTE_GAS_LIMIT = new Interface(["function gasLimit(uint256)"]).getFunction("gasLimit")?.selector ?? "";
