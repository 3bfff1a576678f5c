import { describe, expect, it } from "vitest";
import type { Verdicts } from "../../src/check/verdict.js";
import { grown, readBudget } from "../../src/cli/deepen.js";
import { planCells } from "../../src/cli/plan.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { lakelitmus, temporaryFolder } from "./cli.js";

describe("bounds", () => {
  it("grow one at a time, in turn, and what is not there does not begin", () => {
    const base = { ...defaultBounds, tasks: 1, files: 1, anomalies: 1 };
    expect(grown(base, 0)).toEqual(base);
    expect(grown(base, 1)).toEqual({ ...base, anomalies: 2 });
    expect(grown(base, 2)).toEqual({ ...base, anomalies: 2, tasks: 2 });
    expect(grown(base, 3)).toEqual({ ...base, anomalies: 2, tasks: 2, files: 2 });
    expect(grown(base, 4)).toEqual({ ...base, anomalies: 3, tasks: 2, files: 2 });
    expect(grown({ ...base, writers: 2 }, 4).writers).toBe(3);
  });

  it("never shrink", () => {
    for (let steps = 0; steps < 40; steps++) {
      const [before, after] = [grown(defaultBounds, steps), grown(defaultBounds, steps + 1)];
      const sum = (bounds: typeof before): number => Object.values(bounds).reduce((a, b) => a + b, 0);
      expect(sum(after)).toBe(sum(before) + 1);
    }
  });
});

describe("--budget", () => {
  it.each([
    ["60s", 60_000],
    ["5m", 300_000],
    ["2h", 7_200_000],
  ])("%s is %i milliseconds", (text, milliseconds) => {
    expect(readBudget(text)).toBe(milliseconds);
  });

  it.each(["60", "0s", "1d", "-1s", "1.5m", ""])("%j is no time", (text) => {
    expect(() => readBudget(text)).toThrow(/--budget must be a time such as 60s/u);
  });

  it("contradicts other ways to say how far to look", () => {
    const options = { committer: ["iceberg-cas"], seed: "1", budget: "60s" };
    for (const other of [{ exhaust: true }, { sample: "1" }, { states: "1" }]) {
      expect(() => planCells({ ...options, ...other })).toThrow(/give it without/u);
    }
  });

  it("reports the largest bounds that closed in the time, and how to search them again", async () => {
    const folder = temporaryFolder();
    const scope = "--scope=tasks=1,files=1,rows=1,anomalies=1";
    const args = ["check", "magic-copy?find=handed", "--store=list-lag", "--store=strong", scope, "--json"];
    const { status, stdout } = await lakelitmus([...args, "--budget", "4s"], { cwd: folder });
    expect(status).toBe(0);
    const { cells, command } = JSON.parse(stdout) as Verdicts;
    expect(command).toContain("--budget 4s");
    for (const cell of cells) {
      expect(cell).toMatchObject({ verdict: "holds", evidence: "exhaustive" });
      expect(cell.bounds.tasks).toBeGreaterThan(1);
      expect(cell.reproduce).toContain(`tasks=${cell.bounds.tasks},`);
    }
  });

  it("stops where everything there is to find is found", async () => {
    const folder = temporaryFolder();
    const args = ["check", "magic-copy", "--store=list-lag", "--scope=tasks=1,files=1,anomalies=1", "--json"];
    const all = await lakelitmus([...args, "--property=no-lost-rows", "--budget", "10m"], { cwd: folder });
    expect((JSON.parse(all.stdout) as Verdicts).cells).toMatchObject([
      { verdict: "violated", bounds: { tasks: 1 } },
    ]);
    const refused = [
      "check",
      "iceberg-cas",
      "--store=no-conditional-writes",
      "--scope=tasks=1",
      "--budget",
      "10m",
    ];
    expect((await lakelitmus(refused, { cwd: folder })).stdout).toContain("⊘ refuses");
  });
});
