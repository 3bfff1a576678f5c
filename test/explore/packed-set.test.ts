import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PackedSet } from "../../src/explore/packed-set.js";
import { Packing } from "../../src/explore/packing.js";

const width = 5;
/** Numbers that are mostly small, so that rows repeat, and now and then large, so that columns grow. */
const number = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: -1, max: 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: -1, max: 2 ** 30 - 2 }) },
);
const rows = fc.array(fc.array(number, { minLength: width, maxLength: width }), {
  maxLength: 400,
  size: "max",
});

describe("an exact set of rows", () => {
  it("numbers distinct rows in the order of arrival, while columns grow", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const set = new PackedSet(width);
        const model = new Map<string, number>();
        const indices: number[] = [];
        for (let from = 0; from < list.length; from += 5) {
          set.near(Int32Array.from(list[(from * 7) % list.length]!));
          const some = list.slice(from, from + 5);
          set.clearStage();
          for (const row of some) set.stage(Int32Array.from(row));
          set.readAhead();
          indices.push(...some.map((_, staged) => set.addStaged(staged)));
        }
        for (const row of list) if (!model.has(String(row))) model.set(String(row), model.size);
        expect(indices).toEqual(list.map((row) => model.get(String(row))));
        expect(set.size).toBe(model.size);
        const out = new Int32Array(width);
        for (const [index, text] of [...model.keys()].entries()) {
          set.read(index, out);
          expect(String([...out])).toBe(text);
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("keeps rows and notes over many chunks and many growths of a column", () => {
    const set = new PackedSet(2, { notes: 2 });
    const count = 150_000;
    for (let value = 0; value < count; value++) {
      set.add(Int32Array.of(value, value % 7));
      set.setNote(value, 1, -value);
    }
    const out = new Int32Array(2);
    let wrong = 0;
    for (let value = 0; value < count; value++) {
      set.read(value, out);
      if (set.find(Int32Array.of(value, value % 7)) !== value) wrong += 1;
      if (out[0] !== value || out[1] !== value % 7) wrong += 1;
      if (set.note(value, 1) !== 0 - value || set.note(value, 0) !== 0) wrong += 1;
    }
    expect(wrong).toBe(0);
    expect(set.find(Int32Array.of(count, 0))).toBe(-1);
    // Two notes, one word for 18 + 3 bits, a hash, and slots that are a third to two thirds full.
    expect(set.bytes / count).toBeLessThan(36);
  });

  it("leaves a column out of what a row is", () => {
    const set = new PackedSet(3, { without: 1 });
    expect(set.add(Int32Array.of(4, 5, 6))).toBe(0);
    expect(set.add(Int32Array.of(4, 2 ** 30, 6))).toBe(0);
    const out = new Int32Array(3);
    set.read(0, out);
    expect([...out]).toEqual([4, 0, 6]);
  });

  it("refuses numbers that it cannot hold", () => {
    const set = new PackedSet(1);
    expect(() => set.add(Int32Array.of(2 ** 30))).toThrow(RangeError);
  });
});

describe("packing", () => {
  it("lets no column reach into another", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }), (bits) => {
        const packing = new Packing(bits);
        for (const [column, needed] of bits.entries()) {
          const row = Int32Array.from(bits, () => -1);
          const count = packing.bits[column]!;
          expect(count).toBeGreaterThanOrEqual(needed);
          row[column] = 2 ** count - 2;
          const none = Int32Array.from(bits, () => -1);
          const key = new Int32Array(packing.words + 1);
          expect(packing.change(key, 0, none, row)).toBe(true);
          const out = new Int32Array(bits.length);
          packing.unpack(key, 0, out);
          expect(out).toEqual(row);
          expect(packing.change(key, 0, row, none)).toBe(true);
          expect(key).toEqual(new Int32Array(packing.words + 1));
          row[column]! += 1;
          expect(packing.change(key, 0, none, row)).toBe(false);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
