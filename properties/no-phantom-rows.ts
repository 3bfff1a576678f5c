import type { Property, Scene } from "../src/check/property.js";
import type { TableSeen } from "../src/check/events.js";
import { countRows, rowsInWords, withItem } from "../src/check/rows.js";

type State = {
  /** Runs that have begun and have not been reported: they may count 0 or 1, also after a crash. */
  readonly open: readonly string[];
  /** Keys of jobs that were acknowledged or reported as unknown. */
  readonly settled: readonly string[];
  readonly failed: readonly string[];
  /** `job task attempt` of attempts that were refused the commit. */
  readonly denied: readonly string[];
};

/** Nothing is readable of a job that was reported failed, nor of an attempt that was refused the commit. */
export const noPhantomRows: Property<State> = {
  name: "no-phantom-rows",
  claim:
    "No row is readable of a job that was reported failed, nor of an attempt that was refused the commit.",
  anomaly: { plain: "phantom rows of a failed commit", formal: "aborted read (G1a)" },
  initial: { open: [], settled: [], failed: [], denied: [] },
  step: (state, event) => {
    switch (event.type) {
      case "started":
        return { ...state, open: withItem(state.open, `${event.jobKey} ${event.job}`) };
      case "acked":
      case "unknown":
      case "failed": {
        const open = state.open.filter((run) => run !== `${event.jobKey} ${event.job}`);
        const list = event.type === "failed" ? "failed" : "settled";
        return { ...state, open, [list]: withItem(state[list], event.jobKey) };
      }
      case "discarded":
        if (event.why !== "denied") return state;
        return { ...state, denied: withItem(state.denied, `${event.job} ${event.task} ${event.attempt}`) };
      default:
        return state;
    }
  },
  atEnd: (state, { table }, scene) => {
    const killed = scene.past?.killed?.jobKey;
    const dead = state.failed
      .filter((key) => !state.settled.includes(key) && !state.open.some((run) => run.startsWith(`${key} `)))
      .concat(killed ?? []);
    const { phantoms, jobs } = phantomRows(table, scene, dead, state.denied);
    if (phantoms === 0n) return undefined;
    const rows = { ...countRows(table, state.settled, scene), surplus: phantoms };
    return {
      message: `${rowsInWords(phantoms)} of a failed job or of a refused attempt are readable`,
      rows,
      jobs,
    };
  },
};

/** How many rows there are that should not be, and whose they are. */
function phantomRows(
  table: TableSeen,
  scene: Scene,
  dead: readonly string[],
  denied: readonly string[],
): { readonly phantoms: bigint; readonly jobs: readonly string[] } {
  let phantoms = 0n;
  let jobs: readonly string[] = [];
  if (!table.ok) return { phantoms, jobs };
  for (const { digest } of table.parts) {
    const content = scene.contents.of(digest);
    if (!content.readable || content.writer === undefined) continue;
    const { jobKey, job, task, attempt } = content.writer;
    if (!dead.includes(jobKey) && !denied.includes(`${job} ${task} ${attempt}`)) continue;
    phantoms += BigInt(content.rows.length);
    jobs = withItem(jobs, jobKey);
  }
  return { phantoms, jobs };
}
