/** Every way in which the publishing PUT may not be answered with 200, and what comes of it. */
import { beforeEach, describe, expect, it } from "vitest";
import { icebergCas } from "../../../committers/index.js";
import type { Committer, CommitOutcome, Context } from "../../../src/job/committer.js";
import {
  after,
  attemptOf,
  contextOf,
  failure,
  jobOf,
  type JobOptions,
  late,
  lost,
  MemoryStore,
  type Reaction,
  replyLost,
  rowsOf,
  runAttempt,
  runJob,
  sentTwice,
} from "../support.js";

const slot = (version: number): RegExp => new RegExp(`^PUT t/metadata/v${version}\\.metadata`, "u");
const read = (version: number): RegExp => new RegExp(`^GET t/metadata/v${version}\\.metadata`, "u");
const well: Reaction = (_request, apply) => apply();
const mine = ["j1/0.0/0"];
const both = ["j1/0.0/0", "j2/0.0/0"];

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

interface Prepared {
  readonly driver: Committer;
  readonly ctx: Context;
  commit(): Promise<CommitOutcome>;
}

/** A job up to its commit: the table is there, and the driver has its tasks' messages. */
async function prepare(
  options: Readonly<Record<string, string>> = {},
  of: JobOptions = {},
): Promise<Prepared> {
  const factory = icebergCas.withOptions(options);
  const job = jobOf(of);
  const driver = factory();
  const ctx = contextOf(store, 1);
  await driver.setupJob(job, ctx);
  const commit = await runAttempt(factory, attemptOf(job), contextOf(store, 2));
  store.take();
  return { driver, ctx, commit: () => driver.commitJob(job, [commit], ctx) };
}

/** Another job commits in full. */
const rival =
  (id = "j2", process = 3) =>
  async () => {
    expect(await runJob(icebergCas.withOptions({}), store, { id, process })).toMatchObject({
      outcome: "landed",
    });
  };

/** The requests to slots, without their common parts: `GET 1`, `PUT 1`. */
function slotRequests(): string[] {
  return store
    .take()
    .map((line) => /^(GET|PUT) t\/metadata\/v(\d+)\./u.exec(line))
    .filter((match) => match !== null)
    .map((match) => `${match[1]} ${match[2]}`);
}

async function rows(): Promise<string[]> {
  return rowsOf(icebergCas.withOptions({})(), store);
}

/** What is left of this job's own files. */
function files(): number {
  return store.keys("t/data/00000002").length + store.keys("t/metadata/00000001").length;
}

describe("after a refusal (412, 409)", () => {
  it("somebody else's commit in the slot: it becomes the base", async () => {
    const { commit } = await prepare();
    store.script(slot(1), after(rival()));
    expect(await commit()).toBe("landed");
    expect(await rows()).toEqual(both);
  });

  it("in these requests: read the slot, read forward, publish in the next", async () => {
    const { commit } = await prepare();
    let own = 0;
    store.script(slot(1), async (_request, apply) => {
      await rival()();
      own = store.log.length;
      return apply();
    });
    await commit();
    expect(store.log.slice(own)).toEqual([
      "GET t/metadata/v1.metadata.json",
      "GET t/metadata/v2.metadata.json",
      "PUT t/metadata/v2.metadata.json if-none-match",
      "PUT t/metadata/version-hint.text",
    ]);
  });

  it("goes past several winners, and takes all their rows along", async () => {
    const { commit } = await prepare();
    store.script(slot(1), async (_request, apply) => {
      await rival("j2", 3)();
      await rival("j3", 5)();
      return apply();
    });
    store.script(slot(3), after(rival("j4", 7)));
    expect(await commit()).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0", "j2/0.0/0", "j3/0.0/0", "j4/0.0/0"]);
  });

  it("a client that sent the request twice meets its own success as 412, and has landed", async () => {
    const { commit } = await prepare();
    store.script(slot(1), sentTwice);
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1"]);
    expect(await rows()).toEqual(mine);
  });

  it("its own success as 409 likewise", async () => {
    const { commit } = await prepare();
    store.script(slot(1), replyLost("ConditionalRequestConflict"));
    expect(await commit()).toBe("landed");
    expect(await rows()).toEqual(mine);
  });

  it("409 and an empty slot: the request had no effect, so it is sent again", async () => {
    const { commit } = await prepare();
    store.script(slot(1), lost("ConditionalRequestConflict"));
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1", "PUT 1"]);
  });

  it("404 after 412 is not absent: it is read again", async () => {
    const { commit } = await prepare();
    store.script(slot(1), sentTwice);
    store.script(read(1), well, () => failure("NoSuchKey"));
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1", "GET 1"]);
  });

  it("404 after 412 to the end is unknown, and nothing is deleted", async () => {
    const { driver, ctx, commit } = await prepare({ retries: "2" });
    store.script(slot(1), sentTwice);
    const missing: Reaction = () => failure("NoSuchKey");
    store.script(read(1), well, missing, missing, missing);
    expect(await commit()).toBe("unknown");
    expect(store.unused).toBe(0);
    await driver.abortJob(jobOf(), ctx);
    expect(files()).toBe(2);
    expect(await rows()).toEqual(mine);
  });

  it("every slot tried is somebody else's: failed for certain, and only then are files deleted", async () => {
    const { driver, ctx, commit } = await prepare({ retries: "1" });
    store.script(slot(1), after(rival("j2", 3)));
    store.script(slot(2), after(rival("j3", 5)));
    expect(await commit()).toBe("failed");
    expect(files()).toBe(2);
    await driver.abortJob(jobOf(), ctx);
    expect(files()).toBe(0);
    expect(await rows()).toEqual(["j2/0.0/0", "j3/0.0/0"]);
  });

  it("retries=0: one round, and its end is known", async () => {
    const { commit } = await prepare({ retries: "0" });
    store.script(slot(1), after(rival()));
    expect(await commit()).toBe("failed");
  });
});

describe("after an ambiguous error (no answer, 5xx)", () => {
  const errors = ["TimeoutError", "InternalError", "SlowDown"] as const;

  it.each(errors)("%s, but it was applied: landed", async (code) => {
    const { commit } = await prepare();
    store.script(slot(1), replyLost(code));
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1"]);
    expect(await rows()).toEqual(mine);
  });

  it.each(errors)("%s, and the slot is empty: the identical body is sent again", async (code) => {
    const { commit } = await prepare();
    const bodies: string[] = [];
    const note: Reaction = (request, apply) => {
      if (request.op === "put") bodies.push(request.body.text());
      return bodies.length < 2 ? failure(code) : apply();
    };
    store.script(slot(1), note, note);
    expect(await commit()).toBe("landed");
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1", "PUT 1"]);
  });

  it("it comes late, between the look and the second sending: own 412, landed once", async () => {
    const { commit } = await prepare();
    store.script(
      slot(1),
      late(),
      after(async () => store.deliver()),
    );
    expect(await commit()).toBe("landed");
    expect(await rows()).toEqual(mine);
  });

  it("somebody else took the slot: decided, and what comes late finds it taken", async () => {
    const { commit } = await prepare();
    store.script(slot(1), late());
    store.script(read(1), well, after(rival()));
    expect(await commit()).toBe("landed");
    store.deliver();
    expect(await rows()).toEqual(both);
  });

  it("and the look fails too: looks again", async () => {
    const { commit } = await prepare();
    store.script(slot(1), replyLost());
    store.script(read(1), well, lost("InternalError"));
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1", "GET 1"]);
  });

  it("the look fails, then the slot is empty: sends again", async () => {
    const { commit } = await prepare();
    store.script(slot(1), lost());
    store.script(read(1), well, lost("InternalError"));
    expect(await commit()).toBe("landed");
    expect(slotRequests()).toEqual(["GET 0", "GET 1", "PUT 1", "GET 1", "GET 1", "PUT 1"]);
  });

  it("to the end of the budget: unknown; nothing is deleted; what comes late is whole", async () => {
    const { driver, ctx, commit } = await prepare({ retries: "2" });
    store.script(slot(1), late(), lost(), lost());
    expect(await commit()).toBe("unknown");
    expect(store.unused).toBe(0);
    await driver.abortJob(jobOf(), ctx);
    expect(await rows()).toEqual([]);
    store.deliver();
    expect(await rows()).toEqual(mine);
  });

  it("the look fails to the end: unknown", async () => {
    const { commit } = await prepare({ retries: "1" });
    store.script(slot(1), replyLost());
    store.script(read(1), well, lost("SlowDown"), lost("SlowDown"));
    expect(await commit()).toBe("unknown");
  });

  it("a plain refusal of the second sending says nothing of the first: unknown", async () => {
    const { commit } = await prepare();
    store.script(slot(1), late(), lost("NotImplemented"));
    expect(await commit()).toBe("unknown");
    store.deliver();
    expect(await rows()).toEqual(mine);
  });

  it("a slot lost earlier does not make a later doubt a failure", async () => {
    const { commit } = await prepare({ retries: "1" });
    store.script(slot(1), after(rival()));
    store.script(slot(2), late());
    expect(await commit()).toBe("unknown");
    store.deliver();
    expect(await rows()).toEqual(both);
  });
});

describe("before anything was published", () => {
  it.each([
    ["the manifest", /^PUT t\/metadata\/0/u, lost("InternalError")],
    ["the hint", /^GET t\/metadata\/version-hint/u, lost("SlowDown")],
    ["the search for the current version", read(1), lost()],
    ["a publish that is refused outright", slot(1), lost("InvalidRequest")],
  ])("an error of %s is a failure for certain: loud, and the files go", async (_name, pattern, reaction) => {
    const { driver, ctx, commit } = await prepare();
    store.script(pattern, reaction);
    await expect(commit()).rejects.toMatchObject({ name: "S3Error" });
    await driver.abortJob(jobOf(), ctx);
    expect(files()).toBe(0);
  });

  it("an error of reading on after a slot was decided is a failure for certain, too", async () => {
    const { driver, ctx, commit } = await prepare();
    store.script(slot(1), async (_request, apply) => {
      await rival()();
      store.script(read(2), lost("InternalError"));
      return apply();
    });
    await expect(commit()).rejects.toMatchObject({ code: "InternalError" });
    await driver.abortJob(jobOf(), ctx);
    expect(files()).toBe(0);
    expect(await rows()).toEqual(["j2/0.0/0"]);
  });

  it("an error that is not the store's deletes nothing: nobody knows what it means", async () => {
    const { driver, ctx, commit } = await prepare();
    store.script(slot(1), () => {
      throw new Error("a bug");
    });
    await expect(commit()).rejects.toThrow("a bug");
    await driver.abortJob(jobOf(), ctx);
    expect(files()).toBe(2);
  });
});

describe("after it has landed", () => {
  it.each([lost(), replyLost("InternalError")])("an error of the hint changes nothing", async (reaction) => {
    const { commit } = await prepare();
    store.script(/^PUT t\/metadata\/version-hint/u, reaction);
    expect(await commit()).toBe("landed");
    expect(await rows()).toEqual(mine);
  });

  it("abortJob has nothing to delete", async () => {
    const { driver, ctx, commit } = await prepare();
    await commit();
    store.take();
    await driver.abortJob(jobOf(), ctx);
    expect(store.take()).toEqual([]);
  });
});

describe("a rerun after the driver died with its commit landed", () => {
  const first: JobOptions = { id: "run1", key: "job" };
  const second = { id: "run2", key: "job", process: 5 };

  it("commit-id=run publishes the rows a second time", async () => {
    await (await prepare({}, first)).commit();
    expect(await runJob(icebergCas.withOptions({}), store, second)).toMatchObject({ outcome: "landed" });
    expect(await rows()).toEqual(["run1/0.0/0", "run2/0.0/0"]);
  });

  it("commit-id=job finds the predecessor's commit, and publishes nothing", async () => {
    const options = { "commit-id": "job" };
    await (await prepare(options, first)).commit();
    const { outcome, phases } = await runJob(icebergCas.withOptions(options), store, second);
    expect(outcome).toBe("landed");
    expect(phases.commitJob?.filter((line) => line.includes("if-none-match"))).toEqual([]);
    expect(await rows()).toEqual(["run1/0.0/0"]);
  });

  it("commit-id=job finds it below somebody else's, too", async () => {
    const options = { "commit-id": "job" };
    await (await prepare(options, first)).commit();
    await rival()();
    expect(await runJob(icebergCas.withOptions(options), store, second)).toMatchObject({ outcome: "landed" });
    expect(await rows()).toEqual(["j2/0.0/0", "run1/0.0/0"]);
  });

  it("commit-id=job meets the predecessor's late request in the slot, and counts it as its own", async () => {
    const options = { "commit-id": "job", retries: "0" };
    const predecessor = await prepare(options, first);
    store.script(slot(1), late());
    expect(await predecessor.commit()).toBe("unknown");
    store.script(
      slot(1),
      after(async () => store.deliver()),
    );
    expect(await runJob(icebergCas.withOptions(options), store, second)).toMatchObject({ outcome: "landed" });
    expect(await rows()).toEqual(["run1/0.0/0"]);
  });

  it("commit-id=job fences the predecessor's late request where the rerun comes first", async () => {
    const options = { "commit-id": "job", retries: "0" };
    const predecessor = await prepare(options, first);
    store.script(slot(1), late());
    await predecessor.commit();
    await runJob(icebergCas.withOptions(options), store, second);
    store.deliver();
    expect(await rows()).toEqual(["run2/0.0/0"]);
  });
});
