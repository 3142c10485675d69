import {
  erc7201,
  HUB_STORAGE,
  hubSlots,
  NATIVE_ASSET_ID,
  VAULT_STORAGE,
  vaultSlots,
} from "../../../sdk/src/codec/index.ts";
import { sampleId } from "./samples.ts";

/** Contents of storage.json: the first slot of each namespace, and one slot of every counter and register. */
export function storageVectors(): unknown {
  const hub = sampleId("hub");
  const vault = sampleId("vault");
  const account = sampleId("account");
  const recipient = sampleId("recipient");
  const asset = NATIVE_ASSET_ID;
  const slot = (name: string, keys: readonly string[], at: string) => ({ name, keys, slot: at });
  return {
    namespaces: [
      // the example of ERC-7201 itself, an oracle from outside
      { id: "example.main", slot: "0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500" },
      { id: "causeway.storage.Vault", slot: VAULT_STORAGE },
      { id: "causeway.storage.Hub", slot: HUB_STORAGE },
      { id: "", slot: erc7201("") },
    ],
    vault: [
      slot("credited", [hub, asset, account], vaultSlots.credited(hub, asset, account)),
      slot("authorised", [hub, asset, recipient], vaultSlots.authorised(hub, asset, recipient)),
      slot("paid", [hub, asset, recipient], vaultSlots.paid(hub, asset, recipient)),
      slot("totalCredited", [hub, asset], vaultSlots.totalCredited(hub, asset)),
      slot("totalPaid", [hub, asset], vaultSlots.totalPaid(hub, asset)),
      slot("delegate", [hub, account], vaultSlots.delegate(hub, account)),
      slot("payout", [hub, account, vault], vaultSlots.payout(hub, account, vault)),
      slot("sourceSeq", [hub], vaultSlots.sourceSeq(hub)),
    ],
    hub: [
      slot("released", [vault, asset, recipient], hubSlots.released(vault, asset, recipient)),
      slot("sourceSeq", [vault], hubSlots.sourceSeq(vault)),
    ],
  };
}
