// Makes examples/incidents/measured.json: every incident with all its runs, which the pages and their tests take from there. Takes some minutes.
// node scripts/incidents.mjs [NAME...]: only these incidents anew. The pages follow with `vitest run test/incidents -u`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { planIncident, reportOf, runIncidentJob } from "../dist/src/cli/incident-job.js";
import { findIncident, incidents } from "../dist/src/cli/registry.js";
import { nobody } from "../dist/src/explore/watch.js";
import { GeneratedParts } from "../dist/src/parts/generated-parts.js";

const file = fileURLToPath(new URL("../examples/incidents/measured.json", import.meta.url));
const seed = "1";
const parts = new GeneratedParts(seed);

async function measure(incident) {
  const options = { seed, quick: false };
  const jobs = planIncident(incident, options, 1).filter(({ what }) => what === "runs");
  const answers = [];
  for (const job of jobs) {
    answers.push(await runIncidentJob(job, parts, nobody));
    if (process.stderr.isTTY)
      process.stderr.write(`\r${incident.name}: ${answers.length} of ${jobs.length} `);
  }
  process.stderr.write(`\r${incident.name}: ${jobs.length} pieces\n`);
  const { setups, bill } = reportOf(incident, options, jobs, answers);
  const first = firstOf(incident, jobs, answers);
  return {
    incident: incident.name,
    seed,
    setups: setups.map(({ label, runs, rows, violated, left, figure }, index) => ({
      label,
      runs,
      rows,
      violated,
      ...(left === undefined ? {} : { left }),
      ...(figure === undefined ? {} : { figure }),
      first: countsOf(first.setups[index]),
    })),
    // The bill follows from these and from the rows.
    ...(bill === undefined ? {} : { perFile: { all: bill.perFile, first: first.bill.perFile } }),
  };
}

/** What comes of the runs that a quick look makes, which are the first of all: by them a test knows that the rest still stands. */
function firstOf(incident, jobs, answers) {
  const first = incident.setups.map(({ quick }, setup) => ({
    what: "runs",
    runs: answers.flatMap((answer, at) => (jobs[at].setup === setup ? answer.runs : [])).slice(0, quick),
  }));
  const pieces = incident.setups.map((_, setup) => ({ setup }));
  return reportOf(incident, { seed, quick: true }, pieces, first);
}

function countsOf({ runs, rows, violated }) {
  return { runs, lost: rows.count, violated: violated.count };
}

const asked = process.argv.slice(2).map(findIncident);
const known = new Map(
  (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []).map((one) => [one.incident, one]),
);
for (const incident of asked.length === 0 ? incidents : asked) {
  known.set(incident.name, await measure(incident));
  const all = incidents.flatMap(({ name }) => known.get(name) ?? []);
  writeFileSync(file, await format(JSON.stringify(all), { parser: "json", printWidth: 110 }));
}
