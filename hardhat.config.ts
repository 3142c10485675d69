import { glob } from "node:fs/promises";
import { createRequire } from "node:module";
import { relative } from "node:path";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig, overrideTask } from "hardhat/config";

import causewayBuild from "./scripts/generate/hardhat-plugin.ts";
import { ensureHome } from "./scripts/setup/home.ts";

ensureHome();

/**
 * One compiler for every build profile: what tests and benchmarks run is bit for bit what ships. The compiler is the npm package
 * `solc`, so no build needs the network. EVM version is cancun because rollups adopt later hardforks late.
 */
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 200 },
  },
};

/** Instrumented code is twice the size: it may exceed the limit, and must not be mistaken for what ships. */
const coverage = process.argv.includes("--coverage");
const outputs = coverage ? { artifacts: ".cache/coverage/artifacts", cache: ".cache/coverage/cache" } : {};

/** A chain of its own inside this process, under current mainnet rules; the 24,576-byte limit holds. */
function simulatedChain(chainId: number) {
  return {
    type: "edr-simulated",
    chainId,
    hardfork: "osaka",
    allowUnlimitedContractSize: coverage,
  } as const;
}

/** Mocha's own collection takes every TypeScript file under `test/`; only `*.test.ts` are tests. A directory stands for the tests in it. */
const mochaTests = overrideTask(["test", "mocha"])
  .setInlineAction(async (args, hre, runSuper) => {
    const root = hre.config.paths.root;
    const wanted = args.testFiles.length === 0 ? [hre.config.paths.tests.mocha] : args.testFiles;
    const testFiles: string[] = [];
    for (const path of wanted) {
      if (/\.[cm]?[jt]s$/.test(path)) testFiles.push(path);
      else
        for await (const file of glob(`${relative(root, path) || "."}/**/*.test.ts`, { cwd: root }))
          testFiles.push(file);
    }
    return runSuper({ ...args, testFiles: testFiles.sort() });
  })
  .build();

export default defineConfig({
  plugins: [toolbox, causewayBuild],
  tasks: [mochaTests],
  paths: { sources: ["contracts", "test/contracts"], tests: "test", ...outputs },
  solidity: {
    profiles: { default: compiler, production: compiler },
    // Governance is OpenZeppelin's contract as it is; deployments need its artifact.
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  networks: {
    hub: simulatedChain(31_001),
    ethereum: simulatedChain(31_002),
    arbitrum: simulatedChain(31_003),
    direct: simulatedChain(31_004),
  },
  typechain: { outDir: "types", tsNocheck: true },
  test: { mocha: { timeout: 600_000, forbidOnly: process.env.CI !== undefined } },
});
