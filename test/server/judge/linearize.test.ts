import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/explore/random.js";
import { linearize } from "../../../src/server/judge/linearize.js";
import type { RegisterOp, Value } from "../../../src/server/judge/register.js";

let ids = 0;

function op(invoked: number, returned: number, parts: Partial<RegisterOp>): RegisterOp {
  return {
    id: ids++,
    invoked,
    returned,
    said: "",
    fits: () => true,
    leaves: undefined,
    shown: undefined,
    ...parts,
  };
}
const write = (invoked: number, returned: number, leaves: Value, over?: Value): RegisterOp =>
  op(invoked, returned, {
    leaves,
    ...(over === undefined ? {} : { fits: (value: Value) => value === over }),
  });
const read = (invoked: number, returned: number, shown: Value): RegisterOp =>
  op(invoked, returned, { shown, fits: (value) => value === shown });

describe("a register", () => {
  it.each<readonly [string, readonly RegisterOp[], "yes" | "no"]>([
    ["nothing at all", [], "yes"],
    ["a read of what was written", [write(1, 2, "a"), read(3, 4, "a")], "yes"],
    ["a stale read", [write(1, 2, "a"), write(3, 4, "b"), read(5, 6, "a")], "no"],
    ["a read beside a write may find either", [write(1, 2, "a"), write(3, 6, "b"), read(4, 5, "a")], "yes"],
    ["time that goes backwards beside a write", [write(1, 9, "a"), read(2, 3, "a"), read(4, 5, null)], "no"],
    ["a read after a delete", [write(1, 2, "a"), write(3, 4, null), read(5, 6, "a")], "no"],
    [
      "two compare-and-swaps over one value",
      [write(1, 2, "a"), write(3, 6, "b", "a"), write(4, 5, "c", "a")],
      "no",
    ],
    ["one after the other", [write(1, 2, "a"), write(3, 6, "b", "a"), write(4, 5, "c", "b")], "yes"],
    [
      "an unknown write that is seen late",
      [write(1, Infinity, "a"), read(2, 3, null), read(4, 5, "a")],
      "yes",
    ],
    [
      "an unknown write that is seen and then not",
      [write(1, Infinity, "a"), read(2, 3, "a"), read(4, 5, null)],
      "no",
    ],
    ["what nobody wrote", [write(1, Infinity, "a"), read(2, 3, "b")], "no"],
  ])("%s: %s", (_what, ops, expected) => {
    expect(linearize(ops).kind).toBe(expected);
  });

  it("names the operation that fits nowhere", () => {
    const stale = read(5, 6, "a");
    expect(linearize([write(1, 2, "a"), write(3, 4, "b"), stale, read(7, 8, "b")])).toEqual({
      kind: "no",
      op: stale,
      held: "b",
    });
  });

  it("is judged as by trying every order, on random histories", () => {
    const random = seededRandom("histories");
    const counts = { yes: 0, no: 0 };
    for (let run = 0; run < 3000; run++) {
      const ops = randomHistory(random);
      const expected = everyOrder(ops, null, new Set()) ? "yes" : "no";
      counts[expected] += 1;
      expect(linearize(ops).kind, JSON.stringify(ops)).toBe(expected);
    }
    // Both must have been met often, or this says nothing.
    expect(Math.min(counts.yes, counts.no)).toBeGreaterThan(500);
  });

  it("with a thousand operations in turn, four at a time, is judged at once", () => {
    const ops: RegisterOp[] = [];
    for (let at = 0; at < 1000; at++) {
      ops.push(
        at % 3 === 0
          ? write(at, at + 4.5, `v${at}`)
          : read(at, at + 4.5, at < 3 ? null : `v${at - (at % 3)}`),
      );
    }
    expect(linearize(ops.filter(({ invoked }) => invoked > 2)).kind).toBe("yes");
  });
});

function randomHistory({ below }: ReturnType<typeof seededRandom>): readonly RegisterOp[] {
  const values: readonly Value[] = [null, "a", "b"];
  const times = Array.from({ length: 12 }, (_, at) => at);
  return Array.from({ length: 1 + below(6) }, () => {
    const [first, second] = [below(times.length), below(times.length)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const returned = below(6) === 0 ? Infinity : second + 0.5;
    const value = values[below(3)]!;
    switch (below(4)) {
      case 0:
        return write(first, returned, value);
      case 1:
        return write(first, returned, value, values[below(3)]!);
      default:
        return read(first, second + 0.5, value);
    }
  });
}

/** The definition itself. */
function everyOrder(left: readonly RegisterOp[], value: Value, _done: ReadonlySet<number>): boolean {
  if (left.every(({ returned }) => returned === Infinity)) return true;
  const deadline = Math.min(...left.map(({ returned }) => returned));
  return left.some(
    (one) =>
      one.invoked < deadline &&
      one.fits(value) &&
      everyOrder(
        left.filter((other) => other !== one),
        one.leaves === undefined ? value : one.leaves,
        _done,
      ),
  );
}
