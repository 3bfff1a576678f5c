/** The execution that breaks the property beside the nearest one in which it holds. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TraceStep } from "../../src/check/verdict.js";
import { hookWords } from "../../src/report/hook-words.js";
import { isStoreRequest } from "../../src/report/story-instead.js";
import { digits } from "../../src/report/words.js";
import { align, type Pair } from "./align.js";
import type { TimelineView } from "./Counterexample.js";
import { KeyName, KeyText } from "./KeyText.js";
import { stepsOf } from "./model.js";
import { stepId } from "./StepList.js";

const insteadWords = {
  misfortune: "on the right the next answer is the well-behaved one, and so are all after it",
  order: "on the right another process goes first, and every answer after it is the well-behaved one",
} as const;

export function Compare({ view }: { readonly view: TimelineView }) {
  const { file } = view;
  const { passing } = file.story!;
  const [whole, setWhole] = useState(false);
  const first = file.trace[0]?.step ?? 1;
  const same = Math.max(0, passing!.same - first + 1);
  const pairs = useMemo(() => align(file.trace.slice(same), passing!.trace), [file]);
  const headings = useMemo(
    () => new Set([...headedSteps(file.trace, same), ...headedSteps(passing!.trace, 0)]),
    [file],
  );
  const list = useSelectedInView(view.selected, whole);
  return (
    <div class="compare" ref={list}>
      <p>
        Both executions are the same up to step {digits(passing!.same)}; then {insteadWords[passing!.instead]}
        .
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Difference</span>
            </th>
            <th scope="col">This execution: it breaks the property</th>
            <th scope="col">The nearest one in which the property holds</th>
          </tr>
        </thead>
        <tbody>
          {same > 0 && (
            <tr class="same-start">
              <td />
              <td colSpan={2}>
                <button type="button" class="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
                  {whole ? "Hide" : "Show"} steps {digits(first)} to {digits(passing!.same)}, which are the
                  same
                </button>
              </td>
            </tr>
          )}
          {whole &&
            file.trace
              .slice(0, same)
              .map((step) => (
                <PairRow
                  key={step.step}
                  pair={{ left: step, right: step, same: true }}
                  view={view}
                  first={false}
                  headings={headings}
                />
              ))}
          {pairs.map((pair, index) => (
            <PairRow
              key={`${pair.left?.step ?? ""} ${pair.right?.step ?? ""}`}
              pair={pair}
              view={view}
              first={index === pairs.findIndex((one) => !one.same)}
              headings={headings}
            />
          ))}
          <Ends view={view} />
        </tbody>
      </table>
    </div>
  );
}

/** Begins at the first difference, and then keeps the selected step where it can be seen. */
function useSelectedInView(selected: number, whole: boolean): { readonly current: HTMLDivElement | null } {
  const list = useRef<HTMLDivElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    const row = list.current?.querySelector(opened.current ? `#${stepId(selected)}` : "tr.first");
    row?.scrollIntoView({ block: opened.current ? "nearest" : "center" });
    opened.current = true;
  }, [selected, whole]);
  return list;
}

/** The first step of each stretch in one hook; a stretch begins anew where only some steps are shown. */
function headedSteps(trace: readonly TraceStep[], from: number): readonly TraceStep[] {
  return [trace.slice(0, from), trace.slice(from)].flatMap((part) =>
    stepsOf(part, new Map()).flatMap(({ step, heading }) => (heading ? [step] : [])),
  );
}

function PairRow({
  pair,
  view,
  first,
  headings,
}: {
  readonly pair: Pair;
  readonly view: TimelineView;
  readonly first: boolean;
  /** Steps above which the heading of their hook stands. */
  readonly headings: ReadonlySet<TraceStep>;
}) {
  const { left, right, same } = pair;
  const here = left?.step === view.selected;
  return (
    <tr
      id={left === undefined ? undefined : stepId(left.step)}
      class={`${same ? "same" : "differs"}${first ? " first" : ""}${here ? " selected" : ""}`}
      onClick={() => left !== undefined && view.select(left.step)}
    >
      <td>
        {!same && (
          <span class="rhombus" title={first ? "the first difference" : "differs"}>
            <span aria-hidden="true">◆</span>
            <span class="hidden">{first ? "the first difference" : "differs"}</span>
          </span>
        )}
      </td>
      <td data-side="breaks">{left !== undefined && <OneSide step={left} heading={headings.has(left)} />}</td>
      <td data-side="holds">
        {right !== undefined && <OneSide step={right} heading={headings.has(right)} />}
      </td>
    </tr>
  );
}

function OneSide({ step, heading }: { readonly step: TraceStep; readonly heading: boolean }) {
  return (
    <div class={step.anomaly === undefined ? "side" : "side marked"}>
      {heading && <span class="side-hook">{hookWords(step)}</span>}
      <span class="number">{step.step}</span>
      <span>
        {!isStoreRequest(step.request) && <b>{step.process} </b>}
        <KeyText text={step.request} />
        {step.answer !== "" && (
          <span class="answer">
            {" "}
            → <KeyText text={step.answer} />
          </span>
        )}
        {step.changed.map((change) => (
          <span key={change} class={`change change-${signNames[change[0] ?? ""] ?? "changed"}`}>
            {change.slice(0, 1)} <KeyName name={change.slice(2)} />
          </span>
        ))}
      </span>
    </div>
  );
}

const signNames: Readonly<Record<string, string>> = { "+": "new", "-": "gone", "~": "changed" };

/** How both end: the rows that can be read then. */
function Ends({ view }: { readonly view: TimelineView }) {
  const { file, timeline } = view;
  const { meant, passing } = file.story!;
  const left = timeline.steps.at(-1)?.table;
  const common = timeline.steps.find(({ step }) => step.step === passing!.same)?.table;
  const right = passing!.trace.findLast(({ table }) => table !== undefined)?.table ?? common;
  const told = (table: typeof left): string =>
    table === undefined
      ? ""
      : `${table.readable} of ${meant} rows readable, ${table.acked} acknowledged, ${table.lost} lost`;
  return (
    <tr class="ends">
      <td />
      <td>In the end: {told(left)}</td>
      <td>In the end: {told(right)}</td>
    </tr>
  );
}
