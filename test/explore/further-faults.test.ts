/** Faults that a scope must ask for: where it does, the search meets them; where it does not, it is the same search as ever. */
import { describe, expect, it } from "vitest";
import type { Bounds } from "../../src/check/verdict.js";
import { choicesOf } from "../../src/explore/choices.js";
import { execute } from "../../src/explore/execute.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { Stepper } from "../../src/explore/steps.js";
import { traceOf } from "../../src/explore/trace.js";
import { uploadId } from "../../src/store/uploads.js";
import { nothing } from "./compare.js";
import { committerOf, job } from "./jobs.js";

/** Uploads its file in one part, and reads it again. */
const inParts = () =>
  committerOf({
    write: async ({ attemptId }, { body }, { store }) => {
      const key = `t/out/${attemptId}`;
      const { uploadId } = await store.createMultipartUpload({ key });
      const { etag } = await store.uploadPart({ key, uploadId, partNumber: 1, body });
      await store.completeMultipartUpload({ key, uploadId, parts: [{ partNumber: 1, etag }] });
      await store.get({ key });
    },
  });

async function stepperWith(bounds: Partial<Bounds>) {
  const { arena, properties } = await job(inParts, "strong", bounds, [nothing]);
  return new Stepper(arena, properties);
}

const search = async (bounds: Partial<Bounds>) => exhaust(await stepperWith(bounds), { states: 100_000 });

describe("a scope", () => {
  it.each([
    ["throttling", "throttled"],
    ["resumes", "resumed"],
    ["lifecycle", "lifecycle-abort"],
  ])("that asks for %s has it among its faults, and no other does", async (bound, witness) => {
    const asked = await search({ faults: 1, [bound]: 1 });
    const without = await search({ faults: 1 });
    expect(asked.complete && without.complete).toBe(true);
    expect(asked.witnesses.counts()[witness]).toBeGreaterThan(0);
    expect(without.witnesses.counts()[witness]).toBeUndefined();
    expect(asked.states).toBeGreaterThan(without.states);
    expect((await search({ [bound]: 1 })).states).toBe((await search({})).states);
  });

  it("tells a step of the store's own in its trace, and its choices lead there again", async () => {
    const stepper = await stepperWith({ faults: 1, lifecycle: 1 });
    const isStep = (option: unknown) => (option as { readonly kind?: string }).kind === "step";
    const first = { choose: (options: readonly unknown[]) => Math.max(0, options.findIndex(isStep)) };
    const { path, choices } = await execute(stepper, first);
    expect(await choicesOf(stepper, path)).toEqual(choices);
    const trace = await traceOf(stepper as never, path);
    const told = trace.filter(({ process }) => process === "store");
    const key = "t/out/attempt_000000_0";
    const label = `aborts the upload ${uploadId(key, 1)} of ${key}, by a lifecycle rule`;
    expect(told).toEqual([
      expect.objectContaining({
        request: label,
        anomaly: label,
        wouldHaveBeen: "it does nothing",
        changed: [],
      }),
    ]);
  });
});
