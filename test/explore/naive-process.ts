/** A process of the naive explorer: its code run once, over a context whose calls mean what they look like. */
import type { Plain, Round } from "../../src/job/committer.js";
import type { KernelContext, ProcessSpec } from "../../src/sim/context.js";
import { uuidFor } from "../../src/sim/uuid.js";
import { Body } from "../../src/store/body.js";

/** A request that has been made and not answered. */
export interface Ask {
  readonly service: string;
  readonly request: unknown;
  readonly resolve: (answer: unknown) => void;
}

/** A part of a process that runs beside others, by its place in the code: ids are named after it. */
interface Strand {
  readonly path: string;
  ids: number;
}

export class NaiveProcess {
  readonly spec: ProcessSpec;
  /** By number: 0 is the first request that the process has made. */
  readonly asks = new Map<number, Ask>();
  done = false;
  error: unknown;
  /** Computations under way, which may do real I/O. */
  computing = 0;
  readonly #seed: string;
  #made = 0;
  #ticks = 0;

  constructor(spec: ProcessSpec, seed: string) {
    this.spec = spec;
    this.#seed = seed;
    spec.main(this.#context({ path: "m", ids: 0 })).then(
      () => (this.done = true),
      (error: unknown) => (this.error = error ?? new Error("rejected with nothing")),
    );
  }

  answer(number: number, answer: unknown): void {
    const ask = this.asks.get(number)!;
    this.asks.delete(number);
    ask.resolve(copied(answer));
  }

  #context(strand: Strand): KernelContext {
    return {
      process: this.spec.name,
      call: (service, request) =>
        new Promise((resolve) => {
          this.asks.set(this.#made++, { service, request: copied(request), resolve });
        }),
      uuid: () => uuidFor(`${this.#seed}/${this.spec.name}/${strand.path}/${strand.ids++}`),
      now: () => ++this.#ticks,
      parallel: async (items, body) => {
        const strands = items.map((_, index) => ({ path: `${strand.path}/${strand.ids}.${index}`, ids: 0 }));
        const ends = await Promise.allSettled(
          items.map(async (item, index) => body(item, this.#context(strands[index]!), index)),
        );
        if (strands.some(({ ids }) => ids > 0)) strand.ids += 1;
        return ends.map((end) => {
          if (end.status === "rejected") throw end.reason;
          return copied(end.value);
        });
      },
      loop: async <S extends Plain, R extends Plain | void>(
        initial: S,
        body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
      ): Promise<R> => {
        for (let state = copied(initial); ;) {
          const end = await body(state, this.#context(strand));
          if ("done" in end) return copied(end.done);
          state = copied(end.again);
        }
      },
      pause: () => Promise.resolve(),
      compute: async (_key, work) => {
        this.computing += 1;
        try {
          return await work();
        } finally {
          this.computing -= 1;
        }
      },
    };
  }
}

/** A copy of plain data, which whoever gets it may change without anybody else noticing. */
function copied<T>(value: T): T {
  if (typeof value !== "object" || value === null || value instanceof Body) return value;
  if (Array.isArray(value)) return value.map((item) => copied<unknown>(item)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, copied<unknown>(field)]),
  ) as T;
}

/** Waits until no process can go on by itself. Throws what a process has thrown. */
export async function quiet(processes: readonly NaiveProcess[]): Promise<void> {
  do {
    await undefined;
    // Ticks come after all microtasks, so after any chain of plain awaits.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    if (processes.some((one) => one.computing > 0)) await new Promise((resolve) => setImmediate(resolve));
  } while (processes.some((one) => one.computing > 0));
  for (const one of processes) if (one.error !== undefined) throw one.error;
}
