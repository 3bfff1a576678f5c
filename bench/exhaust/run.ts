/**
 * bench/exhaust: the put-if-absent commit log, as real async code on our engine and as a model in SPIN and TLC, in one run.
 * All must count the same states and transitions, and all must find the lost commit where PUT overwrites.
 *
 *   npm run bench:exhaust -- [--scope 3x2]... [--runs 3] [--large] [--json FILE]
 *
 * Each search is a program of its own, from its start to its end; of several runs that take turns the fastest is taken.
 * `--large` adds 4x3 for our engine alone (minutes, and gigabytes). Ends with 1 where counts or verdicts differ.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Engine, ours, type Scope, type Search, spin, tlc } from "./engines.js";
import { type Line, table } from "./table.js";
import { findSpin, findTlc, Missing } from "./tools.js";

/** What SPIN and TLC counted when the models were written; [states, transitions]. */
const pinned: Readonly<Record<string, readonly [number, number]>> = {
  "3x2": [4_623, 9_750],
  "3x3": [103_650, 225_525],
  "4x2": [332_653, 886_284],
  // By SPIN alone, with `-w27 -DMEMLIM=9000`.
  "4x3": [57_503_169, 157_550_208],
};
const usualScopes = ["3x2", "3x3", "4x2"];

const { values } = parseArgs({
  options: {
    scope: { type: "string", multiple: true, default: usualScopes },
    runs: { type: "string", default: "3" },
    large: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(`--runs takes a whole number from 1, not ${values.runs}`);

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function scopeNamed(name: string, safe = true): Scope {
  const parts = /^(\d+)x(\d+)$/u.exec(name);
  if (parts === null) throw new Error(`a scope is WRITERSxCOMMITS, such as 3x2, not ${name}`);
  return { writers: Number(parts[1]), commits: Number(parts[2]), safe };
}

/** The engines that are at hand, and why the others are not. */
function findEngines(): { readonly engines: readonly Engine[]; readonly notes: readonly string[] } {
  const engines: Engine[] = [ours];
  const notes = [`lakelitmus on Node ${process.versions.node}`];
  const spinFound = findSpin();
  if (spinFound instanceof Missing) notes.push(`SPIN is left out: ${spinFound.why}`);
  else {
    engines.push(spin);
    notes.push(`SPIN ${spinFound.version}, gcc -O2 -DSAFETY -DNOFAIR; its time is that of its verifier`);
  }
  const tlcFound = findTlc();
  if (tlcFound instanceof Missing) notes.push(`TLC is left out: ${tlcFound.why}`);
  else {
    engines.push(tlc(tlcFound));
    notes.push(`TLC ${tlcFound.version}, 1 worker; its time is that of the whole JVM`);
  }
  return { engines, notes };
}

/** The fastest of several searches by each engine, which take turns, so that what else the machine does is shared. */
async function searches(engines: readonly Engine[], name: string, folder: string): Promise<Line[]> {
  const best = new Map<Engine, Search>();
  for (let turn = 0; turn < runs; turn++) {
    for (const engine of engines) {
      say(`${name} ${engine.name}, run ${turn + 1} of ${runs}…`);
      const search = await engine.search(scopeNamed(name), path.join(folder, engine.name));
      const before = best.get(engine);
      if (before === undefined || search.ran.seconds < before.ran.seconds) best.set(engine, search);
    }
  }
  return [...best].map(([engine, search]) => ({ scope: name, engine: engine.name, search }));
}

/** What is wrong with the counts, one complaint a line. */
function wrongCounts(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ scope, engine, search }) => {
    const first = lines.find((line) => line.scope === scope)!.search;
    const [states, transitions] = pinned[scope] ?? [first.states, first.transitions];
    const { verdict } = search;
    if (search.states === states && search.transitions === transitions && verdict === "holds") return [];
    return [
      `${scope} ${engine}: ${verdict}, ${search.states} states and ${search.transitions} transitions, not ${states} and ${transitions}`,
    ];
  });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lakelitmus-exhaust-"));
  try {
    const { engines, notes } = findEngines();
    for (const note of notes) say(note);
    const lines: Line[] = [];
    const wrong: string[] = [];
    for (const engine of engines) {
      const { verdict } = await engine.search(scopeNamed("3x2", false), path.join(folder, engine.name));
      if (verdict !== "violated")
        wrong.push(`${engine.name} does not see the lost commit where PUT overwrites`);
    }
    for (const name of values.scope) lines.push(...(await searches(engines, name, folder)));
    if (values.large) lines.push(...(await searches([ours], "4x3", folder)));
    wrong.push(...wrongCounts(lines));
    process.stdout.write(`${table(lines)}\n`);
    for (const note of notes) process.stdout.write(`${note}\n`);
    if (wrong.length === 0)
      process.stdout.write("All counts agree; where PUT overwrites, every engine finds the lost commit.\n");
    for (const complaint of wrong) process.stdout.write(`WRONG: ${complaint}\n`);
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ notes, lines: lines.map(plain), wrong }, null, 2)}\n`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line without what the engine printed. */
function plain({ scope, engine, search: { ran, ...counts } }: Line): object {
  const { seconds, cpuSeconds, peak } = ran;
  return { scope, engine, ...counts, seconds, cpuSeconds, peak };
}

await main();
