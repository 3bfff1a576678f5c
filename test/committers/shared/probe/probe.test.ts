/** What the probe finds on every simulated store, against what the store's capabilities and contract say; and which deceive it. */
import { describe, expect, it } from "vitest";
import {
  allQuestions,
  type Findings,
  lacks,
  needs,
  type ProbeReport,
  probeStore,
  type Question,
  requireOf,
} from "../../../../committers/shared/probe/index.js";
import { StoreRefused } from "../../../../src/job/committer.js";
import { directContext } from "../../../../src/job/context.js";
import { type ConditionalWrites, conditionsOn } from "../../../../src/store/capabilities.js";
import { Body } from "../../../../src/store/body.js";
import { allPersonalities, type Personality } from "../../../../src/store/personalities/index.js";
import { storeFacade } from "../../../../src/store/facade.js";
import { failureOf, type StoreAnswer, type StoreRequest } from "../../../../src/store/requests.js";
import { S3Error } from "../../../../src/store/object-store.js";
import { sequentialStore } from "../../../../src/store/sequential-store.js";
import { SimulatedStore } from "../../../../src/store/simulated-store.js";
import { storeNamed } from "../../../store/helpers.js";

type Answers = { readonly [Q in Question]: string };

const sources = { uuid: () => "uuid", now: () => 0 };

function answersOf({ findings }: ProbeReport): Answers {
  return Object.fromEntries(
    Object.entries(findings).map(([question, { answer }]) => [question, answer]),
  ) as Answers;
}

/** `worst`: each request is answered wrongly wherever the contract allows it. */
async function probed(personality: Personality, worst = false): Promise<Answers> {
  const { store } = sequentialStore(
    new SimulatedStore(personality, { faults: [] }),
    worst
      ? {
          anomalies: 3,
          choose: (outcomes) => outcomes.find(({ anomalies }) => anomalies > 0) ?? outcomes[0]!,
        }
      : {},
  );
  return answersOf(await probeStore(directContext(store, sources), "t/_probe/"));
}

/** What the capabilities of a store say that a probe must find where the store answers well. */
function expected({ capabilities }: Personality): Answers {
  const body = Body.empty;
  const seen = (conditions: ConditionalWrites) => (conditions === "unreliable" ? "honoured" : conditions);
  const on = (request: StoreRequest & { op: "put" | "copy" }) => seen(conditionsOn(capabilities, request));
  const create = on({ op: "put", key: "k", body, ifNoneMatch: "*" });
  const match = on({ op: "put", key: "k", body, ifMatch: "e" });
  // An ETag of the past holds, where texts of one length have the same.
  const swapped = (match: ReturnType<typeof seen>) => {
    return match === "honoured" && capabilities.etags === "size" ? "ignored" : match;
  };
  const again = capabilities.repeatedComplete;
  const versioned = capabilities.versioning === undefined ? undefined : capabilities.conditionsWhenVersioned;
  const ended: readonly (string | undefined)[] = ["is-gone", "loses-its-parts"];
  return {
    "create-if-absent": create,
    "create-race": create === "honoured" ? "one wins" : create === "ignored" ? "both win" : "absent",
    "if-match": swapped(match),
    "if-match-missing":
      match === "honoured"
        ? (capabilities.matchMissing ?? "NoSuchKey")
        : match === "ignored"
          ? "written"
          : "unclear",
    "if-match-any":
      match === "ignored" || (match === "honoured" && capabilities.matchesAny === true) ? "taken" : "absent",
    etag: capabilities.etags === "version" ? "version" : "content",
    "copy-if-absent": on({ op: "copy", source: "s", key: "k", ifNoneMatch: "*" }),
    "copy-if-match": swapped(on({ op: "copy", source: "s", key: "k", ifMatch: "e" })),
    "complete-if-absent": seen(
      versioned ?? capabilities.completeConditions ?? capabilities.conditionalWrites,
    ),
    "complete-if-match": swapped(
      seen(
        versioned ??
          capabilities.completeConditions ??
          capabilities.ifMatch ??
          capabilities.conditionalWrites,
      ),
    ),
    "complete-again": again === undefined || again === "if-still-there" ? "same answer" : again,
    "complete-after-delete": ended.includes(capabilities.overtakenUpload) ? "refused" : "there",
    "delete-if-match": conditionsOn(capabilities, { op: "delete", key: "k", ifMatch: "e" }),
    "read-if-match": "honoured",
    ...strongViews,
  };
}

const strongViews = {
  metadata: "kept",
  "read-after-put": "new",
  "read-after-probe": "new",
  "read-after-overwrite": "new",
  "read-after-delete": "gone",
  "list-after-put": "utf-8",
  "list-after-delete": "gone",
} as const;

/** Those that look strong and able when asked alone and well: what else they may do, and what the probe then finds. */
const deceivers: Readonly<Record<string, Partial<Answers>>> = {
  "s3-legacy": {
    "read-after-probe": "missing",
    "read-after-overwrite": "old",
    "read-after-delete": "old",
    "list-after-put": "missing",
    "list-after-delete": "shown",
  },
  "list-lag": { "list-after-put": "missing", "list-after-delete": "shown" },
  "overwrite-lag": { "read-after-overwrite": "old" },
  "delete-lag": { "read-after-delete": "old", "list-after-delete": "shown" },
  "negative-cache": { "read-after-probe": "missing" },
  storagegrid: {
    "complete-after-delete": "vanished",
    "read-after-overwrite": "old",
    "read-after-delete": "old",
    "list-after-put": "missing",
    "list-after-delete": "shown",
  },
  "index-cache": {
    "complete-after-delete": "vanished",
    "read-after-probe": "missing",
    "list-after-put": "missing",
    "list-after-delete": "shown",
  },
  "s3-us-standard": {
    "read-if-match": "unclear",
    metadata: "unclear",
    "read-after-put": "missing",
    "read-after-probe": "missing",
    "read-after-overwrite": "old",
    "read-after-delete": "old",
    "list-after-put": "missing",
    "list-after-delete": "shown",
  },
  "s3-express": { "list-after-put": "unordered" },
  // Copies of what is not there yet.
  "copy-lag": { "copy-if-absent": "unclear", "copy-if-match": "unclear", "read-if-match": "unclear" },
  replicas: {
    "complete-after-delete": "vanished",
    "copy-if-absent": "unclear",
    "copy-if-match": "unclear",
    "read-if-match": "unclear",
    metadata: "unclear",
    "read-after-put": "missing",
    "read-after-probe": "missing",
    "read-after-overwrite": "old",
    "read-after-delete": "old",
    "list-after-put": "missing",
    "list-after-delete": "shown",
  },
  // The dangerous one: it honours conditions until it has no read quorum.
  "minio-quorum-loss": {
    "create-if-absent": "ignored",
    "create-race": "both win",
    "if-match": "ignored",
    "if-match-missing": "written",
    "complete-if-absent": "ignored",
    "complete-if-match": "ignored",
  },
};
const alike = { "s3-legacy-cas": "s3-legacy", swift: "storagegrid", events: "copy-lag" } as const;

describe("the probe", () => {
  it.each(allPersonalities.map((one) => [one.name, one] as const))(
    "finds what %s is, where it answers well",
    async (_name, personality) => {
      expect(await probed(personality)).toEqual(expected(personality));
    },
  );

  it.each(allPersonalities.map((one) => [one.name, one] as const))(
    "is deceived by %s in nothing but what is known, where it answers wrongly",
    async (name, personality) => {
      const other = deceivers[(alike as Record<string, string>)[name] ?? name] ?? {};
      const vanishes = (personality.capabilities.overtakenUpload ?? "may-vanish") === "may-vanish";
      const uploads = vanishes ? { "complete-after-delete": "vanished" } : {};
      expect(await probed(personality, true)).toEqual({ ...expected(personality), ...uploads, ...other });
    },
  );
});

describe("a store that refuses and writes all the same", () => {
  it("is not believed", async () => {
    const { store } = sequentialStore(storeNamed("strong"));
    const lying = storeFacade(async (request) => {
      const answer = await answerOf(store, request);
      if (answer.ok || answer.code !== "PreconditionFailed" || request.op !== "put") return answer;
      await store.put({ key: request.key, body: request.body });
      return answer;
    });
    const { findings } = await probeStore(directContext(lying, sources), "p/");
    const written = {
      answer: "ignored",
      because: expect.stringMatching(/412 PreconditionFailed, and has written/u),
    };
    expect(findings["create-if-absent"]).toMatchObject(written);
    expect(findings["create-race"]?.answer).toBe("both win");
    // The wrong tag wrote, so the right one is wrong by then.
    expect(findings["if-match"]?.answer).toBe("unclear");
  });
});

describe("what the probe does not touch", () => {
  it("is everything outside its own prefix, and it leaves nothing behind", async () => {
    const simulated = storeNamed("strong");
    const seen: StoreRequest[] = [];
    const inner = sequentialStore(simulated);
    const ctx = directContext(recording(inner.store, seen), sources);
    await ctx.store.put({ key: "t/_probe/uuie", body: Body.text("theirs") });
    const { requests, prefix, leftBehind } = await probeStore(ctx, "t/_probe/");
    const probing = seen.slice(1);
    for (const request of probing) {
      const { key, source, prefix: listed } = request as unknown as Readonly<Record<string, unknown>>;
      const touched = [key, source, listed].filter((one) => one !== undefined);
      expect(touched.length).toBeGreaterThan(0);
      for (const one of touched) expect(one).toMatch(/^t\/_probe\/uuid\//u);
    }
    expect([prefix, leftBehind]).toEqual(["t/_probe/uuid/", undefined]);
    expect(probing.length).toBeGreaterThan(requests);
    expect((await ctx.store.listMultipartUploads({})).uploads).toEqual([]);
    expect([...simulated.contents(inner.state).keys()]).toEqual(["t/_probe/uuie"]);
  });

  it("and it says so where something could not be deleted", async () => {
    const { store } = sequentialStore(storeNamed("strong"));
    const stuck = storeFacade(async (request) =>
      request.op === "delete" ? failureOf(new S3Error("SlowDown", "not now")) : answerOf(store, request),
    );
    const report = await probeStore(directContext(stuck, sources), "p/");
    expect(report.leftBehind).toBe("not now");
    expect(report.findings["read-after-delete"]).toMatchObject({
      answer: "unclear",
      because: "A DELETE: 503 SlowDown.",
    });
  });
});

describe("refusing a store", () => {
  const reportOf = async (name: string, asked?: readonly Question[]) => {
    const { store } = sequentialStore(storeNamed(name));
    return probeStore(directContext(store, sources), "p/", asked);
  };

  it("is typed, and names the first thing that is missing and why", async () => {
    const report = await reportOf("garage", ["create-if-absent", "if-match"]);
    expect(Object.keys(report.findings)).toEqual(["create-if-absent", "if-match"]);
    expect(() => requireOf(report, ["if-match"])).toThrow(StoreRefused);
    expect(() => requireOf(report, ["if-match"])).toThrow(
      /if-match is "ignored" \(A write whose If-Match names no ETag of the key succeeded\.\)/u,
    );
    expect(() => requireOf(report, ["metadata"])).toThrow(/metadata was not asked for/u);
  });

  it("lets a store through that has what is needed", async () => {
    const report = await reportOf("gcs");
    // Its uploads in parts know no conditions, which nobody asks for who writes with PUT.
    const lacking = lacks(report, Object.keys(needs) as (keyof typeof needs)[]);
    expect(lacking).toEqual(["complete-if-absent", "complete-if-match"]);
    requireOf(report, ["create-if-absent", "if-match", "etag"]);
  });

  it.each(["no-conditional-writes", "conditions-ignored", "swift"])(
    "does not let %s pass for a compare-and-swap",
    async (name) => {
      const report = await reportOf(name, ["if-match"]);
      expect(() => requireOf(report, ["if-match"])).toThrow(StoreRefused);
      // A word of one's own is no finding.
      const none: Findings = {};
      expect(lacks({ ...report, findings: none }, ["if-match"])).toEqual(["if-match"]);
    },
  );

  it("takes no error for an answer", async () => {
    const down = storeFacade(async () => failureOf(new S3Error("InternalError", "down")));
    const report = await probeStore(directContext(down, sources), "p/");
    expect(new Set(allQuestions.map((question) => report.findings[question]?.answer))).toEqual(
      new Set(["unclear"]),
    );
    expect(lacks(report, ["create-if-absent"])).toEqual(["create-if-absent"]);
  });
});

function recording(
  store: ReturnType<typeof storeFacade>,
  seen: StoreRequest[],
): ReturnType<typeof storeFacade> {
  return storeFacade((request) => {
    seen.push(request);
    return answerOf(store, request);
  });
}

async function answerOf(store: ReturnType<typeof storeFacade>, request: StoreRequest): Promise<StoreAnswer> {
  try {
    const { op, ...given } = request;
    const call = store[op] as unknown as (given: object) => Promise<never>;
    return { ok: true, value: (await call(given)) ?? null };
  } catch (error) {
    if (error instanceof S3Error) return failureOf(error);
    throw error;
  }
}
