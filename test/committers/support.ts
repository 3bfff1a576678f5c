/**
 * A small world for one committer at a time: a store in memory whose answers can be scripted request by request, a
 * context that notices misuse, and an engine that calls the hooks in order.
 */
import type {
  AttemptInfo,
  Committer,
  CommitterFactory,
  CommitOutcome,
  Context,
  JobInfo,
  Part,
  TaskCommit,
} from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { nameOf } from "../../src/store/describe.js";
import { storeFacade } from "../../src/store/facade.js";
import type { ListResult, S3ErrorCode } from "../../src/store/object-store.js";
import {
  type RequestOf,
  type StoreAnswer,
  type StoreRequest,
  type StoreValue,
} from "../../src/store/requests.js";
import { isUploadRequest, MemoryUploads, type UploadRequest } from "./memory-uploads.js";
import { ClusterFiles } from "./memory-files.js";
import { MemoryTable } from "./memory-table.js";
import { contextOf } from "./strict-context.js";

export { contextOf } from "./strict-context.js";

interface Stored {
  readonly body: Body;
  readonly etag: string;
}

/** Reacts to one request; `apply` does what a well-behaved store would. */
export type Reaction = (
  request: StoreRequest,
  apply: () => StoreAnswer,
  store: MemoryStore,
) => StoreAnswer | Promise<StoreAnswer>;

/** A strongly consistent store, except for what is scripted. */
export class MemoryStore {
  readonly objects = new Map<string, Stored>();
  readonly uploads = new MemoryUploads();
  /** Every request, in order, as {@link line} writes it. */
  readonly log: string[] = [];
  conditions: "honoured" | "ignored" | "absent" = "honoured";
  /** Called for every request that no script takes. */
  otherwise: Reaction = (_request, apply) => apply();
  readonly #scripts: { readonly pattern: RegExp; readonly reaction: Reaction }[] = [];
  readonly #late: StoreRequest[] = [];
  #taken = 0;
  readonly facade = storeFacade((request) => this.#call(request));
  /** Beside it. Nothing of it can be scripted. */
  readonly table = new MemoryTable(this.log);
  /** Beside it, too. */
  readonly files = new ClusterFiles(this.log);

  /** The next request whose line matches gets this reaction; scripts are used up, the oldest first. */
  script(pattern: RegExp, ...reactions: readonly Reaction[]): void {
    for (const reaction of reactions) this.#scripts.push({ pattern, reaction });
  }

  /** How many scripts no request has met. */
  get unused(): number {
    return this.#scripts.length;
  }

  /** Takes the requests made since the last call. */
  take(): string[] {
    const since = this.log.slice(this.#taken);
    this.#taken = this.log.length;
    return since;
  }

  keys(prefix = ""): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  text(key: string): string {
    const found = this.objects.get(key);
    if (found === undefined) throw new Error(`no object at ${key}`);
    return found.body.text();
  }

  /** Applies the requests that were told to come late, in the order in which they were made. */
  deliver(): void {
    for (const request of this.#late.splice(0)) this.apply(request);
  }

  async #call(request: StoreRequest): Promise<StoreAnswer> {
    this.log.push(line(request));
    const index = this.#scripts.findIndex(({ pattern }) => pattern.test(line(request)));
    const reaction = index < 0 ? this.otherwise : this.#scripts.splice(index, 1)[0]!.reaction;
    // A turn of the queue, as any real request takes.
    await Promise.resolve();
    return reaction(request, () => this.apply(request), this);
  }

  postpone(request: StoreRequest): void {
    this.#late.push(request);
  }

  /** What the store does and says if nothing goes wrong. */
  apply(request: StoreRequest): StoreAnswer {
    if (isUploadRequest(request)) return this.#upload(request);
    switch (request.op) {
      case "put":
        return this.#refusal(request, request.key) ?? this.#write(request.key, request.body);
      case "copy":
        return this.#copy(request);
      case "delete":
        this.objects.delete(request.key);
        return success(null);
      case "deleteObjects":
        for (const key of request.keys) this.objects.delete(key);
        return success({ deleted: request.keys, errors: [] });
      case "list":
        return success(listing(this.objects, request));
      case "rename":
      case "receive":
      case "listObjectVersions":
        return failure("NotImplemented");
      case "head":
      case "get":
        return this.#read(request);
    }
  }

  #upload(request: UploadRequest): StoreAnswer {
    if (request.op === "completeMultipartUpload") {
      const refused = this.#refusal(request, request.key);
      if (refused !== undefined) return refused;
    }
    const end = this.uploads.apply(request, (key) => this.objects.get(key)?.body);
    if ("value" in end) return success(end.value);
    if ("code" in end) return failure(end.code, "key" in request ? request.key : undefined);
    return this.#write((request as RequestOf<"completeMultipartUpload">).key, end.body, end.etag);
  }

  #read(request: RequestOf<"head"> | RequestOf<"get">): StoreAnswer {
    const found = this.objects.get(request.key);
    if (found === undefined) return failure("NoSuchKey", request.key);
    const info = { etag: found.etag, size: found.body.length, metadata: {} };
    return success(request.op === "get" ? { ...info, body: found.body } : info);
  }

  #copy(request: RequestOf<"copy">): StoreAnswer {
    const source = this.objects.get(request.source);
    if (source === undefined) return failure("NoSuchKey", request.source);
    if ((request.sourceIfMatch ?? source.etag) !== source.etag) {
      return failure("PreconditionFailed", request.source);
    }
    return this.#refusal(request, request.key) ?? this.#write(request.key, source.body);
  }

  #refusal(
    { ifNoneMatch, ifMatch }: { ifNoneMatch?: "*"; ifMatch?: string },
    key: string,
  ): StoreAnswer | undefined {
    if (ifNoneMatch === ifMatch || this.conditions === "ignored") return undefined;
    if (this.conditions === "absent") return failure("NotImplemented", key);
    if (ifMatch !== undefined) {
      const etag = this.objects.get(key)?.etag;
      if (etag === ifMatch) return undefined;
      return failure(etag === undefined ? "NoSuchKey" : "PreconditionFailed", key);
    }
    return this.objects.has(key) ? failure("PreconditionFailed", key) : undefined;
  }

  #write(key: string, body: Body, etag = body.md5): StoreAnswer {
    this.objects.set(key, { body, etag });
    return success({ etag });
  }
}

function listing(objects: ReadonlyMap<string, Stored>, request: RequestOf<"list">): ListResult {
  const prefix = request.prefix ?? "";
  const found: ListResult["objects"][number][] = [];
  const prefixes = new Set<string>();
  // ASCII keys only, so the order of code units is that of bytes.
  for (const key of [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()) {
    const end = request.delimiter === undefined ? -1 : key.indexOf(request.delimiter, prefix.length);
    const { etag, body } = objects.get(key)!;
    if (end >= 0) prefixes.add(key.slice(0, end + 1));
    else found.push({ key, etag, size: body.length });
  }
  const names = [...found.map(({ key }) => key), ...prefixes].sort();
  const from = request.continuationToken === undefined ? 0 : Number(request.continuationToken);
  const page = new Set(names.slice(from, from + (request.maxKeys ?? 1000)));
  const next = from + page.size;
  return {
    objects: found.filter(({ key }) => page.has(key)),
    commonPrefixes: [...prefixes].filter((one) => page.has(one)),
    isTruncated: next < names.length,
    ...(next < names.length ? { nextContinuationToken: String(next) } : {}),
  };
}

function success(value: StoreValue): StoreAnswer {
  return { ok: true, value };
}

export function failure(code: S3ErrorCode, key?: string): StoreAnswer {
  const answer = { ok: false, code, message: `${code} ${key ?? ""}` } as const;
  return key === undefined ? answer : { ...answer, key };
}

/** A request in one line: `PUT t/x if-none-match`, `COPY a -> b`, `LIST t/ delimiter max=2`, `COMPLETE t/x`. */
export function line(request: StoreRequest): string {
  if (isUploadRequest(request) || !("key" in request || request.op === "list")) {
    return `${nameOf(request)}${"ifNoneMatch" in request ? " if-none-match" : ""}`;
  }
  const op = request.op.toUpperCase();
  if (request.op === "copy") return `${op} ${request.source} -> ${request.key}`;
  if (request.op !== "list") {
    const matches = request.op === "put" && "ifMatch" in request ? " if-match" : "";
    return `${op} ${request.key}${"ifNoneMatch" in request ? " if-none-match" : matches}`;
  }
  const { prefix, delimiter, maxKeys, continuationToken } = request;
  const words = [
    op,
    prefix,
    delimiter && "delimiter",
    maxKeys && `max=${maxKeys}`,
    continuationToken && "next",
  ];
  return words.filter((word) => word !== undefined).join(" ");
}

/** Not applied, and an error. */
export const lost =
  (code: S3ErrorCode = "TimeoutError"): Reaction =>
  (request) =>
    failure(code, "key" in request ? request.key : undefined);

/** Applied, and an error. */
export const replyLost =
  (code: S3ErrorCode = "TimeoutError"): Reaction =>
  (_request, apply) => {
    apply();
    return failure(code);
  };

/** An error now; applied when {@link MemoryStore.deliver} is called. */
export const late =
  (code: S3ErrorCode = "TimeoutError"): Reaction =>
  (request, _apply, store) => {
    store.postpone(request);
    return failure(code);
  };

/** The client sends the request twice, and sees the second answer only. */
export const sentTwice: Reaction = (_request, apply) => {
  apply();
  return apply();
};

/** LIST does not show these keys. */
export const hiding =
  (pattern: RegExp): Reaction =>
  (request, _apply, store) => {
    if (request.op !== "list") throw new Error("only LIST can hide keys");
    return success(listing(new Map([...store.objects].filter(([key]) => !pattern.test(key))), request));
  };

/** Somebody else acts first. */
export const after =
  (act: () => Promise<unknown>): Reaction =>
  async (_request, apply) => {
    await act();
    return apply();
  };

export interface JobOptions {
  readonly mode?: JobInfo["mode"];
  readonly appAttempt?: number;
  readonly id?: string;
  readonly key?: string;
  readonly tasks?: number;
}

export function jobOf(options: JobOptions = {}): JobInfo {
  const { id = "j1", key = id, tasks = 1, mode = "append", appAttempt = 0 } = options;
  return { id, key, table: "t/", tasks, mode, appAttempt };
}

export function attemptOf(job: JobInfo, task = 0, attempt = 0): AttemptInfo {
  const number = String(task).padStart(6, "0");
  return { job, task, attempt, taskId: `task_${number}`, attemptId: `attempt_${number}_${attempt}` };
}

/** The bytes tell who wrote them: `j1/0.0/0`. */
export function partOf({ job, task, attempt }: AttemptInfo, file = 0): Part {
  return {
    name: `part-0000${task}-${file}-${job.id}.parquet`,
    body: Body.text(`${job.id}/${task}.${attempt}/${file}`),
    rows: 2,
  };
}

export type Phase = "setupJob" | "write" | "needsTaskCommit" | "commitTask" | "commitJob" | "abortJob";

export interface JobEnd {
  readonly outcome: CommitOutcome | "refused";
  readonly error?: unknown;
  readonly phases: Readonly<Partial<Record<Phase, string[]>>>;
}

/** One task attempt, all its hooks. Returns its message; null where it needed no commit. */
export async function runAttempt(
  factory: CommitterFactory,
  attempt: AttemptInfo,
  ctx: Context,
  files = 1,
  seen: (phase: Phase) => void = () => {},
): Promise<TaskCommit> {
  const committer = factory();
  await committer.setupTask(attempt, ctx);
  for (let file = 0; file < files; file++) await committer.write(attempt, partOf(attempt, file), ctx);
  seen("write");
  const needed = await committer.needsTaskCommit(attempt, ctx);
  seen("needsTaskCommit");
  if (!needed) return null;
  const commit = await committer.commitTask(attempt, ctx);
  seen("commitTask");
  return commit;
}

export interface RunOptions extends JobOptions {
  readonly files?: number;
  /** Number of the driver's process; its attempts follow. */
  readonly process?: number;
}

/** Runs a job to its end, one process after the other, as the engine does where nothing is concurrent. */
export async function runJob(
  factory: CommitterFactory,
  store: MemoryStore,
  options: RunOptions = {},
): Promise<JobEnd> {
  const job = jobOf(options);
  const { process = 1, files = 1 } = options;
  const ctx = contextOf(store, process);
  const phases: Partial<Record<Phase, string[]>> = {};
  const seen = (phase: Phase): void => {
    phases[phase] = [...(phases[phase] ?? []), ...store.take()];
  };
  const driver = factory();
  const abort = async (reason?: unknown): Promise<JobEnd> => {
    await driver.abortJob(job, ctx).catch(() => {});
    seen("abortJob");
    return { outcome: "failed", error: reason, phases };
  };
  store.take();
  try {
    await driver.setupJob(job, ctx);
    seen("setupJob");
    const commits: TaskCommit[] = [];
    for (let task = 0; task < job.tasks; task++) {
      const inner = contextOf(store, process + 1 + task);
      commits.push(await runAttempt(factory, attemptOf(job, task), inner, files, seen));
    }
    const outcome = await driver.commitJob(job, commits, ctx);
    seen("commitJob");
    return outcome === "failed" ? await abort() : { outcome, phases };
  } catch (error) {
    if (error instanceof Error && error.name === "StoreRefused") return { outcome: "refused", error, phases };
    return abort(error);
  }
}

/** The rows of a table as its reader sees them: what {@link partOf} put into the files, sorted. */
export async function rowsOf(committer: Committer, store: MemoryStore): Promise<string[]> {
  const ctx = contextOf(store, 9);
  const rows: string[] = [];
  for (const ref of await committer.read("t/", ctx)) {
    if (ref.on === "files") {
      rows.push((await ctx.files.open({ path: ref.key })).text());
      continue;
    }
    const { body, etag } = await ctx.store.get({ key: ref.key });
    if ((ref.etag ?? etag) !== etag) throw new Error(`${ref.key} is another object`);
    if ((ref.size ?? body.length) !== body.length) throw new Error(`${ref.key} has another length`);
    rows.push(body.text());
  }
  return rows.sort();
}
