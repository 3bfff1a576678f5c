// Makes docs/verdicts/: runs what each table of expectations means, and writes down what is confirmed and what is refuted.
// node scripts/verdicts.mjs [table...] [--render]: --render writes the pages from the results that are there already.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { byBadLuck, committerOf, resultOf, rulingOf, scopesOf } from "../dist/src/check/hypotheses.js";
import { appliesTo } from "../dist/src/check/property.js";
import { boundText } from "../dist/src/check/bounds.js";
import { shellWord } from "../dist/src/cli/shell-word.js";
import { runJobs } from "../dist/src/cli/pool.js";
import { committerDigest, findProperty, hypothesisTables } from "../dist/src/cli/registry.js";
import { scenarioOf } from "../dist/src/cli/scope.js";
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
  const places = table.rows.flatMap((row) =>
    table.columns.flatMap((column, index) =>
      scopesOf(column, row.cells[index]).map((scope) => {
        return { row, column, scope, committer: committerOf(row, row.cells[index]) };
      }),
    ),
  );
  const jobs = places.map(({ row, scope, committer }) => ({
    kind: "cell",
    committer,
    committerDigest: committerDigest(committer),
    store: scope.store,
    scenario: { ...scenarioOf({ ...scope.bounds, ...row.bounds }), requires: scope.requires },
    properties: scope.properties.filter((name) => {
      return appliesTo(findProperty(name), { ...scenarioOf({}).bounds, ...scope.bounds, ...row.bounds });
    }),
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
  const searched = places.map(({ row, column, scope }, index) => {
    const { cells, counterexamples } = answers[index];
    const bounds = { ...scope.bounds, ...row.bounds };
    const result = resultOf(scope.name, cells, reproduce(jobs[index], bounds));
    const property = result.violation?.property;
    return { row, column, result, file: counterexamples.find(([name]) => name === property)?.[1] };
  });
  const found = searched.map((one) => keep(table, one, searched));
  return {
    schema: "lakelitmus/hypotheses@1",
    table: table.name,
    rows: table.rows.map((row) => ({
      row: row.name,
      columns: table.columns
        .map((column) => ({
          column: column.name,
          scopes: found.filter((_, index) => places[index].row === row && places[index].column === column),
        }))
        .filter(({ scopes }) => scopes.length > 0),
    })),
  };
}

/** A command line that searches the scope again. */
function reproduce({ committer, store, properties }, bounds) {
  const scope = Object.entries(bounds).map(([name, value]) => boundText(name, value));
  return [
    `npx lakelitmus check ${shellWord(committer)} --store ${store} --exhaust`,
    `--scope ${scope.join(",")}`,
    ...properties.map((name) => `--property ${name}`),
  ].join(" ");
}

/** The result; of a refuted cell the execution of least bad luck is kept, as a file that can be replayed. */
function keep(table, { row, column, result, file }, searched) {
  const same = searched.filter((one) => one.row === row && one.column === column);
  const ruling = rulingOf(
    row.cells[table.columns.indexOf(column)],
    same.map((one) => one.result),
  );
  if (file === undefined || ruling !== "refuted") return result;
  const rivals = same.filter((one) => one.file !== undefined);
  const [least] = rivals.toSorted((a, b) => byBadLuck(a.result.violation, b.result.violation));
  if (least.result !== result) return result;
  const slug = [row.name, column.name].map((text) => text.replaceAll(/[^a-zA-Z0-9]+/gu, "-")).join(".");
  const name = `${table.name}/${slug.replaceAll(/-(?=\.|$)/gu, "")}.json`;
  mkdirSync(path.join(folder, table.name), { recursive: true });
  writeFileSync(path.join(folder, name), `${JSON.stringify(JSON.parse(printCounterexample(file)))}\n`);
  return { ...result, violation: { ...result.violation, file: name } };
}
