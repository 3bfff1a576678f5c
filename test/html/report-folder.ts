/** A small report with real verdicts, in a temporary folder, as `compare` writes it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { properties } from "../../properties/index.js";
import type { CounterexampleFile, VerdictCell, Verdicts } from "../../src/check/verdict.js";
import { aboutNames } from "../../src/cli/about.js";
import { packageRoot } from "../../src/cli/version.js";
import { runCell } from "../../src/explore/cell.js";
import { costDraws, measureCost } from "../../src/explore/cost.js";
import { documentedPace } from "../../src/explore/pace.js";
import { findScenario } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { withCounterexamplePath } from "../../src/report/counterexample-path.js";
import { readAssets } from "../../src/report/html/assets.js";
import { OutputFolder } from "../../src/report/output-folder.js";
import { reportFiles } from "../../src/report/report-files.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { committerNamed } from "../support/claims.js";

const parts = new GeneratedParts("1");
const committers = ["file-output-v1", "magic-copy?find=handed", "iceberg-cas"];
const stores = ["strong", "list-lag", "no-conditional-writes"];
const scenarios = ["one-job", "reader-polling"];

export interface ReportFolder {
  readonly path: string;
  readonly verdicts: Verdicts;
  readonly counterexamples: ReadonlyMap<string, CounterexampleFile>;
}

/** Verdicts of the smaller scopes of some cells: quick, and real. */
async function compare(): Promise<Omit<ReportFolder, "path">> {
  const cells: VerdictCell[] = [];
  const counterexamples = new Map<string, CounterexampleFile>();
  for (const committer of committers) {
    for (const store of stores) {
      for (const name of scenarios) {
        const { smaller, ...scenario } = findScenario(name)!;
        const result = await runCell({
          committer,
          committerDigest: "0".repeat(64),
          factory: committerNamed(committer),
          personality: personalityNamed(store),
          scenario: { ...scenario, bounds: name === "one-job" ? smaller! : scenario.bounds },
          properties,
          seed: "1",
          parts,
          effort: { states: 100_000, executions: 0 },
          tool: "lakelitmus test",
        });
        for (const cell of result.cells.map(withCounterexamplePath)) {
          cells.push(cell);
          const file = result.counterexamples.get(cell.property);
          if (cell.counterexample !== undefined) counterexamples.set(cell.counterexample.file, file!);
        }
      }
    }
  }
  const verdicts: Verdicts = {
    schema: "lakelitmus/verdicts@1",
    tool: "lakelitmus test",
    command: "lakelitmus compare",
    input: "generated(seed=1)",
    cells,
  };
  return { verdicts, counterexamples };
}

async function measureCosts() {
  const committersCosts = [];
  for (const committer of committers) {
    const factory = committerNamed(committer);
    const plan = { committer, factory, personality: personalityNamed("strong"), seed: "1", parts, rows: 2 };
    committersCosts.push(await measureCost({ ...plan, pace: documentedPace }));
  }
  return {
    schema: "lakelitmus/cost@1",
    tool: "lakelitmus test",
    store: "strong",
    seed: "1",
    rows: 2,
    pace: documentedPace,
    draws: costDraws,
    committers: committersCosts,
  } as const;
}

export async function makeReport(): Promise<ReportFolder> {
  const { verdicts, counterexamples } = await compare();
  const folder = await OutputFolder.open(mkdtempSync(path.join(tmpdir(), "lakelitmus-html-")));
  const page = { about: aboutNames(verdicts), assets: readAssets(packageRoot) };
  await folder.write(reportFiles(verdicts, counterexamples, { cost: await measureCosts(), page }));
  return { path: folder.path, verdicts, counterexamples };
}
