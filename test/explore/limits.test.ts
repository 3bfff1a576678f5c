/** What a search says that was given up, and what samplers say, is held against a search that closed. */
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../committers/index.js";
import { noLostRows } from "../../properties/no-lost-rows.js";
import { execute, replayChooser } from "../../src/explore/execute.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { sample } from "../../src/explore/sample.js";
import { samplers } from "../../src/explore/samplers/index.js";
import { shrink } from "../../src/explore/shrink.js";
import { Stepper } from "../../src/explore/steps.js";
import { nothing } from "./compare.js";
import { job } from "./jobs.js";

/** Loses rows with one wrong answer, in 35 steps. */
const bounds = { coordinator: 1, files: 2, anomalies: 2 };
const { arena: stage } = await job(fileOutputV1.withOptions({}), "list-lag", bounds, [noLostRows]);
const least = { cost: 1, steps: 35 };

describe("a search that is given up", () => {
  it("claims a cost as closed only where all executions of that cost were looked at", async () => {
    const whole = await exhaust(new Stepper(stage, [noLostRows, nothing]), { states: 1_000 });
    expect([whole.complete, whole.found[0]?.cost]).toEqual([true, least.cost]);
    const claims: number[] = [];
    for (let states = 1; states < whole.states; states += 21) {
      const { complete, closedCost, found } = await exhaust(new Stepper(stage, [noLostRows, nothing]), {
        states,
      });
      expect(complete).toBe(false);
      // What is found there would else have been missed.
      if (closedCost >= least.cost) expect(found).toHaveLength(1);
      claims.push(closedCost);
    }
    expect(claims).toEqual(claims.toSorted((a, b) => a - b));
    expect(new Set(claims)).toEqual(new Set([-1, 0, 1]));
    expect(whole.closedCost).toBe(2);
  });
});

describe("what a sampler finds", () => {
  it.each(samplers.map((sampler) => [sampler.name, sampler] as const))(
    "%s: is never less than the least that is proven, and shrinks to it",
    async (_, sampler) => {
      const stepper = new Stepper(stage, [noLostRows]);
      const { found } = await sample(stepper, { executions: 500, seed: "1", samplers: [sampler] });
      const choices = await shrink(new Stepper(stage, [noLostRows]), 0, found[0]!.choices);
      const { path } = await execute(stepper, replayChooser(choices), { recorded: choices.length });
      const cost = path.reduce(
        (sum, { anomalies, faults, crashes }) => sum + anomalies + faults + crashes,
        0,
      );
      expect([cost, path.length]).toEqual([least.cost, least.steps]);
    },
  );
});
