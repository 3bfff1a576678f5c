/** S3Guard and s3mper: what a table beside the store helps against, and what it does not. */
import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { failure, hiding, MemoryStore } from "../../committers/support.js";
import { verdictOf } from "../../support/claims.js";
import { mayTell, type Program, tell, textOf } from "./programs.js";
import { behind, keysIn, text } from "./support.js";

/** One task with one file: what breaks does so here. */
const small = { tasks: 1, files: 1 };

async function came(committer: string, store: string, bounds: object = {}, property = "no-lost-rows") {
  const claim = { committer, store, scenario: "one-job", property, bounds: { ...small, ...bounds } };
  const { cell } = await verdictOf(claim);
  if (cell.verdict !== "violated") return cell.evidence === "exhaustive" ? cell.verdict : "not exhausted";
  const { cost, silent } = cell.counterexample!;
  return `${silent ? "silent" : "loud"} ${cost.anomalies}+${cost.faults}`;
}

const put = (key: string, value: string): Program["writer"] => {
  return (ctx) => ctx.store.put({ key, body: Body.text(value) });
};

async function keysListed(ctx: Parameters<Program["writer"]>[0], prefix = ""): Promise<readonly string[]> {
  return keysIn(await ctx.store.list({ prefix }));
}

describe("S3Guard on a store that answers as it is told to", () => {
  it("answers HEAD and LIST by its table, and reads the version that it has", async () => {
    const { run, store } = behind(["s3guard?attempts=2"]);
    await run(async ({ store }) => {
      await store.put({ key: "t/a", body: text("1") });
      await store.put({ key: "t/b/c", body: text("2") });
      await store.copy({ source: "t/a", key: "t/d" });
      await store.delete({ key: "t/a" });
    });
    store.take();
    store.script(/^LIST/, hiding(/./));
    const page = await run(({ store }) => store.list({ prefix: "t/", delimiter: "/" }));
    expect(keysIn(page)).toEqual(["t/d", "t/b/"]);
    await expect(run(({ store }) => store.head({ key: "t/a" }))).rejects.toMatchObject({ code: "NoSuchKey" });
    expect(await run(({ store }) => store.head({ key: "t/d" }))).toMatchObject({ size: 1 });
    expect(store.take()).toEqual(["LIST t/ delimiter"]);
    // Known to be there: asked for again.
    store.script(/^GET/, () => failure("NoSuchKey"));
    expect((await run(({ store }) => store.get({ key: "t/d" }))).body.text()).toBe("1");
  });

  it("another version than it has is loud", async () => {
    const { run, store } = behind(["s3guard?attempts=2"]);
    await run(({ store }) => store.put({ key: "a", body: text("1") }));
    store.script(
      /^GET/,
      () => failure("PreconditionFailed"),
      () => failure("PreconditionFailed"),
    );
    await expect(run(({ store }) => store.get({ key: "a" }))).rejects.toMatchObject({ code: "NotConfirmed" });
  });

  it("writes back what it did not know, and pages what it lists", async () => {
    const { run, store } = behind(["s3guard"]);
    for (const key of ["a", "b", "c"]) store.objects.set(key, { body: text(key), etag: text(key).md5 });
    await run(({ store }) => store.head({ key: "a" }));
    store.take();
    await run(({ store }) => store.head({ key: "a" }));
    expect(store.take()).toEqual([]);
    const pages = await run(async ({ store }) => {
      const first = await store.list({ maxKeys: 2 });
      const second = await store.list({ maxKeys: 2, continuationToken: first.nextContinuationToken! });
      return [first.isTruncated, keysIn(first), second.isTruncated, keysIn(second)];
    });
    expect(pages).toEqual([true, ["a", "b"], false, ["c"]]);
  });

  it("in authoritative mode lists from the table alone what was listed whole before", async () => {
    const store = new MemoryStore();
    const { run } = behind(["s3guard?mode=auth"], store);
    await run(async ({ store }) => {
      await store.put({ key: "t/a", body: text("1") });
      await store.list({ prefix: "t/" });
      await store.put({ key: "t/b", body: text("1") });
    });
    store.take();
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/" })))).toEqual(["t/a", "t/b"]);
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/", delimiter: "/" })))).toEqual([
      "t/a",
      "t/b",
    ]);
    expect(store.take()).toEqual([]);
  });
});

describe("S3Guard rescues", () => {
  it.each(["magic-copy?find=list", "file-output-v1"])("%s from lagging listings", async (committer) => {
    for (const property of ["no-lost-rows", "no-phantom-rows"]) {
      expect(await came(`${committer} + s3guard?attempts=2`, "list-lag", {}, property)).toBe("holds");
    }
    expect(await came(committer, "list-lag")).toBe("silent 1+0");
  });

  it("file-output-v1 from all that S3 was before 2020", async () => {
    expect(await came("file-output-v1 + s3guard?attempts=2", "s3-legacy")).toBe("holds");
  });

  it("not where the time to live has passed", async () => {
    expect(await came("magic-copy?find=list + s3guard?ttl=passed", "list-lag")).toBe("silent 1+0");
  });

  it("not where its table has failed between the two writes and nobody is told", async () => {
    const bounds = { anomalies: 1, faults: 1, zombies: 0 };
    const committer = "magic-copy?find=list + s3guard?attempts=2";
    expect(await came(`${committer}&on-table-error=ignore`, "list-lag", bounds)).toBe("silent 1+1");
    expect(await came(committer, "list-lag", bounds)).toBe("holds");
  });
});

describe("past S3Guard's table", () => {
  const told = (what: string, program: Program, defence = "s3guard?attempts=2", anomalies = 0) =>
    mayTell(what, program, "strong", [defence], anomalies);

  it("what is overwritten is served as the table has it, or fails; outside of authoritative mode a listing finds out", async () => {
    const overwritten = (then: Program["writer"]): Program => ({
      past: "reader",
      reader: put("a", "theirs"),
      writer: async (ctx) => {
        await put("a", "mine")(ctx);
        const { size } = await ctx.store.head({ key: "a" });
        if (size === "mine".length && (await textOf(ctx, "a")) === "NotConfirmed") await then(ctx);
      },
    });
    const old = overwritten(async () => tell("out of date"));
    const listing = overwritten(async (ctx) => {
      await ctx.store.list({});
      if ((await textOf(ctx, "a")) === "theirs") tell("found out");
    });
    for (const mode of ["", "&mode=auth"]) {
      expect(await told("out of date", old, `s3guard?attempts=2${mode}`)).toBe(true);
    }
    expect(await told("found out", listing)).toBe(true);
  });

  it("what is deleted goes on being listed, in both modes", async () => {
    const program: Program = {
      past: "reader",
      reader: (ctx) => ctx.store.delete({ key: "a" }),
      writer: async (ctx) => {
        await put("a", "mine")(ctx);
        const listed = await keysListed(ctx);
        if (listed.includes("a") && (await textOf(ctx, "a")) === "NoSuchKey") tell("ghost");
      },
    };
    expect(await told("ghost", program)).toBe(true);
    expect(await told("ghost", program, "s3guard?attempts=2&mode=auth")).toBe(true);
  });

  it("what is created is not listed in authoritative mode, and is in the other", async () => {
    const program: Program = {
      past: "reader",
      reader: put("t/theirs", "x"),
      writer: async (ctx) => {
        await put("t/mine", "x")(ctx);
        await keysListed(ctx, "t/");
        if ((await textOf(ctx, "t/theirs")) !== "x") return;
        if (!(await keysListed(ctx, "t/")).includes("t/theirs")) tell("not listed");
      },
    };
    expect(await told("not listed", program)).toBe(false);
    expect(await told("not listed", program, "s3guard?attempts=2&mode=auth")).toBe(true);
  });
});

describe("S3Guard does harm", () => {
  it("two writers of one key leave it unreadable for ever, on a strong store, with no bad luck", async () => {
    const unreadable = async (ctx: Parameters<Program["writer"]>[0]) => {
      await put("a", "theirs")(ctx);
      // As long as anybody likes: the table has an ETag that S3 does not have.
      if ((await textOf(ctx, "a")) === "NotConfirmed" && (await textOf(ctx, "a")) === "NotConfirmed") {
        tell("unreadable");
      }
    };
    const program: Program = { writer: put("a", "mine"), reader: unreadable };
    expect(await mayTell("unreadable", program, "strong", ["s3guard?attempts=3"], 0)).toBe(true);
    expect(await mayTell("unreadable", program, "strong", [], 0)).toBe(false);
  });
});

describe("s3mper", () => {
  const fails = "s3mper?attempts=2&otherwise=fail";

  it("lists again until the names show, notes them before their files, and forgets them before those go", async () => {
    const { run, store } = behind(["s3mper?attempts=2"]);
    await run(({ store }) => store.put({ key: "t/a", body: text("1") }));
    store.script(/^LIST/, hiding(/a/));
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/" })))).toEqual(["t/a"]);
    store.script(/^LIST/, hiding(/a/), hiding(/a/));
    expect(keysIn(await run(({ store }) => store.list({ prefix: "t/" })))).toEqual([]);
    await run(({ store }) => store.delete({ key: "t/a" }));
    store.take();
    await run(({ store }) => store.list({ prefix: "t/" }));
    expect(store.take()).toHaveLength(1);
  });

  it("rescues a driver that lists, if somebody is told; as it comes, the loss is logged and goes on", async () => {
    expect(await came(`magic-copy?find=list + ${fails}`, "list-lag")).toBe("holds");
    expect(await came("magic-copy?find=list + s3mper?attempts=2", "list-lag")).toBe("silent 2+0");
  });

  it("does not rescue who lists in a task, because listings of tasks are not looked at", async () => {
    expect(await came(`file-output-v1 + ${fails}`, "list-lag")).toBe("silent 1+0");
    expect(await came(`file-output-v1 + ${fails}&tasks=checked`, "list-lag")).toBe("holds");
  });

  it("waits for a file that never came: its name was noted before it was written", async () => {
    const { run, store } = behind([fails]);
    store.script(/^PUT/, () => failure("SlowDown"));
    await run(({ store }) => store.put({ key: "a", body: text("1") })).catch(() => undefined);
    await expect(run(({ store }) => store.list({}))).rejects.toSatisfy((error) =>
      isS3Error(error, "NotConfirmed"),
    );
  });

  it("hides ghosts only where deletions are marked", async () => {
    for (const [markers, listed] of [
      ["off", ["a"]],
      ["on", []],
    ] as const) {
      const { run, store } = behind([`s3mper?delete-markers=${markers}`]);
      await run(({ store }) => store.put({ key: "a", body: text("1") }));
      const ghost = store.objects.get("a")!;
      await run(({ store }) => store.delete({ key: "a" }));
      store.objects.set("a", ghost);
      expect(keysIn(await run(({ store }) => store.list({})))).toEqual(listed);
    }
  });
});

describe("waiting for replication", () => {
  const program = (read: Program["reader"]): Program => ({
    writer: async (ctx) => {
      await put("a", "new")(ctx);
      await put("done", "yes")(ctx);
    },
    ...(read === undefined ? {} : { reader: read }),
  });

  it("protects the reader of the replica: a replica does not go back behind what it has", async () => {
    const far = program(async ({ store }) => {
      const done = await store.get({ key: "done" }).catch(() => undefined);
      if (done === undefined) return;
      await store.get({ key: "a", replica: true }).catch(() => tell("missing"));
    });
    expect(await mayTell("missing", far, "cross-region")).toBe(true);
    expect(await mayTell("missing", far, "cross-region", ["wait-for-replication?attempts=0"])).toBe(false);
  });
});
