/** Which cells are run: committers x stores x scenarios, in this order, each with all properties in one search. */
import { boundNames, boundOf, boundText } from "../check/bounds.js";
import type { VerdictCell } from "../check/verdict.js";
import { appliesTo } from "../check/property.js";
import type { Effort } from "../explore/cell.js";
import { findSampler, samplers } from "../explore/samplers/index.js";
import type { Scenario } from "../job/scenario.js";
import { defaultEffort, exhaustiveStates } from "./effort.js";
import { UsageError } from "./errors.js";
import { distinct } from "./distinct.js";
import { unknownName } from "./nearest.js";
import {
  allProperties,
  builtInCommitters,
  committerDigest,
  comparedCommitters,
  comparedDefences,
  comparedScenarios,
  comparedStores,
  defendedCommitters,
  defendedScenarios,
  defendedStores,
  findProperty,
  findScenario,
  findStore,
  properties,
  scenarios,
  stores,
} from "./registry.js";
import { readScope, scenarioOf, scopeScenario, withScope } from "./scope.js";
import { readDefended, spellDefended } from "./spelling.js";
import { shellWord } from "./shell-word.js";
import { wholeNumber } from "./whole-number.js";

/** What the options of `compare` and `check` say about cells, as commander hands it over. */
export interface CellOptions {
  readonly committer?: readonly string[];
  /** What all committers stand behind, the one nearest to them first. */
  readonly defence?: readonly string[];
  /** Each committer alone, and behind each defence in turn. */
  readonly defences?: boolean;
  readonly store?: readonly string[];
  readonly scenario?: readonly string[];
  readonly property?: readonly string[];
  readonly scope?: string;
  readonly seed: string;
  readonly exhaust?: boolean;
  readonly sample?: string;
  readonly sampler?: readonly string[];
  readonly plain?: boolean;
  readonly states?: string;
  /** A time, in which the bounds grow. */
  readonly budget?: string;
}

/** A cell by names and plain data, so that it can go to a worker. */
export interface CellJob {
  readonly kind: "cell";
  readonly committer: string;
  readonly committerDigest: string;
  readonly store: string;
  readonly scenario: Scenario;
  readonly properties: readonly string[];
  readonly seed: string;
  readonly effort: Effort;
}

/**
 * The cells that the options ask for; `unasked`: how hard those of a scenario are looked at where the options say nothing of it.
 *
 * @throws UsageError, CommitterOptionError
 */
export function planCells(
  options: CellOptions,
  unasked: (scenario: string) => Effort = () => defaultEffort,
): readonly CellJob[] {
  const names = {
    committers: committersOf(options),
    stores: distinct(options.store, stores) ?? storesUnasked(options),
    properties: distinct(options.property, allProperties) ?? properties.map(({ name }) => name),
  };
  names.stores.forEach(findStore);
  names.properties.forEach(findProperty);
  const digests = new Map(names.committers.map((name) => [name, committerDigest(name)]));
  const scenarios = readScenarios(options);
  const efforts = new Map(scenarios.map(({ name }) => [name, readEffort(options, unasked(name))]));
  const seed = readSeed(options.seed);
  const looked = withProperties(scenarios, names.properties);
  return names.committers.flatMap((committer) =>
    names.stores.flatMap((store) =>
      looked.map(([scenario, properties]): CellJob => {
        const committerDigest = digests.get(committer)!;
        const effort = efforts.get(scenario.name)!;
        return { kind: "cell", committer, committerDigest, store, scenario, properties, seed, effort };
      }),
    ),
  );
}

/** The committers that are asked for, each behind its own defences and then those that all stand behind. */
function committersOf({ committer: asked, defence = [], defences = false }: CellOptions): readonly string[] {
  if (defences && defence.length > 0) {
    throw new UsageError(
      "--defences compares each defence by itself, and --defence has all committers stand behind one: give one of them.",
    );
  }
  const committers =
    distinct(asked, builtInCommitters) ?? (defences ? defendedCommitters : comparedCommitters);
  return committers.flatMap((text) => {
    const { committer, defences: own } = readDefended(text);
    const behind = (...more: readonly string[]): string =>
      spellDefended({ committer, defences: [...own, ...more] });
    return defences ? [behind(), ...comparedDefences.map((one) => behind(one))] : [behind(...defence)];
  });
}

/** Each scenario with those of the properties that say anything in it; none with none. @throws UsageError */
function withProperties(
  scenarios: readonly Scenario[],
  names: readonly string[],
): readonly (readonly [Scenario, readonly string[]])[] {
  const looked = scenarios
    .map((scenario) => {
      const said = names.filter((name) => appliesTo(findProperty(name), scenario.bounds));
      return [scenario, said] as const;
    })
    .filter(([, said]) => said.length > 0);
  if (looked.length > 0) return looked;
  const which = scenarios.map(({ name }) => name).join(", ");
  throw new UsageError(
    `${names.join(", ")} says nothing in ${which}: it is about rows that are there before. Choose a scenario or a --scope with prior=1.`,
  );
}

function storesUnasked({ defences }: CellOptions): readonly string[] {
  return defences === true ? defendedStores : comparedStores.map(({ name }) => name);
}

/** `--scope` changes the scenarios that are named; with none, it is one of its own. */
function readScenarios({ scenario, scope, defences }: CellOptions): readonly Scenario[] {
  const bounds = scope === undefined ? {} : readScope(scope);
  const named = distinct(scenario, scenarios);
  if (named === undefined && scope !== undefined) return [scenarioOf(bounds)];
  if (named === undefined && defences === true) {
    return defendedScenarios.map(({ name, scope }) => withScope(findScenario(name), scope));
  }
  return (named ?? comparedScenarios).map((name) => {
    if (scope === undefined) return findScenario(name);
    return name === scopeScenario ? scenarioOf(bounds) : withScope(findScenario(name), bounds);
  });
}

function readEffort(options: CellOptions, unasked: Effort): Effort {
  const { sample, plain, sampler } = options;
  if (plain === true && sample !== undefined)
    throw new UsageError("--plain is about searches, and --sample asks for none: give one of them.");
  const chosen = distinct(sampler, samplers);
  chosen?.forEach(checkSampler);
  const effort = readLimits(options, unasked);
  if (chosen !== undefined && effort.executions === 0)
    throw new UsageError("--sampler names samplers, and nothing is sampled: leave it out, or give --sample.");
  return {
    ...effort,
    ...(plain === true ? { plain } : {}),
    ...(chosen === undefined ? {} : { samplers: chosen }),
  };
}

/** @throws UsageError */
function checkSampler(name: string): void {
  if (findSampler(name) !== undefined) return;
  const known = samplers.map((one) => one.name);
  throw new UsageError(unknownName("sampler", "samplers", name, known));
}

function readLimits({ exhaust, sample, states, budget, sampler }: CellOptions, unasked: Effort): Effort {
  if (exhaust === true && sample !== undefined) {
    throw new UsageError("--exhaust and --sample contradict each other: give one of them, or neither.");
  }
  const otherwise = exhaust === true || [sample, states, sampler].some((one) => one !== undefined);
  if (budget !== undefined && otherwise) {
    throw new UsageError(
      "--budget searches as far as the time goes: give it without --exhaust, --sample, --sampler and --states.",
    );
  }
  if (sample !== undefined && states !== undefined) {
    throw new UsageError(
      "--states limits an exhaustive search, and --sample asks for none: give one of them.",
    );
  }
  if (sample !== undefined) {
    return { states: 0, executions: wholeNumber("--sample", sample, 1, 1_000_000_000) };
  }
  const limit = states === undefined ? undefined : wholeNumber("--states", states, 1, exhaustiveStates);
  if (exhaust === true) return { states: limit ?? exhaustiveStates, executions: 0 };
  return { ...unasked, ...(limit === undefined ? {} : { states: limit }) };
}

/** A seed is a text: `1` and `01` are two. */
export function readSeed(seed: string): string {
  if (/^[\w.-]{1,64}$/u.test(seed)) return seed;
  throw new UsageError(
    `--seed must be 1 to 64 letters, digits, dots, hyphens or underscores, and is "${seed}".`,
  );
}

/** What was run, as a command line that says all that decides the results: neither folders nor colours. */
export function commandLine(command: string, options: CellOptions): string {
  const repeated = (name: string, values: readonly string[] | undefined): string[] =>
    [...new Set(values)].flatMap((value) => [`--${name}`, shellWord(value)]);
  const valued = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, shellWord(value)];
  return [
    "lakelitmus",
    command,
    ...repeated("committer", options.committer),
    ...(options.defences === true ? ["--defences"] : []),
    // Two of a kind stand one behind the other.
    ...(options.defence ?? []).flatMap((defence) => ["--defence", shellWord(defence)]),
    ...repeated("store", options.store),
    ...repeated("scenario", options.scenario),
    ...repeated("property", options.property),
    ...valued("scope", options.scope),
    ...(options.exhaust === true ? ["--exhaust"] : []),
    ...(options.plain === true ? ["--plain"] : []),
    ...valued("sample", options.sample),
    ...repeated("sampler", options.sampler),
    ...valued("states", options.states),
    ...valued("budget", options.budget),
    "--seed",
    options.seed,
  ].join(" ");
}

/** A command line that shows a cell again that has no counterexample. */
export function reproduceCell(job: CellJob, cell: VerdictCell): string {
  const { scenario, effort } = job;
  const scope = boundNames
    .filter((name) => scenario.bounds[name] !== undefined)
    .map((name) => boundText(name, boundOf(scenario.bounds, name)));
  return [
    "npx lakelitmus check",
    shellWord(cell.committer),
    `--store ${shellWord(cell.store)}`,
    ...(scenario.name === scopeScenario ? [] : [`--scenario ${shellWord(scenario.name)}`]),
    ...(isAsNamed(scenario) ? [] : [`--scope ${scope.join(",")}`]),
    `--property ${shellWord(cell.property)}`,
    ...effortWords(effort),
    `--seed ${job.seed}`,
  ].join(" ");
}

/** Is the scenario what its name says? */
function isAsNamed(scenario: Scenario): boolean {
  if (scenario.name === scopeScenario) return false;
  return JSON.stringify(findScenario(scenario.name)) === JSON.stringify(scenario);
}

function effortWords({ states, executions, plain = false, samplers: named = [] }: Effort): readonly string[] {
  const which = named.map((name) => `--sampler ${name}`);
  if (states === 0) return [`--sample ${executions}`, ...which];
  const unasked = executions === 0 ? exhaustiveStates : defaultEffort.states;
  const limit = states === unasked ? [] : [`--states ${states}`];
  return [...(executions === 0 ? ["--exhaust"] : []), ...(plain ? ["--plain"] : []), ...limit, ...which];
}
