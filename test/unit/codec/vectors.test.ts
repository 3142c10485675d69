import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const GENERATOR = fileURLToPath(new URL("../../../scripts/generate/vectors.ts", import.meta.url));

function generate(...args: string[]) {
  return spawnSync(process.execPath, [GENERATOR, ...args], { encoding: "utf8" });
}

describe("golden vectors", () => {
  it("are what the generator writes", () => {
    const { status, stderr } = generate("--check");
    expect(stderr).to.equal("");
    expect(status).to.equal(0);
  }).timeout(20_000);

  it("the generator refuses an argument it does not know", () => {
    const { status, stderr } = generate("--chek");
    expect(status).to.equal(2);
    expect(stderr).to.equal("vectors: unknown argument --chek; the only one is --check\n");
  }).timeout(20_000);
});
