/** What the report says of the names in it. */
import type { Verdicts } from "../check/verdict.js";
import type { GivenOptions, OptionDescription } from "../options.js";
import type { About, AboutCommitter, AboutDefence, AboutOption } from "../report/html/about.js";
import { builtInCommitters, defenceNamed, allProperties, scenarios, stores } from "./registry.js";
import { strong } from "../store/contracts/strong.js";
import { readDefended, readSpelling } from "./spelling.js";

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
      .map(({ name, trueOf, since, until, source, hypothetical, capabilities, contract }) => ({
        name,
        trueOf,
        since,
        ...(until === undefined ? {} : { until }),
        source,
        hypothetical: hypothetical ?? false,
        conditionalWrites: capabilities.conditionalWrites,
        lags: contract !== strong,
      })),
    scenarios: scenarios
      .filter(({ name }) => scenarioNames.has(name))
      .map(({ name, about, requires }) => ({ name, about, requires })),
    properties: allProperties
      .filter(({ name }) => propertyNames.has(name))
      .map(({ name, claim, anomaly }) => ({ name, claim, anomaly })),
  };
}

function aboutCommitter(text: string): readonly AboutCommitter[] {
  const { committer, defences } = readDefended(text);
  const { name, options } = readSpelling(committer);
  const entry = builtInCommitters.find((one) => one.name === name);
  if (entry === undefined && defences.length === 0) return [];
  return [
    {
      name: text,
      title: entry?.title ?? "a committer that does not come with lakelitmus",
      source: entry?.source ?? name,
      options: entry === undefined ? [] : aboutOptions(entry.options, options),
      defences: defences.map(aboutDefence),
    },
  ];
}

function aboutDefence(text: string): AboutDefence {
  const { name, options: given } = readSpelling(text, "defence");
  const { title, source, promises, leavesOpen, options } = defenceNamed(name).description;
  return { name: text, title, source, promises, leavesOpen, options: aboutOptions(options, given) };
}

function aboutOptions(options: readonly OptionDescription[], given: GivenOptions): readonly AboutOption[] {
  return options.map((option) => {
    const value = given[option.name] ?? option.default;
    return { name: option.name, value, default: value === option.default, meaning: option.meaning };
  });
}
