/** The index of the committers' pages, and how to read them. Markdown. */
import type { CommitterPage, Portrait } from "../check/portrait.js";
import { commitPointOf } from "./commit-point.js";
import { markdownTable, plainText } from "./markdown-text.js";
import { count, listed } from "./words.js";

/** The whole page. Text that ends in a line feed. */
export function committersIndex(pages: readonly CommitterPage[]): string {
  const lines = [
    "<!-- Made from runs by test/docs/committer-pages.test.ts: vitest -u makes it anew. -->",
    "",
    "# Committers",
    "",
    "How a job's rows come into a table, protocol by protocol. Each page is made from runs: nobody has typed its tables.",
    ...markdownTable(
      ["Page", "What it is", "Commit point", "A job of 4 tasks with a file each"],
      pages.map((page) => [
        `[${page.name}](${page.name}.md)`,
        plainText(page.title),
        commitPoint(page.portrait),
        costOf(page),
      ]),
    ),
    "## How to read a page",
    "",
    "- **At the top** stands what the source says of itself: where the protocol is from, what it writes, which races it closes and which it leaves open.",
    "- **One job** is what a task with one file asks, in its order. _A reader gets_: what somebody who reads the whole table at that moment sees of the job. _Relies on_: the guarantees that the answer rests on, each with what the job comes to where the store breaks that one and behaves well otherwise. `no harm` means that a wrong answer there costs requests and no rows; `its condition` that the store decides, and that a store which ignores conditions breaks it. `–` means that no answer of that store could have been another one.",
    "- **The commit point** is the request behind which a reader gets all rows. Where there is none, files come into the table one after the other, and whoever reads meanwhile, or after a crash, has a part of a job.",
    "- **If its answer does not come**: what the job does when the request with which the rows come in, or its reply, is lost, or the client sends it again because of that.",
    "- **What is left over** is what a reader gets, and what lies about, if everything stops behind a step.",
    "- **What it costs** is requests and bytes against tasks and files; _one after the other_ is how many of them wait for each other.",
    "- **The sections with options in their names** show what is different there: the ways in which people really write the protocol, and controls that lose rows and must be caught.",
    "",
    "A page shows what happens where nothing goes wrong, and where one answer is wrong. What becomes of a protocol where requests are lost, come late or twice, processes die and others commit beside it, is searched exhaustively:",
    "",
    "- [verdicts](../verdicts/): what is expected of each protocol in each circumstance, confirmed or refuted, with counterexamples;",
    "- [regressions](../regressions.md): bugs that were shipped, found again, each beside its remedy;",
    "- `npx lakelitmus compare --committer NAME` and `npx lakelitmus check NAME` search it for you, and for a committer of your own.",
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function commitPoint(portrait: Portrait): string {
  const point = commitPointOf(portrait);
  if (point.kind === "never") return "never";
  if (point.kind !== "one") return "none: file by file";
  return plainText(`${point.step.request.split(" ")[0]}${point.step.conditional ? " on a condition" : ""}`);
}

function costOf({ cost }: CommitterPage): string {
  const point = cost.points.find(({ tasks, files }) => tasks === 4 && files === 1);
  if (point === undefined) return "";
  const { requests, table = 0, cluster = 0 } = point;
  const sum = Object.values(requests).reduce((total, one) => total + one, 0);
  return listed([
    count(sum, "request"),
    ...(table > 0 ? [`${table} of a table`] : []),
    ...(cluster > 0 ? [`${count(cluster, "call")} of a cluster's file system`] : []),
  ]);
}
