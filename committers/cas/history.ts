/** What is asked of a history of commits, whatever holds it. Pure functions. */
import type { Commit } from "./committer.js";

/** What a commit makes of a base that has it already. */
export type FoundOwn = "landed" | "append-again" | "roll-back";

interface History {
  /** Oldest first. An id that is null is so old that the history has forgotten it. */
  readonly commits: readonly { readonly id: string | null }[];
}

/** Is the commit known in the history? */
export function hasCommit({ commits }: History, { id }: Commit): boolean {
  return commits.some((commit) => commit.id === id);
}

/**
 * What the commit is appended to. `roll-back`, a control: where the base has the commit, the table as it was before it, so that
 * what others have committed since is gone (Apache Iceberg `SnapshotProducer`: a base that has the snapshot is taken for a
 * rollback to it).
 */
export function baseFor<V extends History>(base: V, { id }: Commit, foundOwn: FoundOwn): V {
  if (foundOwn !== "roll-back") return base;
  const at = base.commits.findIndex((commit) => commit.id === id);
  return at < 0 ? base : { ...base, commits: base.commits.slice(0, at) };
}
