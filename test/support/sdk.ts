import { expect } from "chai";

import { type Causeway, CausewayError, createCauseway, type Deployment } from "../../sdk/src/index.ts";
import type { DirectFixture } from "./direct.ts";

/**
 * The fixture as the SDK wants a deployment described. Direct transports are called `t0`, `t1`, …, the same-chain transport `samechain`;
 * they are the same contracts at both ends.
 */
export async function deploymentOf(fixture: DirectFixture): Promise<Deployment> {
  const names = new Map<string, string>();
  for (const [index, transport] of fixture.transports.entries()) names.set(await transport.getAddress(), `t${index}`);
  const assets = fixture.assets.map(({ symbol, address, decimals, stable }) => ({ symbol, address, decimals, stable }));
  return {
    version: 1,
    name: "direct",
    chains: { direct: { chainId: Number(fixture.chainId) } },
    hub: {
      chain: "direct",
      address: await fixture.hub.getAddress(),
      withdrawals: await fixture.withdrawals.getAddress(),
    },
    vaults: fixture.vaults.map(({ name, address, transports }) => ({
      name,
      chain: "direct",
      address,
      assets,
      transports: transports.map((gateway) => ({
        name: names.get(gateway) ?? "samechain",
        atVault: gateway,
        atHub: gateway,
      })),
    })),
  };
}

/** A client for the fixture that polls fast. */
export async function causewayOf(fixture: DirectFixture): Promise<Causeway> {
  return createCauseway({
    deployment: await deploymentOf(fixture),
    providers: { direct: fixture.provider },
    polling: { pollingInterval: 5, timeout: 5_000 },
  });
}

/** The {@link CausewayError} that `action` ends with; its code must be `code`, and it must say what to do next. */
export async function failure(action: Promise<unknown> | (() => unknown), code: string): Promise<CausewayError> {
  let thrown: unknown;
  try {
    await (typeof action === "function" ? action() : action);
  } catch (error) {
    thrown = error;
  }
  expect(thrown, `expected ${code}`).to.be.instanceOf(CausewayError);
  const error = thrown as CausewayError;
  expect(error.code, error.message).to.equal(code);
  expect(error.nextStep).to.match(/\S.*\.$/);
  expect(error.line)
    .not.to.contain("\n")
    .and.not.to.match(/\{\w+(:\w+)?\}/);
  return error;
}
