/** Committers of one's own, hook by hook. */
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
 */
export function defineCommitter(hooks: CommitterHooks | (() => CommitterHooks)): CommitterFactory {
  return () => {
    const own: CommitterHooks =
      typeof hooks === "function" ? hooks() : (Object.create(hooks) as CommitterHooks);
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

/** Those that have no default; where the engine asks whether they are there, they must not seem to be. */
function optionalHooks(own: CommitterHooks): CommitterHooks {
  return {
    ...(own.maintain === undefined ? {} : { maintain: async (table, ctx) => own.maintain!(table, ctx) }),
    ...(own.modes === undefined ? {} : { modes: own.modes }),
    ...(own.commitJobRepeatable === undefined ? {} : { commitJobRepeatable: own.commitJobRepeatable }),
    ...(own.standsOnMessages === undefined ? {} : { standsOnMessages: own.standsOnMessages }),
    ...(own.recoverTask === undefined ? {} : { recoverTask: async (one, ctx) => own.recoverTask!(one, ctx) }),
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
