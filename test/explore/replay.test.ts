/**
 * Executions as lists of choices: a recorded list means the same in every world of the same spec, sampling is a function
 * of its seed, shrinking comes down to what exhausting proves, and a list of zeros is the happy path.
 */
import { describe, expect, it } from "vitest";
import { committers, fileOutputV1, icebergCas, magicCopy } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import type { Bounds } from "../../src/check/verdict.js";
import { choicesOf } from "../../src/explore/choices.js";
import { costOf } from "../../src/explore/counterexample.js";
import { execute, type Execution, replayChooser } from "../../src/explore/execute.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { seededRandom } from "../../src/explore/random.js";
import { sample } from "../../src/explore/sample.js";
import { portfolio } from "../../src/explore/samplers/index.js";
import { shrink } from "../../src/explore/shrink.js";
import { Stepper } from "../../src/explore/steps.js";
import { Witnesses } from "../../src/explore/witnesses.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { scenarios } from "../../src/job/scenario.js";
import { allPersonalities } from "../../src/store/personalities/index.js";
import { nothing, type Protocol } from "./compare.js";
import { job } from "./jobs.js";
import * as protocols from "./protocols.js";

/** One number for all misfortunes of a path. */
function sumOf(path: Execution["path"]): number {
  const { anomalies, faults, crashes } = costOf(path);
  return anomalies + faults + crashes;
}

/** Committers in scopes in which something is violated. */
const violating: readonly [string, CommitterFactory, string, Partial<Bounds>][] = [
  ["file-output-v1 on list-lag", fileOutputV1.withOptions({}), "list-lag", { files: 2, anomalies: 2 }],
  [
    "file-output-v1, crash, rerun and zombies",
    fileOutputV1.withOptions({}),
    "strong",
    { crashes: 1, reruns: 1, zombies: 2 },
  ],
  ["magic-copy on list-lag", magicCopy.withOptions({ find: "list" }), "list-lag", { tasks: 2, anomalies: 2 }],
  [
    "magic-copy with a reader",
    magicCopy.withOptions({ find: "list" }),
    "strong",
    { files: 2, readers: 1, polls: 1 },
  ],
  [
    "iceberg-cas, the next free number",
    icebergCas.withOptions({ rebase: "next-free-number" }),
    "strong",
    { writers: 2 },
  ],
  ["iceberg-cas, cleaning up", icebergCas.withOptions({ "on-error": "clean-up" }), "strong", { faults: 1 }],
  ["iceberg-cas, two writers that win", icebergCas.withOptions({}), "conditions-ignored", { writers: 2 }],
];

const small: readonly [string, () => Protocol][] = [
  ["increments", () => protocols.increments(1)],
  ["a slot without conditions", () => protocols.slot("conditions-ignored", 1)],
  ["two in flight at a crash", protocols.crashWithTwoInFlight],
  ["two crashes", protocols.twoCrashes],
  ["late bytes", protocols.lateSameBytes],
];

/** What is violated, by the engine's own account: replayed by a world that has explored nothing. */
async function expectReplays({ arena, properties: watched }: Protocol): Promise<number> {
  const { found } = await exhaust(new Stepper(arena, [...watched, nothing]), { states: 200_000 });
  for (const { property, violation, path, cost } of found) {
    const choices = await choicesOf(new Stepper(arena, []), path);
    const again = await execute(new Stepper(arena, [watched[property]!]), replayChooser(choices));
    expect(again.violations).toEqual([violation]);
    expect(again.reached).toEqual([path.length]);
    expect(again.path.slice(0, path.length)).toEqual(path);
    expect(sumOf(path)).toBe(cost);
  }
  return found.length;
}

describe("a counterexample", () => {
  it.each(violating)("of %s replays to the same violation", async (_, factory, store, bounds) => {
    const scope = { coordinator: 1, ...bounds };
    expect(await expectReplays(await job(factory, store, scope, properties))).toBeGreaterThan(0);
  });

  it.each(small)("of %s replays to the same violation", async (_, protocol) => {
    expect(await expectReplays(protocol())).toBeGreaterThan(0);
  });

  it("that was sampled means the same in a world in which nothing else was explored", async () => {
    const { arena } = protocols.manyLate();
    const used = new Stepper(arena, []);
    const start = portfolio.find((sampler) => sampler.name === "walk")!.start(used);
    const endOf = (stepper: Stepper, { last }: Execution): string =>
      arena.endingKey(stepper.world.serviceState(last, arena.storeIndex) as never);
    let landed = 0;
    for (let number = 0; number < 300; number++) {
      const first = await execute(used, start(seededRandom(`late ${number}`)));
      const fresh = new Stepper(arena, []);
      const again = await execute(fresh, replayChooser(first.choices));
      expect(again.path).toEqual(first.path);
      expect(endOf(fresh, again)).toBe(endOf(used, first));
      if (first.path.some((option) => option.kind === "deliver")) landed += 1;
    }
    expect(landed).toBeGreaterThan(30);
  });
});

describe("sampling", () => {
  const { arena, properties: watched } = protocols.slot("negative-cache", 1, 1);
  const plan = { executions: 400, seed: "1" };

  it("is the same for the same seed, also where the world has been sampled before", async () => {
    const text = async (stepper: Stepper, seed = "1"): Promise<string> => {
      const { witnesses, ...rest } = await sample(stepper, { ...plan, seed });
      return JSON.stringify([rest, witnesses.counts()]);
    };
    const stepper = new Stepper(arena, [...watched, nothing]);
    const first = await text(stepper);
    expect(await text(stepper, "2")).not.toBe(first);
    expect(await text(stepper)).toBe(first);
    expect(await text(new Stepper(arena, [...watched, nothing]))).toBe(first);
  });

  it("draws the same numbers for ever", () => {
    const random = seededRandom("lakelitmus");
    expect(Array.from({ length: 8 }, () => random.below(1_000))).toEqual([
      773, 530, 703, 207, 42, 710, 678, 363,
    ]);
  });

  it("makes the same choices for ever", async () => {
    const { arena } = protocols.conflicts(1);
    const stepper = new Stepper(arena, []);
    const streams: Record<string, string[]> = {};
    for (const sampler of portfolio) {
      const start = sampler.start(stepper);
      streams[sampler.name] = [];
      for (let number = 0; number < 4; number++) {
        const { choices } = await execute(stepper, start(seededRandom(`pinned/${sampler.name}/${number}`)));
        streams[sampler.name]!.push(choices.join(" "));
      }
    }
    expect(streams).toEqual({
      pct3: ["0 1 0 0 0 0", "0 1 0 0 0 0", "2 0 0 0 0 0", "0 0 0 0 0 0"],
      swarm: ["0 1 0 0 1 0", "1 0 1 0 1 0 1 0", "0 0 0 1 1 0 0", "1 3 0 3 0 0 0"],
      urw: ["1 2 0 0 0 0", "1 2 0 1 2 0 2 1 0", "2 2 3 1 1 0 0 1 0", "1 2 1 3 3 2 2 1 0"],
      walk: ["1 2 1 0 2 0 1 0", "2 0 2 2 0 0", "1 1 0 1 0 0 0 0", "0 1 1 0 0 0"],
    });
  });
});

describe("shrinking", () => {
  it.each(violating)("comes down to the least cost in %s", async (_, factory, store, bounds) => {
    const { arena } = await job(factory, store, { coordinator: 1, ...bounds }, []);
    const proven = await exhaust(new Stepper(arena, [...properties, nothing]), { states: 200_000 });
    for (const { property, cost, path } of proven.found) {
      const stepper = new Stepper(arena, [properties[property]!]);
      const { found } = await sample(stepper, { executions: 4_000, seed: "1" });
      expect(found).toHaveLength(1);
      const choices = await shrink(stepper, 0, found[0]!.choices);
      const small = await execute(new Stepper(arena, [properties[property]!]), replayChooser(choices));
      const shrunk = small.path.slice(0, small.reached[0]);
      expect(sumOf(shrunk)).toBe(cost);
      expect(shrunk.length).toBeGreaterThanOrEqual(path.length);
    }
  });
});

describe("choosing 0 everywhere", () => {
  // A second driver, a killed job, equal ids: misfortunes that nobody chooses. A mode that a committer does not know it declines.
  const happy = scenarios.filter(({ bounds: { drivers, killed, ids, mode } }) =>
    [drivers, killed, ids, mode].every((circumstance) => circumstance === undefined),
  );
  const simple = ["one-job", "speculation", "two-writers", "reader-polling"];

  it.each(committers.map((entry) => [entry.description.name, entry] as const))(
    "is the happy path of %s in every scenario, and on every store",
    async (_, entry) => {
      const factory = entry.withOptions({});
      for (const personality of allPersonalities) {
        const looked =
          personality.name === "strong" ? happy : happy.filter(({ name }) => simple.includes(name));
        for (const scenario of looked) {
          // MapReduce has no messages for those that stand on them, and refuses them.
          if (scenario.bounds.engine !== undefined && factory().standsOnMessages === true) continue;
          const { arena } = await job(factory, personality.name, scenario.bounds, []);
          const witnesses = new Witnesses();
          const { end, path, violations } = await execute(
            new Stepper(arena, properties),
            { choose: () => 0 },
            { witnesses },
          );
          const where = `${personality.name}, ${scenario.name}`;
          expect([where, end, sumOf(path)]).toEqual([where, "ended", 0]);
          expect([where, violations.filter((violation) => violation !== undefined)]).toEqual([where, []]);
          const { acked = 0, refused = 0, failed = 0 } = witnesses.counts();
          expect([where, acked + refused + failed]).toEqual([where, scenario.bounds.writers]);
          // A protocol that stands on conditional writes declines a store without them, and fails, loudly, where a lost
          // race is told in words that it does not know.
          const { conditionalWrites, createRefused } = personality.capabilities;
          if (conditionalWrites !== "absent") expect([where, refused]).toEqual([where, 0]);
          if (createRefused === undefined && conditionalWrites !== "absent")
            expect([where, failed]).toEqual([where, 0]);
        }
      }
    },
  );
});
