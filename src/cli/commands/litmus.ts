/** `litmus`: runs the litmus tests on the stores, and tells what is allowed where. */
import { setImmediate } from "node:timers/promises";
import type { LitmusTest, LitmusVerdict } from "../../check/litmus.js";
import { runLitmusSuite } from "../../explore/litmus-suite.js";
import { printLitmus } from "../../report/litmus-json.js";
import { renderLitmusTable, renderLitmusTest, summary } from "../../report/litmus.js";
import { count } from "../../report/words.js";
import { distinct } from "../distinct.js";
import { exitStatus, type ExitStatus } from "../errors.js";
import { ProgressLine } from "../progress.js";
import { findLitmusTest, findStore, litmusTests, litmusThemes, stores } from "../registry.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";

export interface LitmusOptions {
  readonly store?: readonly string[];
  readonly json?: boolean;
}

/** Without names: the table of all tests. With names: each of them with its witnesses, step by step. */
export async function runLitmus(
  names: readonly string[],
  options: LitmusOptions,
  shell: Shell,
): Promise<ExitStatus> {
  const tests = names.length === 0 ? litmusTests : [...new Set(names)].map(findLitmusTest);
  const chosen = distinct(options.store, stores)?.map(findStore) ?? stores;
  const detail = names.length === 0 ? "unexpected" : "all";
  const line = new ProgressLine(shell, "tests");
  const verdicts: LitmusVerdict[] = [];
  const run: LitmusTest[] = [];
  for (const test of tests) {
    line.look({ done: run.length, total: tests.length, states: 0, running: [] });
    // An exploration does not come back to the event loop, and Ctrl-C is heard only there.
    await setImmediate();
    if (shell.stop.aborted) break;
    verdicts.push(...(await runLitmusSuite([test], chosen, detail)));
    run.push(test);
  }
  line.end();
  const look = { width: shell.width, color: shell.color };
  if (options.json === true) shell.out(printLitmus(tool, verdicts));
  else if (names.length === 0) shell.out(renderLitmusTable(litmusThemes, verdicts, look));
  else shell.out(run.map((test) => told(test)).join("\n"));
  const missed = verdicts.filter(({ met }) => !met);
  if (missed.length > 0) shell.err(`lakelitmus: ${summary(verdicts)}\n`);
  if (run.length < tests.length) {
    shell.err(`lakelitmus: interrupted: ${run.length} of ${count(tests.length, "test")} were run.\n`);
    return exitStatus.unknown;
  }
  return missed.length === 0 ? exitStatus.met : exitStatus.missed;

  function told(test: LitmusTest): string {
    return renderLitmusTest(
      test,
      verdicts.filter((one) => one.test === test.name),
      look,
    );
  }
}
