/** One run of a scenario by the clock, and what became of its rows. */
import type { Event } from "../../check/events.js";
import type { DelayProfile } from "../../check/profile.js";
import { isViolation, type Property, type Scene } from "../../check/property.js";
import { countRows, withItem } from "../../check/rows.js";
import { boardService, type BoardAnswer, type BoardRequest } from "../../job/board.js";
import { storeService } from "../../job/context.js";
import { programService } from "../../job/program-board.js";
import type { Stage } from "../../job/stage.js";
import { tableService, type TableState } from "../../store/simulated-table.js";
import type { StoreState } from "../../store/simulated-store.js";
import { seededRandom } from "../random.js";
import { Luck } from "./luck.js";
import { Slots } from "./slots.js";
import { type RunEnd, type RunWatcher, type Taken, TimedRun } from "./timed-run.js";

/** What one run came to. Counts are rows, times milliseconds of virtual time. */
export interface SampledRun {
  readonly end: RunEnd;
  /** What the users of its jobs were told, in the order in which they were. */
  readonly told: readonly ("acked" | "failed" | "unknown" | "refused")[];
  readonly acked: number;
  readonly readable: number;
  readonly lost: number;
  readonly surplus: number;
  /** Whoever reads the table in the end is told an error. */
  readonly unreadable: boolean;
  /** By property: is it violated? */
  readonly violated: readonly boolean[];
  /** Requests to the store, by operation; to a table or a file system beside it as `table.put`. */
  readonly requests: Readonly<Record<string, number>>;
  /** Answers that were not up to date, by how many parts of them were not. */
  readonly anomalies: number;
  readonly faults: number;
  /** Items that a key-value table beside the store holds in the end. */
  readonly tableItems: number;
  /** When the last job was acknowledged; undefined where none was. */
  readonly jobTime: number | undefined;
  /** From when the driver heard that all tasks had committed to when the job was acknowledged: the last job's. */
  readonly commitTime: number | undefined;
}

export interface SamplePlan {
  readonly stage: Stage;
  readonly profile: DelayProfile;
  readonly properties: readonly Property[];
  readonly seed: string;
  /** Kept from run to run. */
  readonly computed: Map<string, unknown>;
}

/** Run number `number`. @throws ProcessFault */
export async function sampleRun(
  plan: SamplePlan,
  number: number,
  more: RunWatcher = {},
): Promise<SampledRun> {
  const { stage, profile, computed } = plan;
  const random = seededRandom(`${plan.seed}/estimate/${number}`);
  const slots = new Slots(profile, new Luck(profile, random).drawLatency(profile.engine?.task));
  const tally = new Tally(plan.properties, stage.scene);
  const watcher: RunWatcher = {
    event: (event, at) => (tally.event(event, at), more.event?.(event, at)),
    taken: (taken) => (tally.taken(taken), more.taken?.(taken)),
    ...(more.landed === undefined ? {} : { landed: more.landed }),
  };
  const { processes, services, seed } = stage.world;
  const run = new TimedRun({ processes, services, storeIndex: stage.storeIndex, seed }, profile, random, {
    watcher,
    gate: slots.gate,
    over: slots.over,
    computed,
  });
  const end = await run.run();
  const beside = stage.judgedBeside.map((service) => run.state(service));
  const { table } = await stage.ending(run.state(stage.storeIndex) as StoreState, beside);
  const keyed = services.findIndex(({ name }) => name === tableService);
  const tableItems = keyed < 0 ? 0 : (run.state(keyed) as TableState).length;
  return { ...tally.result(end, table), tableItems };
}

/** Counts what a run does. */
class Tally {
  readonly #properties: readonly Property[];
  readonly #scene: Scene;
  readonly #states: unknown[];
  readonly #violated: boolean[];
  readonly #told: SampledRun["told"][number][] = [];
  readonly #requests: Record<string, number> = {};
  #ackedJobs: readonly string[] = [];
  #anomalies = 0;
  #faults = 0;
  /** When each run's driver heard that its tasks had committed. */
  readonly #committed = new Map<number, number>();
  #jobTime: number | undefined;
  #commitTime: number | undefined;

  constructor(properties: readonly Property[], scene: Scene) {
    this.#properties = properties;
    this.#scene = scene;
    this.#states = properties.map(({ initial }) => initial);
    this.#violated = properties.map(() => false);
  }

  event(event: Event, at: number): void {
    if (event.type === "acked") {
      this.#ackedJobs = withItem(this.#ackedJobs, event.jobKey);
      this.#jobTime = at;
    }
    if (
      event.type === "acked" ||
      event.type === "failed" ||
      event.type === "unknown" ||
      event.type === "refused"
    )
      this.#told.push(event.type);
    this.#properties.forEach((property, index) => {
      if (this.#violated[index]!) return;
      const next = property.step(this.#states[index] as never, event, this.#scene);
      if (isViolation(next)) this.#violated[index] = true;
      else this.#states[index] = next;
    });
  }

  taken({ service, request, outcome, at }: Taken): void {
    this.#anomalies += outcome.anomalies;
    this.#faults += outcome.faults;
    if (service !== boardService) {
      if (service === programService) return;
      const { op } = request as { readonly op: string };
      const name = service === storeService ? op : `${service}.${op}`;
      this.#requests[name] = (this.#requests[name] ?? 0) + 1;
      return;
    }
    const asked = request as BoardRequest;
    if (asked.op === "await-tasks" && "commits" in (outcome.answer as BoardAnswer))
      this.#committed.set(asked.run, at);
    if (asked.op !== "finish" || asked.outcome !== "landed") return;
    const committed = this.#committed.get(asked.run);
    this.#commitTime = committed === undefined ? undefined : at - committed;
  }

  result(end: RunEnd, table: Parameters<typeof countRows>[0]): Omit<SampledRun, "tableItems"> {
    const rows = countRows(table, this.#ackedJobs, this.#scene);
    this.#properties.forEach((property, index) => {
      if (this.#violated[index]!) return;
      // By the clock somebody waits for ever where nothing is left to happen, or goes round in circles.
      if (property.liveness === true) {
        this.#violated[index] = end !== "ended";
        return;
      }
      this.#violated[index] =
        property.atEnd(this.#states[index] as never, { table }, this.#scene) !== undefined;
    });
    return {
      end,
      told: this.#told,
      acked: Number(rows.acked),
      readable: Number(rows.readable),
      lost: Number(rows.lost),
      surplus: Number(rows.surplus),
      unreadable: !table.ok,
      violated: this.#violated,
      requests: this.#requests,
      anomalies: this.#anomalies,
      faults: this.#faults,
      jobTime: this.#jobTime,
      commitTime: this.#commitTime,
    };
  }
}
