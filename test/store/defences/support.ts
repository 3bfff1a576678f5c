/** One process behind defences, over a store in memory: as on a real bucket. */
import { findDefence } from "../../../src/cli/registry.js";
import type { Committer, Context, TaskCommit } from "../../../src/job/committer.js";
import { directContext } from "../../../src/job/context.js";
import { defended } from "../../../src/job/defended.js";
import { defineCommitter } from "../../../src/library/define-committer.js";
import { Body } from "../../../src/store/body.js";
import type { ListResult } from "../../../src/store/object-store.js";
import { sequentialTable } from "../../../src/store/true-view.js";
import { jobOf, MemoryStore } from "../../committers/support.js";

export interface Behind {
  readonly store: MemoryStore;
  /** How long each wait was, in milliseconds. */
  readonly waits: number[];
  /** Runs `body` in one process behind the defences; called again, in the same process. */
  run<T>(body: (ctx: Context) => Promise<T>): Promise<T>;
  /** Commits a task attempt that does `body`, and hands its message to the driver, which is another process. */
  task(body: (ctx: Context) => Promise<void>): Promise<void>;
}

export function behind(defences: readonly string[], store = new MemoryStore()): Behind {
  const waits: number[] = [];
  let clock = 0;
  const sources = {
    uuid: () => "0",
    now: () => ++clock,
    pause: async (milliseconds: number) => void waits.push(milliseconds),
  };
  const ctx = directContext(store.facade, sources, { table: sequentialTable().table });
  const process = (body: (ctx: Context) => Promise<unknown>): Committer =>
    defended(
      defineCommitter({
        setupJob: async (_, ctx) => void (await body(ctx)),
        commitTask: async (_, ctx) => ((await body(ctx)) ?? null) as TaskCommit,
        commitJob: async () => "landed",
      }),
      defences.flatMap(findDefence),
    )();
  let work: (ctx: Context) => Promise<unknown> = () => Promise.resolve();
  const driver = process((ctx) => work(ctx));
  const job = jobOf();
  return {
    store,
    waits,
    run: async <T>(body: (ctx: Context) => Promise<T>): Promise<T> => {
      let result: T | undefined;
      work = async (ctx) => (result = await body(ctx));
      await driver.setupJob(job, ctx);
      return result as T;
    },
    task: async (body) => {
      const attempt = { job, task: 0, attempt: 0, taskId: "task_0", attemptId: "attempt_0" };
      const commit = await process(body).commitTask(attempt, ctx);
      await driver.commitJob(job, [commit], ctx);
    },
  };
}

export const text = (value: string): Body => Body.text(value);

export function keysIn(page: ListResult): readonly string[] {
  return [...page.objects.map(({ key }) => key), ...page.commonPrefixes];
}
