/**
 * The engine against the naive explorer: the set of (text of a judged final state, verdicts, least cost) and the least
 * (cost, steps) of each violation must be the same.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOutputV1, icebergCas, magicCopy } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import { noLostRows } from "../../properties/no-lost-rows.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { exhaustively, plain, type Protocol } from "./compare.js";
import { job, listsAndCopies, listsUnderALease, writesInPlace } from "./jobs.js";
import { exploreNaively, TooManyPaths } from "./naive.js";
import * as protocols from "./protocols.js";
import * as uploads from "./upload-protocols.js";
import { protocolOf, randomProgram } from "./random-programs.js";

/** What the naive explorer finds, after it has been compared with what the engine finds. */
async function agreed(protocol: Protocol): Promise<Awaited<ReturnType<typeof exploreNaively>>> {
  const naive = await exploreNaively(protocol.arena, protocol.properties);
  expect(plain(await exhaustively(protocol))).toEqual(plain(naive));
  return naive;
}

describe("the engine finds what the naive explorer finds", () => {
  it.each([0, 1, 2])("two increments of a register whose reads are stale %i times", async (anomalies) => {
    const { violations } = await agreed(protocols.increments(anomalies));
    expect(violations[0]).toEqual([0, 8]);
    expect(violations[1]).toEqual(anomalies === 0 ? undefined : [1, 4]);
  });

  it.each([
    ["strong", 0],
    ["strong", 1],
    ["negative-cache", 1],
    ["conditions-ignored", 1],
  ])("a slot that is put if absent, on %s, with one fault and %i zombies", async (personality, zombies) => {
    const { violations } = await agreed(protocols.slot(personality, zombies));
    // Without conditions both writers are told that they have won; with them a lost write is the worst.
    expect(violations[2]).toEqual(personality === "conditions-ignored" ? [0, 6] : undefined);
    expect(violations[1]?.[0]).toBe(1);
  });

  it.each([0, 1])(
    "conditions beside a DELETE and a write: 409 on both kinds, with %i faults",
    async (faults) => {
      const { endings } = await agreed(protocols.conflicts(faults));
      const texts = [...endings.keys()].join("\n");
      expect(texts).toContain("r-ConditionalRequestConflict");
      expect(texts).toContain("c-ConditionalRequestConflict");
    },
  );

  it("list, then copy, with a listing that may miss one key", async () => {
    const { violations } = await agreed(protocols.listThenCopy());
    expect(violations).toEqual([
      [1, 7],
      [0, 6],
    ]);
  });

  it("strands at once and a loop, with a crash, a zombie and a wrong answer", async () => {
    await agreed(protocols.strandsAndLoop());
  });

  it.each([
    ["which of a dead process's requests is the one that lands", protocols.crashWithTwoInFlight],
    ["whether a zombie was lost before the next one came", protocols.twoCrashes],
    ["that equal bytes that land late still collide", protocols.lateSameBytes],
  ])("%s", async (_, protocol) => {
    const { violations } = await agreed(protocol());
    expect(violations.every((violation) => violation !== undefined)).toBe(true);
  });

  it("a late write that lands when all have finished", async () => {
    const { violations } = await agreed(protocols.overwrittenLate());
    expect(violations).toEqual([[1, 4]]);
  });

  it("the shorter of two ways of the same cost, though it is met later", async () => {
    const { violations } = await agreed(protocols.shortcut());
    expect(violations).toEqual([[1, 3]]);
  });

  it("one misfortune of each kind, and no two of one", async () => {
    await agreed(protocols.oneOfEach());
  });

  it.each([true, false])("when something was read, not only what was (reader first: %s)", async (first) => {
    const { violations } = await agreed(protocols.whenItWasRead(first));
    expect(violations).toEqual([[1, 5]]);
  });
});

describe("uploads in parts", () => {
  it.each<[string, Protocol, readonly [number, number] | undefined]>([
    ["beside a DELETE", uploads.besideDelete({ anomaliesMax: 1 }), [0, 5]],
    ["beside a DELETE, completed for certain", uploads.besideDelete({ personality: "minio" }), [0, 5]],
    ["beside an abort", uploads.besideAbort({}), undefined],
    ["beside another who completes it", uploads.besideComplete({}), undefined],
    [
      "beside an abort by a rule",
      uploads.besideComplete({ faults: ["lifecycle-abort"], faultsMax: 1 }),
      undefined,
    ],
    [
      "that are late",
      uploads.besideAbort({ faults: ["late", "reply-lost-retried"], faultsMax: 1, zombies: 1 }),
      undefined,
    ],
    ["whose process dies", uploads.besideAbort({ crash: true, zombies: 1 }), undefined],
  ])("%s", async (_, protocol, worst) => {
    const { violations } = await agreed(protocol);
    expect(violations[0]).toEqual(worst);
  });

  it("whose part stays behind an abort by a rule", async () => {
    const { violations } = await agreed(uploads.partBesideRule());
    // Begun, aborted, the part all the same, both listings, and what they tell.
    expect(violations[0]).toEqual([1, 6]);
  });

  it.each([0, 1])("and bulk deletes that are seen half done, with %i faults", async (faults) => {
    const { violations } = await agreed(uploads.bulkDelete(["late", "reply-lost"], faults));
    expect(violations[0]).toEqual([0, 5]);
  });
});

describe("a store that does something by itself", () => {
  it.each([false, true])(
    "which is a replica that is brought up to date (with a crash: %s)",
    async (crash) => {
      const { violations } = await agreed(uploads.readsReplica(crash));
      // Both PUTs, the pointer's replication, and the two reads with what they tell.
      expect(violations[0]).toEqual([0, 6]);
    },
  );
});

describe("jobs on the real job engine", () => {
  it.each<[string, CommitterFactory, string, Partial<Bounds>]>([
    ["writes in place; crash, rerun, zombie", writesInPlace, "strong", { crashes: 1, reruns: 1, zombies: 1 }],
    [
      "lists and copies; crash, rerun, zombie",
      listsAndCopies,
      "strong",
      { crashes: 1, reruns: 1, zombies: 1 },
    ],
    ["lists and copies; a key is missed", listsAndCopies, "list-lag", { files: 2, anomalies: 1 }],
    ["two tasks; a key is missed", listsAndCopies, "list-lag", { tasks: 2, anomalies: 1 }],
    ["a reader", listsAndCopies, "list-lag", { files: 2, anomalies: 1, readers: 1, polls: 1 }],
    ["a retried attempt", writesInPlace, "s3-legacy", { attempts: 2, faults: 1, zombies: 1 }],
    ["two writers", writesInPlace, "strong", { writers: 2 }],
    [
      "two attempts at once, crash, zombie",
      listsAndCopies,
      "strong",
      { speculative: 1, coordinator: 1, crashes: 1, zombies: 1 },
    ],
    [
      "a table and its lease; crash, rerun",
      listsUnderALease,
      "strong",
      { crashes: 1, reruns: 1, zombies: 1 },
    ],
    ["a table and its lease; a fault", listsUnderALease, "strong", { faults: 1, zombies: 1 }],
  ])("%s", async (_, factory, personality, bounds) => {
    await agreed(await job(factory, personality, bounds, properties));
  });

  it("a lease that runs out loses the rows of the slower of two writers", async () => {
    // Too many paths for the naive explorer, which is asked about one writer above.
    const lossWith = async (bounds: Partial<Bounds>) =>
      (await exhaustively(await job(listsUnderALease, "strong", { writers: 2, ...bounds }, [noLostRows])))
        .violations;
    expect(await lossWith({})).toEqual([undefined]);
    expect(await lossWith({ faults: 1 })).toEqual([[1, 20]]);
  });

  it.each([
    ["file-output-v1", fileOutputV1.withOptions({})],
    ["magic-copy", magicCopy.withOptions({})],
    ["iceberg-cas", icebergCas.withOptions({})],
  ])("%s, whole", async (_, factory) => {
    const scopes: readonly [string, Partial<Bounds>][] = [
      ["s3-legacy-cas", { anomalies: 1 }],
      ["list-lag", { anomalies: 2 }],
      ["strong", { crashes: 1, zombies: 1 }],
      ["strong", { faults: 1, zombies: 1, attempts: 2 }],
    ];
    for (const [personality, bounds] of scopes) {
      await agreed(await job(factory, personality, { coordinator: 1, ...bounds }, properties));
    }
  });
});

describe("random programs", () => {
  it("are explored the same by both", async () => {
    let compared = 0;
    let violated = 0;
    const check = async (protocol: Protocol): Promise<void> => {
      try {
        const naive = await exploreNaively(protocol.arena, protocol.properties, 1_000);
        expect(plain(await exhaustively(protocol))).toEqual(plain(naive));
        compared += 1;
        violated += naive.violations.filter((violation) => violation !== undefined).length;
      } catch (error) {
        // Too large a program; how few these are is checked below.
        if (!(error instanceof TooManyPaths)) throw error;
      }
    };
    await fc.assert(
      fc.asyncProperty(randomProgram, (program) => check(protocolOf(program))),
      { seed: 20_260_101, numRuns: 120 },
    );
    expect(compared).toBeGreaterThanOrEqual(100);
    expect(violated).toBeGreaterThanOrEqual(50);
  });
});
