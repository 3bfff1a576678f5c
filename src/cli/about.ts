/** What the report says of the names in it. */
import type { Verdicts } from "../check/verdict.js";
import type { About, AboutCommitter } from "../report/html/about.js";
import { builtInCommitters, properties, readSpelling, scenarios, stores } from "./registry.js";

/** Of the names that come up in these verdicts, those that are known here: a committer of the user's own has no description. */
export function aboutNames({ cells }: Pick<Verdicts, "cells">): About {
  const named = (of: (cell: Verdicts["cells"][number]) => string): ReadonlySet<string> =>
    new Set(cells.map(of));
  const committers = named((cell) => cell.committer);
  const storeNames = named((cell) => cell.store);
  const scenarioNames = named((cell) => cell.scenario);
  const propertyNames = named((cell) => cell.property);
  return {
    committers: [...committers].flatMap(aboutCommitter),
    stores: stores
      .filter(({ name }) => storeNames.has(name))
      .map(({ name, trueOf, since, until, source, hypothetical, capabilities }) => ({
        name,
        trueOf,
        since,
        ...(until === undefined ? {} : { until }),
        source,
        hypothetical: hypothetical ?? false,
        conditionalWrites: capabilities.conditionalWrites,
      })),
    scenarios: scenarios
      .filter(({ name }) => scenarioNames.has(name))
      .map(({ name, about, requires }) => ({ name, about, requires })),
    properties: properties
      .filter(({ name }) => propertyNames.has(name))
      .map(({ name, claim, anomaly }) => ({ name, claim, anomaly })),
  };
}

function aboutCommitter(text: string): readonly AboutCommitter[] {
  const { name, options } = readSpelling(text);
  const entry = builtInCommitters.find((one) => one.name === name);
  if (entry === undefined) return [];
  return [
    {
      name: text,
      title: entry.title,
      source: entry.source,
      options: entry.options.map((option) => ({
        name: option.name,
        value: options[option.name] ?? option.default,
        default: (options[option.name] ?? option.default) === option.default,
        meaning: option.meaning,
      })),
    },
  ];
}
