/**
 * Delay profiles: how long things take in virtual time, as plain data. A profile never says what a store may answer, only when it
 * stops to answer what its contract allows; the JSON that users write and keep is this.
 */
import { billedAs, type LatencyRange, type Operation } from "./cost.js";

/** Half of them take at most `p50` milliseconds, 99 in 100 at most `p99`: log-normal between and beyond. */
export type Latency = LatencyRange;

/** The share `share` of all delays is at most `ms` milliseconds. */
export interface Quantile {
  readonly share: number;
  readonly ms: number;
}

/**
 * A delay by its quantiles: the first has the share 0, the last 1. Between two of them it is interpolated, geometrically where
 * both are above 0; two of the same share are a jump.
 */
export type Delay = readonly Quantile[];

/** How long after a change of a key readers may still be told what was there before. What is left out is seen at once. */
export interface Propagation {
  /** The key had no object before. */
  readonly created?: Delay;
  readonly overwritten?: Delay;
  readonly deleted?: Delay;
}

/** As `src/store/faults.ts` has them. */
export const profiledFaults = [
  "request-lost",
  "reply-lost",
  "late",
  "reply-lost-retried",
  "late-retried",
  "throttled",
  "resumed",
] as const;

export type ProfiledFault = (typeof profiledFaults)[number];

/** How often a request goes wrong. */
export interface FaultRates {
  /** Chance per request, by kind of fault (src/store/faults.ts). */
  readonly chance: Readonly<Partial<Record<ProfiledFault, number>>>;
  /** After how many milliseconds a client that has no answer gives up. */
  readonly timeout: number;
  /** How long after it was made a request takes effect that was given up. */
  readonly late?: Delay;
}

export interface DelayProfile {
  readonly schema: "lakelitmus/profile@1";
  readonly name: string;
  /** What it says, in one or two sentences. */
  readonly about: string;
  /** Where its figures are from, and which of them are assumptions. */
  readonly source: string;
  /** How long a request takes from being made to its answer; it takes effect half-way. */
  readonly latency: {
    /** Of those that are not named. */
    readonly all: Latency;
    /** By operation of the store; or by another service, or its message: `engine`, `table.put`. Those take no time unasked. */
    readonly of?: Readonly<Record<Operation | string, Latency>>;
  };
  readonly propagation: {
    /** To GET and HEAD. */
    readonly reads?: Propagation;
    /** To the source of COPY; as to reads where it is left out. */
    readonly copies?: Propagation;
    /** To LIST. */
    readonly listings?: Propagation;
    /** To the replica of a bucket in another region. */
    readonly replica?: Propagation;
    /** How long a 404 that was told goes on being told, counted from when it was told while it was true. */
    readonly notFound?: Delay;
  };
  /** How many places answer requests, each of which hears of each change by itself. A request is answered by any of them. 1. */
  readonly places?: number;
  /** `change`: a delay is drawn for each change and place. `read`: for each read anew, so that answers go back and forth. `change`. */
  readonly drawnFor?: "change" | "read";
  /** The engine's own time; what is left out takes none. */
  readonly engine?: {
    /** How many task attempts run at once. As many as there are. */
    readonly slots?: number;
    /** How long an attempt computes before its first request. */
    readonly task?: Latency;
  };
  readonly faults?: FaultRates;
  /** Choices of the store that no delay decides; 0 where they are left out. */
  readonly chances?: {
    /** That a conditional write that was overtaken is told 409, where the store may as well let it pass. */
    readonly overtaken?: number;
    /**
     * That the store does something else that is not well-behaved and no matter of delays: it ignores a condition, lists in
     * another order, gives out a notification once more.
     */
    readonly rare?: number;
  };
  /** Crashes of each process in an hour of virtual time. 0. */
  readonly crashesPerHour?: number;
}

/** Why a profile that has the right fields is none all the same; undefined where it is one. Names the place and what to do. */
export function profileProblem(profile: DelayProfile): string | undefined {
  const { latency, propagation, places, engine, faults } = profile;
  const problems: (string | undefined)[] = [
    places === 0 ? "places must be at least 1, and is 0" : undefined,
    engine?.slots === 0 ? "engine.slots must be at least 1, and is 0" : undefined,
    latencyProblem("latency.all", latency.all),
    ...Object.entries(latency.of ?? {}).map(
      ([name, one]) => requestProblem(name) ?? latencyProblem(`latency.of.${name}`, one),
    ),
    ...(["reads", "copies", "listings", "replica"] as const).flatMap((reader) =>
      Object.entries(propagation[reader] ?? {}).map(([kind, delay]) =>
        delayProblem(`propagation.${reader}.${kind}`, delay as Delay),
      ),
    ),
    delayProblem("propagation.notFound", propagation.notFound),
    latencyProblem("engine.task", engine?.task),
    delayProblem("faults.late", faults?.late),
    chancesProblem(faults),
  ];
  return problems.find((problem) => problem !== undefined);
}

/** What requests are made to beside the store. */
const services = ["engine", "program", "table", "files"] as const;

/** A name that nothing has would say nothing, in silence. */
function requestProblem(name: string): string | undefined {
  const [service] = name.split(".");
  if (Object.hasOwn(billedAs, name) || services.some((known) => known === service)) return undefined;
  return `latency.of.${name} is no request: name one to the store (${Object.keys(billedAs).join(", ")}), or a service beside it (${services.join(", ")}) or one to it (table.put)`;
}

function latencyProblem(at: string, latency: Latency | undefined): string | undefined {
  if (latency === undefined) return undefined;
  const { p50, p99 } = latency;
  if (p50 <= 0) return `${at}.p50 must be above 0, and is ${p50}`;
  return p99 < p50 ? `${at}.p99 must not be below p50 (${p50}), and is ${p99}` : undefined;
}

function delayProblem(at: string, delay: Delay | undefined): string | undefined {
  if (delay === undefined) return undefined;
  if (delay[0]?.share !== 0) return `${at}[0].share must be 0: the shortest delay, and is ${delay[0]?.share}`;
  const last = delay.length - 1;
  if (delay[last]?.share !== 1)
    return `${at}[${last}].share must be 1: the longest delay, and is ${delay[last]?.share}`;
  for (let index = 1; index < delay.length; index++) {
    for (const field of ["share", "ms"] as const) {
      const before = delay[index - 1]![field];
      const now = delay[index]![field];
      if (now < before)
        return `${at}[${index}].${field} must not be below the one before it (${before}), and is ${now}`;
    }
  }
  return undefined;
}

function chancesProblem(faults: FaultRates | undefined): string | undefined {
  const total = Object.values(faults?.chance ?? {}).reduce((sum, chance) => sum + chance, 0);
  return total > 1
    ? `the chances of faults.chance must not be above 1 together, and are ${total}`
    : undefined;
}
