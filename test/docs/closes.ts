/** How many states a scope has, all properties watched and whatever is violated on the way: what docs/exhausting.md counts. */
import { appliesTo } from "../../src/check/property.js";
import { comparedStores, loadCommitter, properties } from "../../src/cli/registry.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { Stepper } from "../../src/explore/steps.js";
import { findScenario } from "../../src/job/scenario.js";
import { buildStage } from "../../src/job/stage.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { nothing } from "../explore/compare.js";

export const scopes = [
  "speculation",
  "speculation-crash",
  "speculation-reader",
  "reply-lost",
  "driver-crash",
  "two-writers",
] as const;

export const committers = ["iceberg-cas", "magic-copy", "file-output-v1"] as const;

export const stores = comparedStores.map(({ name }) => name);

const parts = new GeneratedParts("1");

/** As the page writes it: `1,023`, or `> 300,000` where the scope is open after so many states. */
export async function statesOf(
  committer: string,
  store: string,
  scope: string,
  limit: number,
): Promise<string> {
  const { bounds } = findScenario(scope)!;
  const personality = comparedStores.find(({ name }) => name === store)!;
  const factory = await loadCommitter(committer);
  const stage = await buildStage({ factory, personality, bounds, seed: "1", parts });
  const watched = properties.filter((property) => appliesTo(property, bounds));
  const { complete, states } = await exhaust(new Stepper(stage, [...watched, nothing]), { states: limit });
  return `${complete ? "" : "> "}${states.toLocaleString("en-US")}`;
}
