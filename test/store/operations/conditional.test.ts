import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { StoreRequest } from "../../../src/store/requests.js";
import { after, noFaults, outcomes, put, said, storeNamed } from "../helpers.js";

const one = Body.text("one").md5;
const other = Body.text("other").md5;

/** The condition, the key's content, whether a conflicting request came between, and what may be answered. */
type Row = readonly [
  condition: { ifNoneMatch?: string; ifMatch?: string },
  current: "absent" | "one",
  conflicted: boolean,
  allowed: readonly string[],
];

const table: readonly Row[] = [
  [{}, "absent", false, ["written"]],
  [{}, "one", false, ["written"]],
  [{}, "one", true, ["written"]],
  [{ ifNoneMatch: "*" }, "absent", false, ["written"]],
  [{ ifNoneMatch: "*" }, "absent", true, ["written", "ConditionalRequestConflict"]],
  [{ ifNoneMatch: "*" }, "one", false, ["PreconditionFailed"]],
  [{ ifNoneMatch: "*" }, "one", true, ["PreconditionFailed"]],
  [{ ifMatch: one }, "absent", false, ["NoSuchKey"]],
  [{ ifMatch: one }, "absent", true, ["NoSuchKey"]],
  [{ ifMatch: one }, "one", false, ["written"]],
  [{ ifMatch: `"${one}"` }, "one", false, ["written"]],
  [{ ifMatch: one }, "one", true, ["written", "ConditionalRequestConflict"]],
  [{ ifMatch: other }, "one", false, ["PreconditionFailed"]],
  [{ ifMatch: other }, "one", true, ["PreconditionFailed"]],
  [{ ifMatch: "anything" }, "one", false, ["PreconditionFailed"]],
  [{ ifNoneMatch: one }, "one", false, ["NotImplemented"]],
  [{ ifNoneMatch: other }, "absent", false, ["NotImplemented"]],
  [{ ifMatch: "*" }, "one", false, ["NotImplemented"]],
  [{ ifMatch: "*" }, "absent", false, ["NotImplemented"]],
  [{ ifNoneMatch: "*", ifMatch: one }, "one", false, ["NotImplemented"]],
  [{ ifNoneMatch: "*", ifMatch: one }, "absent", true, ["NotImplemented"]],
];

/** PUT and COPY of "new" to the key with a condition. */
function writes(condition: object): StoreRequest[] {
  return [put("k", "new", condition), { op: "copy", source: "source", key: "k", ...condition }];
}

function stateWith(store: ReturnType<typeof storeNamed>, current: "absent" | "one") {
  const source = put("source", "new");
  return after(store, current === "one" ? [source, put("k", "one")] : [source]);
}

describe("the rule of conditional writes", () => {
  it.each(table)("%o on %s, conflicted %s: %o", (condition, current, conflicted, allowed) => {
    const store = storeNamed("strong");
    const state = stateWith(store, current);
    for (const request of writes(condition)) {
      const found = outcomes(store, state, request, noFaults, conflicted);
      expect(found.map((outcome) => said(outcome.answer))).toEqual(allowed);
      for (const outcome of found) {
        expect([outcome.anomalies, outcome.faults]).toEqual([0, 0]);
        const body = store.contents(outcome.next).get("k")?.body.text();
        expect(body).toBe(outcome.answer.ok ? "new" : current === "one" ? "one" : undefined);
        expect(outcome.effects).toEqual(outcome.answer.ok ? [{ key: "k", kind: "write" }] : []);
        if (!outcome.answer.ok) expect(outcome.next).toBe(state);
      }
    }
  });

  it("counts a 412 and a 409 as a conflict seen, and nothing else", () => {
    for (const [condition, current, conflicted] of table) {
      const store = storeNamed("strong");
      for (const request of writes(condition)) {
        for (const outcome of outcomes(store, stateWith(store, current), request, noFaults, conflicted)) {
          const lost = ["PreconditionFailed", "ConditionalRequestConflict"].includes(said(outcome.answer));
          expect(outcome.witnesses).toEqual(lost ? ["conflict"] : []);
        }
      }
    }
  });

  it("is judged on what is true, whatever reads may be told", () => {
    const store = storeNamed("s3-legacy-cas");
    const state = after(store, [put("k", "one"), put("k", "two"), { op: "delete", key: "k" }]);
    const create = outcomes(store, state, put("k", "new", { ifNoneMatch: "*" }));
    expect(create.map((outcome) => said(outcome.answer))).toEqual(["written"]);
    const swap = outcomes(store, state, put("k", "new", { ifMatch: one }));
    expect(swap.map((outcome) => said(outcome.answer))).toEqual(["NoSuchKey"]);
  });
});

describe("which effects collide with a conditional request", () => {
  const create = put("k", "new", { ifNoneMatch: "*" });
  const swap: StoreRequest = { op: "copy", source: "s", key: "k", ifMatch: "e" };

  it.each<[StoreRequest, "write" | "delete", string, boolean]>([
    [create, "delete", "k", true],
    [create, "write", "k", false],
    [create, "delete", "other", false],
    [swap, "write", "k", true],
    [swap, "delete", "k", false],
    [swap, "write", "s", false],
    [put("k", "new"), "write", "k", false],
    [{ op: "delete", key: "k" }, "write", "k", false],
    [{ op: "get", key: "k", ifMatch: "e" }, "write", "k", false],
  ])("%o and a %s of %s: %s", (request, kind, key, expected) => {
    expect(storeNamed("strong").collides(request, { key, kind })).toBe(expected);
    expect(storeNamed("conditions-ignored").collides(request, { key, kind })).toBe(false);
    expect(storeNamed("no-conditional-writes").collides(request, { key, kind })).toBe(false);
  });
});

describe("stores without conditional writes", () => {
  it.each(writes({ ifNoneMatch: "*" }))("are told apart by what they make of %o", (request) => {
    const told = (name: string) => {
      const store = storeNamed(name);
      const [outcome, ...rest] = outcomes(store, stateWith(store, "one"), request, noFaults, true);
      expect(rest).toEqual([]);
      return [said(outcome!.answer), store.contents(outcome!.next).get("k")?.body.text()];
    };
    expect(told("strong")).toEqual(["PreconditionFailed", "one"]);
    expect(told("no-conditional-writes")).toEqual(["NotImplemented", "one"]);
    expect(told("s3-legacy")).toEqual(["NotImplemented", "one"]);
    expect(told("conditions-ignored")).toEqual(["written", "new"]);
  });

  it.each(["no-conditional-writes", "conditions-ignored"])("honour the conditions of reads: %s", (name) => {
    const store = storeNamed(name);
    const state = stateWith(store, "one");
    const told = (request: StoreRequest) => said(outcomes(store, state, request)[0]!.answer);
    expect(told({ op: "get", key: "k", ifMatch: other })).toBe("PreconditionFailed");
    expect(told({ op: "head", key: "k", ifMatch: other })).toBe("PreconditionFailed");
    expect(told({ op: "copy", source: "k", key: "x", sourceIfMatch: other })).toBe("PreconditionFailed");
    expect(told({ op: "copy", source: "k", key: "x", sourceIfMatch: one })).toBe("written");
  });
});
