/**
 * Which defence helps whom, and what against: each sentence by looking at every execution within the bounds that stand beside
 * it. docs/defences.md has the whole table.
 */
import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import { personalities } from "../../../src/store/personalities/index.js";
import { verdictOf } from "../../support/claims.js";
import { mayTell, type Program, tell, textOf } from "./programs.js";

const text = (value: string) => Body.text(value);

async function worst(committer: string, store: string, property = "no-lost-rows", scenario = "one-job") {
  const { cell } = await verdictOf({ committer, store, scenario, property });
  const { verdict, evidence, counterexample } = cell;
  if (verdict === "violated") {
    const { cost, silent } = counterexample!;
    return `${silent ? "silent" : "loud"} ${cost.anomalies}+${cost.faults}`;
  }
  return evidence === "exhaustive" ? verdict : `${verdict}, ${evidence}`;
}

describe("retry", () => {
  it.each(["file-output-v1", "magic-copy?find=list"])(
    "never rescues a silent loss: %s loses rows with it as without it, for the same one wrong listing",
    async (committer) => {
      expect(await worst(committer, "list-lag")).toBe("silent 1+0");
      expect(await worst(`${committer} + retry?attempts=5`, "list-lag")).toBe("silent 1+0");
    },
  );

  it("rescues from an error that passes: a copy that comes too early, as long as it passes in time", async () => {
    const property = "no-phantom-rows";
    expect(await worst("file-output-v1", "copy-lag", property)).toBe("loud 1+0");
    expect(await worst("file-output-v1 + retry?attempts=2", "copy-lag", property)).toBe("loud 2+0");
    expect(await worst("file-output-v1 + retry?attempts=3", "copy-lag", property)).toBe("holds");
  });
});

describe("list until a count", () => {
  const count = "list-until-count?attempts=2";

  it("rescues where the count is known: the driver was told by its tasks", async () => {
    expect(await worst(`magic-copy?find=list + ${count}`, "list-lag")).toBe("holds");
    expect(await worst(`magic-copy?find=list + ${count}&expected=own`, "list-lag")).toBe("silent 1+0");
  });

  it("by a number, where the number is right, and not where there are more files than that", async () => {
    const fixed = "list-until-count?expected=2&attempts=2&otherwise=go-on";
    const two = { committer: `magic-copy?find=list + ${fixed}`, store: "list-lag", scenario: "one-job" };
    const scope = { ...two, property: "no-lost-rows" };
    // With two wrong answers it gives up and goes on; with one it gets there.
    expect((await verdictOf({ ...scope, bounds: { anomalies: 1 } })).cell.verdict).toBe("holds");
    expect((await verdictOf({ ...scope, bounds: { anomalies: 1, files: 3 } })).cell.verdict).toBe("violated");
  });

  it("but not one that gives up and goes on, as runbooks have it", async () => {
    expect(await worst(`magic-copy?find=list + ${count}&otherwise=go-on`, "list-lag")).toBe("silent 2+0");
    expect(await worst("magic-copy?find=list + consistent-client?attempts=2", "list-lag")).toBe("silent 2+0");
  });

  it("and not against ghosts: a deleted directory that still shows makes up for the one that is missing", async () => {
    expect(await worst(`file-output-v1 + ${count}`, "list-lag")).toBe("silent 2+0");
    // A set of keys is not taken in.
    expect(await worst("file-output-v1 + list-until-keys?attempts=2", "list-lag")).toBe("holds");
  });

  it("what it rescues fails loudly instead, and leaves what was moved already", async () => {
    const committer = "file-output-v1 + list-until-keys?attempts=2";
    expect(await worst(committer, "list-lag", "no-phantom-rows")).toBe("loud 2+0");
  });
});

describe("a checksum manifest", () => {
  it("raises the price of a loss: a listing has to miss the file and its checksum", async () => {
    expect(await worst("magic-copy?find=list + checksum-manifest?attempts=2", "list-lag")).toBe("silent 2+0");
  });
});

/** The old object is replaced by a new one; then it is read, by the same process. */
const ownNextRead: Program = {
  writer: async (ctx) => {
    await ctx.store.put({ key: "a", body: text("old") });
    await ctx.store.put({ key: "a", body: text("new") });
    if ((await textOf(ctx, "a")) === "old") tell("stale");
  },
};

/** The same, read by another process that was told of it by a new key, which shows at once. */
const nextReader: Program = {
  writer: async ({ store }) => {
    await store.put({ key: "a", body: text("old") });
    await store.put({ key: "a", body: text("new") });
    await store.put({ key: "done", body: text("yes") });
  },
  reader: async (ctx) => {
    if ((await textOf(ctx, "done")) === "yes" && (await textOf(ctx, "a")) === "old") tell("stale");
  },
};

describe("read-back", () => {
  const lagging = ["overwrite-lag", "s3-legacy", "replicas", "index-cache"];

  it.each(lagging)("protects no reader on %s: the next read is decided anew", async (store) => {
    expect(await mayTell("stale", nextReader, store)).toBe(true);
    expect(await mayTell("stale", nextReader, store, ["read-back?attempts=0"])).toBe(true);
  });

  it.each(lagging)("on %s not even the writer's own next read", async (store) => {
    expect(await mayTell("stale", ownNextRead, store)).toBe(true);
    expect(await mayTell("stale", ownNextRead, store, ["read-back?attempts=0"])).toBe(true);
  });

  it("is loud where it gives up: after as many wrong answers as it has attempts, and not before", async () => {
    const written: Program = {
      writer: async ({ store }) => {
        await store.put({ key: "a", body: text("old") });
        await store.put({ key: "a", body: text("new") }).catch(() => tell("not confirmed"));
      },
    };
    expect(await mayTell("not confirmed", written, "overwrite-lag", ["read-back?attempts=2"])).toBe(true);
    expect(await mayTell("not confirmed", written, "overwrite-lag", ["read-back?attempts=3"])).toBe(false);
  });

  it("does harm where it gives up: what was written is there, and the job has failed", async () => {
    const property = "no-phantom-rows";
    expect(await worst("file-output-v1", "negative-cache", property)).toBe("holds");
    expect(await worst("file-output-v1 + read-back?attempts=2", "negative-cache", property)).toBe("loud 2+0");
  });
});

/** An object gets new metadata by a COPY onto itself; then a HEAD is told which. */
const newMetadata: Program = {
  writer: async ({ store }) => {
    await store.put({ key: "a", body: text("body"), metadata: { version: "1" } });
    await store.copy({ source: "a", key: "a", metadata: { version: "2" } });
    const { metadata } = await store.head({ key: "a" });
    if (metadata["version"] === "1") tell("old metadata");
  },
};

describe("metadata read-back", () => {
  it("protects not even the writer's own next HEAD where overwrites are eventual", async () => {
    for (const store of ["overwrite-lag", "s3-legacy", "replicas"]) {
      const behind = await mayTell("old metadata", newMetadata, store, ["metadata-read-back?attempts=0"]);
      expect([store, behind]).toEqual([store, true]);
    }
    expect(await mayTell("old metadata", newMetadata, "strong")).toBe(false);
  });

  it("is loud where it gives up: after as many wrong answers as it has attempts, and not before", async () => {
    const loud: Program = {
      writer: async ({ store }) => {
        await store.put({ key: "a", body: text("body"), metadata: { version: "1" } });
        const change = { source: "a", key: "a", metadata: { version: "2" } };
        await store.copy(change).catch(() => tell("not confirmed"));
      },
    };
    expect(await mayTell("not confirmed", loud, "overwrite-lag", ["metadata-read-back?attempts=2"])).toBe(
      true,
    );
    expect(await mayTell("not confirmed", loud, "overwrite-lag", ["metadata-read-back?attempts=3"])).toBe(
      false,
    );
    // Read-back by ETag sees no such change: the bytes are the same.
    expect(await mayTell("not confirmed", loud, "overwrite-lag", ["read-back?attempts=2"])).toBe(false);
  });
});

describe("a consistent read, and a version token", () => {
  it("protect the writer and the next reader where the store has them", async () => {
    expect(await mayTell("stale", ownNextRead, "replicas", ["consistent-read"])).toBe(false);
    expect(await mayTell("stale", nextReader, "replicas", ["consistent-read"])).toBe(false);
    expect(await mayTell("stale", ownNextRead, "replicas", ["version-token"])).toBe(false);
  });

  it("a token protects nobody who was not told it, and no store looks at either that does not have them", async () => {
    expect(await mayTell("stale", nextReader, "replicas", ["version-token"])).toBe(true);
    for (const defence of ["consistent-read", "version-token"]) {
      expect(await mayTell("stale", ownNextRead, "overwrite-lag", [defence])).toBe(true);
    }
  });
});

/** A new key is written, and read by the same process. */
const newKey: Program = {
  writer: async (ctx) => {
    await ctx.store.put({ key: "a", body: text("new") });
    if ((await textOf(ctx, "a")) === "NoSuchKey") tell("404");
  },
};

describe("a probe before the write", () => {
  it.each(["negative-cache", "s3-legacy"])(
    "poisons the key that it is meant to protect on %s",
    async (store) => {
      expect(await mayTell("404", newKey, store)).toBe(false);
      expect(await mayTell("404", newKey, store, ["probe-first"])).toBe(true);
    },
  );

  it("does none of it on a store that forgets a 404", async () => {
    expect(await mayTell("404", newKey, "overwrite-lag", ["probe-first"])).toBe(false);
  });

  it("makes a protocol that fails loudly into one that leaves rows of a failed job", async () => {
    const property = "no-phantom-rows";
    expect(await worst("file-output-v1", "negative-cache", property)).toBe("holds");
    expect(await worst("file-output-v1 + probe-first?found=overwrite", "negative-cache", property)).toBe(
      "loud 1+0",
    );
  });
});

/** A key is deleted and written again; then it is read. */
const recreated: Program = {
  writer: async (ctx) => {
    await ctx.store.put({ key: "a", body: text("old") });
    await ctx.store.delete({ key: "a" });
    await ctx.store.put({ key: "a", body: text("new") });
    if ((await textOf(ctx, "a")) === "NoSuchKey") tell("404");
  },
};

/** A key is deleted; then it is read. */
const removed: Program = {
  writer: async (ctx) => {
    await ctx.store.put({ key: "a", body: text("old") });
    await ctx.store.delete({ key: "a" });
    if ((await textOf(ctx, "a")) === "old") tell("stale");
  },
};

describe("waiting for a deletion", () => {
  it("does not keep the object away from the next read", async () => {
    expect(await mayTell("stale", removed, "delete-lag")).toBe(true);
    expect(await mayTell("stale", removed, "delete-lag", ["wait-for-delete?attempts=0"])).toBe(true);
  });

  it("poisons a key that is written again, where a 404 is remembered", async () => {
    expect(await mayTell("404", recreated, "negative-cache")).toBe(false);
    expect(await mayTell("404", recreated, "negative-cache", ["wait-for-delete"])).toBe(true);
  });
});

/** A reader asks for a key until it is there. */
const patientReader: Program = {
  writer: async (ctx) => void (await ctx.store.put({ key: "a", body: text("new") })),
  reader: async (ctx) => {
    const before = await textOf(ctx, "a");
    // A strong store's way to say that the writer is done.
    const { objects } = await ctx.store.list({ prefix: "a" });
    if (before === "NoSuchKey" && objects.length > 0 && (await textOf(ctx, "a")) === "NoSuchKey") tell("404");
  },
};

describe("a negative cache without a TTL", () => {
  it("denies what is there on every store, however consistent", async () => {
    expect(await mayTell("404", patientReader, "strong")).toBe(false);
    for (const { name } of personalities) {
      expect(await mayTell("404", patientReader, name, ["negative-cache"]), name).toBe(true);
    }
  });

  it("and a retry in front of it asks the cache", async () => {
    expect(await mayTell("404", patientReader, "strong", ["retry", "negative-cache"])).toBe(true);
    expect(await mayTell("404", patientReader, "strong", ["negative-cache", "retry"])).toBe(true);
  });
});

describe("an upload in parts that is aborted whenever something goes wrong", () => {
  it("is no undo: who takes what was aborted for failed cleans up a commit that has landed", async () => {
    const scope = { store: "strong", scenario: "reply-lost", property: "readable" };
    const { cell } = await verdictOf({ ...scope, committer: "iceberg-cas + multipart?error=failed" });
    expect(cell).toMatchObject({
      verdict: "violated",
      counterexample: { cost: { anomalies: 0, faults: 1, crashes: 0 } },
    });
    const smaller = { ...scope, bounds: { tasks: 1, files: 1, attempts: 1 } };
    for (const other of ["", "?abort=certain"]) {
      const { cell } = await verdictOf({ ...smaller, committer: `iceberg-cas + multipart${other}` });
      expect(cell).toMatchObject({ verdict: "holds", evidence: "exhaustive" });
    }
  });
});

describe("a checksum beside the object", () => {
  it("makes a good object unreadable where its own write is lost, on a strong store too", async () => {
    const committer = "magic-copy?find=handed + checksum-manifest?attempts=1";
    const scope = { committer, store: "strong", scenario: "reply-lost", property: "readable" };
    const { cell } = await verdictOf(scope);
    expect(cell).toMatchObject({
      verdict: "violated",
      // The job is acknowledged; whoever reads is told.
      counterexample: { silent: false, cost: { faults: 1 } },
    });
  });
});

describe("a circuit breaker that counts every error", () => {
  it("opens in a healthy system: no job can succeed that asks for enough keys that are not there", async () => {
    const committer = "file-output-v1 + circuit-breaker?counts=all&failures=1";
    const { cell } = await verdictOf({
      committer,
      store: "strong",
      scenario: "one-job",
      property: "no-lost-rows",
    });
    // Vacuous: in no execution is the job acknowledged.
    expect(cell).toMatchObject({ verdict: "unknown", reason: expect.stringContaining("ack") });
  });
});
