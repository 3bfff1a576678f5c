/**
 * Parts of a protocol of which only the result is kept: what is forgotten must not matter. The same committer is explored with
 * all that its processes were told as their states, and must come to the same ends.
 */
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../committers/index.js";
import { resultOnly } from "../../committers/shared/result-only.js";
import { properties } from "../../properties/index.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { Committer, CommitterFactory, Context, Plain, Round } from "../../src/job/committer.js";
import { directContext } from "../../src/job/context.js";
import { S3Error } from "../../src/store/object-store.js";
import { MemoryStore } from "./support.js";
import { exhaustively, plain } from "../explore/compare.js";
import { job } from "../explore/jobs.js";

/** A context whose loops forget nothing. */
function remembering(ctx: Context): Context {
  const own: Context = {
    ...ctx,
    parallel: (items, body) =>
      ctx.parallel(items, (item, inner, index) => body(item, remembering(inner), index)),
    loop: async <S extends Plain, R extends Plain | void>(
      initial: S,
      body: (state: S, ctx: Context) => Promise<Round<S, R>>,
    ): Promise<R> => {
      for (let state = initial; ;) {
        const end = await body(state, own);
        if ("done" in end) return end.done as R;
        state = end.again as S;
      }
    },
  };
  return own;
}

/** The committer with contexts that forget nothing. */
function rememberingFactory(factory: CommitterFactory): CommitterFactory {
  const isContext = (value: unknown): value is Context =>
    typeof value === "object" && value !== null && "parallel" in value;
  return () => {
    const committer = factory();
    return new Proxy(committer, {
      get: (target, name) => {
        const hook: unknown = Reflect.get(target, name, target);
        if (typeof hook !== "function") return hook;
        return (...given: unknown[]): unknown =>
          hook.apply(
            target,
            given.map((value) => (isContext(value) ? remembering(value) : value)),
          );
      },
    }) satisfies Committer;
  };
}

describe("file-output-v1 comes to the same ends, whether its calls forget how they came to their results or not", () => {
  it.each<[string, Partial<Bounds>]>([
    ["list-lag", { tasks: 2, anomalies: 1, coordinator: 1 }],
    ["s3-legacy", { files: 2, anomalies: 2, readers: 1, polls: 1 }],
    ["strong", { crashes: 1, reruns: 1, zombies: 1 }],
    ["strong", { attempts: 2, faults: 1, zombies: 1 }],
    ["strong", { speculative: 1, coordinator: 0 }],
  ])("on %s, in %j", async (store, bounds) => {
    const factory = fileOutputV1.withOptions({});
    const forgetting = await exhaustively(await job(factory, store, bounds, properties));
    const all = await exhaustively(await job(rememberingFactory(factory), store, bounds, properties));
    expect(plain(forgetting)).toEqual(plain(all));
    expect(forgetting.states).toBeLessThan(all.states);
  });
});

describe("a part of which only the result is kept", () => {
  const ctx = directContext(new MemoryStore().facade, { uuid: () => "", now: () => 0 });

  it("hands on its result, and S3's errors as they are", async () => {
    expect(await resultOnly(ctx, () => Promise.resolve({ found: true }))).toEqual({ found: true });
    const failing = resultOnly(ctx, async ({ store }) => (await store.head({ key: "k" })).etag);
    await expect(failing).rejects.toBeInstanceOf(S3Error);
    await expect(failing).rejects.toMatchObject({ code: "NoSuchKey", status: 404, key: "k" });
  });

  it("hands on any other error, too", async () => {
    const error = new TypeError("no");
    await expect(resultOnly(ctx, () => Promise.reject(error))).rejects.toBe(error);
  });
});
