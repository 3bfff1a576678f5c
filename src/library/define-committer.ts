/** Committers of one's own, hook by hook. */
import { distance } from "../cli/nearest.js";
import { hookNames } from "../job/around.js";
import type { Committer, CommitterFactory, Context, PartRef } from "../job/committer.js";

/** The hooks that are different from their defaults. */
export type CommitterHooks = Partial<Committer>;

/**
 * Makes a committer of some hooks. Those that are left out do what the simplest committer does: each part is written at
 * once to its final key, `<table><part name>`; nothing is staged, moved or cleaned up; the job has landed when its tasks
 * have; and a reader takes every object below the table for a part, unless a component of its key begins with `_` or `.`.
 *
 * @param hooks the hooks, or a function that makes them. It is called once for each process, so what it closes over is
 * that process's memory; hooks that are given directly may keep their memory in `this`.
 * @throws TypeError where a name is all but a hook's (`commitjob`): the hook's default would run in its place.
 */
export function defineCommitter(hooks: CommitterHooks | (() => CommitterHooks)): CommitterFactory {
  if (typeof hooks !== "function") checkNames(hooks);
  return () => {
    const own: CommitterHooks =
      typeof hooks === "function" ? hooks() : (Object.create(hooks) as CommitterHooks);
    if (typeof hooks === "function") checkNames(own);
    return {
      ...(own.uses === undefined ? {} : { uses: own.uses }),
      setupJob: async (job, ctx) => own.setupJob?.(job, ctx),
      setupTask: async (attempt, ctx) => own.setupTask?.(attempt, ctx),
      write: async (attempt, part, ctx) => {
        if (own.write !== undefined) return own.write(attempt, part, ctx);
        await ctx.store.put({ key: `${attempt.job.table}${part.name}`, body: part.body });
      },
      needsTaskCommit: async (attempt, ctx) => own.needsTaskCommit?.(attempt, ctx) ?? true,
      commitTask: async (attempt, ctx) => own.commitTask?.(attempt, ctx) ?? null,
      abortTask: async (attempt, ctx) => own.abortTask?.(attempt, ctx),
      commitJob: async (job, commits, ctx) => own.commitJob?.(job, commits, ctx) ?? "landed",
      abortJob: async (job, ctx) => own.abortJob?.(job, ctx),
      read: async (table, ctx) => own.read?.(table, ctx) ?? listParts(table, ctx),
      ...optionalHooks(own),
    };
  };
}

/** Every hook, so that one that is added to the interface is missed here by the compiler. */
const knownNames: Readonly<Record<keyof Committer, true>> = {
  ...hookNames,
  uses: true,
  privateTo: true,
  modes: true,
  commitJobRepeatable: true,
  standsOnMessages: true,
  reach: true,
};

/** What is no hook is the committer's own; but `commitjob` is a mistake, and what runs instead of it would be judged. */
function checkNames(hooks: CommitterHooks): void {
  for (const name of Object.keys(hooks).filter((own) => !Object.hasOwn(knownNames, own))) {
    const near = (hook: string): boolean => distance(name.toLowerCase(), hook.toLowerCase()) <= 1;
    const meant = Object.keys(knownNames).find(near);
    if (meant !== undefined) throw new TypeError(`"${name}" is no hook of a committer; "${meant}" is`);
  }
}

/** Those that have no default; where the engine asks whether they are there, they must not seem to be. */
function optionalHooks(own: CommitterHooks): CommitterHooks {
  return {
    ...(own.maintain === undefined ? {} : { maintain: async (table, ctx) => own.maintain!(table, ctx) }),
    ...(own.modes === undefined ? {} : { modes: own.modes }),
    ...(own.commitJobRepeatable === undefined ? {} : { commitJobRepeatable: own.commitJobRepeatable }),
    ...(own.standsOnMessages === undefined ? {} : { standsOnMessages: own.standsOnMessages }),
    ...(own.recoverTask === undefined ? {} : { recoverTask: async (one, ctx) => own.recoverTask!(one, ctx) }),
    ...(own.privateTo === undefined ? {} : { privateTo: (attempt) => own.privateTo!(attempt) }),
    ...(own.reach === undefined ? {} : { reach: (ctx) => own.reach!(ctx) }),
    ...(own.outputExists === undefined
      ? {}
      : { outputExists: async (job, ctx) => own.outputExists!(job, ctx) }),
    ...(own.clearOutput === undefined ? {} : { clearOutput: async (job, ctx) => own.clearOutput!(job, ctx) }),
  };
}

/** All objects below a prefix whose names are not hidden (Hadoop and Spark: a name that begins with `_` or `.`). */
async function listParts(table: string, ctx: Context): Promise<readonly PartRef[]> {
  const parts: PartRef[] = [];
  let token: string | undefined;
  do {
    const page = await ctx.store.list({
      prefix: table,
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    const names = page.objects.map(({ key }) => key.slice(table.length));
    const visible = names.filter((name) => !name.endsWith("/") && name !== "" && !/(?:^|\/)[_.]/u.test(name));
    parts.push(...visible.map((name) => ({ key: table + name })));
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return parts;
}
