/** Committers and defences as users write them: `name?option=value&option=value`, and a committer behind defences. */
import type { GivenOptions } from "../options.js";
import { UsageError } from "./errors.js";

/** A name or a path, and options. */
export interface Spelling {
  readonly name: string;
  readonly options: GivenOptions;
}

/** What stands between a committer and its defences, the one nearest to it first. No name or path of ours has it. */
const behind = " + ";

/** A committer's own spelling, and those of the defences that it stands behind. */
export interface DefendedSpelling {
  readonly committer: string;
  readonly defences: readonly string[];
}

/** `file-output-v1 + read-back + retry?attempts=3`, taken apart. */
export function readDefended(text: string): DefendedSpelling {
  const [committer = "", ...defences] = text.split(behind).map((part) => part.trim());
  return { committer, defences };
}

/** The other way round: the name under which a committer behind defences stands in verdicts, files and reports. */
export function spellDefended({ committer, defences }: DefendedSpelling): string {
  return [committer, ...defences].join(behind);
}

/** Splits `name?key=value&key=value`. @throws UsageError */
export function readSpelling(text: string, kind: "committer" | "defence" = "committer"): Spelling {
  const [name = "", ...rest] = text.split("?");
  if (name === "") {
    const path = kind === "committer" ? " or ./module.ts" : "";
    throw new UsageError(`"${text}" names no ${kind}. Write name or name?option=value${path}.`);
  }
  const options: Record<string, string> = {};
  for (const setting of rest.length === 0 ? [] : rest.join("?").split("&")) {
    const [, option, value] = /^([^=]+)=(.*)$/u.exec(setting) ?? [];
    if (option === undefined || value === undefined) {
      throw new UsageError(`In the ${kind} "${text}", "${setting}" is not option=value.`);
    }
    if (Object.hasOwn(options, option)) throw new UsageError(`The ${kind} "${text}" sets ${option} twice.`);
    options[option] = value;
  }
  return { name, options };
}
