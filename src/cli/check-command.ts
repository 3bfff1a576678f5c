/** The command line that exhausts a scope, as pages and results show it. */
import { boundText } from "../check/bounds.js";
import type { Bounds } from "../check/verdict.js";
import { shellWord } from "./shell-word.js";
import { readDefended } from "./spelling.js";

export interface CheckCommand {
  /** With its options and the defences that it stands behind: `file-output-v1 + s3guard`. */
  readonly committer: string;
  readonly store: string;
  /** Left out: `--scope` alone. */
  readonly scenario?: string;
  /** What the scope has besides the scenario's bounds, or the default ones. */
  readonly bounds: Partial<Bounds>;
  /** None: all. */
  readonly properties: readonly string[];
}

export function checkCommand({ committer, store, scenario, bounds, properties }: CheckCommand): string {
  const own = readDefended(committer);
  const names = Object.keys(bounds) as readonly (keyof Bounds)[];
  const scope = names.map((name) => boundText(name, bounds[name]!)).join(",");
  return [
    `npx lakelitmus check ${shellWord(own.committer)}`,
    ...own.defences.map((defence) => `--defence ${shellWord(defence)}`),
    `--store ${shellWord(store)} --exhaust`,
    ...(scenario === undefined ? [] : [`--scenario ${scenario}`]),
    ...(scope === "" ? [] : [`--scope ${scope}`]),
    ...properties.map((name) => `--property ${name}`),
  ].join(" ");
}
