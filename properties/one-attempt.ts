import type { Property, Scene } from "../src/check/property.js";
import type { TableSeen } from "../src/check/events.js";
import { countRows, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
};

/**
 * What is readable of a task of an acknowledged job is what one of its attempts wrote. Two attempts of a task write the same
 * rows here; where they do not (a task that is not deterministic), a mixture of theirs is rows that nobody computed.
 */
export const oneAttempt: Property<State> = {
  name: "one-attempt",
  claim: "All files of a task of an acknowledged job that are readable were written by one attempt.",
  anomaly: { plain: "mixture of two attempts", formal: "fractured write (no Adya name)" },
  initial: { acked: [] },
  step: (state, event) => (event.type === "acked" ? { acked: withItem(state.acked, event.jobKey) } : state),
  atEnd: ({ acked }, { table }, scene) => {
    const mixed = mixedTask(table, acked, scene);
    if (mixed === undefined) return undefined;
    return {
      message: `files of two attempts of task ${mixed.task} of ${mixed.jobKey} are readable`,
      jobs: [mixed.jobKey],
      rows: countRows(table, acked, scene),
    };
  },
};

/** A task with files of more than one attempt. */
function mixedTask(
  table: TableSeen,
  acked: readonly string[],
  scene: Scene,
): { readonly task: number; readonly jobKey: string } | undefined {
  if (!table.ok) return undefined;
  const attempts = new Map<string, string>();
  for (const { digest } of table.parts) {
    const content = scene.contents.of(digest);
    if (!content.readable || content.writer === undefined) continue;
    const { jobKey, job, task, attempt } = content.writer;
    if (!acked.includes(jobKey)) continue;
    const name = `task ${task} of ${jobKey}`;
    const writer = `${job} ${attempt}`;
    if ((attempts.get(name) ?? writer) !== writer) return { task, jobKey };
    attempts.set(name, writer);
  }
  return undefined;
}
