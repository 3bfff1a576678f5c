/**
 * Runs the processes of a recorded execution for real: each is its committer's own code, and its requests go through the AWS SDK and
 * HTTP to a served store that holds them at its gate. The recorded execution says whose turn it is and which outcome it is; at every
 * step the request that waits and the answer that comes must be those of the simulator.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import type { KernelContext } from "../../../src/sim/context.js";
import { uuidFor } from "../../../src/sim/uuid.js";
import type { Plain, Round } from "../../../src/job/committer.js";
import type { ServedBucket, Zombie } from "../../../src/server/bucket/served-bucket.js";
import type { Chooser } from "../../../src/server/bucket/choosers.js";
import type { Gate, Held } from "../../../src/server/gate.js";
import { Unanswered } from "../../../src/server/operations/failures.js";
import { openBucket } from "../../../src/store/aws/open-bucket.js";
import { describeAnswer, describeRequest } from "../../../src/store/describe.js";
import { isS3Error, type ObjectStore } from "../../../src/store/object-store.js";
import { failureOf, type StoreAnswer, type StoreRequest } from "../../../src/store/requests.js";
import type { Option } from "../../../src/sim/world.js";
import type { Stage } from "../../../src/job/stage.js";
import type { Stepper } from "../../../src/explore/steps.js";

interface Waiting {
  readonly held: Held;
  go(choose: Chooser): void;
  drop(): void;
}

/** Holds everything, until it is told which. */
export class SteppedGate implements Gate {
  readonly waiting: Waiting[] = [];

  pass(held: Held): Promise<Chooser> {
    return new Promise((resolve, reject) => {
      const leave = (): void => void this.waiting.splice(this.waiting.indexOf(waiting), 1);
      const waiting: Waiting = {
        held,
        go: (choose) => {
          leave();
          resolve(choose);
        },
        drop: () => {
          leave();
          reject(new Unanswered("its client has died"));
        },
      };
      this.waiting.push(waiting);
    });
  }
}

/** A request of a process to another service than the store. */
interface LocalCall {
  readonly service: string;
  readonly request: unknown;
  answer(value: unknown): void;
}

/** A process that runs for real. */
class LiveProcess {
  readonly name: string;
  readonly local: LocalCall[] = [];
  /** Requests to the store whose answer has not come. */
  asking = 0;
  ended = false;
  dead = false;
  error: unknown;
  /** Answers of the store, with the requests, in the order in which they came. */
  readonly told: { readonly request: StoreRequest; readonly answer: StoreAnswer }[] = [];
  readonly #store: ObjectStore;
  readonly #seed: string;
  readonly #computed = new Map<string, unknown>();

  constructor(name: string, seed: string, store: ObjectStore) {
    this.name = name;
    this.#seed = seed;
    this.#store = store;
  }

  start(main: (ctx: KernelContext) => Promise<Plain | void>): void {
    void main(this.#strand("m", { ticks: 0 })).then(
      () => (this.ended = true),
      (error: unknown) => {
        this.ended = true;
        this.error = error;
      },
    );
  }

  #strand(path: string, clock: { ticks: number }): KernelContext {
    let ids = 0;
    const ctx: KernelContext = {
      process: this.name,
      call: (service, request) => this.#call(service, request),
      uuid: () => uuidFor(`${this.#seed}/${this.name}/${path}/${ids++}`),
      now: () => ++clock.ticks,
      pause: () => Promise.resolve(),
      parallel: async <T, R extends Plain | void>(
        items: readonly T[],
        body: (item: T, ctx: KernelContext, index: number) => Promise<R>,
      ): Promise<R[]> => {
        const clocks = items.map(() => ({ ticks: clock.ticks }));
        const ends = await Promise.allSettled(
          items.map((item, index) =>
            body(item, this.#strand(`${path}/${ids}.${index}`, clocks[index]!), index),
          ),
        );
        clock.ticks = Math.max(clock.ticks, ...clocks.map(({ ticks }) => ticks));
        ids += 1;
        const failed = ends.find((end) => end.status === "rejected");
        if (failed !== undefined) throw failed.reason;
        return ends.map((end) => (end as PromiseFulfilledResult<R>).value);
      },
      loop: async <S extends Plain, R extends Plain | void>(
        initial: S,
        body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
      ): Promise<R> => {
        for (let state = initial; ;) {
          const end = await body(state, ctx);
          if ("done" in end) return end.done;
          state = end.again;
        }
      },
      compute: async <T>(key: string, work: () => T | Promise<T>): Promise<T> => {
        if (!this.#computed.has(key)) this.#computed.set(key, await work());
        return this.#computed.get(key) as T;
      },
    };
    return ctx;
  }

  #call(service: string, request: unknown): Promise<unknown> {
    if (service === "store") return this.#ask(request as StoreRequest);
    return new Promise((answer) => this.local.push({ service, request, answer }));
  }

  async #ask(request: StoreRequest): Promise<StoreAnswer> {
    this.asking += 1;
    const answer = await this.#answer(request);
    this.asking -= 1;
    // A dead process does nothing more.
    if (this.dead) return new Promise(() => undefined);
    this.told.push({ request, answer });
    return answer;
  }

  async #answer(request: StoreRequest): Promise<StoreAnswer> {
    const { op, ...given } = request;
    try {
      const call = this.#store[op] as (given: unknown) => Promise<unknown>;
      const value = await call(given);
      return { ok: true, value: (value ?? null) as never };
    } catch (error) {
      if (isS3Error(error)) return failureOf(error);
      throw error;
    }
  }
}

export interface LiveRun {
  readonly stepper: Stepper<Stage>;
  readonly path: readonly Option[];
  readonly bucket: ServedBucket;
  readonly gate: SteppedGate;
  /** A client whose requests bear the process's name. */
  clientOf(process: string): S3Client;
}

/** A step of the recorded execution, as the live one needs it. */
type Turn =
  | { readonly kind: "crash"; readonly process: string }
  | { readonly kind: "deliver"; readonly request: StoreRequest; readonly outcome: number }
  | { readonly kind: "local"; readonly process: string; readonly request: unknown; readonly answer: unknown }
  | {
      readonly kind: "store";
      readonly process: string;
      readonly request: StoreRequest;
      readonly outcome: number;
      readonly answer: StoreAnswer;
    };

/** All of them first: while the simulator runs code of a process, nothing else may run that takes random numbers. */
async function turnsOf(stepper: Stepper<Stage>, path: readonly Option[]): Promise<readonly Turn[]> {
  const { stage, world } = stepper;
  const turns: Turn[] = [];
  let row = await stepper.initial();
  for (const option of path) {
    const after = new Int32Array(stepper.width);
    await stepper.step(row, option, after);
    const worldRow = stepper.worldOf(row);
    const process = option.process < 0 ? "" : world.automata[option.process]!.spec.name;
    const { outcome } = option;
    if (option.kind === "crash") turns.push({ kind: "crash", process });
    else {
      const asked = world.requestOf(worldRow, option)!;
      const request = asked.request as StoreRequest;
      if (option.kind === "deliver") turns.push({ kind: "deliver", request, outcome });
      else {
        const answer = world.words.answer(world.transition(worldRow, option).answer) as StoreAnswer;
        const kind = asked.service === stage.storeIndex ? "store" : "local";
        turns.push({ kind, process, request, outcome, answer } as Turn);
      }
    }
    row = after;
  }
  return turns;
}

/** Rejects where anything is otherwise than in the simulator. */
export async function runLive({ stepper, path, bucket, gate, clientOf }: LiveRun): Promise<void> {
  const { stage } = stepper;
  const turns = await turnsOf(stepper, path);
  const processes = new Map<string, LiveProcess>();
  for (const { name, main } of stage.world.processes) {
    const { store } = await openBucket({ bucket: bucket.name, client: clientOf(name) });
    const process = new LiveProcess(name, stage.world.seed, store);
    processes.set(name, process);
    process.start(main);
  }
  for (const [index, turn] of turns.entries()) {
    await quiet(gate, processes);
    const where = `step ${index + 1}`;
    if (turn.kind === "deliver") land(bucket, turn.request, turn.outcome, where);
    else {
      const process = processes.get(turn.process)!;
      if (turn.kind === "crash") crash(process, bucket, gate);
      else if (turn.kind === "local") answerLocally(process, turn.request, turn.answer, where);
      else {
        await letGo(gate, process, turn.request, turn.outcome, stage, where);
        compare(process, turn.answer, where);
      }
    }
  }
  for (const { error, name } of processes.values()) {
    if (error !== undefined) throw new Error(`${name} threw`, { cause: error });
  }
}

/** Until every process waits for somebody's turn: what it asks over HTTP is at the gate, and nothing moves any more. */
async function quiet(gate: SteppedGate, processes: ReadonlyMap<string, LiveProcess>): Promise<void> {
  for (let still = 0, rounds = 0; still < 3; rounds++) {
    await breathe();
    const asking = [...processes.values()].reduce((sum, { asking, dead }) => sum + (dead ? 0 : asking), 0);
    still = gate.waiting.length === asking ? still + 1 : 0;
    if (rounds > 200_000) throw new Error("the clients never came to the gate");
  }
}

async function letGo(
  gate: SteppedGate,
  process: LiveProcess,
  request: StoreRequest,
  outcome: number,
  { world: { budgets } }: Stage,
  where: string,
): Promise<void> {
  const said = describeRequest(request);
  const waiting = gate.waiting.find(
    ({ held }) => held.client === process.name && describeRequest(held.request) === said,
  );
  if (waiting === undefined) {
    const those = gate.waiting
      .filter(({ held }) => held.client === process.name)
      .map(({ held }) => describeRequest(held.request));
    throw new Error(`${where}: ${process.name} should ask ${said}; at the gate are: ${those.join("; ")}`);
  }
  const before = process.told.length;
  waiting.go(({ store, state, request, conflicted }) => {
    const outcomes = store.outcomes(state, request, { conflicted }, budgets);
    const chosen = outcomes[outcome];
    if (chosen === undefined) throw new Error(`${where}: outcome ${outcome} of ${outcomes.length}`);
    return chosen;
  });
  for (let rounds = 0; process.told.length === before; rounds++) {
    if (rounds > 200_000) throw new Error(`${where}: no answer came to ${process.name}`);
    await breathe();
  }
}

function compare({ told, name }: LiveProcess, expected: StoreAnswer, where: string): void {
  const { request, answer } = told.at(-1)!;
  const [has, should] = [describeAnswer(request, answer), describeAnswer(request, expected)];
  if (has !== should)
    throw new Error(`${where}: ${name} was told ${has} over HTTP, and ${should} in the simulator`);
}

function answerLocally(process: LiveProcess, request: unknown, answer: unknown, where: string): void {
  // Why something failed is told in the store's words, which are not S3's.
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (name, field: unknown) => (name === "reason" ? undefined : field));
  const text = textOf(request);
  const index = process.local.findIndex((call) => textOf(call.request) === text);
  if (index < 0) throw new Error(`${where}: ${process.name} should ask ${text}`);
  const [call] = process.local.splice(index, 1);
  call!.answer(answer);
}

/** What it had asked for and what changes something goes on without it. */
function crash(process: LiveProcess, bucket: ServedBucket, gate: SteppedGate): void {
  process.dead = true;
  process.local.length = 0;
  for (const waiting of gate.waiting.filter(({ held }) => held.client === process.name)) {
    if (bucket.store.mutates(waiting.held.request))
      bucket.abandon(waiting.held.request, waiting.held.conflicted());
    waiting.drop();
  }
}

function land(bucket: ServedBucket, request: StoreRequest, delivery: number, where: string): void {
  const said = describeRequest(request);
  const position = bucket.onTheirWay.findIndex((zombie: Zombie) => describeRequest(zombie.request) === said);
  if (position < 0) throw new Error(`${where}: nothing is on its way like ${said}`);
  bucket.deliver(position, delivery);
}
