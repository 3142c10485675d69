import {
  accountId,
  assetId,
  encodeInteroperable,
  formatInteroperable,
  hubId,
  type InteroperableAddress,
  NATIVE_ASSET,
  NATIVE_ASSET_ID,
  parseInteroperable,
  recipientToBytes32,
  vaultId,
} from "../../../sdk/src/codec/index.ts";
import { MAX_EIP2294_CHAIN_ID } from "./interoperable.ts";
import { PUBLISHED, sampleAddress, U32_MAX } from "./samples.ts";

const CHAIN_IDS = [1n, 42_161n, 31_001n, 11_297_108_109n, MAX_EIP2294_CHAIN_ID];
const SUB_IDS = [0, 1, U32_MAX];
const SOLANA = parseInteroperable(PUBLISHED.solana.text);

const onEvm = (chainId: bigint, label: string): InteroperableAddress => ({
  namespace: "eip155",
  chainId,
  address: sampleAddress(label),
});

function contracts(): unknown[] {
  const places = [...CHAIN_IDS.map((chainId) => onEvm(chainId, "contract")), SOLANA];
  return places.map((place) => ({
    text: formatInteroperable(place),
    bytes: encodeInteroperable(place),
    vaultId: vaultId(place),
    hubId: hubId(place),
  }));
}

/** The same owner on several chains is several owners; the same owner at two hubs has two sets of accounts. */
function accounts(): unknown[] {
  const hubs = [onEvm(31_001n, "hub"), onEvm(42_161n, "hub")];
  const owners = [...CHAIN_IDS.map((chainId) => onEvm(chainId, "owner")), SOLANA];
  return hubs.flatMap((hub) =>
    owners.flatMap((owner) =>
      SUB_IDS.map((subId) => ({
        hub: hubId(hub),
        owner: formatInteroperable(owner),
        ownerBytes: encodeInteroperable(owner),
        subId: String(subId),
        account: accountId(hubId(hub), owner, subId),
      })),
    ),
  );
}

/** Contents of ids.json. */
export function idVectors(): unknown {
  const addresses = [sampleAddress("token"), "0x0000000000000000000000000000000000000001", SOLANA.address];
  return {
    contracts: contracts(),
    accounts: accounts(),
    native: { address: NATIVE_ASSET, assetId: NATIVE_ASSET_ID },
    assets: addresses.map((address) => ({ address, assetId: assetId(address) })),
    recipients: addresses.map((address) => ({ address, bytes32: recipientToBytes32(address) })),
  };
}
