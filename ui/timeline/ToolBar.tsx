/** Ways through the steps. */
import { digits } from "../../src/report/words.js";
import type { TimelineView } from "./Counterexample.js";

export function ToolBar({
  view,
  comparing,
  setCompare,
}: {
  readonly view: TimelineView;
  readonly comparing: boolean;
  setCompare(compare: boolean): void;
}) {
  const { timeline, selected, select, file } = view;
  const last = timeline.steps.at(-1)?.step.step ?? 1;
  const passing = file.story?.passing;
  return (
    <div class="toolbar" role="toolbar" aria-label="Steps">
      <button
        type="button"
        onClick={() => select(selected - 1)}
        aria-label="Previous step"
        aria-keyshortcuts="ArrowLeft"
        title="Arrow left"
      >
        ←
      </button>
      <span class="position">
        step {digits(selected)} of {digits(last)}
      </span>
      <button
        type="button"
        onClick={() => select(selected + 1)}
        aria-label="Next step"
        aria-keyshortcuts="ArrowRight"
        title="Arrow right"
      >
        →
      </button>
      <Jump view={view} to={timeline.firstAnomaly} name="first anomaly" shortcut="a" />
      <Jump view={view} to={timeline.lastCopy} name="last copy’s end" shortcut="g" />
      <Jump
        view={view}
        to={timeline.loss}
        name={file.story?.lossAt === undefined ? "violation" : "loss"}
        shortcut="l"
      />
      {passing !== undefined && (
        <button
          type="button"
          aria-pressed={comparing}
          aria-keyshortcuts="c"
          title="Key: c"
          class={comparing ? "pressed" : ""}
          onClick={() => setCompare(!comparing)}
        >
          Compare<span class="long"> with one that passes</span>
        </button>
      )}
    </div>
  );
}

function Jump({
  view,
  to,
  name,
  shortcut,
}: {
  readonly view: TimelineView;
  readonly to: number | undefined;
  readonly name: string;
  readonly shortcut: string;
}) {
  if (to === undefined) return null;
  return (
    <button
      type="button"
      onClick={() => view.select(to)}
      aria-keyshortcuts={shortcut}
      title={`Key: ${shortcut}`}
    >
      <span class="long">Jump to the </span>
      {name} ({digits(to)})
    </button>
  );
}
