import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "../../ui/route.js";

// An address holds no half of a surrogate pair, and neither does UTF-8, in which stores keep their keys.
const text = fc.string({ unit: fc.constantFrom(..."ab/?&=#%+ :-.<>\"'\u00e9\n", "\u{1f600}") });

const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ page: fc.constant("matrix" as const), property: text, scenario: text, query: text }),
  fc.record({
    page: fc.constant("cell" as const),
    cell: fc.record({ committer: text, store: text, scenario: text, property: text }),
    step: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }),
    compare: fc.boolean(),
  }),
  fc.record({ page: fc.constantFrom("committer" as const, "store" as const), name: text }),
  fc.record({ page: fc.constantFrom("cost" as const, "coverage" as const) }),
);

describe("an address", () => {
  it("leads back to the view that it was made for, whatever the names", () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(hrefOf(route))).toEqual(route);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it.each(["", "#", "#nonsense", "#matrix?", "#?q=1"])("that is %j shows the matrix", (hash) => {
    expect(parseRoute(hash)).toMatchObject({ page: "matrix", property: "*" });
  });

  it.each(["0", "-3", "x", ""])("has no step %j", (step) => {
    expect(parseRoute(`#cell?committer=a&step=${step}`)).toMatchObject({ page: "cell", step: undefined });
  });
});
