/** Direction of a message. Leaves of the two kinds never mix in one message. */
export const MessageKind = { VaultToHub: 1, HubToVault: 2 } as const;
/** 1: vault to hub; 2: hub to vault. */
export type MessageKind = (typeof MessageKind)[keyof typeof MessageKind];

/** What an account was ever credited with in one vault. A counter: `total` only grows. */
export interface CreditedLeaf {
  readonly type: "Credited";
  /** Asset id within the vault, 32 bytes. */
  readonly asset: string;
  /** Account id, 32 bytes. */
  readonly account: string;
  /** Cumulative amount in native units, u128. */
  readonly total: bigint;
}

/** What stands behind a hub's credit in one asset. A register whose sequence is the message's `sourceSeq`. */
export interface CustodyLeaf {
  readonly type: "Custody";
  /** Asset id within the vault, 32 bytes. */
  readonly asset: string;
  /** Σ credited over all accounts of this hub, native units, u128. */
  readonly totalCredited: bigint;
  /** Σ paid over all recipients of this hub, native units, u128. */
  readonly totalPaid: bigint;
  /** The hub's share of what the vault holds at `sourceTime`, in proportion to what each hub is owed; native units, u128. */
  readonly balance: bigint;
}

/** The hub-chain key that may trade for an account. A register with its own sequence. */
export interface DelegateLeaf {
  readonly type: "Delegate";
  /** Account id, 32 bytes; the receiver derives it again from owner and subId. */
  readonly account: string;
  /** The owner on the vault's chain: EVM address left-padded, or Solana key; 32 bytes. */
  readonly ownerAddress: string;
  /** Number of the account among the owner's, u32. */
  readonly subId: number;
  /** The key on the hub chain, 20 bytes; the zero address revokes. */
  readonly delegate: string;
  /** Newer wins, u64. */
  readonly sequence: bigint;
}

/** A price feed of the vault's chain, relayed. A register whose sequence is `publishTime`. */
export interface PriceLeaf {
  readonly type: "Price";
  /** Asset id within the vault, 32 bytes. */
  readonly asset: string;
  /** USD per whole unit of the asset, scaled by 1e18, u128. */
  readonly price: bigint;
  /** Half-width of the feed's confidence as a fraction of the price, scaled by 1e8, u64. */
  readonly confidence: bigint;
  /** Unix seconds at which the feed published, u64. */
  readonly publishTime: bigint;
}

/** An address at one vault that the account's delegate may pay out to. A register with its own sequence. */
export interface PayoutLeaf {
  readonly type: "Payout";
  /** Account id, 32 bytes. */
  readonly account: string;
  /** Id of the vault that will pay, 32 bytes; not necessarily the origin of the message. */
  readonly vaultId: string;
  /** Recipient on the paying vault's chain, 32 bytes. */
  readonly recipient: string;
  /** Newer wins, u64. */
  readonly sequence: bigint;
}

/** What the hub ever released to a recipient from one vault. A counter: `total` only grows. */
export interface ReleasedLeaf {
  readonly type: "Released";
  /** Asset id within the vault, 32 bytes. */
  readonly asset: string;
  /** Recipient on the vault's chain, 32 bytes. */
  readonly recipient: string;
  /** Cumulative amount in native units, u128. */
  readonly total: bigint;
}

/** Says only that the hub was alive at the message's `sourceTime`. */
export interface HeartbeatLeaf {
  readonly type: "Heartbeat";
}

/** Leaves of kind 1, vault to hub. */
export type VaultLeaf = CreditedLeaf | CustodyLeaf | DelegateLeaf | PriceLeaf | PayoutLeaf;
/** Leaves of kind 2, hub to vault. */
export type HubLeaf = ReleasedLeaf | HeartbeatLeaf;
/** Any leaf, told apart by `type`. */
export type Leaf = VaultLeaf | HubLeaf;
/** Name of a leaf. */
export type LeafName = Leaf["type"];

/** How a field is packed: fixed bytes, or a big-endian unsigned integer. */
export type FieldType = "b32" | "b20" | "u32" | "u64" | "u128";

/** Bytes each field type takes. */
export const FIELD_SIZE: { readonly [T in FieldType]: number } = { b32: 32, b20: 20, u32: 4, u64: 8, u128: 16 };

/** Packing of one leaf: its type byte, then the fields in order. */
export interface LeafLayout<N extends LeafName = LeafName> {
  /** The type byte. */
  readonly code: number;
  /** The only kind of message it may appear in. */
  readonly kind: MessageKind;
  /** Fields in the order of their bytes. */
  readonly fields: readonly (readonly [name: FieldName<N>, type: FieldType])[];
}
type FieldName<N extends LeafName> = N extends LeafName ? Exclude<keyof Extract<Leaf, { type: N }>, "type"> : never;

/** The layout of every leaf. This table is what encodes, decodes and measures; nothing else knows an offset. */
export const LEAF_LAYOUT: { readonly [N in LeafName]: LeafLayout<N> } = {
  Credited: {
    code: 0x01,
    kind: MessageKind.VaultToHub,
    fields: [
      ["asset", "b32"],
      ["account", "b32"],
      ["total", "u128"],
    ],
  },
  Custody: {
    code: 0x02,
    kind: MessageKind.VaultToHub,
    fields: [
      ["asset", "b32"],
      ["totalCredited", "u128"],
      ["totalPaid", "u128"],
      ["balance", "u128"],
    ],
  },
  Delegate: {
    code: 0x03,
    kind: MessageKind.VaultToHub,
    fields: [
      ["account", "b32"],
      ["ownerAddress", "b32"],
      ["subId", "u32"],
      ["delegate", "b20"],
      ["sequence", "u64"],
    ],
  },
  Price: {
    code: 0x04,
    kind: MessageKind.VaultToHub,
    fields: [
      ["asset", "b32"],
      ["price", "u128"],
      ["confidence", "u64"],
      ["publishTime", "u64"],
    ],
  },
  Payout: {
    code: 0x05,
    kind: MessageKind.VaultToHub,
    fields: [
      ["account", "b32"],
      ["vaultId", "b32"],
      ["recipient", "b32"],
      ["sequence", "u64"],
    ],
  },
  Released: {
    code: 0x11,
    kind: MessageKind.HubToVault,
    fields: [
      ["asset", "b32"],
      ["recipient", "b32"],
      ["total", "u128"],
    ],
  },
  Heartbeat: { code: 0x12, kind: MessageKind.HubToVault, fields: [] },
};

/** Names of all leaves. */
export const LEAF_NAMES = Object.keys(LEAF_LAYOUT) as readonly LeafName[];

/**
 * Bytes a leaf takes in a message, its type byte included.
 *
 * @param name - The leaf's name.
 */
export function leafSize(name: LeafName): number {
  return LEAF_LAYOUT[name].fields.reduce((size, [, type]) => size + FIELD_SIZE[type], 1);
}
