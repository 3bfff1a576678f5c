// Makes docs/defences.json and docs/defences.md: compares committers behind every defence, exhaustively, and writes down what comes
// out. Takes some minutes.
// node scripts/defences.mjs [--render | report]: from the results that are kept, or a report of `compare --defences` that is there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { builtInDefences } from "../dist/src/cli/registry.js";
import { keptDefences, printKeptDefences, verdictsIn } from "../dist/src/report/kept-defences.js";
import { defencesPage } from "../dist/src/report/markdown-defences.js";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const results = path.join(docs, "defences.json");
const [given] = process.argv.slice(2);

if (given !== "--render")
  write(results, printKeptDefences(given === undefined ? compared() : reported(given)));
const kept = JSON.parse(readFileSync(results, "utf8"));
const page = defencesPage(builtInDefences, verdictsIn(kept), kept.cost);
write(path.join(docs, "defences.md"), await format(page, { parser: "markdown", printWidth: 110 }));

function compared() {
  const folder = mkdtempSync(path.join(tmpdir(), "lakelitmus-defences-"));
  const main = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
  const args = [main, "compare", "--defences", "--no-html", "--out", folder];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
  const kept = reported(folder);
  rmSync(folder, { recursive: true });
  return kept;
}

function reported(folder) {
  const read = (name) => {
    const file = path.join(folder, name);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  };
  return keptDefences(read("verdicts.json"), read("cost.json"));
}

function write(file, text) {
  writeFileSync(file, text);
  process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
}
