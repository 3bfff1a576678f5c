/** A committer behind defences stands in verdicts, files and reports under one name: `file-output-v1 + read-back + retry`. */

/** What stands between a committer and its defences, the one nearest to it first. No name or path of ours has it. */
const behind = " + ";

/** A committer's own spelling, and those of the defences that it stands behind. */
export interface DefendedSpelling {
  readonly committer: string;
  readonly defences: readonly string[];
}

export function readDefended(text: string): DefendedSpelling {
  const [committer = "", ...defences] = text.split(behind).map((part) => part.trim());
  return { committer, defences };
}

/** The other way round. */
export function spellDefended({ committer, defences }: DefendedSpelling): string {
  return [committer, ...defences].join(behind);
}
