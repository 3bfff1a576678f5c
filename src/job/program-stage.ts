/** Builds the world of a program: its items with their rows as real Parquet bytes, its actors, the store and the board. */
import { rowsIn } from "./past.js";
import type { Ending } from "../check/property.js";
import type { TableSeen } from "../check/events.js";
import type { KernelContext, ProcessMain } from "../sim/context.js";
import type { AnyService } from "../sim/service.js";
import { uuidFor } from "../sim/uuid.js";
import type { Budgets } from "../sim/world.js";
import { Body } from "../store/body.js";
import { isS3Error } from "../store/object-store.js";
import type { Personality } from "../store/personalities/index.js";
import { storeFacade } from "../store/facade.js";
import { SimulatedStore, type StoreState } from "../store/simulated-store.js";
import { trueView } from "../store/true-view.js";
import type { Context, Part } from "./committer.js";
import { directContext, kernelContext } from "./context.js";
import type { ActorContext, Got, Item, Message, Program } from "./program.js";
import { type ProgramAnswer, ProgramBoard, type ProgramRequest, programService } from "./program-board.js";
import { readTable, type Resolve } from "./read-table.js";
import type { PartSource, Stage } from "./stage.js";

/** How much of a program is run, and what may go wrong. */
export interface ProgramScope extends Budgets {
  readonly items: number;
  /** Rows of an item. */
  readonly rows: number;
}

export interface ProgramStageOptions {
  readonly program: Program;
  readonly personality: Personality;
  readonly scope: ProgramScope;
  readonly seed: string;
  readonly parts: PartSource;
  /** Replay every step of every process alone (slow). */
  readonly check?: boolean;
}

export async function buildProgramStage(options: ProgramStageOptions): Promise<Stage> {
  const { program, personality, scope, seed, parts } = options;
  const items: Item[] = [];
  for (let number = 0; number < scope.items; number++) {
    items.push(
      program.files === undefined
        ? await anyItem(number, scope.rows, parts)
        : await ownItem(number, scope.rows, parts, program.files),
    );
  }
  const rowsOf = new Map(items.map(({ key, part }) => [key, rowsIn(parts, part)]));
  if (program.files !== undefined)
    for (const { number, before } of items) rowsOf.set(`before-${number}`, rowsIn(parts, before));
  const store = new SimulatedStore(personality, {
    initial: await startOf(program, items, personality),
    minPartBytes: 1,
  });
  const resolve: Resolve = (body) => parts.resolve(body);
  return {
    world: {
      processes: program.actors(items).map(({ name, run }) => ({
        name,
        main: mainOf(run, resolve),
        crashable: scope.crashes > 0,
      })),
      services: [store, new ProgramBoard()] as unknown as readonly AnyService[],
      seed,
      budgets: scope,
      ...(options.check === undefined ? {} : { check: options.check }),
    },
    scene: { contents: parts, rowsOf },
    store,
    storeIndex: 0,
    judgedBeside: [],
    endingKey: (state) => store.encode(store.converged(state)),
    ending: (state) => endingOf(program, store.converged(state), resolve),
  };
}

async function ownItem(
  number: number,
  rows: number,
  parts: PartSource,
  files: NonNullable<Program["files"]>,
): Promise<Item> {
  const bytes = await files(number, rows);
  const key = `item-${number}`;
  const [part, before] = [Body.of(bytes.part), Body.of(bytes.before)];
  await parts.resolve(part);
  await parts.resolve(before);
  return {
    number,
    key,
    part: { name: `${key}.parquet`, body: part, rows },
    before: { name: `before-${number}.parquet`, body: before, rows },
  };
}

async function anyItem(number: number, rows: number, parts: PartSource): Promise<Item> {
  const partOf = async (jobKey: string): Promise<Part> => {
    const writer = { job: jobKey, jobKey, task: number, attempt: 0 };
    const body = await parts.encode(writer, 0, 0, rows);
    return { name: `${jobKey}.parquet`, body, rows };
  };
  const key = `item-${number}`;
  return { number, key, part: await partOf(key), before: await partOf(`before-${number}`) };
}

/** The state long after {@link Program.start}: everything has propagated. */
async function startOf(
  program: Program,
  items: readonly Item[],
  personality: Personality,
): Promise<StoreState> {
  const store = new SimulatedStore(personality, { minPartBytes: 1 });
  let state = store.initial;
  const facade = storeFacade((request) => {
    const [outcome] = store.outcomes(state, request, { conflicted: false }, { anomalies: 0, faults: 0 });
    state = outcome!.next;
    return Promise.resolve(outcome!.answer);
  });
  await program.start?.(items, directContext(facade, { uuid: () => uuidFor("start"), now: () => 0 }));
  return store.converged(state);
}

async function endingOf(program: Program, state: StoreState, resolve: Resolve): Promise<Ending> {
  const ctx = directContext(trueView(state), { uuid: () => uuidFor("judge"), now: () => 0 });
  return { table: await readTable({ read: (_, inner) => program.read(inner) }, "", ctx, resolve) };
}

function mainOf(run: (ctx: ActorContext) => Promise<void>, resolve: Resolve): ProcessMain {
  return (kernel) => run(actorContext(kernel, resolve));
}

function actorContext(kernel: KernelContext, resolve: Resolve): ActorContext {
  const ask = (request: ProgramRequest): Promise<ProgramAnswer> =>
    kernel.call(programService, request) as Promise<ProgramAnswer>;
  const tell = async (request: ProgramRequest): Promise<void> => void (await ask(request));
  const ctx: ActorContext = {
    ...kernelContext(kernel),
    parallel: (items, body) =>
      kernel.parallel(items, (item, inner, index) => body(item, actorContext(inner, resolve), index)),
    loop: (state, body) => kernel.loop(state, (round, inner) => body(round, actorContext(inner, resolve))),
    stored: ({ key }) => tell({ op: "stored", item: key }),
    look: async (reader, read) => {
      const begun = (await ask({ op: "look", reader })) as { readonly after: readonly string[] };
      const table = await seen(() => read(ctx), ctx, resolve);
      await tell({ op: "saw", reader, after: begun.after, table });
      return table;
    },
    say: (flag) => tell({ op: "say", flag }),
    hear: (flag) => tell({ op: "hear", flag }),
    send: (queue, body) => tell({ op: "send", queue, body }),
    close: (queue) => tell({ op: "close", queue }),
    receive: async (queue) =>
      ((await ask({ op: "receive", queue })) as { readonly message: Message | null }).message,
    settle: (queue, { number }, how) => tell({ op: "settle", queue, number, how }),
  };
  return ctx;
}

async function seen(
  read: () => Promise<readonly Got[]>,
  ctx: Pick<Context, "compute">,
  resolve: Resolve,
): Promise<TableSeen> {
  try {
    const got = await read();
    for (const { body } of got) await ctx.compute(`decode ${body.digest}`, () => resolve(body));
    return { ok: true, parts: got.map(({ key, body }) => ({ key, digest: body.digest })) };
  } catch (error) {
    if (!isS3Error(error)) throw error;
    const told = { ok: false, error: `${error.status} ${error.code}` } as const;
    return error.key === undefined ? told : { ...told, key: error.key };
  }
}
