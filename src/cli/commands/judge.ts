/** `judge`: says what a recorded history shows. */
import { wrap, hang } from "../../report/layout.js";
import { paints } from "../../report/paint.js";
import { visible } from "../../report/visible.js";
import { count } from "../../report/words.js";
import { parseHistory } from "../../server/judge/history-file.js";
import { type HistoryVerdict, judgeHistory } from "../../server/judge/judge.js";
import { judgeRows, parseRows, type RowVerdict } from "../../server/judge/rows.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { readUserFile } from "../expectation.js";
import { findStore } from "../registry.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";

export interface JudgeOptions {
  readonly history: string;
  readonly acked?: string;
  readonly read?: string;
  readonly json?: boolean;
}

export function runJudge(options: JudgeOptions, shell: Shell): ExitStatus {
  if ((options.acked === undefined) !== (options.read === undefined)) {
    throw new UsageError(
      "--acked and --read go together: what was acknowledged, and what a reader then found.",
    );
  }
  const history = parseHistory(readUserFile(options.history), options.history);
  const verdict = judgeHistory(history, findStore);
  const rows =
    options.acked === undefined || options.read === undefined
      ? undefined
      : judgeRows(
          parseRows(readUserFile(options.acked), options.acked),
          parseRows(readUserFile(options.read), options.read),
        );
  const store = [...new Set([history.defaultStore, ...history.stores.values()])].join(", ");
  if (options.json === true) {
    const value = {
      schema: "lakelitmus/judgement@1",
      tool,
      store,
      seed: history.seed,
      ...verdict,
      ...(rows && { rows }),
    };
    shell.out(`${JSON.stringify(value, null, 2)}\n`);
  } else shell.out(told(`${tool}: ${options.history}, ${store}, seed ${history.seed}`, verdict, rows, shell));
  const wrong = verdict.broken.length > 0 || (rows !== undefined && rowsWrong(rows) > 0);
  if (wrong) return exitStatus.missed;
  return verdict.checked < verdict.promised ? exitStatus.unknown : exitStatus.met;
}

function rowsWrong({ lost, phantom, surplus }: RowVerdict): number {
  return lost.length + phantom.length + surplus.length;
}

/** More than this is counted, not told. */
const mostTold = 10;

function unknownSaid({ unknown }: HistoryVerdict): string {
  return unknown === 0 ? "" : `; the outcome of ${unknown} is not known to whoever made them`;
}

function wrongSaid({ wrongAnswers }: HistoryVerdict): string {
  if (wrongAnswers === 0) return "Every answer was that of an up-to-date store";
  return `${sentence(count(wrongAnswers, "answer"))} ${wrongAnswers === 1 ? "was not that" : "were not those"} of an up-to-date store`;
}

function told(title: string, verdict: HistoryVerdict, rows: RowVerdict | undefined, shell: Shell): string {
  const { width } = shell;
  const paint = paints(shell.color);
  const { anomalies, broken } = verdict;
  const cell = (value: number): string => String(value).padStart(8);
  const table = [
    `${"what clients saw after a".padEnd(26)}${["create", "overwrite", "delete"].map((name) => name.padStart(10)).join("")}`,
    `${"  reads that were wrong".padEnd(26)}${[anomalies.readAfterCreate, anomalies.readAfterOverwrite, anomalies.readAfterDelete].map((value) => cell(value).padStart(10)).join("")}`,
    `${"  listings that were wrong".padEnd(26)}${[anomalies.listAfterCreate, anomalies.listAfterOverwrite, anomalies.listAfterDelete].map((value) => cell(value).padStart(10)).join("")}`,
  ];
  const lines = [
    ...wrap(visible(title), width).map(paint.heading),
    "",
    ...wrap(
      `${count(verdict.requests, "request")} of ${count(verdict.clients, "client")}${unknownSaid(verdict)}. ${wrongSaid(verdict)}, and the plan made ${count(verdict.faults, "fault")}.`,
      width,
    ),
    "",
    ...table,
    "",
    ...promiseLines(verdict, width).map((line) => (broken.length > 0 ? paint.alarm(line) : line)),
    ...broken
      .slice(0, mostTold)
      .flatMap((one) =>
        hang(
          "  - ",
          visible(
            `${one.bucket}/${one.key}: request ${one.request}, ${one.said}${one.shown === undefined ? "" : `, was shown ${one.shown ?? "nothing"}`}; there was ${one.held ?? "nothing"}`,
          ),
          width,
        ),
      ),
    ...(rows === undefined ? [] : ["", ...rowLines(rows, width)]),
  ];
  return `${lines.join("\n")}\n`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function promiseLines({ promised, checked, broken }: HistoryVerdict, width: number): readonly string[] {
  if (promised === 0) {
    return wrap(
      "No key was used whose store promises strong consistency, so linearizability is not judged.",
      width,
    );
  }
  if (broken.length > 0) {
    return wrap(
      `The store promises strong consistency, and broke it at ${count(broken.length, "key")} of ${promised}:`,
      width,
    );
  }
  const left = promised - checked;
  const unknown = left === 0 ? "" : ` ${count(left, "key")} took too many steps to check.`;
  return wrap(`Every key that was checked is linearizable: ${checked} of ${promised}.${unknown}`, width);
}

function rowLines(rows: RowVerdict, width: number): readonly string[] {
  const lines = [
    ...wrap(
      `Rows: ${rows.acked} acknowledged, ${rows.read} read; ${rows.lost.length} lost, ${rows.phantom.length} of failed commits, ${rows.surplus.length} too many.`,
      width,
    ),
  ];
  for (const kind of ["lost", "phantom", "surplus"] as const) {
    if (rows[kind].length === 0) continue;
    const some = rows[kind].slice(0, mostTold);
    const more = rows[kind].length > mostTold ? ` and ${rows[kind].length - mostTold} more` : "";
    lines.push(...hang(`  ${kind.padEnd(8)} `, visible(some.join(" ") + more), width));
  }
  return lines;
}
