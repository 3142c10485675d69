/** Wire format, ids and storage layout of the custody standard (docs/standard.md). Depends on nothing but ethers. */
export { decodeEnvelope, type Envelope, encodeEnvelope, envelopeOverhead } from "./envelope.ts";
export { CodecError, type CodecErrorCode, type CodecErrors, isCodecError, type NonCanonicalReason } from "./errors.ts";
export {
  accountId,
  assetAddress,
  assetId,
  bytes32ToRecipient,
  hubId,
  NATIVE_ASSET,
  NATIVE_ASSET_ID,
  recipientToBytes32,
  vaultId,
} from "./ids.ts";
export {
  type Chain,
  type ChainNamespace,
  decodeInteroperable,
  type Eip155Address,
  type Eip155Chain,
  encodeChain,
  encodeInteroperable,
  formatInteroperable,
  type InteroperableAddress,
  isCanonicalInteroperable,
  parseInteroperable,
  type SolanaAddress,
  type SolanaChain,
  toInteroperableBytes,
} from "./interoperable.ts";
export { type LeafJson, type MessageJson, messageFromJson, messageToJson } from "./json.ts";
export {
  type CreditedLeaf,
  type CustodyLeaf,
  type DelegateLeaf,
  FIELD_SIZE,
  type FieldType,
  type HeartbeatLeaf,
  type HubLeaf,
  LEAF_LAYOUT,
  LEAF_NAMES,
  type Leaf,
  type LeafLayout,
  type LeafName,
  leafSize,
  MessageKind,
  type PayoutLeaf,
  type PriceLeaf,
  type ReleasedLeaf,
  type VaultLeaf,
} from "./leaves.ts";
export {
  type CollateralStateMessage,
  decodeMessage,
  encodeMessage,
  HEADER_SIZE,
  type HubMessage,
  MAX_LEAVES,
  maxLeaves,
  type VaultMessage,
} from "./message.ts";
export {
  erc7201,
  HUB_STORAGE,
  hubSlots,
  type MappingKey,
  mappingSlot,
  slotAt,
  unpackDelegate,
  VAULT_STORAGE,
  vaultSlots,
} from "./storage.ts";
