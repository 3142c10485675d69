import { getAddress, ZeroAddress, ZeroHash } from "ethers";
import {
  type CollateralStateMessage,
  type HubLeaf,
  hubId,
  LEAF_LAYOUT,
  LEAF_NAMES,
  type Leaf,
  MessageKind,
  NATIVE_ASSET_ID,
  parseInteroperable,
  recipientToBytes32,
  type VaultLeaf,
  vaultId,
} from "../../../sdk/src/codec/index.ts";
import { PUBLISHED, sampleAddress, sampleId, U32_MAX, U64_MAX, U128_MAX } from "./samples.ts";

const VAULT = vaultId({ namespace: "eip155", chainId: 1n, address: sampleAddress("vault") });
const HUB = hubId({ namespace: "eip155", chainId: 31_001n, address: sampleAddress("hub") });
const SOLANA_VAULT = vaultId(PUBLISHED.solana.bytes);
const SOLANA_WALLET = recipientToBytes32(parseInteroperable(PUBLISHED.solana.text).address);
const MAX_WORD = `0x${"f".repeat(64)}`;
const MAX_ADDRESS = getAddress(`0x${"f".repeat(40)}`);

const TYPICAL: { readonly [N in Leaf["type"]]: Extract<Leaf, { type: N }> } = {
  Credited: {
    type: "Credited",
    asset: NATIVE_ASSET_ID,
    account: sampleId("account"),
    total: 1_500_000_000_000_000_000n,
  },
  Custody: {
    type: "Custody",
    asset: sampleId("asset"),
    totalCredited: 9_000_000_000n,
    totalPaid: 1_250_000_000n,
    balance: 7_750_000_001n,
  },
  Delegate: {
    type: "Delegate",
    account: sampleId("account"),
    ownerAddress: recipientToBytes32(sampleAddress("owner")),
    subId: 3,
    delegate: sampleAddress("delegate"),
    sequence: 2n,
  },
  Price: {
    type: "Price",
    asset: NATIVE_ASSET_ID,
    price: 2_987_650_000_000_000_000_000n,
    confidence: 45_000n,
    publishTime: 1_767_225_595n,
  },
  Payout: {
    type: "Payout",
    account: sampleId("account"),
    vaultId: SOLANA_VAULT,
    recipient: SOLANA_WALLET,
    sequence: 1n,
  },
  Released: {
    type: "Released",
    asset: NATIVE_ASSET_ID,
    recipient: recipientToBytes32(sampleAddress("recipient")),
    total: 250_000_000_000_000_000n,
  },
  Heartbeat: { type: "Heartbeat" },
};

/** The same leaf with every field at its smallest or its largest value. */
function extreme(leaf: Leaf, largest: boolean): Leaf {
  const values = largest
    ? { b32: MAX_WORD, b20: MAX_ADDRESS, u32: U32_MAX, u64: U64_MAX, u128: U128_MAX }
    : { b32: ZeroHash, b20: ZeroAddress, u32: 0, u64: 0n, u128: 0n };
  const fields = LEAF_LAYOUT[leaf.type].fields.map(([name, type]) => [name, values[type]]);
  return { type: leaf.type, ...Object.fromEntries(fields) } as Leaf;
}

/** A kind 1 message from the sample vault to the sample hub. */
export function fromVault(...leaves: VaultLeaf[]): CollateralStateMessage {
  return {
    kind: MessageKind.VaultToHub,
    origin: VAULT,
    destination: HUB,
    sourceSeq: 41n,
    sourceTime: 1_767_225_600n,
    leaves,
  };
}

/** A kind 2 message from the sample hub to the sample vault. */
export function fromHub(...leaves: HubLeaf[]): CollateralStateMessage {
  return {
    kind: MessageKind.HubToVault,
    origin: HUB,
    destination: VAULT,
    sourceSeq: 42n,
    sourceTime: 1_767_225_660n,
    leaves,
  };
}

/** A message of the leaf's own kind. */
export function carrying(...leaves: Leaf[]): CollateralStateMessage {
  const fromThe = leaves.every((leaf) => LEAF_LAYOUT[leaf.type].kind === MessageKind.VaultToHub) ? fromVault : fromHub;
  return fromThe(...(leaves as never[]));
}

/** A leaf with ordinary values. */
export function typical<N extends Leaf["type"]>(name: N): Extract<Leaf, { type: N }> {
  return TYPICAL[name];
}

function credited(count: number): VaultLeaf[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "Credited",
    asset: sampleId(`asset ${index % 3}`),
    account: sampleId(`account ${index}`),
    total: BigInt(index + 1) * 1_000_003n,
  }));
}

/** Well-formed messages by name; their bytes are the encoder's. */
export function validMessages(): Readonly<Record<string, CollateralStateMessage>> {
  const ofKind = (kind: MessageKind): Leaf[] =>
    LEAF_NAMES.filter((name) => LEAF_LAYOUT[name].kind === kind).map((name) => TYPICAL[name]);
  const fromVaults = ofKind(MessageKind.VaultToHub);
  const fromHubs = ofKind(MessageKind.HubToVault);
  const header = (message: CollateralStateMessage, word: string, integer: bigint): CollateralStateMessage => ({
    ...message,
    origin: word,
    destination: word,
    sourceSeq: integer,
    sourceTime: integer,
  });
  return {
    ...Object.fromEntries(LEAF_NAMES.map((name) => [`${name} alone`, carrying(TYPICAL[name])])),
    "kind 1: all leaves, last type first": carrying(...fromVaults.toReversed()),
    "kind 2: all leaves, last type first": carrying(...fromHubs.toReversed()),
    "kind 1: largest values": header(carrying(...fromVaults.map((leaf) => extreme(leaf, true))), MAX_WORD, U64_MAX),
    "kind 2: largest values": header(carrying(...fromHubs.map((leaf) => extreme(leaf, true))), MAX_WORD, U64_MAX),
    "kind 1: zero values": header(carrying(...fromVaults.map((leaf) => extreme(leaf, false))), ZeroHash, 0n),
    "kind 2: zero values": header(carrying(...fromHubs.map((leaf) => extreme(leaf, false))), ZeroHash, 0n),
    "1 Credited": fromVault(...credited(1)),
    "2 Credited": fromVault(...credited(2)),
    "100 Credited": fromVault(...credited(100)),
    "the same leaf twice": fromVault(TYPICAL.Credited, TYPICAL.Credited),
    "three heartbeats": fromHub(TYPICAL.Heartbeat, TYPICAL.Heartbeat, TYPICAL.Heartbeat),
    "kind 1: from a Solana vault": {
      ...fromVault(
        { ...TYPICAL.Credited, asset: SOLANA_WALLET },
        { ...TYPICAL.Custody, asset: SOLANA_WALLET },
        { ...TYPICAL.Delegate, ownerAddress: SOLANA_WALLET },
        { ...TYPICAL.Payout, vaultId: VAULT, recipient: recipientToBytes32(sampleAddress("recipient")) },
      ),
      origin: SOLANA_VAULT,
    },
    "kind 2: to a Solana vault": {
      ...fromHub({ ...TYPICAL.Released, asset: sampleId("mint"), recipient: SOLANA_WALLET, total: 2n ** 64n - 1n }),
      destination: SOLANA_VAULT,
    },
  };
}
