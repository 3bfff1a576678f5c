/** Committers and defences as users write them: `name?option=value&option=value`. */
import type { GivenOptions } from "../options.js";
import { UsageError } from "./errors.js";

export { type DefendedSpelling, readDefended, spellDefended } from "../report/defended-name.js";

/** A name or a path, and options. */
export interface Spelling {
  readonly name: string;
  readonly options: GivenOptions;
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
