import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IntList } from "../../src/sim/int-list.js";
import { PairMap } from "../../src/sim/pair-map.js";

const small = fc.nat(40);
const number = fc.oneof(small, fc.integer({ min: 0, max: 2 ** 31 - 2 }));

describe("a map from pairs of integers", () => {
  it("answers as a map of texts does, while it grows", () => {
    const entries = fc.array(fc.tuple(number, number, number), { maxLength: 300, size: "max" });
    fc.assert(
      fc.property(entries, (list) => {
        const map = new PairMap();
        const model = new Map<string, number>();
        for (const [first, second, value] of list) {
          map.set(first, second, value);
          model.set(`${first} ${second}`, value);
        }
        expect(map.size).toBe(model.size);
        for (const [first, second] of list) {
          const here = [map.get(first, second), map.get(second, first)];
          expect(here).toEqual([model.get(`${first} ${second}`), model.get(`${second} ${first}`) ?? -1]);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("tells the largest numbers apart", () => {
    const map = new PairMap();
    const largest = 2 ** 31 - 1;
    map.set(largest, 0, 0);
    map.set(0, largest, largest - 1);
    expect([map.get(largest, 0), map.get(0, largest), map.get(0, 0)]).toEqual([0, largest - 1, -1]);
  });
});

describe("a list of integers", () => {
  it("keeps what was pushed, in order, while it grows", () => {
    const list = new IntList([7, -1]);
    for (let value = 0; value < 1000; value++) list.push(value);
    expect(list.length).toBe(1002);
    expect([list.at(0), list.at(1), list.at(2), list.at(1001)]).toEqual([7, -1, 0, 999]);
  });
});
