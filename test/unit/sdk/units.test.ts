import { expect } from "chai";
import fc from "fast-check";

import { Amount, amount, amountFromJson, formatAmount, USD, type Unit } from "../../../sdk/src/units/index.ts";
import { announceSeed, check } from "../codec/support.ts";
import { failure } from "../../support/sdk.ts";

const USDC: Unit<"USDC"> = { symbol: "USDC", decimals: 6 };
const WETH: Unit<"WETH"> = { symbol: "WETH", decimals: 18 };
const anyUnit = fc.integer({ min: 0, max: 36 }).map((decimals) => ({ symbol: "X", decimals }));

describe("sdk: units", () => {
  before(announceSeed);

  it("reads what people write, exactly", () => {
    const cases: readonly [string, bigint][] = [
      ["0", 0n],
      ["1", 1_000_000n],
      ["1.5", 1_500_000n],
      ["000.000001", 1n],
      ["1.50", 1_500_000n],
      ["123456789012345678901234567890.123456", 123456789012345678901234567890123456n],
    ];
    for (const [text, value] of cases) expect(amount(text, USDC).value, text).to.equal(value);
    expect(amount("7", { symbol: "ODD", decimals: 0 }).value).to.equal(7n);
  });

  it("refuses everything else, naming it", async () => {
    for (const text of [
      "",
      " 1",
      "1 ",
      "+1",
      "-1",
      ".5",
      "5.",
      "1..2",
      "1.2.3",
      "1e3",
      "0x1",
      "1_000",
      "1,5",
      "∞",
      "١",
      "9".repeat(101),
    ]) {
      const error = await failure(() => amount(text, USDC), "Input_BadAmount");
      expect(error.args.amount).to.equal(text.slice(0, 100));
    }
    for (const value of [1, 1n, null, undefined, {}]) {
      await failure(() => amount(value as unknown as string, USDC), "Input_BadAmount");
    }
    const precise = await failure(() => amount("1.1234567", USDC), "Input_TooPrecise");
    expect(precise.line).to.contain('"1.1234567" has more decimals than USDC, which has 6');
    await failure(() => amount("1.0", { symbol: "ODD", decimals: 0 }), "Input_TooPrecise");
    for (const decimals of [-1, 0.5, 37, Number.NaN]) {
      await failure(() => amount("1", { symbol: "X", decimals }), "Input_BadDecimals");
    }
    await failure(() => new Amount(1 as unknown as bigint, USDC), "Input_BadAmount");
  });

  it("what is written comes back, for any number and decimals", () => {
    check(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), anyUnit, (value, unit) => {
        const text = formatAmount(new Amount(value, unit));
        expect(amount(text, unit).value).to.equal(value);
        expect(text).not.to.match(/\.\d*0$|\.$|^0\d/);
        expect(formatAmount(new Amount(-value, unit))).to.equal(value === 0n ? "0" : `-${text}`);
      }),
    );
  });

  it("shows symbol and sign", () => {
    expect(String(amount("1.50", USDC))).to.equal("1.5 USDC");
    expect(`${new Amount(-1n, USD)}`).to.equal("-0.000000000000000001 USD");
  });

  it("adds, subtracts and compares what is of one unit", () => {
    const [one, two] = [amount("1", USDC), amount("2", USDC)];
    expect(one.plus(two).value).to.equal(3_000_000n);
    expect(one.minus(two).value).to.equal(-1_000_000n);
    expect([one.compare(two), two.compare(one), one.compare(one)]).to.deep.equal([-1, 1, 0]);
  });

  it("never mixes units: not symbols, and not decimals of one symbol", async () => {
    const [usdc, weth] = [amount("1", USDC), amount("1", WETH)];
    // @ts-expect-error The compiler knows as well.
    const error = await failure(() => usdc.plus(weth), "Input_WrongUnit");
    expect(error.shortMessage).to.contain("one of WETH with 18 decimals, where one of USDC with 6 decimals is needed");
    await failure(() => usdc.minus(amount("1", { symbol: "USDC", decimals: 18 })), "Input_WrongUnit");
    // @ts-expect-error The compiler knows as well.
    await failure(() => usdc.compare(weth), "Input_WrongUnit");
  });

  it("survives JSON", async () => {
    const value = amount("1.5", USDC).minus(amount("3", USDC));
    const json = JSON.parse(JSON.stringify(value));
    expect(json).to.deep.equal({ value: "-1500000", symbol: "USDC", decimals: 6 });
    expect(amountFromJson(json).compare(value)).to.equal(0);
    for (const broken of ["1.5", "", "0x1", 1]) {
      await failure(() => amountFromJson({ ...json, value: broken }), "Input_BadAmount");
    }
  });

  it("cannot be changed", () => {
    const value = amount("1", USDC);
    expect(() => Object.assign(value, { value: 2n })).to.throw(TypeError);
  });
});
