/** What the pointer stands for: a version of the table, with the history that tells whose commits are in it. Pure functions. */
import type { DataFile } from "../../shared/data-files.js";
import type { Commit } from "../committer.js";

/** A commit as the history knows it. */
export type Known = {
  /** Tells it from all others; null: so old that the history has forgotten it. */
  readonly id: string | null;
  readonly files: readonly DataFile[];
};

export type Version = {
  /** How often the pointer was swapped; 0: there is none yet. */
  readonly version: number;
  /** Oldest first; one for each swap. */
  readonly commits: readonly Known[];
  /** Of the pointer's value; null where there is none. */
  readonly token: string | null;
};

export const noVersion: Version = { version: 0, commits: [], token: null };

/** The table holds something that a table of this format cannot hold. Loud: guessing on would lose rows. */
export class PointerError extends Error {
  override readonly name = "PointerError";
}

/**
 * The text of the version behind `base`.
 *
 * @param remembered how many commits are still known by their ids; 0: all.
 */
export function nextText(base: Version, commit: Commit, remembered: number): string {
  const commits = [...base.commits, commit];
  const from = remembered === 0 ? 0 : commits.length - remembered;
  return JSON.stringify({
    version: base.version + 1,
    commits: commits.map(({ id, files }, at) => ({ id: at < from ? null : id, files })),
  });
}

/** @throws {@link PointerError} */
export function parseVersion(text: string, token: string): Version {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PointerError("the current version is not JSON");
  }
  const { version, commits } = (value ?? {}) as Partial<Version>;
  if (typeof version !== "number" || !Array.isArray(commits))
    throw new PointerError("the current version has no number, or no commits");
  return { version, commits, token };
}

/** Is the commit the last one? What happens to it later is not looked at. */
export function isOnTop({ commits }: Version, { id }: Commit): boolean {
  return commits.at(-1)?.id === id;
}

/** Are all commits behind `base` still known by their ids? */
export function reachesBack({ commits }: Version, base: Version): boolean {
  return commits.slice(base.version).every(({ id }) => id !== null);
}
