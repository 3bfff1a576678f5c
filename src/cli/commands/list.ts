/** `list`: every name that can be given, and what it stands for. */
import { type OptionDescription, valuesText } from "../../options.js";
import { boundNames, boundOf, boundRanges, boundText } from "../../check/bounds.js";
import { defaultBounds } from "../../job/scenario.js";
import { hang } from "../../report/layout.js";
import { paints } from "../../report/paint.js";
import { anomalyWords, boundsWords, listed } from "../../report/words.js";
import type { Personality } from "../../store/personalities/index.js";
import { exitStatus, type ExitStatus } from "../errors.js";
import { builtInCommitters, builtInDefences, profiles, properties, scenarios, stores } from "../registry.js";
import type { Shell } from "../shell.js";

export function runList(options: { readonly json?: boolean }, shell: Shell): ExitStatus {
  shell.out(options.json === true ? asJson() : asText(shell));
  return exitStatus.met;
}

function asJson(): string {
  const value = {
    schema: "lakelitmus/list@1",
    committers: builtInCommitters,
    defences: builtInDefences,
    stores: stores.map(({ name, capabilities, trueOf, since, until, source, hypothetical }) => ({
      name,
      trueOf,
      since,
      until,
      source,
      hypothetical: hypothetical ?? false,
      capabilities,
    })),
    scenarios: scenarios.map(({ name, about, bounds, requires }) => ({ name, about, bounds, requires })),
    properties: properties.map(({ name, claim, anomaly }) => ({ name, claim, anomaly })),
    profiles,
    scope: boundNames.map((name) => ({
      name,
      default: boundOf(defaultBounds, name),
      ...boundRanges[name],
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function asText({ width, color }: Shell): string {
  const paint = paints(color);
  const entry = (name: string, ...texts: readonly string[]): string[] => [
    `  ${name}`,
    ...texts.filter((text) => text !== "").flatMap((text) => hang("      ", text, width)),
  ];
  const section = (title: string, entries: readonly (readonly string[])[]): string[] => [
    paint.heading(title),
    ...entries.flat(),
    "",
  ];
  const lines = [
    ...section(
      "Committers (name, or name?option=value&option=value, or ./module.ts)",
      builtInCommitters.map((one) => [
        ...entry(one.name, sentence(one.title), `Source: ${sentence(one.source)}`),
        ...optionLines(one.options, width),
      ]),
    ),
    ...section(
      "Defences (--defence name, or name?option=value)",
      builtInDefences.map((one) => [
        ...entry(
          one.name,
          sentence(one.title),
          `Promises: ${one.promises}`,
          `Leaves open: ${one.leavesOpen}`,
          `Source: ${sentence(one.source)}`,
        ),
        ...optionLines(one.options, width),
      ]),
    ),
    ...section(
      "Stores",
      stores.map((one) => entry(one.name, one.trueOf, whenTrue(one), `Source: ${sentence(one.source)}`)),
    ),
    ...section(
      "Scenarios",
      scenarios.map((one) => entry(one.name, one.about, `${boundsWords(one.bounds)}.`)),
    ),
    ...section(
      "Properties",
      properties.map((one) => entry(one.name, one.claim, `Violated: ${anomalyWords(one.anomaly)}.`)),
    ),
    ...section(
      "Delay profiles of estimate (or ./profile.json; --show-profile prints one)",
      profiles.map((one) => entry(one.name, one.about, `Source: ${sentence(one.source)}`)),
    ),
    ...section(
      "Bounds of --scope, with their defaults",
      boundNames.map((name) =>
        hang(
          `  ${boundText(name, boundOf(defaultBounds, name)).padEnd(16)}`,
          [boundRanges[name].meaning, kindsText(boundRanges[name].kinds)].join(""),
          width,
        ),
      ),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function kindsText(kinds: readonly string[] | undefined): string {
  return kinds === undefined ? "" : ` (${listed(kinds, "or")})`;
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function optionLines(options: readonly OptionDescription[], width: number): readonly string[] {
  return options.flatMap((option) =>
    hang(
      "      ",
      `${option.name}: ${valuesText(option)}; ${option.default} where it is left out. ${option.meaning}`,
      width,
    ),
  );
}

function whenTrue({ since, until, hypothetical }: Personality): string {
  if (hypothetical === true) return "Hypothetical: no store is known to be so.";
  return until === undefined ? `Since ${since}.` : `From ${since} until ${until}.`;
}
