import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Keyed } from "../../src/store/sorted-map.js";
import { SortedMap } from "../../src/store/sorted-map.js";
import { compareUtf8, isWellFormed } from "../../src/store/utf8-order.js";

interface Item extends Keyed {
  readonly value: number;
}

const seed = 1;
/** Keys that share prefixes and that lie on both sides of the surrogates. */
const someKey = fc.string({
  unit: fc.constantFrom("a", "b", "/", "é", "\ud7ff", "\uff5e", "\u{1f600}", "\u{10ffff}"),
  maxLength: 4,
});
const write = fc.record({
  key: someKey,
  value: fc.integer({ min: 0, max: 9 }),
  kind: fc.constantFrom("set", "set", "delete"),
});

function bytesOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The map and a plain Map of the same writes. */
function build(writes: readonly { key: string; value: number; kind: string }[]) {
  let map = SortedMap.empty<Item>();
  const model = new Map<string, number>();
  for (const { key, value, kind } of writes) {
    if (kind === "set") {
      map = map.set({ key, value });
      model.set(key, value);
    } else {
      map = map.delete(key);
      model.delete(key);
    }
  }
  return { map, model };
}

function sortedModel(model: ReadonlyMap<string, number>): Item[] {
  return [...model].map(([key, value]) => ({ key, value })).sort((a, b) => bytesOrder(a.key, b.key));
}

function drain(map: SortedMap<Item>, key: string, to: "at" | "after" | "past-prefix"): Item[] {
  const found: Item[] = [];
  for (const cursor = map.cursor(key, to); cursor.entry !== undefined; cursor.next())
    found.push(cursor.entry);
  return found;
}

describe("UTF-8 binary order", () => {
  it("puts U+FF5E before U+1F600, where JavaScript's order is the other way round", () => {
    expect(["\u{1f600}", "\uff5e"].sort()).toEqual(["\u{1f600}", "\uff5e"]);
    expect(compareUtf8("\uff5e", "\u{1f600}")).toBe(-1);
    expect(compareUtf8("\u{1f600}", "\uff5e")).toBe(1);
    const map = SortedMap.from(["\u{1f600}", "\uff5e", "z", "\ud7ff"].map((key) => ({ key })));
    expect([...map].map((item) => item.key)).toEqual(["z", "\ud7ff", "\uff5e", "\u{1f600}"]);
  });

  it("is the order of the bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(compareUtf8(a, b)).toBe(bytesOrder(a, b));
      }),
      { seed, numRuns: 200 },
    );
    fc.assert(
      fc.property(someKey, someKey, (a, b) => {
        if (compareUtf8(a, b) !== bytesOrder(a, b)) throw new Error(`${a} ${b}`);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it("knows what has no UTF-8 form", () => {
    expect(isWellFormed("a\u{1f600}")).toBe(true);
    expect(isWellFormed("a\ud83d")).toBe(false);
    expect(isWellFormed("\ude00a")).toBe(false);
  });
});

describe("SortedMap", () => {
  it("holds what a plain map holds, in UTF-8 order", () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 400, size: "max" }), (writes) => {
        const { map, model } = build(writes);
        expect([...map]).toEqual(sortedModel(model));
        expect(map.size).toBe(model.size);
        for (const { key } of writes) expect(map.get(key)?.value).toBe(model.get(key));
      }),
      { seed, numRuns: 60 },
    );
  });

  it("seeks to, after and past a key", () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 300, size: "max" }), someKey, (writes, from) => {
        const { map, model } = build(writes);
        const all = sortedModel(model);
        expect(drain(map, from, "at")).toEqual(all.filter((item) => bytesOrder(item.key, from) >= 0));
        expect(drain(map, from, "after")).toEqual(all.filter((item) => bytesOrder(item.key, from) > 0));
        expect(drain(map, from, "past-prefix")).toEqual(
          all.filter((item) => bytesOrder(item.key, from) > 0 && !item.key.startsWith(from)),
        );
      }),
      { seed, numRuns: 100 },
    );
  });

  it("leaves older maps as they were", () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 200, size: "max" }), (writes) => {
        let map = SortedMap.empty<Item>();
        const history: [SortedMap<Item>, Item[]][] = [];
        for (const { key, value, kind } of writes) {
          map = kind === "set" ? map.set({ key, value }) : map.delete(key);
          history.push([map, [...map]]);
        }
        for (const [old, items] of history) expect([...old]).toEqual(items);
      }),
      { seed, numRuns: 30 },
    );
  });

  it("is itself when a missing key is deleted", () => {
    const map = SortedMap.from([{ key: "a", value: 1 }]);
    expect(map.delete("b")).toBe(map);
    expect(map.delete("a").size).toBe(0);
    expect([...map.delete("a")]).toEqual([]);
  });

  it("is built at once as by single writes; the last of equal keys stays", () => {
    const items = Array.from({ length: 5000 }, (_, index) => ({
      key: `k${(index * 7919) % 4001}`,
      value: index,
    }));
    const single = items.reduce((map, item) => map.set(item), SortedMap.empty<Item>());
    const whole = SortedMap.from(items);
    expect([...whole]).toEqual([...single]);
    expect(whole.size).toBe(4001);
    expect([...SortedMap.from<Item>([])]).toEqual([]);
  });

  it("stays right while whole ranges of a full map vanish", () => {
    const keys = Array.from({ length: 2 * 64 * 64 }, (_, index) => `k${String(index).padStart(4, "0")}`);
    const whole = SortedMap.from(keys.map((key, value) => ({ key, value })));
    for (const doomed of [keys.slice(0, 4096), keys.slice(4096), keys.slice(2000, 6400).reverse()]) {
      let map = whole;
      for (const [index, key] of doomed.entries()) {
        map = map.delete(key);
        if (index % 509 === 0 || index === doomed.length - 1) {
          const gone = new Set(doomed.slice(0, index + 1));
          expect([...map].map((item) => item.key).join()).toBe(keys.filter((kept) => !gone.has(kept)).join());
        }
      }
      expect(map.size).toBe(keys.length - doomed.length);
    }
  });

  it("stays right while a large map shrinks to nothing", () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `k${index}`);
    let map = SortedMap.from(keys.map((key, value) => ({ key, value })));
    const left = new Set(keys);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[(index * 1009) % keys.length]!;
      map = map.delete(key);
      left.delete(key);
      if (index % 500 === 0) expect([...map].map((item) => item.key)).toEqual([...left].sort(bytesOrder));
    }
    expect(map.size).toBe(0);
    expect([...map]).toEqual([]);
  });
});
