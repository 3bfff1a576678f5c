/** The one place that knows every name: committers, stores, scenarios, properties. */
import { type CommitterDescription, committers } from "../../committers/index.js";
import { incidents } from "../../examples/incidents/index.js";
import { furtherProperties, properties } from "../../properties/index.js";
import { hypothesisTables } from "../../properties/hypotheses/index.js";
import { litmusTests, litmusThemes } from "../../properties/litmus/index.js";
import { readYourWrites } from "../../properties/read-your-writes.js";
import type { LitmusTest } from "../check/litmus.js";
import type { DelayProfile } from "../check/profile.js";
import type { Property } from "../check/property.js";
import type { Bounds } from "../check/verdict.js";
import { profiles } from "../explore/estimate/profiles/index.js";
import type { CommitterFactory } from "../job/committer.js";
import { defended } from "../job/defended.js";
import type { Incident } from "../job/incident.js";
import { type Scenario, scenarios } from "../job/scenario.js";
import {
  type Defence,
  type DefenceDescription,
  type DefenceEntry,
  defences,
} from "../store/defences/index.js";
import { allPersonalities, type Personality, personalities } from "../store/personalities/index.js";
import type { GivenOptions } from "../options.js";
import { builtInDigest } from "./built-in-digests.js";
import { UsageError } from "./errors.js";
import { isModulePath, loadModule, moduleFile } from "./load-module.js";
import { unknownName } from "./nearest.js";
import { sourceDigest } from "./source-digest.js";
import { readDefended, readSpelling } from "./spelling.js";

export { type CommitterDescription, type CommitterEntry, type GivenOptions } from "../../committers/index.js";
export {
  defences,
  allPersonalities as stores,
  personalities as comparedStores,
  hypothesisTables,
  incidents,
  litmusTests,
  litmusThemes,
  profiles,
  properties,
  scenarios,
};
export {
  allQuestions,
  type Finding,
  type Findings,
  lacks,
  type Need,
  needs,
  type ProbeContext,
  type ProbeReport,
  probeStore,
  type Question,
  questionTexts,
  requireOf,
} from "../../committers/shared/probe/index.js";

/** Those that are looked at unless others are named, and the others. */
export const allProperties: readonly Property[] = [...properties, ...furtherProperties];

export const builtInCommitters: readonly CommitterDescription[] = committers.map(
  (entry) => entry.description,
);

export const builtInDefences: readonly DefenceDescription[] = defences.map((entry) => entry.description);

/** What `compare` compares where nothing is chosen: three protocols, and controls that must be caught. */
export const comparedCommitters: readonly string[] = [
  "file-output-v1",
  "magic-copy?find=list",
  "magic-copy?find=handed",
  "iceberg-cas",
  "iceberg-cas?rebase=next-free-number",
  "iceberg-cas?on-error=clean-up",
  "iceberg-cas?on-error=retry-new-ids",
];

/**
 * What `compare --defences` puts the committers behind, one after the other. They ask twice, and the stores may answer wrongly
 * twice, so that a store which outlasts the defence is within the bounds.
 */
export const comparedDefences: readonly string[] = [
  "retry?attempts=2",
  "circuit-breaker?failures=2",
  "circuit-breaker?failures=1&counts=all",
  "read-back?attempts=2",
  "wait-for-delete?attempts=2",
  "list-until-count?attempts=2",
  "list-until-count?attempts=2&otherwise=go-on",
  "list-until-count?attempts=2&expected=own",
  "list-until-keys?attempts=2",
  "paging?attempts=2",
  "consistent-read",
  "version-token",
  "checksum-manifest?attempts=2",
  "multipart?attempts=2",
  "multipart?attempts=2&error=failed",
  "consistent-client?attempts=2",
  "s3mper?attempts=2",
  "s3mper?attempts=2&otherwise=fail&tasks=checked",
  "s3guard?attempts=2",
  "s3guard?attempts=2&mode=auth",
  "probe-first?found=overwrite",
  "negative-cache",
];

/** Which committers, where nothing is chosen. */
export const defendedCommitters: readonly string[] = [
  "file-output-v1",
  "magic-copy?find=list",
  "magic-copy?find=handed",
  "iceberg-cas",
];

/** On which stores. */
export const defendedStores: readonly string[] = [
  "strong",
  "list-lag",
  "overwrite-lag",
  "delete-lag",
  "copy-lag",
  "negative-cache",
  "s3-legacy",
];

/**
 * In which scenarios, each in a small scope: what a defence rescues is shown by every execution or not at all, so every search has to
 * close, and there are more than a thousand.
 */
export const defendedScenarios: readonly { readonly name: string; readonly scope: Partial<Bounds> }[] = [
  { name: "one-job", scope: { tasks: 2, files: 1 } },
  { name: "reply-lost", scope: { tasks: 1, files: 1 } },
];

/** In which scenarios, where nothing is chosen. */
export const comparedScenarios: readonly string[] = [
  "one-job",
  "speculation",
  "speculation-crash",
  "speculation-reader",
  "driver-crash",
  "two-writers",
  "reader-polling",
  "reply-lost",
];

/**
 * Finds a committer, and the defences that it stands behind, without running any code of the user's.
 *
 * @returns the digest of its code. Defences are the testbed's, and go by its version.
 * @throws UsageError for a name that is not known, or a file that is not there.
 */
export function committerDigest(text: string): string {
  const { committer, defences } = readDefended(text);
  defences.forEach(findDefence);
  const { name, options } = readSpelling(committer);
  if (isModulePath(name)) return sourceDigest(moduleFile(name));
  builtIn(name, options);
  return builtInDigest(name);
}

/** The committer that the user means, behind its defences. @throws UsageError, CommitterOptionError, DefenceOptionError */
export async function loadCommitter(text: string): Promise<CommitterFactory> {
  const { committer, defences } = readDefended(text);
  const { name, options } = readSpelling(committer);
  const factory = isModulePath(name) ? await loadModule(name, options) : builtIn(name, options);
  return defended(factory, defences.flatMap(findDefence));
}

/** The defence that the user means, or those that it is composed of. @throws UsageError, DefenceOptionError */
export function findDefence(text: string): readonly Defence[] {
  const { name, options } = readSpelling(text, "defence");
  return defenceNamed(name).withOptions(options);
}

/** @throws UsageError */
export function defenceNamed(name: string): DefenceEntry {
  const found = defences.find(({ description }) => description.name === name);
  if (found !== undefined) return found;
  const known = defences.map(({ description }) => description.name);
  throw new UsageError(unknownName("defence", "defences", name, known));
}

function builtIn(name: string, options: GivenOptions): CommitterFactory {
  const entry = committers.find(({ description }) => description.name === name);
  if (entry !== undefined) return entry.withOptions(options);
  const known = builtInCommitters.map((one) => one.name);
  const advice = "A committer of your own is given as a path: ./mine.ts.";
  throw new UsageError(`${unknownName("committer", "committers", name, known)} ${advice}`);
}

/** @throws UsageError */
export function findStore(name: string): Personality {
  return find(allPersonalities, name, "store", "stores");
}

/** @throws UsageError */
export function findScenario(name: string): Scenario {
  return find(scenarios, name, "scenario", "scenarios");
}

/** @throws UsageError */
export function findProfile(name: string): DelayProfile {
  return find(profiles, name, "delay profile", "delay profiles");
}

/** @throws UsageError */
export function findLitmusTest(name: string): LitmusTest {
  return find(litmusTests, name, "litmus test", "litmus tests");
}

/** @throws UsageError */
export function findProperty(name: string): Property {
  // Only programs note what a reader may expect.
  if (name === readYourWrites.name) return readYourWrites;
  return find(allProperties, name, "property", "properties");
}

/** @throws UsageError */
export function findIncident(name: string): Incident {
  return find(incidents, name, "incident", "incidents");
}

function find<T extends { readonly name: string }>(
  known: readonly T[],
  name: string,
  kind: string,
  kinds: string,
): T {
  const found = known.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new UsageError(
    unknownName(
      kind,
      kinds,
      name,
      known.map((one) => one.name),
    ),
  );
}
