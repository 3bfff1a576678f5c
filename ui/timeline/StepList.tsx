/** The steps in their order, each with its lanes. */
import { useEffect, useRef } from "preact/hooks";
import { anomalyOf } from "../../src/report/elide.js";
import { hookWords } from "../../src/report/hook-words.js";
import { attemptWords } from "../../src/report/story.js";
import { isStoreRequest } from "../../src/report/story-instead.js";
import type { TimelineView } from "./Counterexample.js";
import { KeyText } from "./KeyText.js";
import {
  KeyLanes,
  KeyLanesBetween,
  keyLaneWidth,
  ProcessLanes,
  ProcessLanesBetween,
  processLaneWidth,
} from "./Lanes.js";
import type { TimelineStep } from "./model.js";
import { TableBar } from "./TableBar.js";
import { useWindow } from "./window.js";
import { durationWords } from "./words.js";

export const stepId = (step: number): string => `step-${step}`;

export function StepList({ view }: { readonly view: TimelineView }) {
  const { timeline, selected } = view;
  const list = useRef<HTMLDivElement>(null);
  const { from, to, above, below } = useWindow(list, timeline.steps, selected);
  useSelectedInView(list, view);
  const keys = timeline.keys.filter(({ telling }) => telling);
  const style = {
    "--processes": `${(timeline.processes.length + 1) * processLaneWidth}px`,
    "--keys": `${keys.length * keyLaneWidth}px`,
    "--told": timeline.readers.length === 0 ? "0px" : "4.2rem",
    "--bar": timeline.meant === undefined ? "0px" : "5rem",
  };
  return (
    <div class="steps" style={style}>
      <Head view={view} />
      <div
        ref={list}
        class="step-rows"
        role="listbox"
        aria-label="Steps"
        tabIndex={0}
        aria-activedescendant={stepId(selected)}
      >
        <div style={{ height: above }} role="presentation" />
        {timeline.steps.slice(from, to).map((at) => (
          <StepRow key={at.step.step} at={at} view={view} />
        ))}
        <div style={{ height: below }} role="presentation" />
      </div>
    </div>
  );
}

function Head({ view }: { readonly view: TimelineView }) {
  const { processes, keys, readers, meant } = view.timeline;
  return (
    <div class="step-head" aria-hidden="true">
      <span class="number" />
      <span class="processes">
        <span class="slanted" style={{ left: `${processLaneWidth / 2}px` }}>
          bad luck
        </span>
        {processes.map((name, index) => (
          <span
            key={name}
            class="slanted"
            title={attemptWords(name)}
            style={{ left: `${(index + 1.5) * processLaneWidth}px` }}
          >
            {name}
          </span>
        ))}
      </span>
      <span class="asked">
        <span class="help">
          <kbd>←</kbd> <kbd>→</kbd> step <kbd>a</kbd> anomaly <kbd>l</kbd> loss <kbd>d</kbd> difference{" "}
          <kbd>c</kbd> compare
        </span>
        asked, and answered
      </span>
      {readers.length > 0 && <span class="told">told to readers</span>}
      {meant !== undefined && <span class="bar">rows readable</span>}
      <span class="keys">
        <span class="keys-title">keys</span>
        {keys
          .filter(({ telling }) => telling)
          .map(({ key, number }) => (
            <span key={key} class="key-number" title={key} style={{ width: `${keyLaneWidth}px` }}>
              {number}
            </span>
          ))}
      </span>
    </div>
  );
}

function StepRow({ at, view }: { readonly at: TimelineStep; readonly view: TimelineView }) {
  const { timeline, selected } = view;
  const { step } = at;
  const marked = step.anomaly !== undefined;
  const here = step.step === selected;
  return (
    <>
      {at.heading && (
        <div class="hook" role="presentation">
          <span class="number" />
          <ProcessLanesBetween timeline={timeline} />
          <span class="asked">
            {hookWords(step)} <code>{step.hook}</code>
          </span>
          {timeline.readers.length > 0 && <span class="told" />}
          {timeline.meant !== undefined && <span class="bar" />}
          <KeyLanesBetween at={at} timeline={timeline} />
        </div>
      )}
      <div
        id={stepId(step.step)}
        class={`step${marked ? " marked" : ""}${here ? " selected" : ""}`}
        role="option"
        aria-selected={here}
        title={titleOf(at)}
        onClick={() => view.select(step.step)}
        onPointerEnter={(event) => event.pointerType === "mouse" && view.hover(step.step)}
        onPointerLeave={() => view.hover(undefined)}
      >
        <span class="number">{step.step}</span>
        <ProcessLanes at={at} timeline={timeline} />
        <span class="asked">
          <span class="request">
            {!isStoreRequest(step.request) && <b>{step.process} </b>}
            <KeyText text={step.request} />
          </span>
          <span class="answer">
            {step.answer !== "" && (
              <>
                → <KeyText text={step.answer} />
              </>
            )}
            {marked && (
              <em>
                {" "}
                <KeyText text={anomalyOf(step)} />
              </em>
            )}
          </span>
        </span>
        {timeline.readers.length > 0 && <Told at={at} />}
        {timeline.meant !== undefined && (
          <TableBar table={at.table} meant={timeline.meant} changed={step.table !== undefined} />
        )}
        <KeyLanes at={at} timeline={timeline} />
      </div>
    </>
  );
}

function titleOf({ step }: TimelineStep): string {
  return step.at === undefined
    ? `step ${step.step}`
    : `step ${step.step}, at ${durationWords(step.at)} of virtual time`;
}

/** What a reader was told in this step. */
function Told({ at: { step } }: { readonly at: TimelineStep }) {
  const { told } = step;
  if (told === undefined) return <span class="told" />;
  if (told.error !== undefined) return <span class="told wrong">an error</span>;
  const partial = told.jobs.some(({ seen, of }) => seen !== 0 && seen !== of);
  return (
    <span class={partial ? "told wrong" : "told"}>
      {told.jobs.map(({ job, seen, of }) => (
        <span key={job} title={`${told.reader} was told of ${seen} of the ${of} rows of ${job}`}>
          {seen}/{of}
        </span>
      ))}
    </span>
  );
}

/** Keeps the selected step where it can be seen, without moving the page more than that takes. */
function useSelectedInView(
  list: { readonly current: HTMLElement | null },
  { selected, linked }: TimelineView,
): void {
  const first = useRef(true);
  useEffect(() => {
    // Who opens a cell reads it from its head; who follows a link to a step wants to see the step.
    const stay = first.current && !linked;
    first.current = false;
    if (stay) return;
    list.current?.querySelector(`#${stepId(selected)}`)?.scrollIntoView({ block: "nearest" });
  }, [selected]);
}
