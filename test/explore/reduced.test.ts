/** Leaving out orders of steps that do not meet: it must lose no ending, no violation and no least cost. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { AttemptInfo, CommitterFactory, Context } from "../../src/job/committer.js";
import type { Stage } from "../../src/job/stage.js";
import { Body } from "../../src/store/body.js";
import { exhaustively, type Protocol } from "./compare.js";
import { committerOf, job } from "./jobs.js";
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

const privateTo = ({ task }: AttemptInfo): readonly string[] => [`t/tmp/${task}/`];

/** Notes how many objects there are below a prefix. */
async function count({ store }: Context, prefix: string, name: string): Promise<void> {
  const { objects } = await store.list({ prefix });
  await store.put({ key: `t/out/${name}${objects.length}`, body: Body.empty });
}

const writeOwn = async ({ task, attempt }: AttemptInfo, { store }: Context): Promise<void> =>
  void (await store.put({ key: `t/tmp/${task}/${attempt}`, body: Body.empty }));

describe("orders that are left out", () => {
  it("are not missed where tasks do not meet", async () => {
    const factory: CommitterFactory = () =>
      committerOf({ write: (attempt, _, ctx) => writeOwn(attempt, ctx), privateTo });
    const [reduced, all] = await compare(factory, { tasks: 2 });
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
    const factory: CommitterFactory = () =>
      committerOf({
        write: async (attempt, _, ctx) => {
          await writeOwn(attempt, ctx);
          if (attempt.task === 1) await count(ctx, "t/tmp/0/", "seen");
        },
        privateTo,
      });
    const [reduced, all] = await compare(factory, { tasks: 2 });
    expect(reduced).toBe(all);
  });

  it("are explored where an attempt that was refused the commit cleans up beside the one that commits", async () => {
    const factory: CommitterFactory = () =>
      committerOf({
        write: (attempt, _, ctx) => writeOwn(attempt, ctx),
        needsTaskCommit: () => Promise.resolve(true),
        commitTask: async ({ task, attempt }, ctx) => {
          await count(ctx, `t/tmp/${task}/`, `${attempt}-`);
          return null;
        },
        abortTask: async ({ task }, { store }) =>
          void (await store.put({ key: `t/tmp/${task}/aborted`, body: Body.empty })),
        privateTo,
      });
    await compare(factory, { speculative: 1, coordinator: 1 });
    await compare(factory, { tasks: 2, speculative: 1, coordinator: 1 });
  });

  it("are explored where the driver commits beside an attempt that it does not need any more", async () => {
    const factory: CommitterFactory = () =>
      committerOf({
        write: (attempt, _, ctx) => writeOwn(attempt, ctx),
        commitJob: async (_job, _commits, ctx) => {
          await count(ctx, "t/tmp/", "seen");
          return "landed";
        },
        privateTo,
      });
    await compare(factory, { speculative: 1 });
    await compare(factory, { tasks: 2, speculative: 1 });
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
