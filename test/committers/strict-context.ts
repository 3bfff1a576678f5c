/** A context for one process of a committer's test: ids and clock are its own, and misuse throws. */
import type { Context, Plain, Round } from "../../src/job/committer.js";
import { guardedFiles } from "./memory-files.js";
import { guardedTable } from "./memory-table.js";
import type { MemoryStore } from "./support.js";

/** What belongs to one process: its ids and its clock. */
class ProcessState {
  ids = 0;
  ticks = 0;
  readonly store: MemoryStore;
  readonly number: number;

  constructor(store: MemoryStore, number: number) {
    this.store = store;
    this.number = number;
  }
}

/** Throws on use while an inner context is in use, or after its function has ended, or while a request is pending. */
class StrictContext implements Context {
  readonly #process: ProcessState;
  #usable = true;
  readonly store: Context["store"];
  readonly table: Context["table"];
  readonly files: Context["files"];

  constructor(process: ProcessState) {
    this.#process = process;
    const { facade } = process.store;
    const guarded =
      <A, R>(operation: (request: A) => Promise<R>) =>
      async (request: A): Promise<R> => {
        this.#check();
        this.#usable = false;
        return operation(request).finally(() => {
          this.#usable = true;
        });
      };
    this.store = {
      put: guarded(facade.put),
      get: guarded(facade.get),
      head: guarded(facade.head),
      delete: guarded(facade.delete),
      deleteObjects: guarded(facade.deleteObjects),
      createMultipartUpload: guarded(facade.createMultipartUpload),
      uploadPart: guarded(facade.uploadPart),
      uploadPartCopy: guarded(facade.uploadPartCopy),
      completeMultipartUpload: guarded(facade.completeMultipartUpload),
      abortMultipartUpload: guarded(facade.abortMultipartUpload),
      listMultipartUploads: guarded(facade.listMultipartUploads),
      listParts: guarded(facade.listParts),
      copy: guarded(facade.copy),
      list: guarded(facade.list),
      rename: guarded(facade.rename),
      receive: guarded(facade.receive),
      listObjectVersions: guarded(facade.listObjectVersions),
    };
    this.table = guardedTable(process.store.table.of(`process ${process.number}`), guarded);
    this.files = guardedFiles(process.store.files.facade, guarded);
  }

  uuid(): string {
    this.#check();
    const count = String(++this.#process.ids).padStart(12, "0");
    return `0000000${this.#process.number}-0000-4000-8000-${count}`;
  }

  now(): number {
    this.#check();
    return ++this.#process.ticks;
  }

  async parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: Context, index: number) => Promise<R>,
  ): Promise<R[]> {
    return this.#suspended(async () => {
      const strands = items.map((item, i) => this.#within((ctx) => body(item, ctx, i)));
      const ends = await Promise.allSettled(strands);
      return ends.map((end) => {
        if (end.status === "rejected") throw end.reason;
        return plainCopy(end.value);
      });
    });
  }

  async loop<S extends Plain, R extends Plain | void>(
    state: S,
    body: (state: S, ctx: Context) => Promise<Round<S, R>>,
  ): Promise<R> {
    return this.#suspended(async () => {
      for (let at = plainCopy(state); ;) {
        const end = await this.#within((ctx) => body(at, ctx));
        if ("done" in end) return plainCopy(end.done);
        at = plainCopy(end.again);
      }
    });
  }

  async pause(): Promise<void> {
    this.#check();
  }

  async compute<T>(_key: string, work: () => T | Promise<T>): Promise<T> {
    return work();
  }

  #check(): void {
    if (!this.#usable) throw new Error("a context was used that is not the current one");
  }

  async #suspended<T>(work: () => Promise<T>): Promise<T> {
    this.#check();
    this.#usable = false;
    return work().finally(() => {
      this.#usable = true;
    });
  }

  async #within<T>(work: (ctx: StrictContext) => Promise<T>): Promise<T> {
    const inner = new StrictContext(this.#process);
    return work(inner).finally(() => {
      inner.#usable = false;
    });
  }
}

/** A frozen copy of plain data; throws for anything else. */
function plainCopy<T>(value: T): T {
  if (value === undefined || value === null || typeof value === "boolean" || typeof value === "string") {
    return value;
  }
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((one) => plainCopy<unknown>(one))) as T;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).map(([name, field]) => [name, plainCopy<unknown>(field)] as const);
    return Object.freeze(Object.fromEntries(entries)) as T;
  }
  throw new Error(`not plain data: ${String(value)}`);
}

/** The context of a process. Processes with different numbers make different UUIDs. */
export function contextOf(store: MemoryStore, process = 0): Context {
  return new StrictContext(new ProcessState(store, process));
}
