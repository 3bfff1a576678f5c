/** Everything that can be named on the command line, as plain data: kind by kind, with what each name stands for. */
import { boundNames, boundOf, boundRanges, boundText } from "../check/bounds.js";
import { portfolio, samplers } from "../explore/samplers/index.js";
import { defaultBounds } from "../job/scenario.js";
import { type OptionDescription, valuesText } from "../options.js";
import { anomalyWords, boundsWords, fullStop, listed } from "../report/words.js";
import type { Personality } from "../store/personalities/index.js";
import {
  builtInCommitters,
  builtInDefences,
  profiles,
  allProperties,
  scenarios,
  stores,
} from "./registry.js";

export interface CatalogueEntry {
  readonly name: string;
  /** A line that says what it is. */
  readonly summary: string;
  /** The rest: paragraphs. */
  readonly details: readonly string[];
  /** The same as data. */
  readonly data: unknown;
}

export interface CatalogueKind {
  /** As it is asked for, and its member in JSON: `committers`. */
  readonly name: string;
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

export function catalogue(): readonly CatalogueKind[] {
  return [
    {
      name: "committers",
      title: "Committers (name, or name?option=value&option=value, or ./module.ts)",
      entries: builtInCommitters.map((one) => ({
        name: one.name,
        summary: fullStop(one.title),
        details: [`Source: ${fullStop(one.source)}`, ...one.options.map(optionText)],
        data: one,
      })),
    },
    {
      name: "defences",
      title: "Defences (--defence name, or name?option=value)",
      entries: builtInDefences.map((one) => ({
        name: one.name,
        summary: fullStop(one.title),
        details: [
          `Promises: ${one.promises}`,
          `Leaves open: ${one.leavesOpen}`,
          `Source: ${fullStop(one.source)}`,
          ...one.options.map(optionText),
        ],
        data: one,
      })),
    },
    { name: "stores", title: "Stores", entries: stores.map(storeEntry) },
    {
      name: "scenarios",
      title: "Scenarios",
      entries: scenarios.map(({ name, about, bounds, requires }) => ({
        name,
        summary: about,
        details: [`${boundsWords(bounds)}.`],
        data: { name, about, bounds, requires },
      })),
    },
    {
      name: "properties",
      title: "Properties",
      entries: allProperties.map(({ name, claim, anomaly }) => ({
        name,
        summary: claim,
        details: [`Violated: ${anomalyWords(anomaly)}.`],
        data: { name, claim, anomaly },
      })),
    },
    {
      name: "profiles",
      title: "Delay profiles of estimate (or ./profile.json; --show-profile prints one)",
      entries: profiles.map((one) => ({
        name: one.name,
        summary: one.about,
        details: [`Source: ${fullStop(one.source)}`],
        data: one,
      })),
    },
    {
      name: "samplers",
      title: "Samplers (--sampler; those that take turns where none is named come first)",
      entries: samplers.map(({ name, about }) => ({
        name,
        summary: about,
        details: [],
        data: { name, about, usual: portfolio.some((one) => one.name === name) },
      })),
    },
    {
      name: "scope",
      title: "Bounds of --scope, with their defaults",
      entries: boundNames.map((name) => ({
        name: boundText(name, boundOf(defaultBounds, name)),
        summary: `${boundRanges[name].meaning}${kindsText(boundRanges[name].kinds)}`,
        details: [],
        data: { name, default: boundOf(defaultBounds, name), ...boundRanges[name] },
      })),
    },
  ];
}

function storeEntry(one: Personality): CatalogueEntry {
  const { name, trueOf, since, until, source, hypothetical = false, capabilities } = one;
  return {
    name,
    summary: trueOf,
    details: [whenTrue(one), `Source: ${fullStop(source)}`],
    data: { name, trueOf, since, until, source, hypothetical, capabilities },
  };
}

function whenTrue({ since, until, hypothetical }: Personality): string {
  if (hypothetical === true) return "Hypothetical: no store is known to be so.";
  return until === undefined ? `Since ${since}.` : `From ${since} until ${until}.`;
}

function optionText(option: OptionDescription): string {
  return `${option.name}: ${valuesText(option)}; ${option.default} where it is left out. ${option.meaning}`;
}

function kindsText(kinds: readonly string[] | undefined): string {
  return kinds === undefined ? "" : ` (${listed(kinds, "or")})`;
}
