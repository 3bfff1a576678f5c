/** A counterexample of as many steps as are asked for, made up: for what is too long to be shown whole. */
import type { CounterexampleFile, TraceStep } from "../../src/check/verdict.js";
import { lossCounterexample } from "../report/fixtures.js";

export function longCounterexample(steps: number): CounterexampleFile {
  const trace = Array.from({ length: steps }, (_, index): TraceStep => {
    const key = `t/k${index % 5}`;
    return {
      step: index + 1,
      process: `w1.t${index % 3}.a0`,
      request: `PUT ${key} (1 byte)`,
      answer: "200",
      changed: [`${index < 5 ? "+" : "~"} ${key}`],
      holds: [{ key, size: 1 }],
    };
  });
  return { ...lossCounterexample, trace, ending: [{ key: "t/k0", size: 1 }] };
}
