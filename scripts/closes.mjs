/**
 * Which scopes of the three main committers close on which store, under a limit of states: the table of docs/exhausting.md, as
 * Markdown. usage: node scripts/closes.mjs [STATES [COMMITTER...]]; wants a build.
 */
import { exhaust } from "../dist/src/explore/exhaust.js";
import { Stepper } from "../dist/src/explore/steps.js";
import { buildStage } from "../dist/src/job/stage.js";
import { findScenario } from "../dist/src/job/scenario.js";
import { GeneratedParts } from "../dist/src/parts/generated-parts.js";
import { comparedStores, loadCommitter, properties } from "../dist/src/cli/registry.js";
import { appliesTo } from "../dist/src/check/property.js";

const names = [
  "speculation",
  "speculation-crash",
  "speculation-reader",
  "reply-lost",
  "driver-crash",
  "two-writers",
];
const [limit = "300000", ...asked] = process.argv.slice(2);
const committers = asked.length > 0 ? asked : ["file-output-v1", "magic-copy", "iceberg-cas"];
const parts = new GeneratedParts("1");

/** The search does not end where everything that can be violated is: it counts all states. */
const nothing = {
  name: "nothing",
  claim: "Nothing is claimed.",
  anomaly: { plain: "none", formal: "none" },
  initial: null,
  step: (state) => state,
  atEnd: () => undefined,
};

async function count(committer, personality, bounds) {
  const stage = await buildStage({
    factory: await loadCommitter(committer),
    personality,
    bounds,
    seed: "1",
    parts,
  });
  const watched = properties.filter((property) => appliesTo(property, bounds));
  const { complete, states } = await exhaust(new Stepper(stage, [...watched, nothing]), {
    states: Number(limit),
  });
  const shown = states.toLocaleString("en-US");
  return complete ? shown : `> ${shown}`;
}

const print = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);

for (const committer of committers) {
  print([committer, ...names]);
  print(["---", ...names.map(() => "--:")]);
  for (const store of comparedStores) {
    const cells = [];
    for (const name of names) cells.push(await count(committer, store, findScenario(name).bounds));
    print([store.name, ...cells]);
  }
  process.stdout.write("\n");
}
