/** Hadoop's issues, run again. `npx vitest run properties/regressions -u` makes docs/regressions-hadoop.md anew. */
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { type Found, issuesPage, judge, wrong } from "../../../test/support/issues.js";
import type { Issue } from "../issue.js";
import { issues } from "./issues.js";

const runs = new Map<Issue, { readonly issue: Issue; readonly bug: Found; readonly fix: Found }>();

async function run(issue: Issue) {
  const known = runs.get(issue);
  if (known !== undefined) return known;
  const found = { issue, bug: await judge(issue, issue.bug), fix: await judge(issue, issue.fix) };
  runs.set(issue, found);
  return found;
}

describe("issues of Hadoop's committers and of Spark's coordinator", () => {
  it.each(issues.map((issue) => [issue.ids.join(", "), issue.fix.what, issue] as const))(
    "%s: %s",
    async (_ids, _what, issue) => {
      const { bug, fix } = await run(issue);
      expect(wrong(bug), "with the bug").toContain(issue.breaks);
      // Where the bug broke a property, jobs may still fail: they have met something that they need not bear.
      const loud = issue.breaks === "loud" ? [] : ["loud"];
      expect(["holds", "refuses", ...loud], fix.result.violation?.sentence).toContain(fix.result.outcome);
      expect([bug, fix].map(({ result }) => result.evidence)).toEqual(["exhaustive", "exhaustive"]);
    },
  );

  it("are told in docs/regressions-hadoop.md", async () => {
    const found = [];
    for (const issue of issues) found.push(await run(issue));
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
