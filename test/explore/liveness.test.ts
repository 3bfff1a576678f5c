import { describe, expect, it } from "vitest";
import { everyJobCanEnd } from "../../properties/every-job-can-end.js";
import { noLostRows } from "../../properties/no-lost-rows.js";
import { type CellResult, runCell } from "../../src/explore/cell.js";
import { execute, replayChooser } from "../../src/explore/execute.js";
import { Stepper } from "../../src/explore/steps.js";
import type { Committer, CommitterFactory } from "../../src/job/committer.js";
import { findScenario, withBounds } from "../../src/job/scenario.js";
import { buildStage } from "../../src/job/stage.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { isS3Error } from "../../src/store/object-store.js";
import { strong } from "../../src/store/personalities/strong.js";

const nothing = (): Promise<void> => Promise.resolve();

/** Writes straight to the table, shrugs at errors, and has the driver wait until the file is there. */
function waitsForEver(rounds: number): CommitterFactory {
  return (): Committer => ({
    setupJob: nothing,
    setupTask: nothing,
    async write(_, part, ctx) {
      try {
        await ctx.store.put({ key: "t/part", body: part.body });
      } catch (error) {
        if (!isS3Error(error)) throw error;
      }
    },
    needsTaskCommit: () => Promise.resolve(false),
    commitTask: () => Promise.resolve(null),
    abortTask: nothing,
    async commitJob(_job, _commits, ctx) {
      return ctx.loop<number, "landed" | "failed">(0, async (round, inner) => {
        const { objects } = await inner.store.list({ prefix: "t/part" });
        if (objects.length > 0) return { done: "landed" as const };
        return rounds > 0 && round === rounds
          ? { done: "failed" as const }
          : { again: rounds > 0 ? round + 1 : 0 };
      });
    },
    abortJob: nothing,
    read: () => Promise.resolve([{ key: "t/part" }]),
  });
}

const scenario = withBounds(findScenario("reply-lost")!, { tasks: 1, files: 1, attempts: 1 });
const parts = new GeneratedParts("1");

function run(factory: CommitterFactory): Promise<CellResult> {
  return runCell({
    committer: "test",
    committerDigest: "",
    factory,
    personality: strong,
    scenario: { ...scenario, requires: ["ack"] },
    properties: [everyJobCanEnd, noLostRows],
    seed: "1",
    parts,
    effort: { states: 10_000, executions: 0 },
    tool: "test",
  });
}

describe("every-job-can-end", () => {
  it("is violated by a driver that waits for ever for a file whose PUT was lost", async () => {
    const { cells, counterexamples } = await run(waitsForEver(0));
    expect(cells.map(({ verdict }) => verdict)).toEqual(["violated", "holds"]);
    const file = counterexamples.get("every-job-can-end")!;
    expect(file.cost).toEqual({ anomalies: 0, faults: 1, crashes: 0 });
    expect(file.sentence).toContain("the job cannot end");
    expect(file.sentence).toContain('w1.driver goes on and on with "LIST t/part"');
    // Replays: the same choices come to a state from which nothing ends.
    const stage = await buildStage({
      factory: waitsForEver(0),
      personality: strong,
      bounds: file.bounds,
      seed: "1",
      parts,
    });
    const stepper = new Stepper(stage, [everyJobCanEnd]);
    const again = await execute(stepper, replayChooser(file.choices), { recorded: file.choices.length });
    expect(again.violations[0]?.message).toContain("w1.driver");
  });

  it("holds where the driver gives up after some rounds", async () => {
    const { cells } = await run(waitsForEver(2));
    expect(cells.map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
  });
});
