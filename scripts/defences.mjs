// Makes docs/defences.md: compares committers behind every defence, exhaustively, and writes down what comes out. Takes some minutes.
// node scripts/defences.mjs [report]: a report of `compare --defences` that is there already.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { builtInDefences } from "../dist/src/cli/registry.js";
import { defencesPage } from "../dist/src/report/markdown-defences.js";

const given = process.argv[2];
const folder = given ?? mkdtempSync(path.join(tmpdir(), "lakelitmus-defences-"));
if (given === undefined) {
  const main = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
  const args = [main, "compare", "--defences", "--no-html", "--out", folder];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}
const read = (name) => {
  const file = path.join(folder, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
};
const page = defencesPage(builtInDefences, read("verdicts.json"), read("cost.json"));
const out = fileURLToPath(new URL("../docs/defences.md", import.meta.url));
writeFileSync(out, await format(page, { parser: "markdown", printWidth: 110 }));
if (given === undefined) rmSync(folder, { recursive: true });
process.stdout.write(`${path.relative(process.cwd(), out)}\n`);
