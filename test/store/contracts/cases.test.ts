/** The cases that each contract is known for, both sides: what a store of it may say, and what it must not. */
import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { StoreRequest } from "../../../src/store/requests.js";
import { after, answers, outcomes, put, storeNamed } from "../helpers.js";

const v1 = put("k", "1");
const v2 = put("k", "22");
const gone: StoreRequest = { op: "delete", key: "k" };
const get: StoreRequest = { op: "get", key: "k" };
const head: StoreRequest = { op: "head", key: "k" };
const list: StoreRequest = { op: "list" };

/** What GET and LIST may say after requests that all went well. */
type Case = readonly [what: string, requests: readonly StoreRequest[], get: string[], list: string[]];

const none = "NoSuchKey";

const cases: Readonly<Record<string, readonly Case[]>> = {
  strong: [
    ["overwritten", [v1, v2], ["22"], ["k:2"]],
    ["deleted", [v1, gone], [none], [""]],
    ["probed, then created", [get, v1], ["1"], ["k:1"]],
  ],
  "s3-legacy-cas": [
    ["new", [v1], ["1"], ["k:1", ""]],
    ["probed by GET, then created", [get, v1], ["1", none], ["k:1", ""]],
    ["probed by HEAD, then created", [head, v1], ["1", none], ["k:1", ""]],
    [
      "missed as a copy's source, then created",
      [{ op: "copy", source: "k", key: "x" }, v1],
      ["1", none],
      ["k:1", ""],
    ],
    ["not shown by LIST, which is no probe, then created", [list, v1], ["1"], ["k:1", ""]],
    ["created by a condition that found nothing", [put("k", "1", { ifNoneMatch: "*" })], ["1"], ["k:1", ""]],
    ["overwritten", [v1, v2], ["22", "1"], ["k:2", "k:1", ""]],
    ["deleted", [v1, gone], [none, "1"], ["", "k:1"]],
    ["overwritten and deleted", [v1, v2, gone], [none, "22", "1"], ["", "k:2", "k:1"]],
    ["deleted and created again", [v1, gone, v2], ["22", none, "1"], ["k:2", "", "k:1"]],
    ["deleted when there was nothing", [gone, v1], ["1"], ["k:1", ""]],
    ["overwritten by the same bytes", [v1, v1], ["1"], ["k:1", ""]],
    ["overwritten there and back", [v1, v2, v1], ["1", "22"], ["k:1", "k:2", ""]],
  ],
  "list-lag": [
    ["new", [v1], ["1"], ["k:1", ""]],
    ["overwritten", [v1, v2], ["22"], ["k:2", "k:1", ""]],
    ["deleted", [v1, gone], [none], ["", "k:1"]],
    ["deleted and created again", [v1, gone, v2], ["22"], ["k:2", "", "k:1"]],
    ["probed, then created", [get, v1], ["1"], ["k:1", ""]],
  ],
  "overwrite-lag": [
    ["new", [v1], ["1"], ["k:1"]],
    ["probed, then created", [get, v1], ["1"], ["k:1"]],
    ["overwritten", [v1, v2], ["22", "1"], ["k:2"]],
    ["overwritten twice", [v1, v2, put("k", "333")], ["333", "22", "1"], ["k:3"]],
    ["deleted", [v1, v2, gone], [none], [""]],
    ["deleted and created again", [v1, gone, v2], ["22"], ["k:2"]],
  ],
  "delete-lag": [
    ["new", [v1], ["1"], ["k:1"]],
    ["overwritten", [v1, v2], ["22"], ["k:2"]],
    ["deleted", [v1, gone], [none, "1"], ["", "k:1"]],
    ["overwritten and deleted", [v1, v2, gone], [none, "22"], ["", "k:2"]],
    ["deleted and created again", [v1, gone, v2], ["22"], ["k:2"]],
    ["deleted, created again and deleted", [v1, gone, v2, gone], [none, "22"], ["", "k:2"]],
    ["deleted twice", [v1, gone, gone], [none, "1"], ["", "k:1"]],
  ],
  "negative-cache": [
    ["new", [v1], ["1"], ["k:1"]],
    ["probed, then created", [get, v1], ["1", none], ["k:1"]],
    ["probed, created, overwritten", [get, v1, v2], ["22", none], ["k:2"]],
    ["overwritten", [v1, v2], ["22"], ["k:2"]],
    ["deleted and created again", [v1, gone, v2], ["22"], ["k:2"]],
    ["deleted, probed and created again", [v1, gone, head, v2], ["22", none], ["k:2"]],
    ["probed, created, deleted and created again", [get, v1, gone, v2], ["22", none], ["k:2"]],
    ["deleted", [get, v1, gone], [none], [""]],
  ],
};

describe.each(Object.entries(cases))("%s: of a key that was", (name, rows) => {
  it.each(rows)("%s", (_what, requests, reads, lists) => {
    const store = storeNamed(name);
    const state = after(store, requests);
    expect(answers(store, state, get)).toEqual(reads);
    expect(answers(store, state, { op: "list", prefix: "k" })).toEqual(lists);
  });
});

describe("a wrong 404", () => {
  it("is no probe of an absent key: it adds nothing to what may be answered later", () => {
    const store = storeNamed("negative-cache");
    const probed = after(store, [get, v1]);
    const [right, wrong] = outcomes(store, probed, get);
    expect(wrong).toMatchObject({ answer: { code: "NoSuchKey" }, anomalies: 1, label: "GET says 404 for k" });
    expect(store.encode(wrong!.next)).toBe(store.encode(right!.next));
  });

  it("is no probe where a deleted key is still served", () => {
    const store = storeNamed("s3-legacy-cas");
    const state = after(store, [v1, gone]);
    for (const outcome of outcomes(store, state, get)) expect(outcome.next).toBe(state);
  });
});

describe("a read refused for its condition or range", () => {
  it("is no probe, and may be told what an older version would have told it", () => {
    const store = storeNamed("overwrite-lag");
    const state = after(store, [v1, v2]);
    const ifMatch = Body.text("1").md5;
    expect(answers(store, state, { op: "get", key: "k", ifMatch })).toEqual(["PreconditionFailed", "1"]);
    expect(answers(store, state, { op: "get", key: "k", range: { start: 1 } })).toEqual([
      "2",
      "InvalidRange",
    ]);
    expect(answers(store, state, { op: "get", key: "k", ifMatch: "none of them" })).toEqual([
      "PreconditionFailed",
    ]);
  });
});

describe("versions that differ in metadata alone", () => {
  const plain = put("k", "1");
  const tagged = put("k", "1", { metadata: { writer: "2" } });

  it("are told apart by reads, not by listings", () => {
    const store = storeNamed("s3-legacy-cas");
    const state = after(store, [plain, tagged]);
    expect(outcomes(store, state, head).map(({ answer }) => answer)).toMatchObject([
      { value: { metadata: { writer: "2" } } },
      { value: { metadata: {} } },
    ]);
    expect(answers(store, state, list)).toEqual(["k:1", ""]);
  });
});
