/** A committer with something around each of its hooks: the name of the hook noted, another store put before it. */
import type { AttemptInfo, Committer, Context, JobInfo } from "./committer.js";

/** A hook that is called with a context. */
export type HookName = {
  readonly [K in keyof Committer]-?: Exclude<Committer[K], undefined> extends (
    ...given: never[]
  ) => Promise<unknown>
    ? K
    : never;
}[keyof Committer];

/** What a hook is about: a job, an attempt, or the table that is read. */
export type Subject = JobInfo | AttemptInfo | string;

/** Calls `call`, with the context that the engine gave or with another. */
export type Around = <R>(
  hook: HookName,
  ctx: Context,
  call: (ctx: Context) => Promise<R>,
  subject: Subject,
) => Promise<R>;

/** The hooks that a process runs. */
export const hookNames: Readonly<Record<HookName, true>> = {
  setupJob: true,
  setupTask: true,
  write: true,
  needsTaskCommit: true,
  commitTask: true,
  abortTask: true,
  commitJob: true,
  abortJob: true,
  read: true,
  outputExists: true,
  clearOutput: true,
  recoverTask: true,
  maintain: true,
};

type AnyHook = (...given: unknown[]) => Promise<unknown>;

/** The same committer, with `around` around every hook that it has. */
export function aroundHooks(committer: Committer, around: Around): Committer {
  const hooks: Partial<Record<HookName, AnyHook>> = {};
  for (const name of Object.keys(hookNames) as HookName[]) {
    const hook = committer[name] as AnyHook | undefined;
    if (hook === undefined) continue;
    hooks[name] = (...given: unknown[]): Promise<unknown> => {
      const ctx = given.at(-1) as Context;
      const call = (inner: Context) => hook.call(committer, ...given.slice(0, -1), inner);
      return around(name, ctx, call, given[0] as Subject);
    };
  }
  return {
    ...(hooks as unknown as Committer),
    ...(committer.uses === undefined ? {} : { uses: committer.uses }),
    ...(committer.privateTo === undefined ? {} : { privateTo: committer.privateTo.bind(committer) }),
    ...(committer.reach === undefined ? {} : { reach: committer.reach.bind(committer) }),
    ...(committer.modes === undefined ? {} : { modes: committer.modes }),
    ...(committer.commitJobRepeatable === undefined
      ? {}
      : { commitJobRepeatable: committer.commitJobRepeatable }),
    ...(committer.standsOnMessages === undefined ? {} : { standsOnMessages: committer.standsOnMessages }),
  };
}
