/**
 * The main job against a local devnet. In one terminal `npm run -s devnet -- --json > devnet.json`, in another
 * `node sdk/examples/quickstart.ts devnet.json`.
 */
import { readFileSync } from "node:fs";
import { JsonRpcProvider } from "ethers";

import { createCauseway, isCausewayError } from "../src/index.ts";

const { deployment, rpc, accounts } = JSON.parse(readFileSync(process.argv[2] ?? "devnet.json", "utf8"));
const provider = (chain: string) => new JsonRpcProvider(rpc[chain]);
const providers = { hub: provider("hub"), ethereum: provider("ethereum"), arbitrum: provider("arbitrum") };
const causeway = createCauseway({ deployment, providers, polling: { pollingInterval: 250 } });
await causeway.verify();

const trader: string = accounts[1];
const { routes } = await causeway.quote({ action: "deposit", vault: "arbitrum", asset: "USDC" });
console.log(`fees: ${routes.map(({ transport, fee }) => `${transport} ${fee}`).join(", ")}`);

const signer = await providers.arbitrum.getSigner(trader);
const deposit = await causeway.deposit({ vault: "arbitrum", asset: "USDC", amount: "3000", signer });
for await (const status of deposit.tracker) {
  const votes = "transports" in status ? status.transports.map(({ transport, state }) => `${transport} ${state}`) : [];
  console.log(`deposit: ${status.state} (${votes.join(", ")})`);
}
const { cash } = await causeway.account({ owner: trader });
console.log(`balance: ${cash}`);

const to = { vault: "arbitrum", recipient: trader };
const withdrawal = await causeway.withdraw({
  asset: "USDC",
  amount: "1200.5",
  to,
  signer: await providers.hub.getSigner(trader),
});
// Another process may go on from the hash alone.
const resumed = causeway.trackWithdrawal({ transactionHash: withdrawal.receipt.transactionHash });
console.log(`withdrawal: ${(await resumed.wait()).state}`);

try {
  await causeway.withdraw({ asset: "USDC", amount: "1000000", to, signer: await providers.hub.getSigner(trader) });
} catch (error) {
  if (!isCausewayError(error)) throw error;
  console.log(`${error.code}: ${error.line}`);
}
for (const each of Object.values(providers)) each.destroy();
