/** What the world lets happen, and what it does not let a process do. Whole searches are compared in test/explore. */
import { describe, expect, it } from "vitest";
import { frozenCopy } from "../../src/sim/canonical.js";
import type { KernelContext, ProcessMain } from "../../src/sim/context.js";
import { ProcessFault } from "../../src/sim/errors.js";
import { type Option, type Row, World } from "../../src/sim/world.js";
import { noBudgets, Register } from "./register.js";

function worldOf(mains: readonly ProcessMain[], budgets: Partial<typeof noBudgets> = {}): World {
  return new World({
    processes: mains.map((main, index) => ({ name: `p${index}`, main, crashable: true })),
    services: [new Register() as never],
    seed: "1",
    budgets: { ...noBudgets, ...budgets },
  });
}

const read = (ctx: KernelContext): Promise<number> => ctx.call("register", { op: "read" }) as Promise<number>;
const write = (ctx: KernelContext, value: number): Promise<unknown> =>
  ctx.call("register", { op: "write", value });

async function step(world: World, row: Row, option: Option): Promise<Row> {
  const out = new Int32Array(world.width);
  if (!world.apply(row, option, out)) {
    await world.prepare(row, option);
    expect(world.apply(row, option, out)).toBe(true);
  }
  return out;
}

/** Takes the first option of the first process that has one, to the end. */
async function run(world: World): Promise<Row> {
  let row = await world.initial();
  for (;;) {
    const option = world.automata.flatMap((_, process) => world.optionsOf(row, process))[0];
    if (option === undefined) return row;
    row = await step(world, row, option);
  }
}

const valueIn = (world: World, row: Row): number => (world.serviceState(row, 0) as { value: number }).value;

async function fault(main: ProcessMain): Promise<ProcessFault | undefined> {
  try {
    await run(worldOf([main]));
    return undefined;
  } catch (error) {
    if (error instanceof ProcessFault) return error;
    throw error;
  }
}

const ticks = async (count: number): Promise<void> => {
  for (let tick = 0; tick < count; tick++) await new Promise<void>((resolve) => process.nextTick(resolve));
};

describe("a process that ends before its work does", () => {
  it.each<[string, ProcessMain]>([
    ["a request", async (ctx) => void write(ctx, 5)],
    [
      "a request of a strand",
      async (ctx) =>
        void (await ctx.parallel([1], async (_, inner) => {
          void write(inner, 5);
        })),
    ],
    ["strands", async (ctx) => void ctx.parallel([1], async (_, inner) => void (await write(inner, 5)))],
    [
      "a loop",
      async (ctx) =>
        void ctx.loop<null, null>(null, async (_, inner) => {
          await write(inner, 5);
          return { done: null };
        }),
    ],
  ])("is named, as what nobody awaits would never take effect: %s", async (_, main) => {
    const found = await fault(main);
    expect(found?.kind).toBe("not-awaited");
    expect(found?.message).toMatch(/await every call/u);
  });
});

describe("a strand that waits for something else", () => {
  it.each([2, 3, 20])("is named, though another one waits for an answer: %i ticks", async (count) => {
    const main: ProcessMain = async (ctx) =>
      void (await ctx.parallel([1, 2], async (item, inner) => {
        if (item === 1) await ticks(count);
        await write(inner, item);
      }));
    expect((await fault(main))?.kind).toBe("waits-outside");
  });

  it("is none where it awaits what is ready", async () => {
    const main: ProcessMain = async (ctx) =>
      void (await ctx.parallel([1, 2], async (item, inner) => {
        for (let turn = 0; turn < 50; turn++) await Promise.resolve();
        await write(inner, item);
      }));
    expect(await fault(main)).toBeUndefined();
  });
});

describe("what a process is given", () => {
  it("is its own: what was computed cannot be changed", async () => {
    const main: ProcessMain = async (ctx) => {
      const list = await ctx.compute("list", () => [[0]]);
      list[0]!.push(1);
      await write(ctx, list[0]!.length);
    };
    expect((await fault(main))?.message).toMatch(/TypeError/u);
  });

  it("is the same for equal data: a field that is undefined is none", () => {
    const copy = frozenCopy({ one: undefined, two: [{ three: undefined }] });
    expect(Object.keys(copy)).toEqual(["two"]);
    expect(Object.keys(copy.two[0]!)).toEqual([]);
  });

  it("has a clock that never goes back, also in strands and after them", async () => {
    const readings: number[] = [];
    const main: ProcessMain = async (ctx) => {
      readings.length = 0;
      readings.push(ctx.now(), ctx.now());
      const inner = await ctx.parallel([1, 2], async (_, strand) => {
        await write(strand, strand.now());
        return [strand.now(), strand.now()];
      });
      await read(ctx);
      const after = ctx.now();
      readings.push(Math.min(...inner.flat()), Math.max(...inner.flat()), after);
    };
    await run(worldOf([main]));
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
    expect(new Set(readings).size).toBe(readings.length);
  });
});

describe("a crash", () => {
  const three: ProcessMain = async (ctx) =>
    void (await ctx.parallel([1, 2, 3], async (value, inner) => void (await write(inner, value))));

  it.each([
    [0, 1],
    [1, 3],
    [2, 3],
    [3, 1],
    [4, 1],
  ])("with three writes in flight and room for %i leaves them behind in %i ways", async (zombies, ways) => {
    const world = worldOf([three], { crashes: 1, zombies });
    const row = await world.initial();
    const crashes = world.optionsOf(row, 0).filter((option) => option.kind === "crash");
    expect(crashes).toHaveLength(ways);
    const left = new Set<string>();
    for (const crash of crashes) {
      const after = await step(world, row, crash);
      expect(world.zombiesIn(after)).toBe(Math.min(zombies, 3));
      const landed = world.ownOptions(after).map(({ pending }) => pending);
      left.add(JSON.stringify([after, landed]));
    }
    expect(left.size).toBe(ways);
  });

  it("leaves no read behind", async () => {
    const world = worldOf([async (ctx) => void (await read(ctx))], { crashes: 1, zombies: 1 });
    const row = await world.initial();
    const crash = world.optionsOf(row, 0).find((option) => option.kind === "crash")!;
    expect(world.zombiesIn(await step(world, row, crash))).toBe(0);
  });

  it("cannot befall who has finished", async () => {
    const world = worldOf([async (ctx) => void (await write(ctx, 7))], { crashes: 1, zombies: 1 });
    const row = await run(world);
    expect(valueIn(world, row)).toBe(7);
    expect(world.standing(row)).toBe("ended");
    expect(world.optionsOf(row, 0)).toEqual([]);
  });
});
