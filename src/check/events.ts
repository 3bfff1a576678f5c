/** What properties may know: what the engine did and what readers were told. Plain data. */

/** One part as a reader got it. */
export interface PartSeen {
  readonly key: string;
  /** Digest of the bytes that were read; {@link PartContents} tells what rows they hold. */
  readonly digest: string;
}

/** A whole table as somebody read it. */
export type TableSeen =
  | { readonly ok: true; readonly parts: readonly PartSeen[] }
  /** The read failed loudly; `key`: the object that was missing or did not match what refers to it. */
  | { readonly ok: false; readonly error: string; readonly key?: string };

export type Event =
  /** A run of a job began. `job` is its id, `jobKey` the same in each rerun. */
  | { readonly type: "started"; readonly job: string; readonly jobKey: string }
  /** The engine told its user that the job succeeded: `attempts[t]` is the attempt of task t that counts. */
  | {
      readonly type: "acked";
      readonly job: string;
      readonly jobKey: string;
      readonly attempts: readonly number[];
    }
  /** The engine told its user that the job failed. */
  | { readonly type: "failed"; readonly job: string; readonly jobKey: string; readonly reason: string }
  /** The engine told its user that it does not know: the rows of the job count 0 or 1. */
  | { readonly type: "unknown"; readonly job: string; readonly jobKey: string }
  /** The committer declined the store. */
  | { readonly type: "refused"; readonly job: string; readonly jobKey: string; readonly reason: string }
  /** The engine has given an attempt up: it was refused the commit, it failed, or its process was lost. */
  | {
      readonly type: "discarded";
      readonly why: "denied" | "failed" | "lost";
      readonly job: string;
      readonly task: number;
      readonly attempt: number;
    }
  /**
   * A reader finished reading the table. `poll` counts its reads from 0. `after`: what had been acknowledged when it began, where
   * somebody noted that.
   */
  | {
      readonly type: "read";
      readonly reader: string;
      readonly poll: number;
      readonly table: TableSeen;
      readonly after?: readonly string[];
    }
  | { readonly type: "crashed"; readonly process: string };

/** What rows the bytes with a digest hold. */
export interface PartContents {
  /** Of a part that the scenario wrote, or of any other bytes that were read back (then decoded). */
  of(digest: string): PartContent;
  /** As {@link of}; undefined for bytes that nobody has read as a part (a manifest, a marker). */
  find(digest: string): PartContent | undefined;
}

export type PartContent =
  | {
      readonly readable: true;
      /** Whose rows they are; undefined where the bytes are nobody's (spliced from two objects, say). */
      readonly writer?: {
        readonly jobKey: string;
        readonly job: string;
        readonly task: number;
        readonly attempt: number;
      };
      /** One string per row, equal for equal rows, whoever wrote them; repeats count. */
      readonly rows: readonly string[];
    }
  | { readonly readable: false; readonly reason: string };
