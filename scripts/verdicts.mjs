// Makes docs/verdicts/: runs what each table of expectations means, and writes down what is confirmed and what is refuted.
// node scripts/verdicts.mjs [table...] [--render]: --render writes the pages from the results that are there already.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { byBadLuck, resultOf, rulingOf } from "../dist/src/check/hypotheses.js";
import { searchesOf } from "../dist/src/cli/hypothesis-search.js";
import { runJobs } from "../dist/src/cli/pool.js";
import { committerDigest, hypothesisTables } from "../dist/src/cli/registry.js";
import { parseCounterexample, printCounterexample } from "../dist/src/report/json.js";
import { hypothesesIndex, hypothesesPage } from "../dist/src/report/markdown-hypotheses.js";

/** Distinct states of one search, and executions where it does not close. */
const effort = { states: 1_500_000, executions: 2_000 };

const folder = fileURLToPath(new URL("../docs/verdicts/", import.meta.url));
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith("--"));
const tables = hypothesisTables.filter(({ name }) => names.length === 0 || names.includes(name));
for (const table of tables) await make(table);
const all = hypothesisTables.map((table) => ({ table, results: kept(table) }));
write(path.join(folder, "README.md"), await formatted(hypothesesIndex(all)));

async function make(table) {
  const results = args.includes("--render") ? kept(table) : await run(table);
  mkdirSync(folder, { recursive: true });
  write(path.join(folder, `${table.name}.json`), resultLines(results));
  const page = hypothesesPage(table, results, (file) => {
    return parseCounterexample(readFileSync(path.join(folder, file), "utf8"), file);
  });
  write(path.join(folder, `${table.name}.md`), await formatted(page));
}

/** The results that are there. */
function kept({ name }) {
  return JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8"));
}

function formatted(page) {
  return format(page, { parser: "markdown", printWidth: 110 });
}

function write(file, text) {
  writeFileSync(file, text);
  process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
}

/** JSON with a line for each column of each row, so that a change of one result is a change of one line. */
function resultLines({ schema, table, rows }) {
  const lines = rows.map(({ row, columns }) => {
    const inner = columns.map((column) => `    ${JSON.stringify(column)}`);
    return `  { "row": ${JSON.stringify(row)}, "columns": [\n${inner.join(",\n")}\n  ] }`;
  });
  const head = `"schema": ${JSON.stringify(schema)}, "table": ${JSON.stringify(table)}`;
  return `{ ${head}, "rows": [\n${lines.join(",\n")}\n] }\n`;
}

/** One search for each scope of each cell. */
async function run(table) {
  const searches = searchesOf(table);
  const jobs = searches.map(({ committer, store, scenario, properties }) => ({
    kind: "cell",
    committer,
    committerDigest: committerDigest(committer),
    store,
    scenario,
    properties,
    seed: "1",
    effort,
  }));
  const answers = await runJobs(jobs, {
    workers: Number(process.env.WORKERS ?? 2),
    patience: 600,
    stop: new AbortController().signal,
    now: () => performance.now(),
    look: ({ done, total, states }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}, ${states} states `);
    },
  });
  if (process.stderr.isTTY) process.stderr.write("\n");
  const files = path.join(folder, table.name);
  rmSync(files, { recursive: true, force: true });
  const searched = searches.map(({ row, column, hypothesis, scope }, index) => {
    const { cells, counterexamples } = answers[index];
    const result = resultOf(scope, cells);
    const property = result.violation?.property;
    const file = counterexamples.find(([name]) => name === property)?.[1];
    return { row, column, hypothesis, result, file };
  });
  const found = searched.map((one) => ({ ...one, result: keep(table, one, searched) }));
  return {
    schema: "lakelitmus/hypotheses@1",
    table: table.name,
    rows: table.rows.map(({ name: row }) => ({
      row,
      columns: table.columns
        .map(({ name: column }) => ({
          column,
          scopes: found.flatMap((one) => (one.row === row && one.column === column ? one.result : [])),
        }))
        .filter(({ scopes }) => scopes.length > 0),
    })),
  };
}

/** The result; of a refuted cell the execution of least bad luck is kept, as a file that can be replayed. */
function keep(table, { row, column, hypothesis, result, file }, searched) {
  const same = searched.filter((one) => one.row === row && one.column === column);
  const ruling = rulingOf(
    hypothesis,
    same.map((one) => one.result),
  );
  if (file === undefined || ruling !== "refuted") return result;
  const rivals = same.filter((one) => one.file !== undefined);
  const [least] = rivals.toSorted((a, b) => byBadLuck(a.result.violation, b.result.violation));
  if (least.result !== result) return result;
  const slug = [row, column].map((text) => text.replaceAll(/[^a-zA-Z0-9]+/gu, "-")).join(".");
  const name = `${table.name}/${slug.replaceAll(/-(?=\.|$)/gu, "")}.json`;
  mkdirSync(path.join(folder, table.name), { recursive: true });
  writeFileSync(path.join(folder, name), `${JSON.stringify(JSON.parse(printCounterexample(file)))}\n`);
  return { ...result, violation: { ...result.violation, file: name } };
}
