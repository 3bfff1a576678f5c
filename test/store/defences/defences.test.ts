/** What each defence does with its requests, on a store that answers as it is told to. */
import { describe, expect, it } from "vitest";
import { defences } from "../../../src/store/defences/index.js";
import { backoff } from "../../../src/store/defences/shared/asking.js";
import { namesExpected } from "../../../src/store/defences/shared/listing.js";
import { failure, hiding, lost, MemoryStore, replyLost } from "../../committers/support.js";
import { behind, keysIn, text } from "./support.js";

/** HEAD and GET say 404. */
const unseen = () => failure("NoSuchKey");

describe("every defence", () => {
  it.each(defences.map(({ description }) => description.name))(
    "%s hands on what it has nothing to do with",
    async (name) => {
      const { run, store } = behind([name]);
      await run(async ({ store }) => {
        await store.put({ key: "a/x", body: text("1") });
        await store.copy({ source: "a/x", key: "a/y" });
        expect((await store.get({ key: "a/y" })).body.text()).toBe("1");
        expect((await store.head({ key: "a/x" })).size).toBe(1);
        expect(keysIn(await store.list({ prefix: "a/" }))).toEqual(["a/x", "a/y"]);
        expect(keysIn(await store.list({ delimiter: "/" }))).toContain("a/");
        await store.delete({ key: "a/y" });
        expect(keysIn(await store.list({ prefix: "a/" }))).toEqual(["a/x"]);
      });
      expect(store.keys("a/")).toEqual(["a/x"]);
    },
  );

  it.each(defences.map(({ description }) => description.name))(
    "%s has nothing to do with a version that is asked for by its id",
    async (name) => {
      const { run, store } = behind([name]);
      await run(async ({ store }) => {
        await store.put({ key: "a", body: text("1") });
        await store.head({ key: "a" });
      });
      store.take();
      await run(async ({ store }) => {
        const old = { key: "a", versionId: "v1" };
        await store.head(old);
        await store.get(old);
        await store.delete(old);
      });
      expect(store.take()).toEqual(["HEAD a", "GET a", "DELETE a"]);
    },
  );

  it("says what it promises and what it leaves open, and takes its own defaults", () => {
    for (const { description, withOptions } of defences) {
      expect(description.promises, description.name).toMatch(/\.$/);
      expect(description.leavesOpen, description.name).toMatch(/\.$/);
      const spelled = Object.fromEntries(description.options.map((one) => [one.name, one.default]));
      expect(() => withOptions(spelled), description.name).not.toThrow();
    }
  });
});

describe("backoff", () => {
  it("doubles, up to a limit, and is jittered by whoever backs off", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((retry) => backoff(retry, "a"));
    pauses.forEach((pause, index) => {
      const longest = Math.min(5000, 100 * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    });
    expect(backoff(3, "a")).toBe(backoff(3, "a"));
    expect(new Set(["a", "b", "c", "d"].map((salt) => backoff(7, salt))).size).toBe(4);
  });
});

describe("retry", () => {
  it("asks again after an error, backing off, and gives the last answer when it gives up", async () => {
    const { run, store, waits } = behind(["retry?attempts=3"]);
    store.script(/^PUT a/, lost("SlowDown"), lost("InternalError"));
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    expect(waits).toHaveLength(2);
    expect(waits[1]!).toBeGreaterThan(waits[0]! / 2);
    store.script(/^GET a/, unseen, unseen, unseen);
    await expect(run(({ store }) => store.get({ key: "a" }))).rejects.toMatchObject({ code: "NoSuchKey" });
    expect(store.take()).toEqual(["PUT a", "PUT a", "PUT a", "GET a", "GET a", "GET a"]);
  });

  it("on=errors takes a 404 as it is, and on=not-found an error", async () => {
    const errors = behind(["retry?on=errors"]);
    await expect(errors.run(({ store }) => store.head({ key: "a" }))).rejects.toThrow();
    expect(errors.store.take()).toHaveLength(1);
    const notFound = behind(["retry?on=not-found"]);
    notFound.store.script(/^HEAD/, lost("SlowDown"));
    await expect(notFound.run(({ store }) => store.head({ key: "a" }))).rejects.toThrow();
    expect(notFound.store.take()).toHaveLength(1);
  });

  it("meets its own success: a conditional PUT whose reply was lost is refused the second time", async () => {
    const { run, store } = behind(["retry"]);
    store.script(/^PUT a/, replyLost());
    const put = run(({ store }) => store.put({ key: "a", body: text("1"), ifNoneMatch: "*" }));
    await expect(put).rejects.toMatchObject({ code: "PreconditionFailed", mayHaveBeenApplied: false });
    expect(store.text("a")).toBe("1");
  });
});

describe("read-back", () => {
  it("waits until HEAD shows what was written, after PUT and COPY", async () => {
    const { run, store } = behind(["read-back?attempts=3"]);
    store.script(/^HEAD/, unseen, lost("SlowDown"));
    await run(async ({ store }) => {
      await store.put({ key: "a", body: text("1") });
      await store.copy({ source: "a", key: "b" });
    });
    expect(store.take()).toEqual(["PUT a", "HEAD a", "HEAD a", "HEAD a", "COPY a -> b", "HEAD b"]);
  });

  it("gives up with an error that may have been applied, because it was", async () => {
    const { run, store } = behind(["read-back?attempts=2"]);
    store.script(/^HEAD/, unseen, unseen);
    await expect(run(({ store }) => store.put({ key: "a", body: text("1") }))).rejects.toMatchObject({
      code: "NotConfirmed",
      mayHaveBeenApplied: true,
    });
    expect(store.keys()).toEqual(["a"]);
  });

  it("otherwise=go-on says nothing", async () => {
    const { run, store } = behind(["read-back?attempts=1&otherwise=go-on"]);
    store.script(/^HEAD/, unseen);
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    expect(store.unused).toBe(0);
  });
});

describe("wait-for-delete", () => {
  it("waits until HEAD answers 404", async () => {
    const { run, store } = behind(["wait-for-delete"]);
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    store.script(/^DELETE/, (_, apply, memory) => {
      const kept = memory.objects.get("a")!;
      const answer = apply();
      memory.script(/^HEAD/, (_, again) => {
        memory.objects.set("a", kept);
        const stale = again();
        memory.objects.delete("a");
        return stale;
      });
      return answer;
    });
    await run(({ store }) => store.delete({ key: "a" }));
    expect(store.take()).toEqual(["PUT a", "DELETE a", "HEAD a", "HEAD a"]);
  });
});

describe("list-until-count and list-until-keys", () => {
  const written = async (name: string) => {
    const process = behind([name]);
    await process.run(async ({ store }) => {
      for (const key of ["t/a", "t/b", "t/d/c"]) await store.put({ key, body: text(key) });
    });
    process.store.take();
    return process;
  };

  it.each(["list-until-count", "list-until-keys"])("%s lists again until its own keys show", async (name) => {
    const { run, store } = await written(name);
    store.script(/^LIST/, hiding(/b/), hiding(/d/));
    const page = await run(({ store }) => store.list({ prefix: "t/", delimiter: "/" }));
    expect(keysIn(page)).toEqual(["t/a", "t/b", "t/d/"]);
    expect(store.take()).toHaveLength(3);
  });

  it("a stranger's key makes up for a missing one in a count, and not in a set", async () => {
    const count = await written("list-until-count");
    count.store.objects.set("t/other", { body: text(""), etag: "" });
    count.store.script(/^LIST/, hiding(/b/));
    expect(keysIn(await count.run(({ store }) => store.list({ prefix: "t/" })))).not.toContain("t/b");
    const keys = await written("list-until-keys");
    keys.store.objects.set("t/other", { body: text(""), etag: "" });
    keys.store.script(/^LIST/, hiding(/b/));
    expect(keysIn(await keys.run(({ store }) => store.list({ prefix: "t/" })))).toContain("t/b");
  });

  it("a deleted key is not expected any more, and one whose DELETE was left without an answer neither", async () => {
    const { run, store } = await written("list-until-keys?attempts=1");
    await run(({ store }) => store.delete({ key: "t/a" }));
    store.script(/^DELETE/, replyLost());
    await expect(run(({ store }) => store.delete({ key: "t/b" }))).rejects.toThrow();
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/" })))).toEqual(["t/d/c"]);
  });

  it("ghosts=waited-for lists again while a key shows that was deleted", async () => {
    const { run, store } = await written("list-until-keys?ghosts=waited-for&attempts=2");
    const ghost = store.objects.get("t/a")!;
    await run(({ store }) => store.delete({ key: "t/a" }));
    const haunted = (_: unknown, apply: () => ReturnType<typeof failure>) => {
      store.objects.set("t/a", ghost);
      const answer = apply();
      store.objects.delete("t/a");
      return answer;
    };
    store.script(/^LIST/, haunted);
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/" })))).toEqual(["t/b", "t/d/c"]);
    store.script(/^LIST/, haunted, haunted);
    await expect(run(({ store }) => store.list({ prefix: "t/" }))).rejects.toMatchObject({
      code: "NotConfirmed",
    });
  });

  it("a driver expects what its tasks told it, and with expected=own does not", async () => {
    for (const [name, requests] of [
      ["list-until-keys", 2],
      ["list-until-keys?expected=own", 1],
      ["list-until-count?expected=own", 1],
    ] as const) {
      const process = behind([name]);
      await process.task(({ store }) => store.put({ key: "t/a", body: text("") }).then(() => undefined));
      process.store.take();
      process.store.script(/^LIST/, hiding(/a/));
      await process.run(({ store }) => store.list({ prefix: "t/" }));
      expect(process.store.take(), name).toHaveLength(requests);
    }
  });

  it("knows what was written before an error, in the round or the strand that is told of", async () => {
    const { run, store } = behind(["list-until-keys?attempts=1"]);
    await run(async (ctx) => {
      const strands = ctx.parallel(["t/a", "t/b"], async (key, ctx) => {
        await ctx.store.put({ key, body: text(key) });
        if (key === "t/b") throw new Error("the second strand fails");
      });
      await strands.catch(() => undefined);
      const loop = ctx.loop<null, null>(null, async (_, ctx) => {
        await ctx.store.put({ key: "t/c", body: text("") });
        throw new Error("the round fails");
      });
      await loop.catch(() => undefined);
    });
    const missing = async (hidden: RegExp): Promise<boolean> => {
      store.script(/^LIST/, hiding(hidden));
      return run(({ store }) => store.list({ prefix: "t/" })).then(
        () => false,
        () => true,
      );
    };
    expect([await missing(/a/), await missing(/b/), await missing(/c/)]).toEqual([false, true, true]);
  });

  it("knows what strands have written, and what rounds have", async () => {
    const process = behind(["list-until-keys?attempts=1"]);
    const put = (key: string) => (ctx: { store: { put(r: object): Promise<unknown> } }) =>
      ctx.store.put({ key, body: text(key) });
    await process.run(async (ctx) => {
      await ctx.parallel(["t/a", "t/b"], async (key, ctx) => void (await put(key)(ctx as never)));
      await ctx.loop<number, null>(0, async (round, ctx) => {
        await put(`t/${round}`)(ctx as never);
        return round === 2 ? { done: null } : { again: round + 1 };
      });
    });
    process.store.script(/^LIST/, hiding(/2/));
    await expect(process.run(({ store }) => store.list({ prefix: "t/" }))).rejects.toThrow();
    for (const hidden of [/a/, /b/, /0/, /1/]) {
      process.store.script(/^LIST/, hiding(hidden));
      await expect(process.run(({ store }) => store.list({ prefix: "t/" }))).rejects.toThrow();
    }
  });

  it("a page that a token asked for is looked at between its first name and its last", async () => {
    const { run, store } = await written("list-until-keys?attempts=1");
    const pages = await run(async ({ store }) => {
      const first = await store.list({ prefix: "t/", maxKeys: 1 });
      const second = await store.list({
        prefix: "t/",
        maxKeys: 1,
        continuationToken: first.nextContinuationToken!,
      });
      return [keysIn(first), keysIn(second)];
    });
    expect(pages).toEqual([["t/a"], ["t/b"]]);
    expect(store.unused).toBe(0);
  });

  it("expect of a page what it has to show: nothing before its start, nor behind the end of a truncated one", () => {
    const page = (names: readonly string[], isTruncated = false) => ({
      objects: names.map((key) => ({ key, etag: "", size: 0 })),
      commonPrefixes: [],
      isTruncated,
    });
    const keys = ["t/a", "t/b", "t/d/c", "u"];
    expect(namesExpected(keys, { prefix: "t/", delimiter: "/" }, page([]))).toEqual(["t/a", "t/b", "t/d/"]);
    expect(namesExpected(keys, { prefix: "t/", startAfter: "t/a" }, page([]))).toEqual(["t/b", "t/d/c"]);
    expect(namesExpected(keys, { prefix: "t/" }, page(["t/b"], true))).toEqual(["t/a", "t/b"]);
    expect(namesExpected(keys, { continuationToken: "?" }, page(["t/b", "t/c"]))).toEqual([
      "t/b",
      "t/d/c",
      "u",
    ]);
    expect(namesExpected(keys, { continuationToken: "?" }, page([]))).toEqual([]);
  });
});

describe("paging", () => {
  it("lists page by page, asks for each again, and hands each key on once", async () => {
    const { run, store } = behind(["paging?page=2"]);
    for (const key of ["a", "b", "c", "d", "e"]) store.objects.set(key, { body: text(key), etag: key });
    store.script(/^LIST.* next/, lost("SlowDown"));
    const page = await run(({ store }) => store.list({}));
    expect(keysIn(page)).toEqual(["a", "b", "c", "d", "e"]);
    expect(page.isTruncated).toBe(false);
    expect(store.take()).toHaveLength(4);
  });

  it("leaves pages to whoever asks for pages", async () => {
    const { run, store } = behind(["paging?page=2"]);
    for (const key of ["a", "b", "c"]) store.objects.set(key, { body: text(key), etag: key });
    expect(keysIn(await run(({ store }) => store.list({ maxKeys: 1 })))).toEqual(["a"]);
  });
});

describe("circuit-breaker", () => {
  it("opens after failures, refuses for a while, then lets one through that decides", async () => {
    const { run, store } = behind(["circuit-breaker?failures=2&window=2"]);
    const get = () =>
      run(({ store }) => store.get({ key: "a" })).catch((error: { code: string }) => error.code);
    store.script(/^GET/, lost(), lost(), lost());
    store.objects.set("a", { body: text(""), etag: "" });
    expect([await get(), await get(), await get()]).toEqual(["TimeoutError", "TimeoutError", "NotSent"]);
    // Half-open: it fails, and is open again.
    expect([await get(), await get()]).toEqual(["TimeoutError", "NotSent"]);
    expect(await get()).toMatchObject({ size: 0 });
    expect(store.take()).toHaveLength(4);
  });

  it("counts=all opens where somebody asks whether keys are there", async () => {
    const { run, store } = behind(["circuit-breaker?failures=2&counts=all"]);
    const head = (key: string) =>
      run(({ store }) => store.head({ key })).catch((error: { code: string }) => error.code);
    expect([await head("a"), await head("b"), await head("c")]).toEqual([
      "NoSuchKey",
      "NoSuchKey",
      "NotSent",
    ]);
    expect(store.take()).toHaveLength(2);
  });
});

describe("consistent-read and version-token", () => {
  it("ask for the newest version, and for one not older than the own write", async () => {
    const asked: object[] = [];
    const store = new MemoryStore();
    store.otherwise = (request, apply) => (asked.push(request), apply());
    await behind(["consistent-read"], store).run(async (ctx) => {
      await ctx.store.put({ key: "a", body: text("1") });
      await ctx.store.get({ key: "a" });
    });
    expect(asked[1]).toMatchObject({ op: "get", consistent: true });
    await behind(["version-token"], store).run(async (ctx) => {
      await ctx.store.head({ key: "a" });
      const { etag } = await ctx.store.put({ key: "a", body: text("2") });
      await ctx.store.head({ key: "a" });
      expect(asked.at(-1)).toMatchObject({ atLeast: etag });
      await ctx.store.delete({ key: "a" });
      await ctx.store.head({ key: "a" }).catch(() => undefined);
    });
    expect(asked[2]).not.toHaveProperty("atLeast");
    expect(asked.at(-1)).not.toHaveProperty("atLeast");
  });
});

describe("checksum-manifest", () => {
  it("finds another object than was written, and a key that a listing misses", async () => {
    const { run, store } = behind(["checksum-manifest?attempts=1"]);
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    store.objects.set("a", { body: text("2"), etag: "" });
    await expect(run(({ store }) => store.get({ key: "a" }))).rejects.toMatchObject({ code: "NotConfirmed" });
    store.script(/^LIST $/, hiding(/^a/));
    await expect(run(({ store }) => store.list({ prefix: "" }))).rejects.toMatchObject({
      code: "NotConfirmed",
    });
    await run(({ store }) => store.delete({ key: "a" }));
    expect(store.keys()).toEqual([]);
  });
});

describe("the harmful ones", () => {
  it("negative-cache never sees what somebody else writes later, and sees its own", async () => {
    const { run, store } = behind(["negative-cache"]);
    await run(({ store }) => store.get({ key: "a" })).catch(() => undefined);
    store.objects.set("a", { body: text("1"), etag: "" });
    await expect(run(({ store }) => store.get({ key: "a" }))).rejects.toMatchObject({ code: "NoSuchKey" });
    expect(store.take()).toEqual(["GET a"]);
    await run(({ store }) => store.put({ key: "a", body: text("2") }));
    expect((await run(({ store }) => store.get({ key: "a" }))).size ?? 1).toBe(1);
  });

  it("a retry in front of it asks the cache", async () => {
    const { run, store } = behind(["retry?attempts=3", "negative-cache"]);
    await run(({ store }) => store.get({ key: "a" })).catch(() => undefined);
    expect(store.take()).toEqual(["GET a"]);
  });

  it("probe-first asks before it writes, and refuses to overwrite", async () => {
    const { run, store } = behind(["probe-first"]);
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    await expect(run(({ store }) => store.put({ key: "a", body: text("2") }))).rejects.toMatchObject({
      code: "PreconditionFailed",
    });
    expect(store.take()).toEqual(["HEAD a", "PUT a", "HEAD a"]);
  });
});
