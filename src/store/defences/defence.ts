/**
 * A defence stands between one process and the store: what teams wrap their client in, so that a store which lags or fails
 * does them no harm. It has the store's face towards the process and knows the store by that face alone, so it stands before a
 * real bucket as before a simulated one.
 */
import type { GivenOptions, OptionDescription } from "../../options.js";
import type { KeyValueTable } from "../key-value-table.js";
import type { ObjectStore } from "../object-store.js";
import type { Plain, Round } from "../plain.js";

/** What a defence needs of the process that it stands in. As a committer's context, it is another one in each strand and round. */
export interface DefenceContext<M extends Plain = Plain> {
  /** What stands behind the defence: the store, or the next defence. */
  readonly store: ObjectStore;
  /** What the defence remembers of this process. */
  memory(): M;
  /** It lasts as long as the process: only what is kept here does, and not a variable of the defence's own. */
  remember(memory: M): void;
  /** A table beside the store, which all processes share; only for defences that name it in {@link Defence.uses}. */
  readonly table: KeyValueTable;
  /** Is it a task attempt's process? */
  readonly task: boolean;
  /** The same in all of a process, and different in others: so that two do not back off in step. */
  readonly salt: string;
  /** Milliseconds on a real bucket, a counter of this process in a simulation. */
  now(): number;
  /** Waits on a real bucket; in a simulation it takes a place in what is told of times, and decides nothing. */
  pause(milliseconds: number): Promise<void>;
  /** Asks again: a round may know nothing of earlier ones but its state. What it ends with is plain data, or has bodies in it. */
  loop<S extends Plain, R>(
    state: S,
    body: (state: S, ctx: DefenceContext<M>) => Promise<Round<S, R>>,
  ): Promise<R>;
  /** Asks several things at once. */
  parallel<T, R>(
    items: readonly T[],
    body: (item: T, ctx: DefenceContext<M>, index: number) => Promise<R>,
  ): Promise<R[]>;
}

/** A defence with its options set. It holds nothing that changes: one object serves all processes. */
export interface Defence<M extends Plain = Plain> {
  /** As the user spells it: `read-back?attempts=3`. */
  readonly name: string;
  /** What it needs besides the store. */
  readonly uses?: readonly "table"[];
  /** What it remembers when a process begins; null where it remembers nothing. */
  readonly initial: M;
  /** The store as the process sees it in this context. What it throws is an S3Error, as a store's. */
  wrap(ctx: DefenceContext<M>): ObjectStore;
  /** What strands that began with `before` at once have learnt together. Left out where nothing is remembered. */
  merge?(before: M, after: readonly M[]): M;
  /** What a task attempt tells its driver beside the committer's own message. */
  tell?(memory: M): Plain;
  /** What the driver learns of that. */
  hear?(memory: M, told: Plain): M;
}

export interface DefenceDescription {
  /** The name that users write. */
  readonly name: string;
  /** What it does, in one phrase. */
  readonly title: string;
  /** The runbook, library or issue that it is taken from. */
  readonly source: string;
  /** What it promises whoever stands behind it, in one or two sentences. */
  readonly promises: string;
  /** What it leaves open, in one or two sentences. */
  readonly leavesOpen: string;
  readonly options: readonly OptionDescription[];
}

/** A defence as the registry holds it. */
export interface DefenceEntry {
  readonly description: DefenceDescription;
  /**
   * The defence with these options, or those that it is composed of, the one nearest to the process first.
   *
   * @throws {@link DefenceOptionError}
   */
  readonly withOptions: (given: GivenOptions) => readonly Defence[];
}

/** The user set an option that the defence does not have, or to a value that it does not take. */
export class DefenceOptionError extends Error {
  override readonly name = "DefenceOptionError";
  readonly defence: string;
  readonly option: string;

  constructor(defence: string, option: string, message: string) {
    super(message);
    this.defence = defence;
    this.option = option;
  }
}
