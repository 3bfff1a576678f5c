import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { StoreSuccess } from "../../../src/store/requests.js";
import { after, answers, outcomes, storeNamed } from "../helpers.js";

const body = Body.text("x");

describe("the time of a write, where the request says it", () => {
  const store = storeNamed("list-lag");
  const state = after(store, [{ op: "put", key: "k", body, modified: 1000 }]);

  it("is told by GET, HEAD and LIST, and by nothing where there is none", () => {
    const value = (from: typeof state, op: "get" | "head") =>
      (outcomes(store, from, { op, key: "k" })[0]!.answer as StoreSuccess).value;
    expect(value(state, "get")).toMatchObject({ modified: 1000 });
    expect(value(state, "head")).toMatchObject({ modified: 1000 });
    expect(outcomes(store, state, { op: "list" })[0]!.answer).toMatchObject({
      value: { objects: [{ key: "k", modified: 1000 }] },
    });
    expect(value(after(store, [{ op: "put", key: "k", body }]), "head")).not.toHaveProperty("modified");
  });

  it("tells a write of the same bytes from the one before, which a listing may still show", () => {
    const again = after(store, [{ op: "put", key: "k", body, modified: 2000 }], state);
    expect(store.encode(again)).not.toBe(store.encode(state));
    expect(answers(store, again, { op: "list" })).toEqual(["k:1", "k:1", ""]);
    const undated = after(store, [
      { op: "put", key: "k", body },
      { op: "put", key: "k", body },
    ]);
    expect(answers(store, undated, { op: "list" })).toEqual(["k:1", ""]);
  });

  it("is the copy's own, not its source's", () => {
    const copied = after(store, [{ op: "copy", source: "k", key: "c", modified: 3000 }], state);
    expect(store.contents(copied).get("c")).toMatchObject({ modified: 3000 });
    const undated = after(store, [{ op: "copy", source: "k", key: "c" }], state);
    expect(store.contents(undated).get("c")).not.toHaveProperty("modified");
  });
});
