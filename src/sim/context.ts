import type { Plain, Round } from "../job/committer.js";

/**
 * What a process may do, below the committer's own view of it: make requests to services by name, do several things at
 * once, loop, compute. `src/job/context.ts` makes the committer's context out of it.
 */
export interface KernelContext {
  /** The name of the process. */
  readonly process: string;
  /** Makes a request to a service and waits for its answer. Both are plain data; the answer is frozen. */
  call(service: string, request: unknown): Promise<unknown>;
  uuid(): string;
  now(): number;
  parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: KernelContext, index: number) => Promise<R>,
  ): Promise<R[]>;
  loop<S extends Plain, R extends Plain | void>(
    state: S,
    body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
  ): Promise<R>;
  /** Before the next request, in milliseconds. No step and no part of the state: only who tells times looks at it. */
  pause(milliseconds: number): Promise<void>;
  compute<T>(key: string, work: () => T | Promise<T>): Promise<T>;
}

/**
 * The code of a process. It is called afresh whenever the process is run again from its history. What it returns is all
 * that its history holds once it has ended.
 */
export type ProcessMain = (ctx: KernelContext) => Promise<Plain | void>;

/** A process of an execution. */
export interface ProcessSpec {
  /** `w1.driver`, `w1.t0.a0`, `reader1`: unique; a restarted process is another process. */
  readonly name: string;
  readonly main: ProcessMain;
  /** May a crash be chosen for it? */
  readonly crashable: boolean;
}
