/**
 * Where a probe works: its own prefix of a bucket, and nowhere else. It remembers what it may have written, and deletes it.
 */
import type { Context } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import type {
  CompleteMultipartUploadRequest,
  ETag,
  GetResult,
  ListResult,
  ObjectInfo,
  PutRequest,
  UploadRef,
} from "../../../src/store/object-store.js";
import { isS3Error, type S3Error } from "../../../src/store/object-store.js";
import { told } from "./finding.js";

/** What became of a request: its result, or the store's error. */
export type Tried<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: S3Error };

type Condition = Pick<PutRequest, "ifNoneMatch" | "ifMatch">;

/** How one of several writes of a key ended. Plain data. */
export type Raced =
  | { readonly text: string; readonly written: true }
  | { readonly text: string; readonly written: false; readonly code: string; readonly refused: string };

export interface CopyCondition extends Condition {
  readonly sourceIfMatch?: ETag;
}

/** An upload whose parts are there. */
export type Uploaded = UploadRef & Pick<CompleteMultipartUploadRequest, "parts">;

/** What a probe needs of a context. */
export type ProbeContext = Pick<Context, "store" | "uuid" | "parallel">;

export class Scratch {
  readonly #ctx: ProbeContext;
  readonly #prefix: string;
  readonly #written = new Set<string>();
  readonly #uploads: UploadRef[] = [];
  #requests = 0;

  /** `prefix` is the probe's own: nobody else may have keys below it. */
  constructor(ctx: ProbeContext, prefix: string) {
    this.#ctx = ctx;
    this.#prefix = prefix;
  }

  /** How many requests were made. */
  get requests(): number {
    return this.#requests;
  }

  put(name: string, text: string, condition: Condition = {}): Promise<Tried<{ readonly etag: ETag }>> {
    const key = this.#mine(name);
    return this.#try(() => this.#ctx.store.put({ key, body: Body.text(text), ...condition }));
  }

  /** The same key, written by each of `texts` at once. Tells of each whether it was written, and how it was refused. */
  async race(name: string, texts: readonly string[], condition: Condition): Promise<readonly Raced[]> {
    const key = this.#mine(name);
    this.#requests += texts.length;
    return this.#ctx.parallel(texts, async (text, { store }): Promise<Raced> => {
      try {
        await store.put({ key, body: Body.text(text), ...condition });
        return { text, written: true };
      } catch (error) {
        if (isS3Error(error)) return { text, written: false, code: error.code, refused: told(error) };
        throw error;
      }
    });
  }

  putWith(name: string, text: string, metadata: Readonly<Record<string, string>>): Promise<Tried<unknown>> {
    const key = this.#mine(name);
    return this.#try(() => this.#ctx.store.put({ key, body: Body.text(text), metadata }));
  }

  copy(source: string, name: string, condition: CopyCondition = {}): Promise<Tried<{ readonly etag: ETag }>> {
    const key = this.#mine(name);
    return this.#try(() => this.#ctx.store.copy({ source: this.#prefix + source, key, ...condition }));
  }

  get(name: string): Promise<Tried<GetResult>> {
    return this.#try(() => this.#ctx.store.get({ key: this.#prefix + name }));
  }

  head(name: string, condition: { readonly ifMatch?: ETag } = {}): Promise<Tried<ObjectInfo>> {
    return this.#try(() => this.#ctx.store.head({ key: this.#prefix + name, ...condition }));
  }

  delete(name: string, condition: { readonly ifMatch?: ETag } = {}): Promise<Tried<void>> {
    return this.#try(() => this.#ctx.store.delete({ key: this.#prefix + name, ...condition }));
  }

  /** An upload of one part, not completed yet. */
  async upload(name: string, text: string): Promise<Tried<Uploaded>> {
    const key = this.#mine(name);
    const begun = await this.#try(() => this.#ctx.store.createMultipartUpload({ key }));
    if (!begun.ok) return begun;
    const ref = { key, uploadId: begun.value.uploadId };
    this.#uploads.push(ref);
    const body = Body.text(text);
    const part = await this.#try(() => this.#ctx.store.uploadPart({ ...ref, partNumber: 1, body }));
    if (!part.ok) return part;
    return { ok: true, value: { ...ref, parts: [{ partNumber: 1, etag: part.value.etag }] } };
  }

  complete(upload: Uploaded, condition: Condition = {}): Promise<Tried<{ readonly etag: ETag }>> {
    return this.#try(() => this.#ctx.store.completeMultipartUpload({ ...upload, ...condition }));
  }

  /** The names that a listing below `folder` shows, in its order. */
  async list(folder: string): Promise<Tried<readonly string[]>> {
    const tried = await this.#try<ListResult>(() => this.#ctx.store.list({ prefix: this.#prefix + folder }));
    if (!tried.ok) return tried;
    return { ok: true, value: tried.value.objects.map(({ key }) => key.slice(this.#prefix.length)) };
  }

  /** What an object holds; undefined where there is none. @throws S3Error */
  async text(name: string): Promise<string | undefined> {
    const got = await this.get(name);
    if (got.ok) return got.value.body.text();
    if (got.error.code === "NoSuchKey") return undefined;
    throw got.error;
  }

  /** Deletes all that may be there; the error of the first that would not go is returned. */
  async cleanUp(): Promise<S3Error | undefined> {
    let first: S3Error | undefined;
    for (const upload of this.#uploads) {
      const tried = await this.#try(() => this.#ctx.store.abortMultipartUpload(upload));
      // Most were completed.
      if (!tried.ok && tried.error.code !== "NoSuchUpload") first ??= tried.error;
    }
    for (const name of this.#written) {
      const tried = await this.delete(name);
      if (!tried.ok) first ??= tried.error;
    }
    return first;
  }

  #mine(name: string): string {
    this.#written.add(name);
    return this.#prefix + name;
  }

  async #try<T>(call: () => Promise<T>): Promise<Tried<T>> {
    this.#requests++;
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      if (isS3Error(error)) return { ok: false, error };
      throw error;
    }
  }
}
