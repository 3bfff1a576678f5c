/** `--scope tasks=2,files=2,…`: the bounds of what is explored. */
import { boundNames, boundOf, boundRanges, boundText } from "../check/bounds.js";
import type { Bounds } from "../check/verdict.js";
import { defaultBounds, type Scenario, withBounds } from "../job/scenario.js";
import { listed } from "../report/words.js";
import { UsageError } from "./errors.js";
import { nearest } from "./nearest.js";
import { wholeNumber } from "./whole-number.js";

function isBound(name: string): name is keyof Bounds {
  return Object.hasOwn(boundRanges, name);
}

/** The bounds that the user sets. @throws UsageError */
export function readScope(text: string): Partial<Bounds> {
  const scope: Partial<Record<keyof Bounds, number>> = {};
  for (const setting of text.split(",")) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S*)\s*$/u.exec(setting) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`In --scope, "${setting}" is not bound=number. ${knownBounds()}`);
    }
    if (!isBound(name)) {
      const meant = nearest(name, boundNames);
      const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      throw new UsageError(`--scope has no bound "${name}".${question} ${knownBounds()}`);
    }
    if (scope[name] !== undefined) throw new UsageError(`--scope sets ${name} twice.`);
    scope[name] = readBound(name, value);
  }
  return scope;
}

/** A number, or the name of a kind. @throws UsageError */
function readBound(name: keyof Bounds, text: string): number {
  const { from, to, kinds } = boundRanges[name];
  if (kinds === undefined) return wholeNumber(`The bound ${name} of --scope`, text, from, to);
  const kind = kinds.includes(text) ? kinds.indexOf(text) : Number(text === "" ? Number.NaN : text);
  if (Number.isInteger(kind) && kind >= from && kind <= to) return kind;
  throw new UsageError(`The bound ${name} of --scope must be ${listed(kinds, "or")}, and is "${text}".`);
}

function knownBounds(): string {
  const known = boundNames.map(
    (name) => `${boundText(name, boundOf(defaultBounds, name))} (${boundRanges[name].meaning})`,
  );
  return `The bounds, with their defaults: ${known.join(", ")}.`;
}

/** The name of the scenario that `--scope` alone makes. */
export const scopeScenario = "scope";

/** The scenario with other bounds, and these alone; a reader that is asked for reads at least once. */
export function withScope(scenario: Scenario, scope: Partial<Bounds>): Scenario {
  const { readers, polls } = { ...scenario.bounds, ...scope };
  const idle = readers > 0 && polls === 0 && scope.polls === undefined;
  return withBounds(scenario, idle ? { ...scope, polls: 1 } : scope);
}

/** A scenario of nothing but bounds. */
export function scenarioOf(bounds: Partial<Bounds>): Scenario {
  return withScope(
    {
      name: scopeScenario,
      about: "What --scope says, and the defaults for what it leaves out.",
      bounds: defaultBounds,
      requires: ["ack"],
    },
    bounds,
  );
}
