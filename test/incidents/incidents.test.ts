/**
 * Each incident, run quickly with a pinned seed: its story goes wrong, its figure lies within what is measured, and its remedies are
 * what they are said to be. The pages about them have the numbers of all runs, from measured.json; `vitest -u` makes them anew.
 */
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { incidents } from "../../examples/incidents/index.js";
import type { IncidentReport } from "../../src/check/incident.js";
import { type IncidentAnswer, planIncident, reportOf, runIncidentJob } from "../../src/cli/incident-job.js";
import { nobody } from "../../src/explore/watch.js";
import type { Incident } from "../../src/job/incident.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { incidentPage, incidentsPage } from "../../src/report/incident-page.js";
import { parseIncident, printIncident } from "../../src/report/json.js";
import { introduction } from "./introduction.js";
import { measured, withAllRuns } from "./measured.js";

const options = { seed: "1", quick: true } as const;
const parts = new GeneratedParts(options.seed);
const reports: IncidentReport[] = [];

async function run(incident: Incident): Promise<IncidentReport> {
  const jobs = planIncident(incident, options, 1);
  const answers: IncidentAnswer[] = [];
  for (const job of jobs) answers.push(await runIncidentJob(job, parts, nobody));
  return reportOf(incident, options, jobs, answers);
}

async function markdown(page: string, file: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  await expect(await format(page, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(path);
}

describe.each(incidents.map((incident) => [incident.name, incident] as const))("%s", (name, incident) => {
  const all = measured.find((one) => one.incident === name)!;

  it("goes wrong as its story says, and its remedies are what they are said to be", async () => {
    const report = await run(incident);
    const told = withAllRuns(report, incident.bill, all);
    reports.push(told);
    for (const { label, claim, figure, violated, proof } of report.setups) {
      const broken = claim !== "fix";
      expect(proof.verdict, label).toBe(broken ? "violated" : "holds");
      expect(proof.counterexample !== undefined, label).toBe(broken);
      if (claim === "story") expect(violated.count, label).toBeGreaterThan(0);
      if (claim === "fix") expect(violated.count, label).toBe(0);
      if (figure !== undefined) expect(figure.contained, `${label}: ${figure.words}`).toBe(true);
    }
    const first = report.setups.map(({ runs, rows, violated }) => ({
      runs,
      lost: rows.count,
      violated: violated.count,
    }));
    // The rest of all runs is as old as these: `npm run incidents` makes them anew.
    expect(all.setups.map((setup) => setup.first)).toEqual(first);
    expect(all.perFile?.first).toEqual(report.bill?.perFile);
    expect(parseIncident(printIncident(report), name)).toEqual(report);
    expect(report.bill === undefined).toBe(incident.bill === undefined);
    expect(told.bill === undefined).toBe(incident.bill === undefined);
    if (told.bill !== undefined) {
      const { figure, lostWithout, lostWith } = told.bill;
      expect(figure.contained, figure.words).toBe(true);
      expect(lostWithout.count).toBeGreaterThan(0);
      expect(lostWith.count).toBe(0);
    }
    const [story] = report.setups;
    expect(story!.claim).toBe("story");
    expect(story!.proof.timeline?.steps.length).toBeGreaterThan(2);
    await markdown(incidentPage(told), `examples/incidents/${name}/README.md`);
  });

  it("has numbers of all runs, and the figure lies within them", () => {
    expect(all.seed).toBe(options.seed);
    expect(all.setups.map(({ label, runs }) => [label, runs])).toEqual(
      incident.setups.map(({ label, runs }) => [label, runs]),
    );
    all.setups.forEach(({ label, rows, violated, left, figure: told }, index) => {
      const { figure } = incident.setups[index]!;
      if (figure === undefined) return;
      expect(told?.words).toBe(figure.words);
      const [low, high] =
        figure.of === "items"
          ? [left!.low, left!.high]
          : figure.of === "rows"
            ? [rows.low, rows.high]
            : [violated.low, violated.high];
      const said = figure.of === "items" ? figure.left : figure.rate;
      expect(said, label).toBeGreaterThanOrEqual(low);
      expect(said, label).toBeLessThanOrEqual(high);
    });
  });

  it("has a story of five sentences, a source, and a remedy or a reason", () => {
    expect(incident.story).toHaveLength(5);
    for (const sentence of incident.story) expect(sentence).toMatch(/^[A-Z0-9"'].*\.$/u);
    expect(incident.source.length).toBeGreaterThan(10);
    expect(incident.setups.some(({ claim }) => claim === "fix")).toBe(true);
    expect(new Set(incident.setups.map(({ label }) => label)).size).toBe(incident.setups.length);
  });
});

describe("docs/incidents.md", () => {
  it("is made from what came out", async () => {
    expect(reports).toHaveLength(incidents.length);
    await markdown(incidentsPage(reports, introduction), "docs/incidents.md");
  });
});
