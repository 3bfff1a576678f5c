/** `--junit FILE`: a case fails exactly where the exit status says that something is not as expected. */
import { writeFileSync } from "node:fs";
import type { VerdictCell, Verdicts } from "../check/verdict.js";
import { cellKey } from "../report/cell-key.js";
import { type Miss, missSentence } from "../report/expect.js";
import { type JunitCase, junitMark, renderJunit } from "../report/junit.js";
import { verdictSentence } from "../report/words.js";
import { UsageError } from "./errors.js";
import { type Expected, readUserFile } from "./expectation.js";
import { isThere } from "./target-file.js";

/** Before the work: a JUnit file is written over one of ours, and over nothing else. @throws UsageError */
export function refuseOthersJunit(path: string, out: string): void {
  if (!isThere("--junit", path, out) || readUserFile(path).split("\n")[1] === junitMark) return;
  throw new UsageError(
    `--junit would overwrite ${path}, which lakelitmus has not made. Name another file, or move this one away.`,
  );
}

/**
 * Writes the cases of a run. `folder`: where its report stands.
 *
 * @throws UsageError where a file that is not ours has come to stand there meanwhile
 */
export function writeJunit(
  path: string,
  command: "compare" | "check",
  verdicts: Verdicts,
  expected: Expected,
  folder: string,
): void {
  refuseOthersJunit(path, folder);
  writeFileSync(path, renderJunit(verdicts, junitCases(command, verdicts, expected), folder));
}

/** A case for each cell, and one for each that was expected and not run. */
function junitCases(
  command: "compare" | "check",
  verdicts: Verdicts,
  expected: Expected,
): readonly JunitCase[] {
  const misses = expected.misses(verdicts);
  const missed = new Map<string, Miss[]>();
  for (const miss of misses) {
    const key = cellKey(miss.cell);
    missed.set(key, [...(missed.get(key) ?? []), miss]);
  }
  const run = verdicts.cells.map((cell): JunitCase => {
    const own = missed.get(cellKey(cell)) ?? [];
    const [as, why] =
      own.length > 0
        ? (["failure", own.map(missSentence).join(" ")] as const)
        : judged(command, cell, expected);
    return { cell, came: cell, as, why };
  });
  const absent = misses
    .filter(({ field }) => field === "")
    .map((miss): JunitCase => ({ cell: miss.cell, came: undefined, as: "failure", why: missSentence(miss) }));
  return [...run, ...absent];
}

/** A cell of which nothing else was expected. */
function judged(
  command: "compare" | "check",
  cell: VerdictCell,
  expected: Expected,
): readonly [JunitCase["as"], string] {
  const { verdict, reason = "" } = cell;
  if (reason === "interrupted") return ["skipped", "The run was interrupted before it came here."];
  // Who compares, or records what comes out, wants to see it, and expects nothing.
  if (command === "check" && !expected.records) {
    if (verdict === "violated" && !expected.given) return ["failure", verdictSentence(cell)];
    if (verdict === "unknown" && !expected.expectsUnknown(cell)) return ["error", verdictSentence(cell)];
  }
  return verdict === "refuses" ? ["skipped", verdictSentence(cell)] : ["passed", ""];
}
