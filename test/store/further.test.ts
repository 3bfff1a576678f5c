/** What further kinds of buckets do: queues of notifications, replicas, renames, listings in any order, limits of a key. */
import { describe, expect, it } from "vitest";
import type { ListRequest, ListResult, ObjectInfo } from "../../src/store/object-store.js";
import type { StoreRequest } from "../../src/store/requests.js";
import type { SimulatedStore, StoreState } from "../../src/store/simulated-store.js";
import { after, noFaults, outcomes, put, said, storeNamed, wellBehaved } from "./helpers.js";

const get = (key: string, more: object = {}): StoreRequest => ({ op: "get", key, ...more });
const del = (key: string): StoreRequest => ({ op: "delete", key });
const told = (store: SimulatedStore, state: StoreState, request: StoreRequest): string =>
  said(outcomes(store, state, request, wellBehaved)[0]!.answer);

describe("a queue of notifications", () => {
  const store = storeNamed("events", { faults: [] });
  const receive: StoreRequest = { op: "receive" };
  const wait: StoreRequest = { op: "receive", wait: true };
  const keys = (state: StoreState, request = receive) =>
    outcomes(store, state, request).map(({ answer, anomalies }) => {
      const { notification } = (answer as { value: { notification?: { key: string } } }).value;
      return `${notification?.key ?? "none"}/${anomalies}`;
    });

  it("is told of every object that is created, however it is, and of nothing else", () => {
    const state = after(store, [
      put("a", "1"),
      { op: "copy", source: "a", key: "b" },
      del("a"),
      put("b", "2", { ifNoneMatch: "*" }),
      { op: "createMultipartUpload", key: "c" },
      put("b", "2"),
    ]);
    expect(state.notices.waiting.map(({ key, size }) => `${key}:${size}`)).toEqual(["a:1", "b:1", "b:1"]);
  });

  it("gives the oldest first; out of order, or once more, for an anomaly each", () => {
    const two = after(store, [put("a", "1"), put("b", "2")]);
    expect(keys(two)).toEqual(["a/0", "b/1"]);
    const one = after(store, [receive], two);
    expect(keys(one)).toEqual(["b/0", "a/1"]);
    const none = after(store, [receive], one);
    expect(keys(none)).toEqual(["none/0", "a/1", "b/1"]);
    // What was delivered in which order is forgotten.
    const other = outcomes(store, two, receive)[1]!.next;
    expect(store.encode(after(store, [receive], other))).toBe(store.encode(none));
    expect(store.encode(none)).not.toBe(store.encode(one));
  });

  it("has who waits wait, for ever if need be", () => {
    expect(outcomes(store, store.initial, wait)).toEqual([]);
    expect(store.idles(wait)).toBe(true);
    expect(store.idles(get("a"))).toBe(false);
    expect(keys(after(store, [put("a", "1")]), wait)).toEqual(["a/0"]);
    const faulty = storeNamed("events");
    expect(outcomes(faulty, faulty.initial, wait, { anomalies: 1, faults: 1 })).toEqual([]);
  });

  it("is no part of what is judged, and is not there at other stores", () => {
    const state = after(store, [put("a", "1")]);
    expect(store.encode(store.converged(state))).toBe(
      store.encode(after(store, [receive], store.converged(state))),
    );
    expect(told(storeNamed("strong"), state, receive)).toBe("NotImplemented");
  });
});

describe("a bucket with a replica", () => {
  const store = storeNamed("cross-region", { faults: [] });
  const replica = { replica: true } as const;
  const steps = (state: StoreState) => store.steps(state, noFaults);
  const status = (state: StoreState, more: object = {}) => {
    const [outcome] = outcomes(store, state, { op: "head", key: "k", ...more });
    return outcome!.answer.ok ? (outcome!.answer.value as ObjectInfo).replication : outcome!.answer.code;
  };

  it("is strong itself, and brings each change of a key to its replica by a step of its own, in their order", () => {
    let state = after(store, [put("k", "1"), put("k", "2"), del("k"), put("l", "x")]);
    expect(told(store, state, get("l"))).toBe("x");
    expect(told(store, state, get("l", replica))).toBe("NoSuchKey");
    const seen = [told(store, state, get("k", replica))];
    for (let change = 0; change < 3; change++) {
      const [step] = steps(state).filter(({ label }) => label.includes(" k "));
      expect(step).toMatchObject({ anomalies: 0, faults: 0, effects: [] });
      state = step!.next;
      seen.push(told(store, state, get("k", replica)));
    }
    expect(seen).toEqual(["NoSuchKey", "1", "2", "NoSuchKey"]);
    expect(steps(state).map(({ label }) => label)).toEqual(["brings a change of l to the replica"]);
    expect(steps(steps(state)[0]!.next)).toEqual([]);
  });

  it("forgets a replica that has all: no state is kept of it", () => {
    const state = after(store, [put("k", "1")]);
    expect(store.encode(steps(state)[0]!.next)).toBe(store.encode(store.settled(state)));
    expect(store.encode(state)).not.toBe(store.encode(store.settled(state)));
    expect(steps(store.settled(state))).toEqual([]);
  });

  it("tells the status of an object", () => {
    const state = after(store, [put("k", "1")]);
    expect([status(state), status(steps(state)[0]!.next)]).toEqual(["PENDING", "COMPLETED"]);
    expect(status(state, replica)).toBe("NoSuchKey");
    expect(status(steps(state)[0]!.next, replica)).toBe("REPLICA");
    const strong = storeNamed("strong");
    const [head] = outcomes(strong, after(strong, [put("k", "1")]), { op: "head", key: "k", ...replica });
    expect(head!.answer).toMatchObject({ value: { size: 1 } });
    expect(head!.answer).not.toHaveProperty("value.replication");
  });

  it("lists the replica as the replica is read", () => {
    const state = after(store, [put("a/1", "1"), put("b", "22")]);
    const half = steps(state).find(({ label }) => label.includes(" b "))!.next;
    const list = (state: StoreState, more: object = {}) =>
      told(store, state, { op: "list", ...replica, ...more });
    expect([list(state), list(half), told(store, half, { op: "list" })]).toEqual(["", "b:2", "a/1:1 b:2"]);
    expect(list(store.settled(state), { delimiter: "/", maxKeys: 1 })).toBe("a/ ...");
    expect(outcomes(store, half, { op: "list", ...replica })).toHaveLength(1);
  });
});

describe("a rename", () => {
  const store = storeNamed("s3-express", { faults: [] });
  const rename = (source: string, key: string, more: object = {}): StoreRequest => ({
    op: "rename",
    source,
    key,
    ...more,
  });
  const two = after(store, [put("a", "1", { metadata: { v: "1" } }), put("b", "2")]);

  it("moves an object at once, as it is, and replaces what is there", () => {
    const [outcome, ...others] = outcomes(store, two, rename("a", "b"));
    expect(others).toEqual([]);
    expect(outcome!.effects).toEqual([
      { key: "b", kind: "write" },
      { key: "a", kind: "delete" },
    ]);
    const moved = store.contents(outcome!.next);
    expect([...moved.keys()]).toEqual(["b"]);
    expect(moved.get("b")).toEqual(store.contents(two).get("a"));
    expect(told(store, outcome!.next, rename("a", "b"))).toBe("NoSuchKey");
  });

  it("is judged by the conditions of its source and of where it goes", () => {
    const etag = (key: string) => store.contents(two).get(key)!.etag;
    expect(told(store, two, rename("a", "b", { ifNoneMatch: "*" }))).toBe("PreconditionFailed");
    expect(told(store, two, rename("a", "c", { ifNoneMatch: "*" }))).toBe("deleted");
    expect(told(store, two, rename("a", "b", { ifMatch: etag("b") }))).toBe("deleted");
    expect(told(store, two, rename("a", "b", { sourceIfMatch: etag("b") }))).toBe("PreconditionFailed");
    expect(told(store, two, rename("x", "b"))).toBe("NoSuchKey");
    const [same] = outcomes(store, two, rename("a", "a"));
    expect([said(same!.answer), same!.next]).toEqual(["deleted", two]);
    expect(store.collides(rename("a", "c", { ifNoneMatch: "*" }), { key: "c", kind: "delete" })).toBe(true);
  });

  it("is no operation of other stores", () => {
    const strong = storeNamed("strong");
    expect(told(strong, two, rename("a", "b"))).toBe("NotImplemented");
    expect(strong.mutates(rename("a", "b"))).toBe(false);
    expect(store.mutates(rename("a", "b"))).toBe(true);
  });
});

describe("listings in any order", () => {
  const store = storeNamed("s3-express", { faults: [] });
  const keys = Array.from({ length: 7 }, (_, index) => (index % 2 === 0 ? `k${index}` : `d${index}/x`));
  const state = after(
    store,
    keys.map((key) => put(key, key)),
  );
  /** The names of all pages, when the listing goes from its first page on as it has begun. */
  function pages(request: ListRequest, choice: number): readonly string[] {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const found = outcomes(store, state, {
        op: "list",
        ...request,
        ...(token === undefined ? {} : { continuationToken: token }),
      });
      const outcome = found[token === undefined ? choice : 0]!;
      const page = (outcome.answer as { value: ListResult }).value;
      names.push(...page.objects.map(({ key }) => key), ...page.commonPrefixes);
      expect(page.objects.length + page.commonPrefixes.length).toBeLessThanOrEqual(request.maxKeys ?? 1000);
      token = page.nextContinuationToken;
    } while (token !== undefined);
    return names;
  }

  it.each([1, 2, 3, 7, 1000])("go from the end to the start as well, in pages of %i", (maxKeys) => {
    expect(pages({ maxKeys }, 1)).toEqual(pages({ maxKeys }, 0).toReversed());
    const rolled = { maxKeys, delimiter: "/" };
    expect([...pages(rolled, 1)].sort()).toEqual([...pages(rolled, 0)].sort());
  });

  it("cost an anomaly, and are not there where there is one name", () => {
    expect(outcomes(store, state, { op: "list" }).map(({ anomalies }) => anomalies)).toEqual([0, 1]);
    expect(outcomes(store, state, { op: "list", prefix: "d1" })).toHaveLength(1);
    expect(outcomes(store, state, { op: "list" }, wellBehaved)).toHaveLength(1);
  });

  it("know no start-after", () => {
    expect(told(store, state, { op: "list", startAfter: "k0" })).toBe("NotImplemented");
  });

  it("show the directories of uploads under way, and those of no other uploads", () => {
    const begun = after(store, [
      { op: "createMultipartUpload", key: "u/k" },
      { op: "createMultipartUpload", key: "d1/x" },
      { op: "createMultipartUpload", key: "plain" },
    ]);
    const list: StoreRequest = { op: "list", delimiter: "/" };
    expect(told(store, begun, list)).toBe("d1/ u/");
    expect(told(store, begun, { op: "list" })).toBe("");
    expect(told(store, begun, { op: "list", prefix: "u/", delimiter: "/" })).toBe("");
    const uploadId = told(store, store.initial, { op: "createMultipartUpload", key: "u/k" });
    expect(
      told(store, after(store, [{ op: "abortMultipartUpload", key: "u/k", uploadId }], begun), list),
    ).toBe("d1/");
  });
});

describe("a key that takes so many writes", () => {
  const busy = (name: string, at: readonly StoreRequest[], request: StoreRequest, conflicted = false) => {
    const store = storeNamed(name, { faults: ["busy-key"] });
    const found = outcomes(store, after(store, at), request, { anomalies: 0, faults: 1 }, conflicted);
    return found.map(({ answer, faults }) => `${said(answer)}/${faults}`);
  };

  it("refuses one too many with 429: on Google after any write, on Cloudflare beside another", () => {
    expect(busy("gcs", [], put("k", "1"))).toEqual(["written/0"]);
    expect(busy("gcs", [put("k", "1")], put("k", "2"))).toEqual(["written/0", "TooManyRequests/1"]);
    expect(busy("gcs", [put("k", "1"), del("k")], put("k", "2"))).toEqual(["written/0", "TooManyRequests/1"]);
    expect(busy("gcs", [put("k", "1")], get("k"))).toEqual(["1/0"]);
    expect(busy("r2", [put("k", "1")], put("k", "2"))).toEqual(["written/0"]);
    expect(busy("r2", [put("k", "1")], put("k", "2"), true)).toEqual(["written/0", "TooManyRequests/1"]);
    expect(busy("strong", [put("k", "1")], put("k", "2"), true)).toEqual(["written/0"]);
  });

  it("watches what comes beside a write only where that is asked for", () => {
    const write = { key: "k", kind: "write" } as const;
    expect(storeNamed("r2", { faults: ["busy-key"] }).collides(put("k", "1"), write)).toBe(true);
    expect(storeNamed("r2").collides(put("k", "1"), write)).toBe(false);
    expect(storeNamed("gcs", { faults: ["busy-key"] }).collides(put("k", "1"), write)).toBe(false);
  });
});
