import { spawn } from "node:child_process";
import { expect } from "chai";

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a person would; Node is the one that runs the tests. */
function demo(...args: string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/demo/main.ts", ...args], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      output.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output.stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

const INTEGER = /^[0-9]+$/;

describe("demo", () => {
  it("--json prints one document with every step, the account, conservation and the cash identity", async () => {
    const { code, stdout, stderr } = await demo("--json");
    expect(code, stderr).to.equal(0);
    const { steps, account, conservation, cash } = JSON.parse(stdout);
    expect(steps.length).to.be.greaterThan(7);
    for (const { name, ok, gas } of steps) {
      expect(ok, name).to.equal(true);
      if (gas !== undefined) expect(gas).to.match(INTEGER);
    }
    expect(account.cash).to.equal(`2000${"0".repeat(18)}`);
    expect(account.lines).to.deep.equal([{ vault: "ethereum", asset: "WETH", amount: `2${"0".repeat(18)}` }]);
    for (const { vault, asset, holds, ...figures } of conservation) {
      expect(holds, `${asset} on ${vault}`).to.equal(true);
      expect(Object.keys(figures).join()).to.equal("claims,writtenOff,credited,released,vaultCredited,paid,balance");
      for (const figure of Object.values(figures)) expect(figure).to.match(INTEGER);
    }
    expect(Object.keys(cash).join()).to.equal("accounts,insurance,dust,backing,holds");
    expect(cash.holds).to.equal(true);
    expect(BigInt(cash.accounts)).to.equal(BigInt(cash.backing));
  });

  it("tells the story to a person, with either transport dead", async () => {
    const { code, stdout } = await demo("--kill", "layerzero", "--withdraw", "4500", "--weth", "0.000000000000000001");
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/layerzero is back/)
      .and.to.match(/cash +0 USD/);
    expect(stdout).not.to.match(/NO$/m);
  });

  const BAD: readonly [string[], RegExp][] = [
    [["--withdraw", "1.2345678"], /--withdraw: .*decimals/],
    [["--weth", "-1"], /--weth/],
    [["--weth", "1e18"], /--weth: .*1e18/],
    [["--usdc", "5"], /--usdc.*--help/],
    [["--ethereum", "0"], /--ethereum: .*more than zero/],
    [["--kill", "carrier-pigeon"], /carrier-pigeon.*--kill layerzero/],
    [["--seed", "many"], /many.*--seed/],
    [["surplus"], /surplus/],
    [["--withdraw", "1000000"], /6000 USDC of 1000000 USDC.*Withdraw less/],
    [["--arbitrum", "99999999999999"], /99999999999999/],
  ];
  for (const [args, says] of BAD) {
    it(`${args.join(" ")}: one line that says what is wrong and what to do, exit code 1`, async () => {
      const { code, stdout, stderr } = await demo("--json", ...args);
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      const lines = stderr
        .trim()
        .split("\n")
        .filter((line) => !/…$|^demo: \w+ deposits|^demo: \w+ (dies|is back)|^demo: the hub/.test(line));
      expect(lines.length, stderr).to.equal(1);
      expect(lines[0]).to.match(says);
      expect(stderr).not.to.match(/^ +at /m);
    });
  }
});
