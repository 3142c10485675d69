import type { SenderLike } from "../../sdk/src/adapters/index.ts";
import { type AccountView, Amount, amount, type Causeway, createCauseway, USD } from "../../sdk/src/index.ts";
import { type Conservation, readConservation, universeOf } from "../devnet/conservation.ts";
import { type Devnet, startDevnet } from "../devnet/deploy.ts";
import { describeDevnet } from "../devnet/description.ts";
import { CHAIN_NAMES, type ChainName } from "../devnet/profiles.ts";
import { type Settings, USDC } from "./settings.ts";

/** One step of the story. */
export interface Step {
  readonly name: string;
  readonly ok: boolean;
  /** Gas of the user's own transaction, where the step is one. */
  readonly gas?: bigint;
  /** What a person wants to know about it. */
  readonly note: string;
}

/** What the demo ends with. */
export interface Outcome {
  readonly steps: readonly Step[];
  readonly account: AccountView;
  readonly conservation: Conservation;
}

/** What a step reports back. */
type Report = Omit<Step, "name">;

/** USDC of somebody else on ethereum: the liquidity that alice's withdrawal draws on. */
const BOBS_DEPOSIT = amount("5000", USDC);
/** USDC that arrives while one transport is dead. */
const LATE_DEPOSIT = amount("500", USDC);

/** The main job end to end: deposits on two chains become one balance, a dead messenger changes nothing, a withdrawal crosses chains. */
export class Story {
  readonly #settings: Settings;
  readonly #devnet: Devnet;
  readonly #client: Causeway;
  readonly #steps: Step[] = [];
  readonly #tell: (step: Step) => void;

  private constructor(settings: Settings, devnet: Devnet, tell: (step: Step) => void) {
    const providers = Object.fromEntries(CHAIN_NAMES.map((name) => [name, devnet.chains[name].chain.ethers.provider]));
    this.#settings = settings;
    this.#devnet = devnet;
    this.#tell = tell;
    this.#client = createCauseway({ deployment: describeDevnet(devnet), providers });
  }

  /** Plays the story on a fresh devnet. A step that throws ends it. */
  static async play(
    settings: Settings,
    tell: { readonly progress: (text: string) => void; readonly step: (step: Step) => void },
  ): Promise<Outcome> {
    const devnet = await startDevnet({ seed: settings.seed, onProgress: tell.progress });
    try {
      return await new Story(settings, devnet, tell.step).#play();
    } finally {
      await devnet.close();
    }
  }

  async #play(): Promise<Outcome> {
    const { weth, ethereum, arbitrum, withdraw, kill } = this.#settings;
    const alice = this.#devnet.chains.hub.chain.account(1);
    await this.#step(`alice deposits ${weth} on ethereum`, () => this.#deposit(1, "ethereum", weth));
    await this.#step(`alice deposits ${ethereum} on ethereum`, () => this.#deposit(1, "ethereum", ethereum));
    await this.#step(`alice deposits ${arbitrum} on arbitrum`, () => this.#deposit(1, "arbitrum", arbitrum));
    await this.#step(`bob deposits ${BOBS_DEPOSIT} on ethereum`, () => this.#deposit(2, "ethereum", BOBS_DEPOSIT));
    await this.#step("the hub shows one account", () => this.#oneAccount(alice));
    await this.#step(`${kill} dies: a deposit of ${LATE_DEPOSIT} does not move the balance`, () => this.#dead(alice));
    await this.#step(`${kill} is back: the deposit arrives`, () => this.#restored(alice));
    await this.#step(`alice withdraws ${withdraw} from ethereum`, () => this.#withdraw(withdraw));
    const conservation = await readConservation(this.#devnet, await universeOf(this.#devnet));
    await this.#step("conservation holds on every chain", async () => {
      return { ok: conservation.holds, note: `${conservation.rows.length} pools and the cash identity` };
    });
    return { steps: this.#steps, account: await this.#client.account({ owner: alice }), conservation };
  }

  async #step(name: string, act: () => Promise<Report>): Promise<void> {
    const step = { name, ...(await act()) };
    this.#steps.push(step);
    this.#tell(step);
    if (!step.ok)
      throw new Error(
        `"${name}" did not come out as it must: ${step.note}. Run it again with --seed ${this.#settings.seed} to see it again.`,
      );
  }

  async #signer(index: number, place: ChainName): Promise<SenderLike> {
    const { chain } = this.#devnet.chains[place];
    return chain.ethers.getSigner(chain.account(index));
  }

  async #send(index: number, vault: ChainName, amount: Amount) {
    const { chain } = this.#devnet.chains[vault];
    const asset = amount.unit.symbol as "WETH" | "USDC";
    await this.#devnet.mint(vault, asset, chain.account(index), amount.value);
    return this.#client.deposit({ vault, asset, amount, signer: await this.#signer(index, vault) });
  }

  async #deposit(index: number, vault: ChainName, amount: Amount): Promise<Report> {
    const { receipt, tracker } = await this.#send(index, vault, amount);
    await this.#devnet.workers.drain();
    const { state } = await tracker.wait();
    return { ok: state === "credited", gas: receipt.gasUsed, note: `${state}, attested by layerzero and wormhole` };
  }

  async #oneAccount(owner: string): Promise<Report> {
    const { cash, lines } = await this.#client.account({ owner });
    const { ethereum, arbitrum, weth } = this.#settings;
    const ok =
      cash.value === dollars(ethereum.plus(arbitrum)) && lines.length === 1 && lines[0]?.amount.value === weth.value;
    return { ok, note: [String(cash), ...lines.map(({ vault, amount }) => `${amount} on ${vault}`)].join(", ") };
  }

  async #dead(alice: string): Promise<Report> {
    this.#devnet.faults.kill({ transport: this.#settings.kill });
    const before = (await this.#client.account({ owner: alice })).cash;
    const { receipt, tracker } = await this.#send(1, "arbitrum", LATE_DEPOSIT);
    await this.#devnet.workers.drain();
    const status = await tracker.status();
    const { cash, inFlight } = await this.#client.account({ owner: alice });
    const ok = status.state === "inFlight" && cash.value === before.value && inFlight.length === 1;
    const votes =
      "transports" in status ? status.transports.map(({ transport, state }) => `${transport} ${state}`) : [];
    return { ok, gas: receipt.gasUsed, note: `${status.state} at 2 of 2 (${votes.join(", ")}); balance still ${cash}` };
  }

  async #restored(alice: string): Promise<Report> {
    const before = (await this.#client.account({ owner: alice })).cash;
    this.#devnet.faults.restore({ transport: this.#settings.kill });
    await this.#devnet.workers.drain();
    const { cash, inFlight } = await this.#client.account({ owner: alice });
    const ok = cash.value === before.value + dollars(LATE_DEPOSIT) && inFlight.length === 0;
    return { ok, note: `balance now ${cash}` };
  }

  /** More than alice ever deposited on ethereum may leave there: cash is one balance, backed by the stablecoins of all vaults. */
  async #withdraw(amount: Amount): Promise<Report> {
    const recipient = this.#devnet.chains.hub.chain.account(1);
    const signer = await this.#signer(1, "hub");
    const to = { vault: "ethereum", recipient };
    const { receipt, tracker } = await this.#client.withdraw({ asset: "USDC", amount, to, signer });
    await this.#devnet.workers.drain();
    const { state } = await tracker.wait();
    const { chain, assets } = this.#devnet.chains.ethereum;
    const { testToken } = this.#devnet.abis;
    const balance: bigint = await chain.read(assets.USDC?.address ?? "", testToken, "balanceOf", [recipient]);
    const received = new Amount(balance, USDC);
    const ok = state === "paid" && received.compare(amount) === 0;
    return { ok, gas: receipt.gasUsed, note: `${state}: alice has ${received} on ethereum` };
  }
}

/** What a USDC amount counts for as cash. */
function dollars({ value }: Amount): bigint {
  return value * 10n ** BigInt(USD.decimals - USDC.decimals);
}
