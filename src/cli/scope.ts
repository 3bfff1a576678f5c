/** `--scope tasks=2,files=2,…`: the bounds of what is explored. */
import type { Bounds } from "../check/verdict.js";
import { defaultBounds, type Scenario, withBounds } from "../job/scenario.js";
import { UsageError } from "./errors.js";
import { nearest } from "./nearest.js";
import { wholeNumber } from "./whole-number.js";

/** What each bound may be, and what it means. */
export const boundRanges: Readonly<
  Record<keyof Bounds, { readonly from: number; readonly to: number; readonly meaning: string }>
> = {
  tasks: { from: 1, to: 1000, meaning: "tasks of a job" },
  files: { from: 0, to: 1000, meaning: "files that a task writes" },
  rows: { from: 0, to: 100_000, meaning: "rows of a file" },
  attempts: { from: 1, to: 10, meaning: "attempts of a task, one after the other" },
  speculative: { from: 0, to: 1000, meaning: "tasks with a second attempt from the start" },
  writers: { from: 1, to: 10, meaning: "jobs at once" },
  reruns: { from: 0, to: 10, meaning: "reruns of a job whose driver has crashed" },
  readers: { from: 0, to: 10, meaning: "readers" },
  polls: { from: 0, to: 100, meaning: "reads of the table by a reader" },
  anomalies: { from: 0, to: 20, meaning: "wrong answers of the store" },
  faults: { from: 0, to: 20, meaning: "lost requests or answers" },
  crashes: { from: 0, to: 10, meaning: "processes that die" },
  zombies: { from: 0, to: 10, meaning: "requests in flight without their caller" },
  lingering: { from: 0, to: 1, meaning: "1: attempts may still run when the driver gives their job up" },
  coordinator: { from: 0, to: 1, meaning: "1: attempts ask the driver before they commit" },
  throttling: { from: 0, to: 1, meaning: "1: a fault may be a 503 SlowDown" },
  resumes: { from: 0, to: 1, meaning: "1: a fault may be a GET that breaks off and is resumed by range" },
  lifecycle: { from: 0, to: 1, meaning: "1: a fault may be an upload that a lifecycle rule aborts" },
};

const names = Object.keys(boundRanges) as readonly (keyof Bounds)[];

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
      const meant = nearest(name, names);
      const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      throw new UsageError(`--scope has no bound "${name}".${question} ${knownBounds()}`);
    }
    if (scope[name] !== undefined) throw new UsageError(`--scope sets ${name} twice.`);
    const { from, to } = boundRanges[name];
    scope[name] = wholeNumber(`The bound ${name} of --scope`, value, from, to);
  }
  return scope;
}

function knownBounds(): string {
  const known = names.map((name) => `${name}=${defaultBounds[name] ?? 0} (${boundRanges[name].meaning})`);
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
