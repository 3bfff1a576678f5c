/** docs/estimates.md says what the profiles are, and shows what the command prints. `vitest -u` makes it anew. */
import { manyJobs } from "../../../src/explore/estimate/statistics.js";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { expect, it } from "vitest";
import { estimateOf, type EstimatePlan, planEstimate, runEstimate } from "../../../src/cli/estimate-job.js";
import { profiles } from "../../../src/explore/estimate/profiles/index.js";
import { spark2018 } from "../../../src/explore/estimate/profiles/late-listings.js";
import { nobody } from "../../../src/explore/watch.js";
import { findScenario, withBounds } from "../../../src/job/scenario.js";
import { GeneratedParts } from "../../../src/parts/generated-parts.js";
import { renderEstimate } from "../../../src/report/estimate.js";
import { estimatesPage } from "../../../src/report/estimates-page.js";

const command =
  "lakelitmus estimate file-output-v1 --store s3-legacy --profile spark-2018 --scope tasks=20,files=1 --runs 60";

it("docs/estimates.md is made from the profiles and from what the command prints", async () => {
  const plan: EstimatePlan = {
    committer: "file-output-v1",
    store: "s3-legacy",
    scenario: withBounds(findScenario("one-job")!, { tasks: 20, files: 1 }),
    profile: spark2018,
    seed: "1",
    runs: 60,
  };
  const parts = new GeneratedParts(plan.seed);
  const answers = [];
  const jobs = planEstimate(plan, 1);
  for (const job of jobs) answers.push(await runEstimate(job, parts, nobody));
  const example = renderEstimate(estimateOf(plan, command, jobs, answers), { width: 100, color: false });
  const page = estimatesPage(
    profiles,
    command,
    example.replace(/lakelitmus \d+\.\d+\.\d+, /u, "lakelitmus, "),
    manyJobs,
  );
  const path = fileURLToPath(new URL("../../../docs/estimates.md", import.meta.url));
  await expect(await format(page, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(path);
});
