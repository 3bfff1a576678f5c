import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KernelContext, ProcessMain } from "../../src/sim/context.js";
import { Moves } from "../../src/sim/moves.js";
import type { AnyService } from "../../src/sim/service.js";
import { type Row, World } from "../../src/sim/world.js";
import { type FaultKind, faultKinds } from "../../src/store/faults.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { SimulatedStore } from "../../src/store/simulated-store.js";
import { Body } from "../../src/store/body.js";

const put = (ctx: KernelContext, key: string, condition: object = {}): Promise<unknown> =>
  ctx.call("store", { op: "put", key, body: Body.text(key), ...condition });

/** Conditional writes that collide, deletes, reads that lag, two requests at once: every kind of move and of flight. */
const writer: ProcessMain = async (ctx) => {
  await ctx.parallel(["a", "b"], async (key, inner) => {
    await put(inner, key, { ifNoneMatch: "*" });
  });
  await ctx.call("store", { op: "list", prefix: "" });
  await ctx.call("store", { op: "delete", key: "a" });
};
const rival: ProcessMain = async (ctx) => {
  await ctx.call("store", { op: "createMultipartUpload", key: "c" });
  await put(ctx, "a");
  await ctx.call("store", { op: "delete", key: "a" });
  await put(ctx, "b", { ifNoneMatch: "*" });
};

/** The store does something by itself, too. */
const faults: readonly FaultKind[] = [...faultKinds, "lifecycle-abort"];

function world(): World {
  return new World({
    processes: [
      { name: "w1", main: writer, crashable: true },
      { name: "w2", main: rival, crashable: true },
    ],
    services: [new SimulatedStore(personalityNamed("s3-legacy-cas"), { faults }) as unknown as AnyService],
    seed: "1",
    budgets: { anomalies: 1, faults: 1, crashes: 1, zombies: 2 },
  });
}

describe("moves", () => {
  it("are the options of each process, then the store's own, and lead where the options lead", async () => {
    const shared = world();
    const kinds = new Set<string>();
    const walks = fc.array(fc.nat(), { maxLength: 40, size: "max" });
    await fc.assert(
      fc.asyncProperty(walks, async (choices) => {
        const moves = new Moves();
        // One more column, which is the caller's.
        let row: Row = Int32Array.from([...(await shared.initial()), 7]);
        for (const choice of choices) {
          const options = [
            ...shared.automata.flatMap((_, process) => shared.optionsOf(row, process)),
            ...shared.ownOptions(row),
          ];
          expect(shared.expand(row, moves).options()).toEqual(options);
          if (options.length === 0) return;
          const move = choice % options.length;
          const option = options[move]!;
          kinds.add(option.kind);
          const [out, other] = [new Int32Array(row.length), new Int32Array(row.length)];
          const now = option.kind !== "outcome" || moves.next(move) >= 0;
          expect(shared.apply(row, option, other)).toBe(now);
          if (!now) {
            await shared.prepareMove(row, moves, move);
            expect(shared.apply(row, option, other)).toBe(true);
          }
          shared.take(row, moves, move, out);
          expect(out).toEqual(other);
          expect(out.at(-1)).toBe(7);
          row = out;
        }
      }),
      { seed: 1, numRuns: 60 },
    );
    expect(kinds).toEqual(new Set(["outcome", "crash", "deliver", "step"]));
  });
});
