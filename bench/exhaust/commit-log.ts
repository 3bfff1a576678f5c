/**
 * The put-if-absent commit log, as async code: what the engine is measured with beside model checkers. N writers append K
 * commits each. A writer LISTs the log, HEADs the number after the last, and PUTs its entry there if there is none;
 * where somebody was faster it begins again with LIST.
 *
 * At its loop's head a writer remembers only how many commits it has made, not what it was told in the round before.
 * A model that counts the same states forgets it there too. It keeps who wrote which entry, because the log does.
 */
import type { Event } from "../../src/check/events.js";
import type { Property, Scene } from "../../src/check/property.js";
import type { Arena } from "../../src/explore/steps.js";
import type { KernelContext, ProcessMain } from "../../src/sim/context.js";
import type { AnyService, Outcome, Service } from "../../src/sim/service.js";

type LogRequest =
  | { readonly op: "list" }
  | { readonly op: "head"; readonly number: number }
  | { readonly op: "put"; readonly number: number; readonly writer: number };

/** The writer of each entry, the entry with number 1 first. */
export type Log = readonly number[];

/** A strong store that holds nothing but the log. LIST answers the last number, HEAD and PUT whether they have found or written. */
class LogService implements Service<Log, LogRequest, number | boolean> {
  readonly name = "log";
  readonly initial: Log = [];
  readonly #ifAbsent: boolean;

  constructor(ifAbsent: boolean) {
    this.#ifAbsent = ifAbsent;
  }

  outcomes(log: Log, request: LogRequest): readonly Outcome<Log, LogRequest, number | boolean>[] {
    switch (request.op) {
      case "list":
        return [only(log.length, log)];
      case "head":
        return [only(request.number <= log.length, log)];
      case "put": {
        const { number, writer } = request;
        if (this.#ifAbsent && number <= log.length) return [only(false, log)];
        const name = `w${writer}`;
        const acked: Event = { type: "acked", job: name, jobKey: name, attempts: [number] };
        return [{ ...only(true, log.toSpliced(number - 1, 1, writer)), events: [acked] }];
      }
    }
  }

  mutates(request: LogRequest): boolean {
    return request.op === "put";
  }

  encode(log: Log): string {
    return log.join(",");
  }
}

function only<A>(answer: A, next: Log): Outcome<Log, LogRequest, A> {
  return { answer, next, anomalies: 0, faults: 0, effects: [], events: [], witnesses: [] };
}

function writerMain(writer: number, commits: number): ProcessMain {
  return async (ctx) => {
    await ctx.loop<number, null>(0, async (made, round) => {
      const number = (await ask<number>(round, { op: "list" })) + 1;
      if (await ask<boolean>(round, { op: "head", number })) return { again: made };
      if (!(await ask<boolean>(round, { op: "put", number, writer }))) return { again: made };
      return made + 1 === commits ? { done: null } : { again: made + 1 };
    });
  };
}

function ask<A>(ctx: KernelContext, request: LogRequest): Promise<A> {
  return ctx.call("log", request) as Promise<A>;
}

const noScene: Scene = {
  contents: { of: () => ({ readable: false, reason: "no parts" }), find: () => undefined },
  rowsOf: new Map(),
};

/** The log with its writers, to be explored. `ifAbsent: false`: PUT overwrites, and a commit is lost. */
export function commitLog(writers: number, commits: number, ifAbsent = true): Arena {
  const processes = Array.from({ length: writers }, (_, writer) => ({
    name: `w${writer}`,
    main: writerMain(writer, commits),
    crashable: false,
  }));
  return {
    world: {
      processes,
      services: [new LogService(ifAbsent) as unknown as AnyService],
      seed: "",
      budgets: { anomalies: 0, faults: 0, crashes: 0, zombies: 0 },
    },
    scene: noScene,
    storeIndex: 0,
    endingKey: (log: Log) => log.join(","),
    ending: (log: Log) => {
      const parts = log.map((writer, index) => ({ key: String(index + 1), digest: String(writer) }));
      return Promise.resolve({ table: { ok: true, parts } });
    },
  };
}

/** Every entry that was acknowledged is in the log: each PUT that is acknowledged makes the log longer by one. */
export const nothingLost: Property<number> = {
  name: "nothing-lost",
  claim: "The log holds every entry that its writer was told it had made.",
  anomaly: { plain: "lost commit", formal: "lost update (P4)" },
  initial: 0,
  step: (acked, event) => {
    if (event.type !== "acked") return acked;
    const [number] = event.attempts;
    if (number === acked + 1) return number;
    return { message: `${event.jobKey} overwrote entry ${number} after ${acked} had been acknowledged` };
  },
  atEnd: (acked, { table }) => {
    const held = table.ok ? table.parts.length : 0;
    return held === acked ? undefined : { message: `the log holds ${held} of ${acked} entries` };
  },
};
