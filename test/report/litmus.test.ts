import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { LitmusTest, LitmusVerdict, Witness } from "../../src/check/litmus.js";
import { printLitmus } from "../../src/report/litmus-json.js";
import { renderLitmusTable, renderLitmusTest } from "../../src/report/litmus.js";
import { citationWords, outcomeWords, stepWords } from "../../src/report/litmus-words.js";

const source = { document: "Some Guide", place: "line 7", says: "a read may be stale" };

const test: LitmusTest = {
  name: "stale-read",
  about: ["A client replaces an object and reads it.", "The read may be stale."],
  start: [{ op: "put", key: "k", text: "old" }],
  processes: {
    client: [
      { op: "put", key: "k", text: "new" },
      { op: "get", key: "k", as: "r" },
    ],
  },
  outcomes: [
    { name: "new", sees: { r: "new" }, allowed: [{ stores: "every", source }] },
    { name: "old", sees: { r: "old" }, forbidden: [{ stores: "every", source }] },
  ],
};

const witness: Witness = {
  cost: 1,
  steps: [
    { step: 1, process: "client", request: "PUT k (3 bytes)", answer: "200", changed: ["~ k"] },
    {
      step: 2,
      process: "client",
      request: "GET k",
      answer: "200 (old)",
      anomaly: "GET serves an older k",
      wouldHaveBeen: "200 (new)",
      changed: [],
    },
  ],
  sees: { r: "old" },
  holds: { k: "new" },
};

const met: LitmusVerdict = {
  test: "stale-read",
  store: "sound",
  met: true,
  outcomes: [
    {
      outcome: "new",
      expected: "allowed",
      source,
      witnessed: true,
      witness: { ...witness, cost: 0, steps: [] },
    },
    { outcome: "old", expected: "forbidden", source, witnessed: false },
  ],
  unlisted: [],
  states: 3,
};

const missed: LitmusVerdict = {
  ...met,
  store: "broken",
  met: false,
  outcomes: [
    { outcome: "new", expected: "allowed", source, witnessed: false },
    { outcome: "old", expected: "forbidden", source, witnessed: true, witness },
  ],
  unlisted: [{ ...witness, sees: { r: "404" } }],
};

const plain = { width: 80, color: false };
const theme = { title: "Reads of one key", about: "Who reads what.", tests: [test] };

describe("the table of litmus tests", () => {
  it("shows what needs how much misfortune, what never comes out, and what is otherwise than expected", () => {
    const text = renderLitmusTable([theme], [met, missed], plain);
    const rows = text.split("\n").map((line) => line.replace(/ {2,}/gu, "  "));
    expect(rows).toContain("a sound  b broken");
    expect(rows).toContain("── Reads of one key");
    expect(rows).toContain("stale-read  a b");
    expect(rows).toContain("  new  0 !");
    expect(rows).toContain("  old  · !");
    expect(rows).toContain("  something else  !");
    expect(text).toContain("1 test on 2 stores: 1 of 2 came out otherwise than expected.");
  });

  it.each([40, 80, 200])("fits %i columns", (width) => {
    const text = renderLitmusTable([theme], [met, missed], { width, color: false });
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("gives a name that does not fit a line of its own, and cuts none", () => {
    const name = "a-name-that-is-as-long-as-the-line-has-room-for";
    const long = { ...theme, tests: [{ ...test, name }] };
    const stores = Array.from({ length: 20 }, (_, index) => ({ ...met, test: name, store: `s${index}` }));
    expect(renderLitmusTable([long], stores, plain)).toMatch(new RegExp(`^${name}$`, "mu"));
  });

  it("says the same with colours", () => {
    const coloured = renderLitmusTable([theme], [met, missed], { width: 80, color: true });
    expect(coloured).toContain("\u001b[");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[[0-9;]*m/gu, "")).toBe(renderLitmusTable([theme], [met, missed], plain));
  });
});

describe("one litmus test", () => {
  it("is told with its program, its sources and its executions", () => {
    const text = renderLitmusTest(test, [met, missed], plain);
    expect(text).toContain('  at first  PUT k "old"\n  client    PUT k "new"\n            r = GET k\n');
    expect(text).toContain("  new: allowed, and comes out though nothing goes wrong\n");
    expect(text).toContain("  old: forbidden, and comes out in none of the executions (3 states)\n");
    expect(text).toContain("  new: allowed, BUT comes out in none of the executions (3 states)\n");
    expect(text).toContain("  old: forbidden, BUT comes out with 1 wrong answer, fault or crash\n");
    expect(text).toContain("a read may be stale (Some Guide, line 7)");
    expect(text).toContain("    2  client  GET k: 200 (old)\n");
    expect(text).toContain("! GET serves an older k; up to date: 200 (new)\n");
    expect(text).toContain("       r = old, k holds new\n");
    expect(text).toContain("  none of the outcomes: r = 404, k holds new\n");
  });
});

describe("the words of a test", () => {
  it.each([
    [
      stepWords({ op: "put", key: "k", text: "A", ifNoneMatch: "*", as: "w" }),
      'w = PUT k "A" if-none-match=*',
    ],
    [stepWords({ op: "put", key: "k", text: "A", ifMatch: { etagOf: "r" } }), 'PUT k "A" if-match=etag of r'],
    [stepWords({ op: "get", key: "k", as: "r", range: [0, 1] }), "r = GET k bytes=0-1"],
    [stepWords({ op: "head", key: "k", as: "h", consistent: true }), "h = HEAD k consistent"],
    [stepWords({ op: "delete", key: "k", when: { register: "c", is: "ok" } }), "DELETE k if c = ok"],
    [stepWords({ op: "list", as: "l", prefix: "a/", maxKeys: 2 }), "l = LIST a/ max-keys=2, all pages"],
    [stepWords({ op: "copy", source: "a", key: "b", metadata: { v: "2" } }), "COPY a -> b v=2"],
    [stepWords({ op: "delete", key: "k", ifMatch: { etagOf: "r" } }), "DELETE k if-match=etag of r"],
    [stepWords({ op: "deleteObjects", keys: ["k", "l"] }), "DELETE-OBJECTS k l"],
    [stepWords({ op: "createMultipartUpload", key: "k", metadata: { v: "1" } }), "INITIATE k v=1"],
    [stepWords({ op: "uploadPart", key: "k", number: 2, text: "A", upload: 3 }), 'PART 2 of k "A" upload=3'],
    [
      stepWords({ op: "uploadPartCopy", source: "s", key: "k", number: 1, sourceIfMatch: { etagOf: "r" } }),
      "PART-COPY s -> 1 of k source-if-match=etag of r",
    ],
    [
      stepWords({ op: "completeMultipartUpload", key: "k", parts: ["A", "B"], ifNoneMatch: "*", as: "w" }),
      'w = COMPLETE k "A" + "B" if-none-match=*',
    ],
    [stepWords({ op: "abortMultipartUpload", key: "k" }), "ABORT k"],
    [stepWords({ op: "listMultipartUploads", prefix: "a/", as: "l" }), "l = LIST-UPLOADS a/"],
    [stepWords({ op: "listParts", key: "k", upload: 2, as: "l" }), "l = LIST-PARTS k upload=2"],
    [stepWords({ op: "get", key: "k", as: "r", replica: true }), "r = GET k of the replica"],
    [stepWords({ op: "head", key: "k", as: "h", show: "replication" }), "h = HEAD k (replication status)"],
    [
      stepWords({ op: "list", as: "l", startAfter: "a", show: "order" }),
      "l = LIST start-after=a in its order",
    ],
    [stepWords({ op: "rename", source: "a", key: "b", ifNoneMatch: "*" }), "RENAME a -> b if-none-match=*"],
    [stepWords({ op: "get", key: "k", as: "r", version: 2 }), "r = GET k version=2"],
    [stepWords({ op: "delete", key: "k", version: 1 }), "DELETE k version=1"],
    [stepWords({ op: "listObjectVersions", as: "l" }), "l = LIST-VERSIONS"],
    [stepWords({ op: "receive", as: "n", wait: true }), "n = RECEIVE, waiting"],
    [stepWords({ op: "signal", flag: "done" }), 'says "done"'],
    [stepWords({ op: "await", flag: "done" }), 'waits for "done"'],
    [outcomeWords({ name: "", sees: { r: ["1", "2"] }, holds: { k: "A" } }), "r = 1 or 2; k holds A"],
    [citationWords(source), "a read may be stale (Some Guide, line 7)"],
  ])("%s", (said, wanted) => {
    expect(said).toBe(wanted);
  });
});

describe("the JSON", () => {
  it("is of the schema that is shipped", () => {
    const file = new URL("../../schemas/litmus.schema.json", import.meta.url);
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(file, "utf8")) as object);
    const results = JSON.parse(printLitmus("lakelitmus 0", [met, missed])) as { verdicts: LitmusVerdict[] };
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(results.verdicts).toEqual([met, missed]);
    expect(validate({ ...results, verdicts: [{ ...met, met: "yes" }] })).toBe(false);
  });
});
