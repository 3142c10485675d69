import { expect } from "chai";

import type { Causeway } from "../../../sdk/src/index.ts";
import { type DirectFixture, deployDirect } from "../../support/direct.ts";
import { causewayOf } from "../../support/sdk.ts";

describe("sdk: a vault on the hub's own chain", () => {
  let fixture: DirectFixture;
  let causeway: Causeway;

  before(async () => {
    fixture = await deployDirect({ vaults: 1, local: true });
    causeway = await causewayOf(fixture);
    await fixture.token("USDC").mint(fixture.user(0).address, 1_000_000_000n);
  });

  after(() => fixture.close());

  it("credits within the deposit", async () => {
    const { tracker } = await causeway.deposit({ vault: "local", asset: "USDC", amount: "9", signer: fixture.user(0) });
    expect((await tracker.status()).state).to.equal("credited");
  });

  it("pays within the withdrawal: the transaction has gas for what contracts only try", async () => {
    const to = { vault: "local", recipient: fixture.user(4).address };
    const parameters = { asset: "USDC", amount: "2", to, signer: fixture.user(0) } as const;
    const { tracker, sendDeferred } = await causeway.withdraw(parameters);
    expect(sendDeferred).to.equal(undefined);
    expect((await tracker.status()).state).to.equal("paid");
    expect(await fixture.token("USDC").balanceOf(to.recipient)).to.equal(2_000_000n);
  });

  it("pays several recipients within one message", async () => {
    const recipients = [5, 6, 7].map((index) => fixture.user(index).address);
    for (const recipient of recipients) {
      const to = { vault: "local", recipient };
      await causeway.withdraw({ asset: "USDC", amount: "1", to, routes: "none", signer: fixture.user(0) });
    }
    const releases = recipients.map((recipient) => ({ asset: "USDC", recipient }));
    await causeway.sendReleased({ vault: "local", releases, signer: fixture.user(1) });
    for (const recipient of recipients) expect(await fixture.token("USDC").balanceOf(recipient)).to.equal(1_000_000n);
  });
});
