/**
 * What a defence remembers is a part of what its process has been told. Every process of an execution is run again alone from
 * its history at every step, so a memory that got lost in a loop, a strand or an error is found out here.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDefence } from "../../../src/cli/registry.js";
import { choiceLists } from "../../../src/explore/choice-lists.js";
import { execute, type Execution, replayChooser } from "../../../src/explore/execute.js";
import { Stepper } from "../../../src/explore/steps.js";
import type { Context } from "../../../src/job/committer.js";
import { defended } from "../../../src/job/defended.js";
import { defaultBounds } from "../../../src/job/scenario.js";
import { buildStage } from "../../../src/job/stage.js";
import { defineCommitter } from "../../../src/library/define-committer.js";
import { GeneratedParts } from "../../../src/parts/generated-parts.js";
import { Body } from "../../../src/store/body.js";
import { defences } from "../../../src/store/defences/index.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import { committerNamed } from "../../support/claims.js";

const parts = new GeneratedParts("1");
const bounds = {
  ...defaultBounds,
  tasks: 1,
  attempts: 2,
  anomalies: 4,
  faults: 2,
  crashes: 1,
  zombies: 1,
  reruns: 1,
};

const behind: readonly string[] = [
  ...defences.map(({ description }) => description.name),
  "list-until-keys?ghosts=waited-for&attempts=2",
  "circuit-breaker?failures=2&window=3&counts=all",
  // All that remember something, one behind the other.
  "version-token + list-until-count + negative-cache + circuit-breaker + list-until-keys + retry",
];

/** Writes in rounds, in strands, and in strands of which one throws; what it lists after each depends on what is remembered. */
const writer = defineCommitter({
  setupJob: async (_job, ctx) => {
    const put = (key: string, ctx: Context) => ctx.store.put({ key: `t/${key}`, body: Body.text(key) });
    const list = async (ctx: Context): Promise<void> => {
      const listed = ctx.store.list({ prefix: "t/" }).then(
        () => true,
        () => false,
      );
      if (!(await listed)) await put("unseen", ctx);
    };
    await ctx.loop<number, null>(1, async (round, ctx) => {
      await put(`round${round}`, ctx);
      await list(ctx);
      return round === 3 ? { done: null } : { again: round + 1 };
    });
    await list(ctx);
    await ctx.parallel(["a", "b"], async (key, ctx) => {
      await put(key, ctx);
      await list(ctx);
    });
    await list(ctx);
    const failing = ctx.parallel(["c", "d"], async (key, ctx) => {
      await put(key, ctx);
      if (key === "d") throw new Error("the second strand fails");
    });
    await failing.catch(() => list(ctx));
    const thrown = ctx.loop<null, null>(null, async (_, ctx) => {
      await put("last", ctx);
      throw new Error("the round fails");
    });
    await thrown.catch(() => list(ctx));
  },
});

describe("a process behind a defence is still its history", () => {
  it("where it writes in rounds, in strands and before an error", async () => {
    const factory = defended(writer, findDefence("list-until-keys?attempts=2"));
    const personality = personalityNamed("list-lag");
    const scope = { ...defaultBounds, tasks: 1, files: 0, anomalies: 6 };
    const stage = await buildStage({ factory, personality, bounds: scope, seed: "1", parts });
    const stepper = new Stepper(stage, []);
    // Two wrong answers one after the other, everywhere: the second one is where it gives up.
    const lengths = new Set<number>();
    for (let at = 1; at < 10; at++) {
      for (let choice = 0; choice < 4; choice++) {
        const choices = Array.from({ length: at + 2 }, () => 0);
        choices[at] = 1 + Math.floor(choice / 2);
        choices[at + 1] = 1 + (choice % 2);
        const run = (on: Stepper): Promise<Execution> =>
          execute(on, replayChooser(choices), { stepsMax: 1000 });
        // The one restarts processes from their histories, where it was elsewhere before; the other never does.
        const [again, afresh] = [await run(stepper), await run(new Stepper(stage, []))];
        expect(again.path.length).toBe(afresh.path.length);
        lengths.add(again.path.length);
      }
    }
    expect(lengths.size).toBeGreaterThan(2);
  });

  it.each(behind)("%s", async (defence) => {
    for (const committer of ["file-output-v1", "iceberg-cas"]) {
      const factory = committerNamed(`${committer} + ${defence}`);
      const personality = personalityNamed(committer === "iceberg-cas" ? "replicas" : "s3-legacy");
      const stage = await buildStage({ factory, personality, bounds, seed: "1", parts, check: true });
      const stepper = new Stepper(stage, []);
      const run = fc.asyncProperty(choiceLists(), async (choices) => {
        await execute(stepper, replayChooser(choices), { stepsMax: 1000 });
      });
      await fc.assert(run, { seed: 7, numRuns: 6 });
    }
  });
});
