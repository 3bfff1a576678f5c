/**
 * What becomes of a commit whose deciding request is not answered with 200: what the reference resolution says and leaves,
 * and what each control makes of the same thing.
 */
import { beforeEach, describe, expect, it } from "vitest";
import { casPointer, casSlot } from "../../../committers/index.js";
import type { CommitterEntry } from "../../../committers/index.js";
import {
  after,
  contextOf,
  failure,
  late,
  lost,
  MemoryStore,
  type Reaction,
  replyLost,
  rowsOf,
  runJob,
  sentTwice,
} from "../support.js";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

const mine = ["j1/0.0/0"];
const both = ["j1/0.0/0", "j2/0.0/0"];

interface Protocol {
  readonly entry: CommitterEntry;
  /** The first commit's deciding request. */
  readonly decides: RegExp;
  readonly reads: RegExp;
}

const protocols: readonly (readonly [string, Protocol])[] = [
  [
    "cas-slot",
    { entry: casSlot, decides: /^PUT t\/_log\/0{20}\.json/u, reads: /^GET t\/_log\/0{20}\.json/u },
  ],
  ["cas-pointer", { entry: casPointer, decides: /^PUT t\/_current/u, reads: /^GET t\/_current/u }],
];

describe.each(protocols)("%s", (_name, { entry, decides, reads }) => {
  const rival = after(() => runJob(entry.withOptions({}), store, { id: "j2", process: 5 }));
  const run = async (reaction: Reaction, options: Record<string, string> = {}): Promise<string> => {
    store.script(decides, reaction);
    return (await runJob(entry.withOptions(options), store)).outcome;
  };
  const rows = (): Promise<string[]> => rowsOf(entry.withOptions({})(), store);

  it.each([
    ["the reply is lost", replyLost(), mine],
    ["a 500 comes after the commit", replyLost("InternalError"), mine],
    ["its own success meets it as a refusal", sentTwice, mine],
    ["the request is lost", lost(), mine],
    ["somebody else is first", rival, both],
    ["the store says 409", lost("ConditionalRequestConflict"), mine],
  ])("has landed, once, where %s", async (_what, reaction, expected) => {
    expect(await run(reaction)).toBe("landed");
    expect(await rows()).toEqual(expected);
  });

  it("does not know where the request is late and no round is left, and deletes nothing", async () => {
    expect(await run(late(), { retries: "0" })).toBe("unknown");
    store.deliver();
    expect(await rows()).toEqual(mine);
  });

  it("has landed where the request is late: the same again, and the late one is fenced", async () => {
    expect(await run(late())).toBe("landed");
    store.deliver();
    expect(await rows()).toEqual(mine);
  });

  it("does not know where what is there cannot be read", async () => {
    let refused = false;
    store.script(decides, (...given) => {
      refused = true;
      return sentTwice(...given);
    });
    store.otherwise = (request, apply) => {
      return request.op === "get" && refused ? failure("InternalError", request.key) : apply();
    };
    expect((await runJob(entry.withOptions({}), store)).outcome).toBe("unknown");
    store.otherwise = (_request, apply) => apply();
    expect(await rows()).toEqual(mine);
  });

  it("knows its own commit under somebody else's", async () => {
    store.script(decides, replyLost());
    let reading = 0;
    store.otherwise = async (request, apply) => {
      // The rival comes between the lost reply and the first look at what is there.
      if (reads.test(`GET ${"key" in request ? request.key : ""}`) && request.op === "get" && ++reading === 2)
        await runJob(entry.withOptions({}), store, { id: "j2", process: 5 });
      return apply();
    };
    expect((await runJob(entry.withOptions({}), store)).outcome).toBe("landed");
    expect(await rows()).toEqual(both);
  });

  it("has failed for certain where the rounds are spent, and deletes its files alone", async () => {
    expect(await run(rival, { retries: "0" })).toBe("failed");
    expect(await rows()).toEqual(["j2/0.0/0"]);
    expect(store.keys("t/data/")).toHaveLength(1);
    expect(store.keys("t/data/")[0]).toContain("j2.parquet");
  });

  it("abort=leave leaves them", async () => {
    expect(await run(rival, { retries: "0", abort: "leave" })).toBe("failed");
    expect(store.keys("t/data/")).toHaveLength(2);
  });

  it.each([
    ["the reply is lost", replyLost()],
    ["its own success meets it as a refusal", sentTwice],
  ])("controls: fail deletes files that the table names, where %s", async (_what, reaction) => {
    expect(await run(reaction, { "on-refusal": "fail", "on-doubt": "fail" })).toBe("failed");
    await expect(rows()).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  it("controls: retry-new-ids, and append-again, have the rows twice", async () => {
    expect(await run(replyLost(), { "on-doubt": "retry-new-ids" })).toBe("landed");
    expect(await rows()).toEqual([...mine, ...mine]);
    store = new MemoryStore();
    expect(await run(sentTwice, { "on-refusal": "rebase", "found-own": "append-again" })).toBe("landed");
    expect(await rows()).toEqual([...mine, ...mine]);
  });

  it("controls: rebase looks for itself when it refreshes, and not after its last attempt", async () => {
    expect(await run(sentTwice, { "on-refusal": "rebase" })).toBe("landed");
    expect(await rows()).toEqual(mine);
    store = new MemoryStore();
    expect(await run(sentTwice, { "on-refusal": "rebase", retries: "0" })).toBe("failed");
    await expect(rows()).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  it("controls: roll-back takes the rows of whoever has committed since away", async () => {
    store.script(decides, replyLost());
    let reading = 0;
    store.otherwise = async (request, apply) => {
      if (reads.test(`GET ${"key" in request ? request.key : ""}`) && request.op === "get" && ++reading === 2)
        await runJob(entry.withOptions({}), store, { id: "j2", process: 5 });
      return apply();
    };
    const options = { "on-doubt": "rebase", "found-own": "roll-back" };
    expect((await runJob(entry.withOptions(options), store)).outcome).toBe("landed");
    expect(await rows()).toEqual(mine);
  });

  it.each([
    ["run", both.map(() => mine[0]!)],
    ["job", mine],
  ])("commit-id=%s: a rerun that finds its predecessor's commit", async (commitId, expected) => {
    const factory = entry.withOptions({ "commit-id": commitId });
    await runJob(factory, store, { id: "j1", key: "job" });
    const again = await runJob(factory, store, { id: "j1", key: "job", process: 5 });
    expect(again.outcome).toBe("landed");
    // The same run twice is the same commit either way.
    expect(await rows()).toEqual(commitId === "run" ? mine : expected);
    await runJob(factory, store, { id: "j3", key: "job", process: 7 });
    expect(await rows()).toHaveLength(commitId === "run" ? 2 : 1);
  });
});

describe("cas-pointer with a history that forgets", () => {
  it("does not know whether a commit is its own that is older than what is remembered", async () => {
    const factory = casPointer.withOptions({ remembered: "1" });
    store.script(/^PUT t\/_current/u, replyLost());
    let reading = 0;
    store.otherwise = async (request, apply) => {
      if (request.op === "get" && request.key === "t/_current" && ++reading === 2)
        await runJob(factory, store, { id: "j2", process: 5 });
      return apply();
    };
    expect((await runJob(factory, store)).outcome).toBe("unknown");
    expect(await rowsOf(factory(), store)).toEqual(both);
  });

  it("check=top takes it for lost, and commits again", async () => {
    const factory = casPointer.withOptions({ check: "top" });
    store.script(/^PUT t\/_current/u, replyLost());
    let reading = 0;
    store.otherwise = async (request, apply) => {
      if (request.op === "get" && request.key === "t/_current" && ++reading === 2)
        await runJob(factory, store, { id: "j2", process: 5 });
      return apply();
    };
    expect((await runJob(factory, store)).outcome).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/0.0/0", "j2/0.0/0"]);
  });
});

describe("cas-slot with the names of slots gone", () => {
  const factory = casSlot.withOptions({ clean: "boundary" });

  it("a slot that was deleted and filled again is no commit: on to the newest version", async () => {
    await runJob(factory, store);
    await runJob(factory, store, { id: "j2", process: 5 });
    // A writer that read slot 0 as absent, long ago.
    store.script(/^GET t\/_log\/_hint/u, () => failure("NoSuchKey"));
    store.script(/^LIST/u, (_request, apply) => {
      void apply();
      return { ok: true, value: { objects: [], commonPrefixes: [], isTruncated: false } };
    });
    let cleaned = false;
    store.otherwise = async (request, apply) => {
      if (request.op === "put" && "ifNoneMatch" in request && !cleaned && request.key.endsWith("0.json")) {
        cleaned = true;
        await factory().maintain!("t/", contextOf(store, 9));
      }
      return apply();
    };
    store.script(/^GET t\/_log\/0{20}\.json/u, () => failure("NoSuchKey"));
    const { outcome } = await runJob(factory, store, { id: "j3", process: 7 });
    expect(outcome).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0", "j3/0.0/0"]);
  });
});
