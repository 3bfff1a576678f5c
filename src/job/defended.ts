/**
 * A committer behind defences: whatever its processes ask of the store goes through them.
 *
 * A defence's memory is plain data that is carried through loops and strands as a part of their states and results. So it is
 * a part of what the process has been told, and the same code runs exhausted, replayed and on a real bucket. What it costs:
 * where a parallel call fails, only the strand that is told of has its memory kept; what the others learnt is forgotten.
 */
import type { Defence, DefenceContext } from "../store/defences/defence.js";
import type { ObjectStore } from "../store/object-store.js";
import type { Plain, Round } from "../store/plain.js";
import { aroundHooks, type Subject } from "./around.js";
import type { Committer, CommitterFactory, Context, TaskCommit } from "./committer.js";

/** The memories of a process's defences, by their places: one set for the process, and one for each strand and round. */
interface Cell {
  memories: readonly Plain[];
  salt: string;
  task: boolean;
}

/** A loop's state, or the result of a loop or strand, with the memories beside it. */
type Carried = { readonly memories: readonly Plain[]; readonly value?: Plain };

function carried(memories: readonly Plain[], value: unknown): Carried {
  return value === undefined ? { memories } : { memories, value: value as Plain };
}

/**
 * The committers of `factory`, each behind defences of its own. The first of `defences` stands nearest to the committer, the
 * last before the store. What a task's defences have to tell goes to the driver with the committer's own message.
 */
export function defended(factory: CommitterFactory, defences: readonly Defence[]): CommitterFactory {
  if (defences.length === 0) return factory;
  return () => behind(factory(), defences);
}

function behind(inner: Committer, defences: readonly Defence[]): Committer {
  const cell: Cell = { memories: defences.map(({ initial }) => initial), salt: "", task: false };
  const through = (ctx: Context, subject: Subject): Context => {
    if (cell.salt === "") {
      cell.salt = saltOf(subject);
      cell.task = typeof subject !== "string" && "attemptId" in subject;
    }
    return new Shield(defences, cell).context(ctx);
  };
  const tells = defences.some(({ tell }) => tell !== undefined);
  const hooks = aroundHooks(inner, (_hook, ctx, call, subject) => call(through(ctx, subject)));
  const uses = new Set([...(inner.uses ?? []), ...defences.flatMap((one) => one.uses ?? [])]);
  const shielded: Committer = {
    ...hooks,
    ...(uses.size === 0 ? {} : { uses: [...uses] }),
    reach: (ctx) => through(inner.reach?.(ctx) ?? ctx, "reader"),
  };
  if (!tells) return shielded;
  return {
    ...shielded,
    // What the tasks' defences have seen is told in their messages.
    standsOnMessages: true,
    commitTask: async (attempt, ctx) => {
      const commit = await hooks.commitTask(attempt, ctx);
      return { commit, told: toldBy(defences, cell) };
    },
    commitJob: (job, commits, ctx) => {
      const messages = commits as readonly (Message | null)[];
      cell.memories = messages.reduce((memories, one) => heard(defences, memories, one), cell.memories);
      return hooks.commitJob(
        job,
        messages.map((one) => one?.commit ?? null),
        ctx,
      );
    },
  };
}

function saltOf(subject: Subject): string {
  if (typeof subject === "string") return subject;
  return "attemptId" in subject ? `${subject.job.id} ${subject.attemptId}` : subject.id;
}

/** A task's message with what its defences tell beside it. A task that needed no commit has none. */
type Message = { readonly commit: TaskCommit; readonly told: readonly Plain[] };

function toldBy(defences: readonly Defence[], { memories }: Cell): readonly Plain[] {
  return defences.map((defence, place) => defence.tell?.(memories[place]!) ?? null);
}

function heard(
  defences: readonly Defence[],
  memories: readonly Plain[],
  message: Message | null,
): readonly Plain[] {
  if (message === null) return memories;
  return memories.map(
    (memory, place) => defences[place]!.hear?.(memory, message.told[place] ?? null) ?? memory,
  );
}

/** The defences of one process, with one cell of memory. */
class Shield {
  readonly #defences: readonly Defence[];
  readonly #cell: Cell;
  readonly #remembers: boolean;

  constructor(defences: readonly Defence[], cell: Cell) {
    this.#defences = defences;
    this.#cell = cell;
    this.#remembers = defences.some(({ initial }) => initial !== null);
  }

  context(ctx: Context): Context {
    return {
      ...ctx,
      store: this.#storeFrom(0, ctx),
      uuid: () => ctx.uuid(),
      now: () => ctx.now(),
      pause: (milliseconds) => ctx.pause(milliseconds),
      compute: (key, work) => ctx.compute(key, work),
      loop: <S extends Plain, R extends Plain | void>(
        initial: S,
        body: (state: S, ctx: Context) => Promise<Round<S, R>>,
      ) => this.#loop<S, R>(ctx, initial, (state, ctx, shield) => body(state, shield.context(ctx))),
      parallel: (items, body) =>
        this.#parallel(ctx, items, (item, ctx, index, shield) => body(item, shield.context(ctx), index)),
    };
  }

  /** The store behind the defences before `place`. */
  #storeFrom(place: number, ctx: Context): ObjectStore {
    const defence = this.#defences[place];
    return defence === undefined ? ctx.store : defence.wrap(this.#defenceContext(place, ctx));
  }

  #defenceContext(place: number, ctx: Context): DefenceContext {
    const cell = this.#cell;
    return {
      store: this.#storeFrom(place + 1, ctx),
      memory: () => cell.memories[place]!,
      remember: (memory) => (cell.memories = cell.memories.with(place, memory)),
      table: ctx.table,
      task: cell.task,
      salt: cell.salt,
      now: () => ctx.now(),
      pause: (milliseconds) => ctx.pause(milliseconds),
      loop: (state, body) =>
        this.#loop(ctx, state, (state, ctx, shield) => body(state, shield.#defenceContext(place, ctx))),
      parallel: (items, body) =>
        this.#parallel(ctx, items, (item, ctx, index, shield) =>
          body(item, shield.#defenceContext(place, ctx), index),
        ),
    };
  }

  /** A loop whose rounds hand the memories on. Without memories it is the context's own. */
  async #loop<S extends Plain, R>(
    ctx: Context,
    initial: S,
    body: (state: S, ctx: Context, shield: Shield) => Promise<Round<S, R>>,
  ): Promise<R> {
    if (!this.#remembers) {
      const round = async (state: S, ctx: Context): Promise<Round<S, Plain>> =>
        (await body(state, ctx, this)) as Round<S, Plain>;
      return (await ctx.loop(initial, round)) as R;
    }
    const cell = this.#cell;
    const start = carried(cell.memories, initial);
    const end = await ctx.loop<Carried, Carried>(start, async ({ memories, value }, ctx) => {
      const inner: Cell = { ...cell, memories };
      try {
        const end = await body(value as S, ctx, new Shield(this.#defences, inner));
        return "done" in end
          ? { done: carried(inner.memories, end.done) }
          : { again: carried(inner.memories, end.again) };
      } catch (error) {
        // The loop ends with this error, and is run again up to it when the process is.
        cell.memories = inner.memories;
        throw error;
      }
    });
    cell.memories = end.memories;
    return end.value as R;
  }

  async #parallel<T, R>(
    ctx: Context,
    items: readonly T[],
    body: (item: T, ctx: Context, index: number, shield: Shield) => Promise<R>,
  ): Promise<R[]> {
    if (!this.#remembers) {
      return (await ctx.parallel(
        items,
        async (item, ctx, index) => (await body(item, ctx, index, this)) as Plain,
      )) as R[];
    }
    const cell = this.#cell;
    const { memories, salt } = cell;
    const failed: (readonly Plain[] | undefined)[] = [];
    try {
      const ends = await ctx.parallel(items, async (item, ctx, index): Promise<Carried> => {
        const inner: Cell = { ...cell, memories, salt: `${salt} ${index}` };
        try {
          const value = await body(item, ctx, index, new Shield(this.#defences, inner));
          return carried(inner.memories, value);
        } catch (error) {
          failed[index] = inner.memories;
          throw error;
        }
      });
      cell.memories = this.#merged(
        memories,
        ends.map((end) => end.memories),
      );
      return ends.map(({ value }) => value as R);
    } catch (error) {
      // The first error in the items' order is the one that is thrown.
      cell.memories = failed.find((one) => one !== undefined) ?? memories;
      throw error;
    }
  }

  #merged(before: readonly Plain[], after: readonly (readonly Plain[])[]): readonly Plain[] {
    return before.map((memory, place) => {
      const { merge } = this.#defences[place]!;
      return (
        merge?.(
          memory,
          after.map((memories) => memories[place]!),
        ) ?? memory
      );
    });
  }
}
