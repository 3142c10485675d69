import { expect } from "chai";
import { Wallet, ZeroAddress } from "ethers";

import { EthersReader, type SenderLike } from "../../../sdk/src/adapters/index.ts";
import { type Causeway, createCauseway, type Deployment, parseDeployment } from "../../../sdk/src/index.ts";
import { type DirectFixture, deployDirect } from "../../support/direct.ts";
import { causewayOf, deploymentOf, failure } from "../../support/sdk.ts";

/** A deep copy that may be spoilt. */
// biome-ignore lint/suspicious/noExplicitAny: what is spoilt has no type any more.
const copy = (deployment: Deployment): any => JSON.parse(JSON.stringify(deployment));

describe("sdk: deployments", () => {
  let fixture: DirectFixture;
  let deployment: Deployment;
  let causeway: Causeway;

  before(async () => {
    fixture = await deployDirect({ vaults: 2, local: true });
    deployment = await deploymentOf(fixture);
    causeway = await causewayOf(fixture);
  });

  after(() => fixture.close());

  const client = (change: (spoilt: ReturnType<typeof copy>) => void): Causeway => {
    const spoilt = copy(deployment);
    change(spoilt);
    return createCauseway({ deployment: spoilt, providers: { direct: fixture.provider } });
  };

  it("is plain JSON, in which spelling and unknown fields do not matter", () => {
    const loose = copy(deployment);
    loose.hub.address = loose.hub.address.toLowerCase();
    loose.hub.hubId = "0x00";
    loose.vaults[0].id = "0x00";
    expect(parseDeployment(loose)).to.deep.equal(deployment);
    expect(causeway.deployment).to.deep.equal(deployment);
  });

  it("ids are derived, and are those of the contracts", async () => {
    const { hub, vaults } = causeway.world;
    expect(hub.id)
      .to.equal(await fixture.hub.hubId())
      .and.to.equal(fixture.hubId);
    for (const [index, vault] of vaults.entries()) {
      expect(vault.id).to.equal(await fixture.vault(index).contract.vaultId());
      expect(vault.interoperable).to.equal(await fixture.vault(index).contract.vaultAddress());
    }
    expect(vaults[0]?.assets.map(({ id }) => id)).to.deep.equal(fixture.assets.map(({ id }) => id));
  });

  it("says which place of a description is wrong", async () => {
    const cases: readonly [string, string, (spoilt: ReturnType<typeof copy>) => void][] = [
      ["Deployment_Invalid", "version", (d) => (d.version = 2)],
      ["Deployment_Invalid", "name", (d) => (d.name = " ")],
      ["Deployment_Invalid", "chains", (d) => (d.chains = [])],
      ["Deployment_Invalid", "chains.direct.chainId", (d) => (d.chains.direct.chainId = "1")],
      ["Deployment_Invalid", "chains.direct.coin", (d) => (d.chains.direct.coin = 5)],
      ["Deployment_Invalid", "hub", (d) => delete d.hub],
      ["Deployment_Unresolved", "hub.chain", (d) => (d.hub.chain = "moon")],
      ["Deployment_Invalid", "hub.withdrawals", (d) => (d.hub.withdrawals = ZeroAddress)],
      ["Deployment_Invalid", "vaults", (d) => (d.vaults = [])],
      ["Deployment_Invalid", "vaults[1]", (d) => (d.vaults[1] = null)],
      ["Deployment_Invalid", "vaults[1].address", (d) => (d.vaults[1].address = `${d.vaults[1].address}00`)],
      ["Deployment_Duplicate", "vaults", (d) => (d.vaults[1].name = d.vaults[0].name)],
      ["Deployment_Duplicate", "vaults", (d) => (d.vaults[1].address = d.vaults[0].address)],
      ["Deployment_Unresolved", "vaults[0].chain", (d) => (d.vaults[0].chain = "toString")],
      ["Deployment_Invalid", "vaults[0].assets[0].decimals", (d) => (d.vaults[0].assets[0].decimals = 6.5)],
      ["Deployment_Invalid", "vaults[0].assets[0].stable", (d) => (d.vaults[0].assets[0].stable = "yes")],
      ["Deployment_Duplicate", "vaults[0].assets", (d) => (d.vaults[0].assets[0].symbol = "DAI")],
      ["Deployment_Invalid", "vaults[0].transports", (d) => (d.vaults[0].transports = {})],
      ["Deployment_Invalid", "vaults[0].transports[0].atHub", (d) => delete d.vaults[0].transports[0].atHub],
      ["Deployment_Duplicate", "vaults[0].transports", (d) => (d.vaults[0].transports[0].name = "t1")],
    ];
    for (const [code, path, spoil] of cases) {
      const error = await failure(() => client(spoil), code);
      expect(error.args.path).to.equal(path);
    }
    for (const nothing of [undefined, null, "text", []]) {
      await failure(() => parseDeployment(nothing), "Deployment_Invalid");
    }
  });

  it("needs a provider for every chain, connected to that chain", async () => {
    await failure(() => createCauseway({ deployment, providers: {} }), "Deployment_NoProvider");
    const wrong = client((d) => (d.chains.direct.chainId = 1));
    const error = await failure(wrong.account({ owner: fixture.user(0).address }), "Deployment_WrongChain");
    expect(error.shortMessage).to.equal(`The provider for direct is connected to chain ${fixture.chainId}, not to 1.`);
    const signer = fixture.user(0);
    const parameters = { vault: "vault0", asset: "USDC", amount: "1", signer } as const;
    await failure(wrong.deposit(parameters), "Deployment_WrongChain");
  });

  it("does not wait for ever for a node that is not there", async () => {
    const nowhere = Object.assign(Object.create(fixture.provider), { getNetwork: () => new Promise<never>(() => {}) });
    const lost = createCauseway({ deployment, providers: { direct: new EthersReader(nowhere, 10) } });
    await failure(lost.account({ owner: fixture.user(0).address }), "Chain_Unreachable");
  });

  it("options have to make sense", async () => {
    const providers = { direct: fixture.provider };
    for (const feeMargin of [-1, 0.5, 100_001, Number.NaN]) {
      await failure(() => createCauseway({ deployment, providers, feeMargin }), "Input_BadOption");
    }
    const polling = { pollingInterval: -1 };
    await failure(() => createCauseway({ deployment, providers, polling }), "Input_BadOption");
    const transactionHash = `0x${"00".repeat(32)}`;
    await failure(() => causeway.trackWithdrawal({ transactionHash, timeout: Number.NaN }), "Input_BadOption");
  });

  it("signers have to be on the chain, unless they have none yet", async () => {
    const elsewhere: SenderLike = {
      chainId: async () => 1n,
      address: async () => fixture.user(0).address,
      send: async () => "0x",
    };
    const parameters = { vault: "vault0", asset: "USDC", amount: "1" } as const;
    const error = await failure(causeway.deposit({ ...parameters, signer: elsewhere }), "Input_SignerOnOtherChain");
    expect(error.nextStep).to.equal("Connect the signer to direct.");
    const fresh = Wallet.createRandom();
    await failure(causeway.deposit({ ...parameters, signer: fresh }), "Input_InsufficientBalance");
    const { direct } = { direct: new EthersReader(fixture.provider) };
    const wrapped = createCauseway({ deployment, providers: { direct } });
    await failure(wrapped.deposit({ ...parameters, signer: fresh }), "Input_InsufficientBalance");
  });

  it("a contract wallet has to say who shall own the account on another chain", async () => {
    // The same chain twice under two ids: to the client, vault and hub live apart.
    class Apart extends EthersReader {
      override async chainId(): Promise<bigint> {
        return 5n;
      }
      override async code(): Promise<string> {
        return "0x6001";
      }
    }
    const spoilt = copy(deployment);
    spoilt.chains.apart = { chainId: 5 };
    for (const vault of spoilt.vaults) vault.chain = "apart";
    const providers = { direct: fixture.provider, apart: new Apart(fixture.provider) };
    const apart = createCauseway({ deployment: spoilt, providers });
    const signer: SenderLike = {
      chainId: async () => 5n,
      address: async () => fixture.user(0).address,
      send: async () => "0x",
    };
    const parameters = { vault: "vault0", asset: "USDC", amount: "1", signer } as const;
    await failure(apart.deposit(parameters), "Input_OwnerIsContract");
    // With an owner it gets as far as the hub, which does not know a vault on chain 5.
    await failure(apart.deposit({ ...parameters, owner: fixture.user(0).address }), "Hub_NotListed");
  });

  it("verify compares the description with the chains", async () => {
    await causeway.verify();
    const cases: readonly [string, (spoilt: ReturnType<typeof copy>) => void][] = [
      ["contract at the address of the hub", (d) => (d.hub.address = fixture.user(0).address)],
      ["withdrawals module", (d) => (d.hub.withdrawals = fixture.user(0).address)],
      ["contract at the address of the vault vault1", (d) => (d.vaults[1].address = fixture.user(1).address)],
      ["transports at the vault vault0", (d) => d.vaults[0].transports.pop()],
      ["transports at the hub for vault0", (d) => (d.vaults[0].transports[1].atHub = fixture.user(0).address)],
      ["decimals of USDC of vault0", (d) => (d.vaults[0].assets[0].decimals = 18)],
      ["takes USDC of vault0 for a stablecoin", (d) => (d.vaults[0].assets[0].stable = false)],
      [
        "contract at the address of the USDC of vault0",
        (d) => (d.vaults[0].assets[0].address = fixture.user(0).address),
      ],
    ];
    for (const [what, spoil] of cases) {
      const error = await failure(client(spoil).verify(), "Deployment_Mismatch");
      expect(error.shortMessage).to.contain(what);
    }
  });
});
