/** Ctrl-C. */
import path from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import type { Verdicts } from "../../src/check/verdict.js";
import { comparedCommitters, comparedScenarios, comparedStores, properties } from "../../src/cli/registry.js";
import { contentOf, lakelitmus, readJson, signalAt, temporaryFolder } from "./cli.js";

/** Those that say something where no rows of before are there. */
const asked = properties.filter(({ applies }) => applies === undefined);

const compared = comparedCommitters.length * comparedStores.length * comparedScenarios.length * asked.length;

describe("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "(%s) once writes what there is, and ends with 3",
    async (signal) => {
      const folder = temporaryFolder();
      const { status, stdout, stderr } = await lakelitmus(["compare", "--states", "100000"], {
        cwd: folder,
        started: (child) => signalAt(child, "stdout", "seed 1", signal),
      });
      expect(status).toBe(3);
      expect(stderr).toContain("Interrupted: stopping. Once more ends at once.");
      expect(stderr).toMatch(
        new RegExp(`lakelitmus: interrupted: [\\d,]+ verdicts of ${compared} are unknown\\.\n$`, "u"),
      );
      expect(stdout).toContain("unknown");
      const { cells } = readJson(folder, "report/verdicts.json") as Verdicts;
      expect(cells).toHaveLength(compared);
      const left = cells.filter(({ verdict, reason }) => verdict === "unknown" && reason === "interrupted");
      expect(left.length).toBeGreaterThan(1000);
    },
  );

  const endless = `
    import { defineCommitter } from "lakelitmus";
    import { writeSync } from "node:fs";
    export default defineCommitter({ async setupJob() { writeSync(2, "begun"); for (;;); } });`;

  it("once ends a run at once, which has nothing to give before its end", async () => {
    const rows = tableToIPC(tableFromArrays({ n: Int32Array.of(1, 2, 3) }));
    const folder = temporaryFolder({ "mine.ts": endless, "rows.arrow": rows });
    const run = ["run", "--input=rows.arrow", "--committer=./mine.ts", "--store=strong", "--out=bucket"];
    const { status, stdout, stderr } = await lakelitmus(run, {
      cwd: folder,
      started: (child) => signalAt(child, "stderr", "begun", "SIGINT"),
    });
    expect(stderr).toMatch(/Interrupted: stopping\./u);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(Object.keys(contentOf(folder)).toSorted()).toEqual(["mine.ts", "rows.arrow"]);
  });

  it("twice ends at once, and changes nothing", async () => {
    const folder = temporaryFolder({ "mine.ts": endless });
    const { status } = await lakelitmus(["check", "./mine.ts", "--store", "strong"], {
      cwd: folder,
      started: (child) => {
        signalAt(child, "stdout", "seed 1", "SIGINT");
        signalAt(child, "stderr", "Once more", "SIGINT");
      },
    });
    expect(status).toBe(3);
    expect(Object.keys(contentOf(folder))).toEqual(["mine.ts"]);
  });

  it("leaves an earlier report as it was where it comes twice", async () => {
    const folder = temporaryFolder({ "mine.ts": endless });
    await lakelitmus(["check", "magic-copy", "--store", "strong", "--scenario", "one-job"], { cwd: folder });
    const before = contentOf(path.join(folder, "report"));
    await lakelitmus(["check", "./mine.ts", "--store", "strong"], {
      cwd: folder,
      started: (child) => {
        signalAt(child, "stdout", "seed 1", "SIGINT");
        signalAt(child, "stderr", "Once more", "SIGINT");
      },
    });
    expect(contentOf(path.join(folder, "report"))).toEqual(before);
  });
});
