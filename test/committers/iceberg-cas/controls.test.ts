/** The controls go wrong in the way that they are named after, and the sound committer does not in the same place. */
import { beforeEach, describe, expect, it } from "vitest";
import { icebergCas } from "../../../committers/index.js";
import {
  after,
  late,
  lost,
  MemoryStore,
  type Reaction,
  replyLost,
  rowsOf,
  runJob,
  sentTwice,
} from "../support.js";

const slot1 = /^PUT t\/metadata\/v1\.metadata/u;
const sound = icebergCas.withOptions({});

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

const rival = after(() => runJob(sound, store, { id: "j2", process: 3 }));

async function run(options: Readonly<Record<string, string>>, reaction: Reaction): Promise<string> {
  store.script(slot1, reaction);
  const { outcome } = await runJob(icebergCas.withOptions(options), store);
  return outcome;
}

function rows(): Promise<string[]> {
  return rowsOf(sound(), store);
}

describe("rebase=next-free-number", () => {
  const options = { rebase: "next-free-number" };

  it("loses the winner's rows, and both are told success", async () => {
    expect(await run(options, rival)).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0"]);
  });

  it("where the sound committer keeps them", async () => {
    expect(await run({}, rival)).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it("does not read the slot after a refusal", async () => {
    store.script(slot1, sentTwice);
    const { phases } = await runJob(icebergCas.withOptions(options), store);
    expect(phases.commitJob?.slice(-4)).toEqual([
      "GET t/metadata/v1.metadata.json",
      "PUT t/metadata/v1.metadata.json if-none-match",
      "PUT t/metadata/v2.metadata.json if-none-match",
      "PUT t/metadata/version-hint.text",
    ]);
  });

  it("gives up when its rounds are spent", async () => {
    expect(await run({ ...options, retries: "0" }, rival)).toBe("failed");
    expect(await rows()).toEqual(["j2/0.0/0"]);
  });
});

describe("on-error=clean-up", () => {
  const options = { "on-error": "clean-up" };

  it.each([
    ["the reply is lost", replyLost()],
    ["a 500 comes after the commit", replyLost("InternalError")],
    ["its own success meets it as 412", sentTwice],
  ])("deletes files that the table refers to, where %s", async (_name, reaction) => {
    expect(await run(options, reaction)).toBe("failed");
    await expect(rows()).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  it("and where the request comes late", async () => {
    expect(await run(options, late())).toBe("failed");
    expect(await rows()).toEqual([]);
    store.deliver();
    await expect(rows()).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  it("where the sound committer has landed, or does not know", async () => {
    expect(await run({}, replyLost())).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0"]);
    store = new MemoryStore();
    expect(await run({ retries: "0" }, late())).toBe("unknown");
    store.deliver();
    expect(await rows()).toEqual(["j1/0.0/0"]);
  });

  it("is right where it lost for certain", async () => {
    expect(await run(options, rival)).toBe("failed");
    expect(await rows()).toEqual(["j2/0.0/0"]);
  });
});

describe("on-error=retry-new-ids", () => {
  const options = { "on-error": "retry-new-ids" };

  it.each([
    ["the reply is lost", replyLost()],
    ["a 500 comes after the commit", replyLost("InternalError")],
  ])("duplicates its rows, where %s", async (_name, reaction) => {
    expect(await run(options, reaction)).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0", "j1/0.0/0"]);
  });

  it("where the sound committer does not", async () => {
    expect(await run({}, replyLost())).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0"]);
  });

  it("is right after a refusal, and where the request was lost", async () => {
    expect(await run(options, sentTwice)).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0"]);
    store = new MemoryStore();
    expect(await run(options, lost())).toBe("landed");
    expect(await rows()).toEqual(["j1/0.0/0"]);
  });

  it("says that it does not know when its rounds are spent", async () => {
    expect(await run({ ...options, retries: "0" }, replyLost())).toBe("unknown");
  });
});
