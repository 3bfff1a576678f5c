import { describe, expect, it } from "vitest";
import {
  betaBelow,
  clopperPearson,
  gammaBelow,
  manyJobs,
  rowRate,
} from "../../../src/explore/estimate/statistics.js";
import { seededRandom } from "../../../src/explore/random.js";

describe("the interval of Clopper and Pearson", () => {
  // As R's binom.test has them.
  it.each([
    [3, 100, 0.006229972, 0.08517605],
    [1, 10, 0.002528579, 0.4450161],
    [500, 1000, 0.4685492, 0.5314508],
    [350, 1_500_000, 0.0002095281, 0.0002591018],
    [0, 100, 0, 0.03621669],
    [100, 100, 0.9637833, 1],
  ])("of %d in %d", (k, n, low, high) => {
    const interval = clopperPearson(k, n);
    expect(interval.low).toBeCloseTo(low, 7);
    expect(interval.high).toBeCloseTo(high, 7);
  });

  it("says nothing where nothing was run", () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("is where the tails of the binomial distribution are 2.5 %", () => {
    const below = (k: number, n: number, p: number): number => {
      let sum = 0;
      let term = (1 - p) ** n;
      for (let i = 0; i <= k; i++) {
        sum += term;
        term *= ((n - i) / (i + 1)) * (p / (1 - p));
      }
      return sum;
    };
    for (const [k, n] of [
      [1, 7],
      [4, 30],
      [29, 60],
    ] as const) {
      const { low, high } = clopperPearson(k, n);
      expect(below(k, n, high)).toBeCloseTo(0.025, 10);
      expect(1 - below(k - 1, n, low)).toBeCloseTo(0.025, 10);
    }
  });
});

it("the incomplete gamma and beta functions have known values", () => {
  expect(gammaBelow(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
  expect(gammaBelow(0.5, 1.92072941034706)).toBeCloseTo(0.95, 10);
  expect(gammaBelow(10, 10)).toBeCloseTo(0.5420702855, 9);
  expect(gammaBelow(3, 30)).toBeCloseTo(1, 9);
  expect(betaBelow(2, 3, 0.4)).toBeCloseTo(0.5248, 12);
  expect(betaBelow(1, 1, 0.3)).toBeCloseTo(0.3, 12);
});

describe("a rate of rows", () => {
  it("has the exact Poisson interval where few jobs lost equally much", () => {
    const lost = Array.from({ length: 1000 }, (_, job) => (job < 2 ? 4 : 0));
    const { rate, low, high, method } = rowRate(
      lost,
      lost.map(() => 4),
    );
    expect(method).toBe("gamma");
    expect(rate).toBe(0.002);
    // Garwood's interval for 2 events: 0.2422093 to 7.224688.
    expect(low).toBeCloseTo(0.2422093 / 1000, 9);
    expect(high).toBeCloseTo(7.224688 / 1000, 8);
  });

  it("goes up to what jobs could lose where none lost anything", () => {
    const none = Array.from({ length: 100 }, () => 0);
    const { low, high, method } = rowRate(
      none,
      none.map(() => 200),
    );
    expect([low, method]).toEqual([0, "none-seen"]);
    expect(high).toBeCloseTo(0.03621669, 7);
  });

  it("takes jobs, not rows, for independent", () => {
    // One job in ten loses all its rows: a thousand rows of ten jobs say as much as ten jobs.
    const few = Array.from({ length: 400 }, (_, job) => (job % 10 === 0 ? 1000 : 0));
    const spread = few.map(() => 100);
    const whole = few.map(() => 1000);
    expect(rowRate(few, whole).rate).toBe(rowRate(spread, whole).rate);
    expect(rowRate(few, whole).low).toBeCloseTo(0.1 - 1.96 * Math.sqrt((0.1 * 0.9) / 399), 3);
    expect(rowRate(spread, whole)).toMatchObject({ low: 0.1, high: 0.1, method: "ratio" });
  });

  // That 95 % are 95 %: jobs of 40 rows lose each row group of 10 with a small chance of their own.
  it.each([
    [200, 0.001],
    [200, 0.01],
    [1000, 0.01],
    [300, 0.3],
  ])("contains the true rate in 19 of 20 estimates: %d jobs, chance %d", (jobs, chance) => {
    const random = seededRandom(`coverage ${jobs} ${chance}`);
    const estimates = 400;
    let contained = 0;
    for (let estimate = 0; estimate < estimates; estimate++) {
      const lost = Array.from({ length: jobs }, () => {
        let rows = 0;
        for (let group = 0; group < 4; group++) if (random.fraction() < chance) rows += 10;
        return rows;
      });
      const { low, high } = rowRate(
        lost,
        lost.map(() => 40),
      );
      if (low <= chance && chance <= high) contained += 1;
    }
    expect(contained / estimates).toBeGreaterThan(0.925);
  });

  it("changes its method where enough jobs are affected", () => {
    const withAffected = (affected: number) =>
      rowRate(
        Array.from({ length: 500 }, (_, job) => (job < affected ? 1 : 0)),
        Array.from({ length: 500 }, () => 10),
      );
    const gamma = withAffected(manyJobs - 1);
    const ratio = withAffected(manyJobs);
    expect([gamma.method, ratio.method]).toEqual(["gamma", "ratio"]);
    expect(ratio.low / gamma.low).toBeGreaterThan(0.8);
    expect(ratio.high / gamma.high).toBeLessThan(1.2);
  });
});
