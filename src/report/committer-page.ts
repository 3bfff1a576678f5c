/** The page of a committer: what it does in one job, what each request rests on, what is left over, what it costs. Markdown. */
import type { CommitterCost, CostPoint } from "../check/cost.js";
import type { CommitterPage, Portrait, PortraitEnd, PortraitStep } from "../check/portrait.js";
import { commitPointOf } from "./commit-point.js";
import { hookPhrase } from "./hook-words.js";
import { markdownTable, plainText, tableCode } from "./markdown-text.js";
import { uuid } from "./short-names.js";
import { count, sentence } from "./words.js";

/** The whole page. Text that ends in a line feed. */
export function committerPage(page: CommitterPage): string {
  const { name, title, source, portrait, cost, variants, store, lagging } = page;
  const names = new Names();
  const lines = [
    "<!-- Made from runs and from the source's header by test/docs/committer-pages.test.ts: vitest -u makes it anew. -->",
    "",
    `# ${name}`,
    "",
    `${plainText(sentence(title))} Source: ${plainText(sentence(source))}`,
    "",
    ...headerLines(page.header),
    "",
    "## One job",
    "",
    `One task with one file appends to a table that has rows. The answers are those of \`${store}\`, where nothing goes wrong. The last column names the guarantees that each answer rests on, and what the job comes to where the store breaks one of them there and behaves well otherwise: by runs on \`${lagging}\`, which may answer with whatever was true once.`,
    ...stepTable(portrait, numbered(portrait), names),
    ...commitPoint(portrait, names),
    "",
    ...doubtLines(portrait, "## If its answer does not come", names),
    "## What is left over",
    "",
    "What a reader gets if everything stops behind a step, and what is new then and could go without any reader's noticing.",
    ...leftOverTable(portrait, names),
    "## What it costs",
    "",
    ...costLines(cost, store),
    ...variants.flatMap((variant) => variantLines(variant, portrait)),
    ...optionLines(page),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function optionLines({ options }: CommitterPage): readonly string[] {
  if (options.length === 0) return [];
  return [
    "## Options",
    ...markdownTable(
      ["Option", "Values", "What it changes"],
      options.map((one) => [
        tableCode(`${one.name}=${one.default}`),
        plainText(one.values),
        plainText(one.meaning),
      ]),
    ),
  ];
}

/** The header as it stands: paragraphs, lists, and blocks of the layout, which are set in. */
function headerLines(header: string): readonly string[] {
  return header
    .split("\n")
    .map((line) => (line.startsWith("    ") ? line : line.replaceAll("$table", "`$table`")));
}

type Numbered = readonly (readonly [number, PortraitStep])[];

function numbered({ steps }: Portrait): Numbered {
  return steps.map((step, index) => [index + 1, step]);
}

function stepTable({ rows }: Portrait, steps: Numbered, names: Names): readonly string[] {
  return markdownTable(
    ["#", "Phase", "Request", "Answer", "A reader gets", "Relies on"],
    steps.map(([number, step], index) => [
      String(number),
      phaseOf(step, steps[index - 1]?.[1]),
      tableCode(names.short(step.request)),
      tableCode(names.short(step.answer)),
      gets(step.readable, rows),
      reliesOn(step),
    ]),
    [0],
  );
}

/** Told where it begins. */
function phaseOf(step: PortraitStep, before: PortraitStep | undefined): string {
  if (before?.hook === step.hook && before.process === step.process) return "";
  return `${whoOf(step)} ${hookPhrase(step.hook)} (${step.hook})`;
}

function whoOf({ process }: PortraitStep): string {
  return process.endsWith(".driver") ? "The driver" : "The task";
}

function gets(readable: number, rows: number): string {
  if (readable === 0) return "no row of it";
  return readable === rows ? "all its rows" : `${readable} of ${rows} rows`;
}

const ends: Readonly<Record<PortraitEnd, string>> = {
  landed: "no harm",
  failed: "the job fails",
  unknown: "the outcome is unknown",
  "failed, and rows are there": "the job fails, and its rows are there",
  repeated: "rows are there twice",
  unreadable: "the table cannot be read",
  lost: "**rows are lost, silently**",
};

/** From harmless to worst. */
const worst = Object.keys(ends) as readonly PortraitEnd[];

/** Each guarantee that the store may break in this answer, with the worst that comes of it. */
function reliesOn({ wrong, conditional }: PortraitStep): string {
  const found = new Map<string, PortraitEnd>();
  for (const { what, probed, end } of wrong) {
    const guarantee = guaranteeOf(what, probed);
    const before = found.get(guarantee) ?? "landed";
    found.set(guarantee, worst.indexOf(end) > worst.indexOf(before) ? end : before);
  }
  const said = [...found].map(([guarantee, end]) => `${guarantee}: ${ends[end]}`);
  return [...(conditional ? ["its condition"] : []), ...said].join("; ") || "–";
}

/** The guarantee that a store does not give which answers so. */
function guaranteeOf(what: string, probed: boolean): string {
  if (what.startsWith("LIST misses")) return "list-after-put";
  if (what.startsWith("LIST still shows")) return "list-after-delete";
  if (what.startsWith("LIST shows an older")) return "list-after-overwrite";
  if (what.includes("still serves the deleted")) return "read-after-delete";
  if (what.includes("serves an older")) return "read-after-overwrite";
  if (what.includes("says 404")) return probed ? "read-after-probe" : "read-after-write";
  throw new RangeError(`no guarantee is known that forbids this: ${what}`);
}

/** Where the rows come into the table: in one step, or in several. */
function commitPoint(portrait: Portrait, names: Names): readonly string[] {
  const point = commitPointOf(portrait);
  if (point.kind === "never") return ["The rows are never in the table."];
  if (point.kind === "gradual")
    return [
      `The rows come into the table one after the other, from request ${point.from} to request ${point.at}: there is no commit point.`,
    ];
  const request = `request ${point.at}, \`${names.short(point.step.request)}\``;
  return [
    point.kind === "one"
      ? `The commit point is ${request}: the rows are in the table from then on.`
      : `In ${request}, the file comes into the table. The job has no commit point: the rows of two files come in ${portrait.pieces} steps.`,
  ];
}

/** More requests than this are counted, not told. */
const toldAfterwards = 4;

/** What the job does when the answer to the request with which the rows come in is not the one that it should be. */
function doubtLines(portrait: Portrait, title: string, names: Names): readonly string[] {
  const point = commitPointOf(portrait);
  const { doubts } = portrait;
  if (doubts.length === 0 || (point.kind !== "one" && point.kind !== "by-files")) return [];
  return [
    ...(title === "" ? [] : [title, ""]),
    `Request ${point.at} goes wrong once; every answer from then on is well-behaved.`,
    ...markdownTable(
      ["What goes wrong", "The job is told", "What it asks then", "What it comes to"],
      doubts.map(({ what, answer, afterwards, end }) => {
        const told = afterwards.slice(0, toldAfterwards).map((one) => {
          return `${tableCode(names.short(one.request))} ⇒ ${tableCode(names.short(one.answer))}`;
        });
        const more =
          afterwards.length > toldAfterwards ? [`and ${afterwards.length - toldAfterwards} more`] : [];
        return [
          plainText(what.slice(what.lastIndexOf(": ") + 2)),
          tableCode(names.short(answer)),
          [...told, ...more].join(", ") || "nothing",
          doubtEnds[end],
        ];
      }),
    ),
  ];
}

const doubtEnds: Readonly<Record<PortraitEnd, string>> = {
  ...ends,
  landed: "success, and its rows are there once",
};

/** Steps behind which the same is left are one row. */
function leftOverTable({ steps, rows }: Portrait, names: Names): readonly string[] {
  const told = steps.map((step, index) => ({
    index,
    gets: gets(step.readable, rows),
    left: step.leftOver.map((key) => names.short(key)),
  }));
  const groups: { from: number; to: number; gets: string; left: readonly string[] }[] = [];
  for (const { index, gets, left } of told) {
    const last = groups.at(-1);
    if (last !== undefined && last.gets === gets && last.left.join() === left.join()) last.to = index;
    else groups.push({ from: index, to: index, gets, left });
  }
  return markdownTable(
    ["Behind", "A reader gets", "Left over"],
    groups.map(({ from, to, gets, left }) => [
      from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`,
      gets,
      left.length === 0 ? "nothing" : left.map(tableCode).join(", "),
    ]),
  );
}

function costLines({ points, reason }: CommitterCost, store: string): readonly string[] {
  if (points.length === 0) return [plainText(reason ?? "Not measured."), ""];
  const services = [
    { name: "of the table", asked: ({ table }: CostPoint) => table },
    { name: "of the file system", asked: ({ cluster }: CostPoint) => cluster },
  ].filter(({ asked }) => points.some((point) => asked(point) !== undefined));
  const row = (point: CostPoint): readonly string[] => {
    const { requests, bytes } = point;
    const { put, copy, list, get, head } = requests;
    return [
      `${point.tasks} x ${point.files}`,
      ...[put, copy, list, get, head, requests.delete].map(String),
      ...services.map(({ asked }) => String(asked(point) ?? 0)),
      String(point.inJobCommit),
      String(point.sequential),
      ...[bytes.data, bytes.written, bytes.copied, bytes.read].map((one) => one.toLocaleString("en")),
    ];
  };
  return [
    `Requests and bytes of one job on \`${store}\`, by tasks x files of a task.`,
    ...markdownTable(
      [
        "Job",
        "PUT",
        "COPY",
        "LIST",
        "GET",
        "HEAD",
        "DELETE",
        ...services.map(({ name }) => name),
        "in job commit",
        "one after the other",
        "bytes of rows",
        "put",
        "copied",
        "got",
      ],
      points.map(row),
      Array.from({ length: 12 + services.length }, (_, at) => at + 1),
    ),
  ];
}

/** What is different with other options: the phases in which it asks something else. */
function variantLines(
  { portrait: variant, header }: CommitterPage["variants"][number],
  plain: Portrait,
): readonly string[] {
  const asked = ({ steps }: Portrait, hook: string): string => {
    const names = new Names();
    return steps
      .filter((step) => step.hook === hook)
      .map(({ request }) => names.short(request))
      .join("\n");
  };
  const hooks = [...new Set(variant.steps.map(({ hook }) => hook))];
  const other = hooks.filter((hook) => asked(variant, hook) !== asked(plain, hook));
  const steps = numbered(variant).filter(([, { hook }]) => other.includes(hook));
  const names = new Names();
  if (steps.length === 0) return [];
  return [
    `## ${tableCode(variant.committer)}`,
    "",
    ...(header === undefined ? [] : [...headerLines(header), ""]),
    `What it asks in the phases in which that is something else: ${count(steps.length, "request")} of ${variant.steps.length}.`,
    ...stepTable(variant, steps, names),
    ...commitPoint(variant, names),
    "",
    ...doubtLines(variant, "", names),
  ];
}

/** Ids as people can tell them apart. */
class Names {
  readonly #known = new Map<string, string>();

  short(text: string): string {
    return text
      .replace(uuid, (id) => this.#name(id))
      .replace(/if-match=[0-9a-f]{32}/gu, "if-match=<etag>")
      .replace(/, etag [0-9a-z]+\)|\(etag [0-9a-z]+\)/gu, (tag) => (tag.startsWith(",") ? ")" : ""))
      .trim();
  }

  #name(id: string): string {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const name = `<id${this.#known.size + 1}>`;
    this.#known.set(id, name);
    return name;
  }
}
