import { describe, expect, it } from "vitest";
import { drawOf, longest, quantile } from "../../../src/explore/estimate/delay.js";
import { quantiles } from "../../../src/explore/estimate/profiles/profile.js";
import { seededRandom } from "../../../src/explore/random.js";

describe("a delay", () => {
  const delay = quantiles([0, 0], [0.5, 10], [0.9, 1000], [1, 1000]);

  it("is interpolated: linearly from 0, geometrically above", () => {
    expect(quantile(delay, 0)).toBe(0);
    expect(quantile(delay, 0.25)).toBe(5);
    expect(quantile(delay, 0.5)).toBe(10);
    expect(quantile(delay, 0.7)).toBeCloseTo(100, 9);
    expect(quantile(delay, 0.95)).toBe(1000);
    expect(longest(delay)).toBe(1000);
  });

  it("jumps where two quantiles have one share", () => {
    const jump = quantiles([0, 0], [0.6, 0], [0.6, 2000], [1, 2000]);
    expect(quantile(jump, 0.5999)).toBe(0);
    expect(quantile(jump, 0.6)).toBe(2000);
    expect(quantile(jump, 0.9999)).toBe(2000);
  });

  it("is drawn as often as its shares say", () => {
    const draw = drawOf(delay, seededRandom("delays"));
    const draws = Array.from({ length: 20_000 }, draw);
    const share = (most: number): number => draws.filter((ms) => ms <= most).length / draws.length;
    expect(share(10)).toBeCloseTo(0.5, 2);
    expect(share(100)).toBeCloseTo(0.7, 2);
    expect(share(999.99)).toBeCloseTo(0.9, 2);
    expect(Math.max(...draws)).toBe(1000);
  });

  it("that is left out is none", () => {
    expect(drawOf(undefined, seededRandom("x"))()).toBe(0);
    expect(longest(undefined)).toBe(0);
  });
});
