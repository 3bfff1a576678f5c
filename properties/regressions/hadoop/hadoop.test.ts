/** Hadoop's issues, run again. `npx vitest run properties/regressions -u` makes docs/regressions-hadoop.md anew. */
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { regressionName } from "../../../src/check/regression.js";
import { issuesPage } from "../../../src/report/markdown-issues.js";
import { expectFound, judged } from "../../../test/support/regressions.js";
import { hadoopIssues } from "./issues.js";

describe("issues of Hadoop's committers and of Spark's coordinator", () => {
  it.each(hadoopIssues.map((issue) => [regressionName(issue), issue.remedy?.what, issue] as const))(
    "%s: %s",
    (_ids, _what, issue) => expectFound(issue),
  );

  it("say what each variant is, and have an id of an issue tracker", () => {
    for (const { threads, bug, remedy } of hadoopIssues) {
      expect([bug.what, remedy?.what], threads.join(", ")).not.toContain(undefined);
      for (const thread of threads) expect(thread).toMatch(/^[A-Z]+-\d+$/u);
    }
  });

  it("are told in docs/regressions-hadoop.md", async () => {
    const found = await Promise.all(hadoopIssues.map(judged));
    const page = issuesPage("Issues of Hadoop's committers, run again", about, found);
    const file = fileURLToPath(new URL("../../../docs/regressions-hadoop.md", import.meta.url));
    const text = await format(page, { parser: "markdown", printWidth: 110 });
    await expect(text).toMatchFileSnapshot(file);
  });
});

const about = [
  "<!-- Made from runs by properties/regressions/hadoop/hadoop.test.ts: vitest -u makes it anew. -->",
  "What went wrong with rows under Hadoop's committers and Spark's coordinator, by the issues that tell of it. Each issue is a variant that has the bug and one that has not. The circumstances are scenarios of `lakelitmus list`, in bounds that close at once; none was made for an issue, and all properties are asked.",
  "Left out, because they are not about rows, or about something that is not here: SPARK-8029 (shuffle files), SPARK-18113 and SPARK-24589 (messages to the coordinator that are lost or of another stage's attempt; the board between driver and attempts loses none), SPARK-20236, SPARK-27194, SPARK-29302 and SPARK-35279 (Spark's own staging directory for dynamic partition overwrite), MAPREDUCE-7448 (algorithm 1 with `cleanup=skipped` can be committed again: it finds nothing that was not merged), HADOOP-15469 (a conflict with the job's own files: loud), HADOOP-16490 (a HEAD before an overwrite: none of the files that these committers overwrite is read for its rows), HADOOP-18842 (closed, never merged), and what is about speed, memory, threads or names.",
];
