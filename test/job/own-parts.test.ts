/** Whose a part is, is told by the stage that it was encoded for: bytes are shared by many. */
import { describe, expect, it } from "vitest";
import { magic } from "../../committers/hadoop/magic.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { buildStage, type Stage } from "../../src/job/stage.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import type { Bounds } from "../../src/check/verdict.js";

const parts = new GeneratedParts("1");
const one = { ...defaultBounds, tasks: 1, files: 1 };

function stageOf(bounds: Bounds): Promise<Stage> {
  return buildStage({
    factory: magic.withOptions({}),
    personality: personalityNamed("strong"),
    bounds,
    seed: "1",
    parts,
  });
}

describe("the parts of a stage", () => {
  it("are its own attempts', whichever stage encoded the same bytes before", async () => {
    const three = await stageOf({ ...one, attempts: 3 });
    const rerun = await stageOf({ ...one, reruns: 1, crashes: 1 });
    const third = await parts.encode({ job: "x", jobKey: "job-w1", task: 0, attempt: 9 }, 2, 0, one.rows);
    const writerIn = ({ scene }: Stage) => {
      const content = scene.contents.of(third.digest);
      return content.readable ? content.writer : undefined;
    };
    expect(writerIn(three)).toMatchObject({ attempt: 2 });
    expect(writerIn(rerun)).toMatchObject({ attempt: 0 });
    expect(writerIn(rerun)?.job).not.toBe(writerIn(three)?.job);
  });

  it("of others are nobody's", async () => {
    const stage = await stageOf(one);
    const theirs = await parts.encode({ job: "x", jobKey: "job-x", task: 0, attempt: 0 }, 0, 0, one.rows);
    expect(stage.scene.contents.of(theirs.digest)).not.toHaveProperty("writer");
  });
});
