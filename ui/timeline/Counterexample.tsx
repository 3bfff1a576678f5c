/** An execution that breaks a property: told in words, in what became of the rows, and step by step. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageCounterexample } from "../../src/report/html/page-data.js";
import { shortNames, type ShortNames } from "../../src/report/short-names.js";
import { storyParts } from "../../src/report/story.js";
import { digits } from "../../src/report/words.js";
import type { CellRoute } from "../cell/CellPage.js";
import { useView } from "../parts/view.js";
import { Compare } from "./Compare.js";
import { KeyFinder } from "./key-finder.js";
import { type Keys, KeysContext, KeyText } from "./KeyText.js";
import { makeTimeline, type Timeline } from "./model.js";
import { RowLives } from "./RowLives.js";
import { StepList } from "./StepList.js";
import { StepPanel } from "./StepPanel.js";
import { ToolBar } from "./ToolBar.js";

/** The longest name of a key in a step's line, and in the words above the steps. */
const nameLength = 46;
const nameLengthInWords = 32;

export interface TimelineView {
  readonly file: PageCounterexample;
  readonly timeline: Timeline;
  readonly names: ShortNames;
  /** The step that is pinned. */
  readonly selected: number;
  /** The step that the panel shows: the one under the pointer, or else the pinned one. */
  readonly shown: number;
  /** The address names a step. */
  readonly linked: boolean;
  select(step: number): void;
  hover(step: number | undefined): void;
}

/** With the steps of the passing execution, whose names are to be shortened too. */
function withPassing(file: PageCounterexample): PageCounterexample {
  return { ...file, trace: [...file.trace, ...(file.story?.passing?.trace ?? [])] };
}

export function Counterexample({
  file,
  path,
  route,
}: {
  readonly file: PageCounterexample;
  readonly path: string;
  readonly route: CellRoute;
}) {
  const { go } = useView();
  const timeline = useMemo(() => makeTimeline(file), [file]);
  const names = useMemo(() => shortNames(withPassing(file), nameLength), [file]);
  const [hovered, hover] = useState<number | undefined>(undefined);
  const first = timeline.steps[0]?.step.step ?? 1;
  const last = timeline.steps.at(-1)?.step.step ?? 1;
  const start = timeline.firstAnomaly ?? timeline.firstDifference ?? timeline.loss;
  const selected = Math.min(last, Math.max(first, route.step ?? start));
  const select = (step: number): void => {
    hover(undefined);
    go({ ...route, step: Math.min(last, Math.max(first, step)) }, true);
  };
  const setCompare = (compare: boolean): void => go({ ...route, step: selected, compare }, true);
  useKeys({ timeline, selected, first, last, select, compare: route.compare, setCompare });
  const view: TimelineView = {
    file,
    timeline,
    names,
    selected,
    shown: hovered ?? selected,
    linked: route.step !== undefined,
    select,
    hover,
  };
  const comparing = route.compare && file.story?.passing !== undefined;
  const keys = useMemo(() => keysOf(timeline, names), [timeline, names]);
  const keysInWords = useMemo(() => keysOf(timeline, shortNames(file, nameLengthInWords)), [timeline, file]);
  return (
    <KeysContext.Provider value={keys}>
      <section class="counterexample" aria-labelledby="counterexample-title">
        <h2 id="counterexample-title">How it comes about</h2>
        <KeysContext.Provider value={keysInWords}>
          <div class="story">
            {storyParts(file).map((part) => (
              <p key={part}>
                <KeyText text={part} />
              </p>
            ))}
          </div>
          <RowLives view={view} />
        </KeysContext.Provider>
        <ToolBar view={view} comparing={comparing} setCompare={setCompare} />
        {file.cut !== undefined && (
          <p class="notice">
            Showing {digits(timeline.steps.length)} of {digits(file.cut.of)} steps, the last ones. All of them
            are in <a href={path}>{path}</a>.
          </p>
        )}
        <div class={comparing ? "timeline comparing" : "timeline"}>
          {comparing ? <Compare view={view} /> : <StepList view={view} />}
          <StepPanel view={view} />
        </div>
      </section>
    </KeysContext.Provider>
  );
}

/** Only lanes that are drawn have numbers that tell anybody anything. */
function keysOf(timeline: Timeline, names: ShortNames): Keys {
  const drawn = timeline.keys.filter(({ telling }) => telling);
  return {
    finder: new KeyFinder(timeline.keys.map(({ key }) => key)),
    names,
    numberOf: new Map(drawn.map(({ key, number }) => [key, number])),
  };
}

interface KeyTargets {
  readonly timeline: Timeline;
  readonly selected: number;
  readonly first: number;
  readonly last: number;
  select(step: number): void;
  readonly compare: boolean;
  setCompare(compare: boolean): void;
}

/** Keys work wherever the focus is, but where text is written or chosen. */
function useKeys(targets: KeyTargets): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const action = actionOf(event.key, targets);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  });
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea") !== null;
}

function actionOf(key: string, targets: KeyTargets): (() => void) | undefined {
  const { timeline, selected, first, last, select, compare, setCompare } = targets;
  const to =
    (step: number | undefined): (() => void) =>
    () =>
      step !== undefined && select(step);
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
    case "j":
      return to(selected + 1);
    case "ArrowLeft":
    case "ArrowUp":
    case "k":
      return to(selected - 1);
    case "Home":
      return to(first);
    case "End":
      return to(last);
    case "a":
      return to(timeline.firstAnomaly);
    case "l":
      return to(timeline.loss);
    case "g":
      return to(timeline.lastCopy);
    case "d":
      return to(timeline.firstDifference);
    case "c":
      return () => setCompare(!compare);
    default:
      return undefined;
  }
}
