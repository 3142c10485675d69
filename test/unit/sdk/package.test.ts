import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { expect } from "chai";

const SDK = new URL("../../../sdk/", import.meta.url).pathname;
const SOURCES = join(SDK, "src");

/** The folders in the order in which they may use each other: one to its left, never one to its right. */
const LAYERS = ["codec", "generated", "errors", "units", "adapters", "deployment", "messaging", "client"];

/** What `file` imports, with relative paths resolved from the source folder. */
async function importsOf(file: string): Promise<string[]> {
  const code = await readFile(join(SOURCES, file), "utf8");
  return [...code.matchAll(/from "([^"]+)"/g)].map(([, target = ""]) =>
    target.startsWith(".") ? normalize(join(file, "..", target)) : target,
  );
}

describe("sdk: package", () => {
  it("every subpath leads to a source that exists", async () => {
    const { exports, peerDependencies } = JSON.parse(await readFile(join(SDK, "package.json"), "utf8"));
    expect(Object.keys(exports)).to.include.members([
      ".",
      "./codec",
      "./client",
      "./messaging",
      "./errors",
      "./adapters",
    ]);
    expect(peerDependencies).to.have.all.keys("ethers");
    for (const [subpath, target] of Object.entries(exports)) {
      if (subpath === "./package.json") continue;
      const { types, default: code } = target as { types: string; default: string };
      expect(types).to.equal(code.replace(/\.js$/, ".d.ts"));
      expect(existsSync(join(SDK, code.replace("./dist/", "src/").replace(/\.js$/, ".ts"))), subpath).to.equal(true);
    }
  });

  it("imports ethers and itself only, and never upstream", async () => {
    for await (const file of glob("**/*.ts", { cwd: SOURCES })) {
      const [folder = ""] = file.split("/");
      if (folder === "generated") continue;
      const level = file.includes("/") ? LAYERS.indexOf(folder) : LAYERS.length;
      expect(level, `${file} stands in no layer`).to.be.at.least(0);
      for (const target of await importsOf(file)) {
        if (target === "ethers") continue;
        const [layer = ""] = target.split("/");
        expect(LAYERS.indexOf(layer), `${file} imports ${target}`).to.be.within(0, level);
      }
    }
  });
});
