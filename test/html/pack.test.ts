import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, Packer, unpack } from "../../src/report/html/pack.js";

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false, stringUnit: "binary" });

describe("packing", () => {
  it("gives back what was packed, whatever it is, also after JSON", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(unpack(JSON.parse(JSON.stringify(pack(value))))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it("tells a number from the list with its position, and both from texts that look like them", () => {
    const value = [0, [0], "0", "[0]", [[]], {}, { a: 0 }, [1, 0], null, "null", -1, 1.5];
    expect(unpack(pack(value))).toEqual(value);
  });

  it("keeps fields with names that assignments do something else with", () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as object;
    const back = unpack(pack(value)) as object;
    expect(Object.keys(back)).toEqual(["__proto__", "constructor"]);
    expect(JSON.stringify(back)).toBe(JSON.stringify(value));
  });

  it("leaves out fields that are undefined, as JSON does", () => {
    expect(unpack(pack({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  });

  it("keeps the order of fields", () => {
    expect(JSON.stringify(unpack(pack({ z: 1, a: 2, m: 3 })))).toBe('{"z":1,"a":2,"m":3}');
  });

  it("stores what is the same once", () => {
    const trace = Array.from({ length: 100 }, (_, step) => ({ step, request: `PUT t/key-${step}` }));
    const once = JSON.stringify(pack({ a: trace })).length;
    const nine = JSON.stringify(pack(Array.from({ length: 9 }, () => ({ a: trace })))).length;
    expect(nine - once).toBeLessThan(100);
  });

  it("can pack one value after the other, and knows how much it has come to", () => {
    const packer = new Packer();
    const first = packer.add({ x: [1, 2, 3] });
    const before = packer.bytes;
    const again = packer.add({ x: [1, 2, 3] });
    expect(again).toBe(first);
    expect(packer.bytes).toBe(before);
    packer.add("more");
    expect(packer.bytes).toBeGreaterThan(before);
    expect(unpack(packer.end(first))).toEqual({ x: [1, 2, 3] });
  });
});
