/** The committer's context: over the kernel in a simulation, or directly over a store. */
import type { KernelContext } from "../sim/context.js";
import { type FileAnswer, fileFacade } from "../store/file-requests.js";
import type { FileSystem } from "../store/file-system.js";
import type { KeyValueTable } from "../store/key-value-table.js";
import type { ObjectStore } from "../store/object-store.js";
import {
  type DeletionsEnd,
  type DeletionsSoFar,
  type Rounds,
  type StoreCall,
  storeFacade,
} from "../store/facade.js";
import type { StoreAnswer } from "../store/requests.js";
import { filesService } from "../store/simulated-files.js";
import { tableService } from "../store/simulated-table.js";
import { type TableAnswer, tableFacade } from "../store/table-requests.js";
import type { Context, Plain, Round } from "./committer.js";

/** The name of the object store among a scenario's services. */
export const storeService = "store";

/** A committer's context whose requests are the kernel's. */
export function kernelContext(kernel: KernelContext): Context {
  return {
    store: storeFacade(callOf(kernel), roundsOf(kernel)),
    table: tableFacade(
      (request) => kernel.call(tableService, request) as Promise<TableAnswer>,
      kernel.process,
    ),
    files: fileFacade((request) => kernel.call(filesService, request) as Promise<FileAnswer>),
    uuid: () => kernel.uuid(),
    now: () => kernel.now(),
    parallel: (items, body) =>
      kernel.parallel(items, (item, inner, index) => body(item, kernelContext(inner), index)),
    loop: <S extends Plain, R extends Plain | void>(
      state: S,
      body: (state: S, ctx: Context) => Promise<Round<S, R>>,
    ) => kernel.loop<S, R>(state, (round, inner) => body(round, kernelContext(inner))),
    pause: (milliseconds) => kernel.pause(milliseconds),
    compute: (key, work) => kernel.compute(key, work),
  };
}

function callOf(kernel: KernelContext): StoreCall {
  return (request) => kernel.call(storeService, request) as Promise<StoreAnswer>;
}

/** What a request that takes several came to is remembered; how, is not. */
function roundsOf(kernel: KernelContext): Rounds {
  return (first, round) =>
    kernel.loop(first as Plain, (state, inner) => {
      return round(state as DeletionsSoFar, callOf(inner)) as Promise<Round<Plain, Plain>>;
    }) as Promise<unknown> as Promise<DeletionsEnd>;
}

/** What a direct context needs besides the store. */
export interface DirectSources {
  uuid(): string;
  now(): number;
  /** Waits. Left out: nobody waits, and whoever asks again does so at once. */
  pause?(milliseconds: number): Promise<void>;
}

/** What a direct context has besides the store, for committers that need it. */
export interface DirectServices {
  readonly table?: KeyValueTable;
  readonly files?: FileSystem;
}

/** A committer's context directly over a store: `parallel` is a `Promise.all`, `loop` is a `while`. */
export function directContext(
  store: ObjectStore,
  sources: DirectSources,
  services: DirectServices = {},
): Context {
  const computed = new Map<string, unknown>();
  const ctx: Context = {
    store,
    table: services.table ?? noTable,
    files: services.files ?? noFiles,
    uuid: () => sources.uuid(),
    now: () => sources.now(),
    parallel: async (items, body) => {
      const ends = await Promise.allSettled(items.map((item, index) => body(item, ctx, index)));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      return ends.map((end) => (end as PromiseFulfilledResult<Awaited<ReturnType<typeof body>>>).value);
    },
    loop: async <S extends Plain, R extends Plain | void>(
      initial: S,
      body: (state: S, ctx: Context) => Promise<Round<S, R>>,
    ): Promise<R> => {
      for (let state = initial; ;) {
        const end = await body(state, ctx);
        if ("done" in end) return end.done;
        state = end.again;
      }
    },
    pause: async (milliseconds) => sources.pause?.(milliseconds),
    compute: async <T>(key: string, work: () => T | Promise<T>): Promise<T> => {
      if (!computed.has(key)) computed.set(key, await work());
      return computed.get(key) as T;
    },
  };
  return ctx;
}

/** What a committer finds that needs a table where there is none. */
const noTable: KeyValueTable = tableFacade(() =>
  Promise.reject(
    new Error("This committer needs a key-value table, and directContext was given none: pass { table }."),
  ),
);

/** What a committer finds that needs a cluster's file system where there is none. */
const noFiles: FileSystem = fileFacade(() =>
  Promise.reject(
    new Error(
      "This committer needs a cluster's file system, and directContext was given none: pass { files: memoryFiles().files } or { files: localFiles(folder) }.",
    ),
  ),
);
