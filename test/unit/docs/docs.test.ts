import { existsSync, globSync, readFileSync } from "node:fs";
import { expect } from "chai";

/** First cells of the tables in a page, as written between backticks or bare. */
function firstCells(page: string): string[] {
  return [...readFileSync(page, "utf8").matchAll(/^\| ([^|]+?) +\|/gm)].map(([, cell]) => cell as string);
}

describe("docs", () => {
  const ID = /\b[MQVHTC]-[0-9]+\b/g;
  const registered = firstCells("docs/invariants.md").filter((cell) => /^[MQVHTC]-[0-9]+$/.test(cell));
  const cited = new Set(globSync("test/**/*.{ts,sol}").flatMap((file) => readFileSync(file, "utf8").match(ID) ?? []));

  it("every registered invariant is cited by a test, once registered", () => {
    expect(registered.length).to.be.greaterThan(20);
    expect(new Set(registered).size, "an id is registered twice").to.equal(registered.length);
    expect(registered.filter((id) => !cited.has(id))).to.deep.equal([]);
  });

  it("every invariant that tests or contracts cite is registered", () => {
    const inContracts = globSync("contracts/**/*.sol").flatMap((file) => readFileSync(file, "utf8").match(ID) ?? []);
    const unknown = [...cited, ...inContracts].filter((id) => !registered.includes(id));
    expect(unknown).to.deep.equal([]);
  });

  it("every folder on the README's map exists", () => {
    const folders = firstCells("README.md").flatMap((cell) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ""),
    );
    expect(folders.length).to.be.greaterThan(10);
    expect(folders.filter((folder) => !existsSync(folder))).to.deep.equal([]);
  });

  it("every link inside the documents leads somewhere", () => {
    for (const page of ["README.md", "sdk/README.md", ...globSync("docs/*.md")]) {
      const base = page.includes("/") ? page.slice(0, page.lastIndexOf("/") + 1) : "";
      const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(
        ([, link]) => base + link,
      );
      expect(
        links.filter((link) => !existsSync(link)),
        page,
      ).to.deep.equal([]);
    }
  });
});
