import { describe, expect, it } from "vitest";
import { percent, timeWords } from "../../src/report/estimate.js";

describe("a share in per cent", () => {
  it.each([
    [0, "0 %"],
    [0.0002333, "0.023 %"],
    [0.008, "0.8 %"],
    [0.4008, "40 %"],
    [0.01, "1 %"],
    [1, "100 %"],
    [0.9998, "99.98 %"],
    [0.000000001, "< 0.000001 %"],
    [1.5, "150 %"],
  ])("%d is %s", (share, words) => {
    expect(percent(share)).toBe(words);
  });
});

it.each([
  [640.4, "640 ms"],
  [34_259, "34.3 s"],
  [119_900, "120 s"],
  [290_000, "4 min 50 s"],
])("%d ms are %s", (milliseconds, words) => {
  expect(timeWords(milliseconds)).toBe(words);
});
