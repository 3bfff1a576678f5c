import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListedObject, ListRequest, ListResult } from "../../../src/store/object-store.js";
import type { StoreFailure, StoreSuccess } from "../../../src/store/requests.js";
import { SortedMap } from "../../../src/store/sorted-map.js";
import type { KeyRecord, Version } from "../../../src/store/state.js";
import { untouched } from "../../../src/store/state.js";
import { emptyState, Entry, type StoreState } from "../../../src/store/store-state.js";
import { Body } from "../../../src/store/body.js";
import {
  after,
  bytesOrder,
  itemsListed,
  naivePage,
  noFaults,
  outcomes,
  put,
  seed,
  storeNamed,
} from "../helpers.js";

const store = storeNamed("strong");

function list(state: StoreState, request: ListRequest): ListResult {
  const [outcome, ...rest] = outcomes(store, state, { op: "list", ...request });
  expect(rest).toEqual([]);
  expect(outcome!.next).toBe(state);
  return (outcome!.answer as StoreSuccess<ListResult>).value;
}

function stateOf(keys: readonly string[]): StoreState {
  return after(
    store,
    keys.map((key) => put(key, `of ${key}`)),
  );
}

/** All pages of a listing, and that each is within its limit and says rightly whether it is the last. */
function pages(state: StoreState, request: ListRequest): ListResult[] {
  const found = [list(state, request)];
  while (found.at(-1)!.isTruncated) {
    const continuationToken = found.at(-1)!.nextContinuationToken!;
    // A start-after beside a token must make no difference.
    found.push(list(state, { ...request, continuationToken, startAfter: "\u{10ffff}" }));
    if (found.length > state.objects.size + 1) throw new Error("the pages do not come to an end");
  }
  for (const page of found) {
    const shown = page.objects.length + page.commonPrefixes.length;
    expect(shown).toBeLessThanOrEqual(request.maxKeys ?? 1000);
    expect(page.isTruncated).toBe(page.nextContinuationToken !== undefined);
    if (page.isTruncated) expect(shown).toBe(request.maxKeys ?? 1000);
  }
  return found;
}

function itemsOf(page: ListResult): string[] {
  return [...page.objects.map((object) => object.key), ...page.commonPrefixes].sort(bytesOrder);
}

const units = fc.constantFrom("a", "b", "/", "-", "\uff5e", "\u{1f600}");
const text = (maxLength: number) => fc.string({ unit: units, maxLength });
const someKeys = fc.uniqueArray(fc.string({ unit: units, minLength: 1, maxLength: 5 }), {
  maxLength: 25,
  size: "max",
});
const someRequest = fc.record(
  {
    prefix: text(2),
    delimiter: fc.constantFrom("/", "-", "a/", ""),
    startAfter: text(4),
    maxKeys: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: [] },
);

describe("LIST", () => {
  it("shows what a sorted filter of the keys shows, page by page, without gaps or repeats", () => {
    fc.assert(
      fc.property(someKeys, someRequest, (keys, request) => {
        const state = stateOf(keys);
        const listed = pages(state, request);
        expect(listed.flatMap(itemsOf)).toEqual(itemsListed(keys, request, request.startAfter));
        const { nextContinuationToken, ...first } = listed[0]!;
        expect(first).toEqual(naivePage(listedIn(state), request));
        expect(nextContinuationToken === undefined).toBe(!first.isTruncated);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("says of each object its ETag and size", () => {
    const body = Body.text("hello");
    const state = after(store, [{ op: "put", key: "k", body }]);
    expect(list(state, {}).objects).toEqual([{ key: "k", etag: body.md5, size: 5 }]);
  });

  it("is in UTF-8 binary order, not in JavaScript's", () => {
    const state = stateOf(["\u{1f600}", "\uff5e", "z"]);
    expect(itemsOf(list(state, {}))).toEqual(["z", "\uff5e", "\u{1f600}"]);
    expect(list(state, {}).objects.map((object) => object.key)).toEqual(["z", "\uff5e", "\u{1f600}"]);
    expect(itemsOf(list(state, { startAfter: "\uff5e" }))).toEqual(["\u{1f600}"]);
  });

  it("rolls up the keys behind the first delimiter after the prefix, counting each common prefix once", () => {
    const state = stateOf(["t/", "t/a", "t/d/1", "t/d/2", "t/e/1/2", "t/f", "u/1"]);
    expect(list(state, { prefix: "t/", delimiter: "/" })).toMatchObject({
      objects: [{ key: "t/" }, { key: "t/a" }, { key: "t/f" }],
      commonPrefixes: ["t/d/", "t/e/"],
      isTruncated: false,
    });
    expect(list(state, { delimiter: "/" })).toMatchObject({ objects: [], commonPrefixes: ["t/", "u/"] });
    const paged = pages(state, { prefix: "t/", delimiter: "/", maxKeys: 2 });
    expect(paged.map(itemsOf)).toEqual([["t/", "t/a"], ["t/d/", "t/e/"], ["t/f"]]);
  });

  it("leaves out a common prefix that is not greater than start-after", () => {
    const state = stateOf(["t/d/1", "t/d/2", "t/e"]);
    expect(itemsOf(list(state, { prefix: "t/", delimiter: "/", startAfter: "t/d/1" }))).toEqual(["t/e"]);
    expect(itemsOf(list(state, { prefix: "t/", delimiter: "/", startAfter: "t/d/" }))).toEqual(["t/e"]);
    expect(itemsOf(list(state, { prefix: "t/", delimiter: "/", startAfter: "t/d" }))).toEqual([
      "t/d/",
      "t/e",
    ]);
    expect(itemsOf(list(state, { prefix: "t/", startAfter: "t/d/1" }))).toEqual(["t/d/2", "t/e"]);
  });

  it("shows 1000 keys by default and at most", () => {
    const keys = Array.from({ length: 1001 }, (_, index) => `k${String(index).padStart(4, "0")}`);
    const state = stateOf(keys);
    expect(list(state, {}).objects).toHaveLength(1000);
    expect(list(state, { maxKeys: 1000 }).isTruncated).toBe(true);
    expect(pages(state, {}).map((page) => page.objects.length)).toEqual([1000, 1]);
    expect(list(stateOf(keys.slice(1)), {}).isTruncated).toBe(false);
  });

  it.each([0, -1, 1001, 1.5, Number.NaN])("refuses max-keys %d", (maxKeys) => {
    const [outcome] = outcomes(store, store.initial, { op: "list", maxKeys });
    expect((outcome!.answer as StoreFailure).code).toBe("InvalidArgument");
  });

  it.each(["", "nonsense", "YWZ0ZXI6", "YWZ0ZXI6YQ==", Buffer.from("before:a").toString("base64url")])(
    "refuses the continuation token %j",
    (continuationToken) => {
      const [outcome] = outcomes(store, store.initial, { op: "list", continuationToken });
      expect((outcome!.answer as StoreFailure).code).toBe("InvalidArgument");
    },
  );

  it("goes on after the last key of a page although that key has been deleted since", () => {
    const state = stateOf(["a", "b", "c"]);
    const token = list(state, { maxKeys: 2 }).nextContinuationToken!;
    const later = after(store, [{ op: "delete", key: "b" }], state);
    expect(itemsOf(list(later, { continuationToken: token }))).toEqual(["c"]);
  });

  it("is a range scan: what lies beside its range or behind a common prefix is never looked at", () => {
    const groups = Array.from({ length: 200 }, (_, group) =>
      Array.from({ length: 1000 }, (_, index) => `t/${group + 100}/${index}`),
    );
    const looked = new Set<string>();
    const objects = SortedMap.from(groups.flat().map((key) => new Watched(key, looked)));
    const page = list({ ...emptyState, objects }, { prefix: "t/", delimiter: "/" });
    expect(page.commonPrefixes).toHaveLength(200);
    expect(looked.size).toBe(200);
    looked.clear();
    expect(
      list({ ...emptyState, objects }, { prefix: "t/17", maxKeys: 10, startAfter: "t/170/5" }).objects,
    ).toHaveLength(10);
    expect(looked.size).toBe(11);
  });
});

const version: Version = { body: Body.empty, etag: Body.empty.md5, metadata: {} };

/** An entry that tells when a listing wants to know what it holds. */
class Watched extends Entry {
  readonly #looked: Set<string>;

  constructor(key: string, looked: Set<string>) {
    super(key, { ...untouched, current: version });
    this.#looked = looked;
  }

  override get listing() {
    this.#looked.add(this.key);
    return super.listing;
  }
}

function listedIn(state: StoreState): ListedObject[] {
  return [...state.objects].map((entry) => entry.listing.shown).filter((shown) => shown !== null);
}

describe("LIST of a store whose listings lag", () => {
  const versions = [null, ...["1", "22", "22", "333"].map((text) => versionOf(text))];
  const someRecord: fc.Arbitrary<KeyRecord> = fc
    .tuple(
      fc.constantFrom(...versions),
      fc.uniqueArray(fc.constantFrom(...versions), { maxLength: 2, comparator: "SameValue" }),
    )
    .map(([current, others]) => ({
      ...untouched,
      current,
      listable: others.filter((found) => found !== current),
    }));
  const someState = fc
    .uniqueArray(
      fc.tuple(fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 3 }), someRecord),
      {
        selector: ([key]) => key,
        maxLength: 6,
      },
    )
    .map((records) => ({
      ...emptyState,
      objects: SortedMap.from(records.map(([key, record]) => new Entry(key, record))),
    }));
  const aRequest = fc.record(
    {
      prefix: fc.constantFrom("", "a", "a/"),
      delimiter: fc.constant("/"),
      startAfter: fc.constantFrom("a", "a/", "a/b"),
      maxKeys: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: [] },
  );

  it("may be any page of any view with that many wrong keys, each once at its least cost, cheapest first", () => {
    const lagging = storeNamed("list-lag");
    fc.assert(
      fc.property(someState, aRequest, fc.integer({ min: 0, max: 3 }), (state, request, anomalies) => {
        const found = outcomes(lagging, state, { op: "list", ...request }, { ...noFaults, anomalies });
        const pagesFound = found.map((outcome) => {
          const { nextContinuationToken, ...page } = (outcome.answer as StoreSuccess<ListResult>).value;
          expect(nextContinuationToken === undefined).toBe(!page.isTruncated);
          return [JSON.stringify(page), outcome.anomalies] as const;
        });
        expect(new Map(pagesFound)).toEqual(everyPage(state, request, anomalies));
        expect(pagesFound).toHaveLength(new Set(pagesFound.map(([page]) => page)).size);
        const costs = found.map((outcome) => outcome.anomalies);
        expect(costs).toEqual(costs.toSorted((a, b) => a - b));
        for (const { label, anomalies: cost } of found) {
          expect(label?.split("; ").length ?? 0).toBe(cost);
        }
      }),
      { seed, numRuns: 1500 },
    );
  });
});

function versionOf(content: string): Version {
  const body = Body.text(content);
  return { body, etag: body.md5, metadata: {} };
}

/** Every page that there can be, with the fewest wrong keys that make it: all views tried, none left out. */
function everyPage(state: StoreState, request: ListRequest, anomalies: number): Map<string, number> {
  const costs = new Map<string, number>();
  let views: { objects: ListedObject[]; cost: number }[] = [{ objects: [], cost: 0 }];
  for (const { key, record } of state.objects) {
    const shown = [record.current, ...record.listable].map((found, index) => ({
      found,
      wrong: index > 0 ? 1 : 0,
    }));
    views = views.flatMap(({ objects, cost }) =>
      shown.map(({ found, wrong }) => ({
        objects: found === null ? objects : [...objects, { key, etag: found.etag, size: found.body.length }],
        cost: cost + wrong,
      })),
    );
  }
  for (const { objects, cost } of views.filter((view) => view.cost <= anomalies)) {
    const page = JSON.stringify(naivePage(objects, request));
    costs.set(page, Math.min(cost, costs.get(page) ?? cost));
  }
  return costs;
}
