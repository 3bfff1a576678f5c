/** Leaving out orders of steps that do not meet: it must lose no ending, no violation and no least cost. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import type { Stage } from "../../src/job/stage.js";
import { exhaustively, type Protocol } from "./compare.js";
import { cleansUp, countsAtTheEnd, job, keepsToItself, looksAtAnother } from "./jobs.js";
import type { Findings } from "./naive.js";
import { factoryOf, randomJob } from "./random-jobs.js";

/** All but the number of steps: the fewest are not claimed where orders are left out. */
function withoutSteps({ endings, violations, wedged }: Findings): unknown {
  return {
    endings: [...endings].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    costs: violations.map((violation) => violation?.[0]),
    wedged,
  };
}

/** States with and without orders left out, after what they found has been compared. */
async function compared(protocol: Protocol & { readonly arena: Stage }): Promise<readonly [number, number]> {
  const { regions, ...arena } = protocol.arena;
  expect(regions).toBeDefined();
  const reduced = await exhaustively(protocol);
  const all = await exhaustively({ arena, properties: protocol.properties });
  expect(withoutSteps(reduced)).toEqual(withoutSteps(all));
  return [reduced.states, all.states];
}

const compare = async (
  factory: CommitterFactory,
  bounds: Partial<Bounds>,
  personality = "strong",
): Promise<readonly [number, number]> =>
  compared(await job(factory, personality, { lingering: 0, ...bounds }, properties));

describe("orders that are left out", () => {
  it("are not missed where tasks do not meet", async () => {
    const [reduced, all] = await compare(keepsToItself, { tasks: 2 });
    expect(reduced).toBeLessThan(all);
  });

  it("are not missed in file-output-v1", async () => {
    for (const personality of ["strong", "list-lag"]) {
      const bounds = { tasks: 2, anomalies: 1, coordinator: 1 };
      const [reduced, all] = await compare(fileOutputV1.withOptions({}), bounds, personality);
      expect(reduced).toBeLessThan(all);
    }
  });

  it("are explored where a task looks at what another has declared its own, also after that one's end", async () => {
    const [reduced, all] = await compare(looksAtAnother, { tasks: 2 });
    expect(reduced).toBe(all);
  });

  it("are explored where an attempt that was refused the commit cleans up beside the one that commits", async () => {
    await compare(cleansUp, { speculative: 1, coordinator: 1 });
    await compare(cleansUp, { tasks: 2, speculative: 1, coordinator: 1 });
  });

  it("are explored where the driver commits beside an attempt that it does not need any more", async () => {
    await compare(countsAtTheEnd, { speculative: 1 });
    await compare(countsAtTheEnd, { tasks: 2, speculative: 1 });
  });

  it("are not missed in random committers", async () => {
    let fewer = 0;
    await fc.assert(
      fc.asyncProperty(randomJob, async (random) => {
        const [reduced, all] = await compare(factoryOf(random), random.bounds, random.personality);
        if (reduced < all) fewer += 1;
      }),
      { seed: 20_260_102, numRuns: 60 },
    );
    // Else the comparison says nothing.
    expect(fewer).toBeGreaterThanOrEqual(10);
  });
});
