/** One step in full: what was asked and answered, and what the store truly held before and after it. */
import type { HeldObject } from "../../src/check/verdict.js";
import { anomalyOf } from "../../src/report/elide.js";
import { hookWords } from "../../src/report/hook-words.js";
import { lastCopyGone } from "../../src/report/last-copy.js";
import { groupWords, isAtFault } from "../../src/report/story-rows.js";
import { visible } from "../../src/report/visible.js";
import { count, digits } from "../../src/report/words.js";
import type { TimelineView } from "./Counterexample.js";
import { KeyText } from "./KeyText.js";
import { type KeyState, keyStates, type TimelineStep } from "./model.js";
import { durationWords, fateWords, rowEventWords } from "./words.js";

export function StepPanel({ view }: { readonly view: TimelineView }) {
  const { timeline, shown, selected } = view;
  const at = timeline.steps.find(({ step }) => step.step === shown);
  if (at === undefined) return null;
  return (
    <aside class={`panel${shown === selected ? "" : " preview"}`} aria-label={`Step ${shown}`} tabIndex={0}>
      <Asked at={at} />
      <RowsNow at={at} view={view} />
      <Content at={at} view={view} />
    </aside>
  );
}

function Asked({ at: { step } }: { readonly at: TimelineStep }) {
  const { anomaly, wouldHaveBeen } = step;
  return (
    <>
      <h3>
        Step {digits(step.step)}: {hookWords(step) ?? step.process}
      </h3>
      <p class="dim">
        {step.hook !== undefined && (
          <>
            hook <code>{step.hook}</code>,{" "}
          </>
        )}
        {step.at !== undefined && <>at {durationWords(step.at)} of virtual time</>}
      </p>
      <dl class="exchange">
        <div>
          <dt>Asked</dt>
          <dd>
            <code>{visible(step.request)}</code>
          </dd>
        </div>
        {step.answer !== "" && (
          <div class={anomaly === undefined ? "" : "wrong"}>
            <dt>Answered</dt>
            <dd>
              <code>{visible(step.answer)}</code>
            </dd>
          </div>
        )}
        {wouldHaveBeen !== undefined && wouldHaveBeen !== "" && (
          <div class="well">
            <dt>Would have been</dt>
            <dd>
              <code>{visible(wouldHaveBeen)}</code>
            </dd>
          </div>
        )}
      </dl>
      {anomaly !== undefined && (
        <p class="misfortune">
          <b aria-hidden="true">!</b> Not well-behaved: <KeyText text={anomalyOf(step)} />.
        </p>
      )}
    </>
  );
}

function RowsNow({ at, view }: { readonly at: TimelineStep; readonly view: TimelineView }) {
  const { timeline } = view;
  const { table, step } = at;
  const events = timeline.groups.flatMap((group, index) =>
    group.life.filter((event) => event.step === step.step).map((event) => ({ group, index, event })),
  );
  return (
    <>
      {events.length > 0 && (
        <ul class="events">
          {events.map(({ group, index, event }) => (
            <li key={`${index} ${event.what} ${event.key}`} class={isAtFault(group) ? "faulty" : ""}>
              <b>{groupWords(group, timeline.groups)}</b>:{" "}
              {rowEventWords(event, isAtFault(group) && event === lastCopyGone(group, view.file))}
              {isAtFault(group) && <span class="dim"> (in the end {fateWords[group.fate].word})</span>}
            </li>
          ))}
        </ul>
      )}
      {step.told !== undefined && (
        <p class="told-line">
          {step.told.reader} was told:{" "}
          {step.told.error === undefined
            ? step.told.jobs.map(({ job, seen, of }) => `${seen} of ${of} rows of ${job}`).join(", ")
            : visible(step.told.error)}
        </p>
      )}
      {timeline.meant !== undefined && (
        <p class="table-line">
          An up-to-date reader would get <b>{digits(table.readable)}</b> of {count(timeline.meant, "row")};{" "}
          {digits(table.acked)} acknowledged
          {table.lost > 0 && (
            <>
              , <b class="wrong">{digits(table.lost)} lost</b>
            </>
          )}
          {table.error !== undefined && <span class="wrong">: {visible(table.error)}</span>}
        </p>
      )}
    </>
  );
}

const changeWords = { new: "new", changed: "changed", gone: "gone", same: "" } as const;
const changeSigns = { new: "+", changed: "~", gone: "−", same: "" } as const;

function Content({ at, view }: { readonly at: TimelineStep; readonly view: TimelineView }) {
  const { timeline } = view;
  const states = keyStates(at);
  const numberOf = new Map(timeline.keys.map(({ key, number }) => [key, number]));
  return (
    <table class="content">
      <caption>What the store truly holds, before and after this step</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">Change</span>
          </th>
          <th scope="col">Lane</th>
          <th scope="col">Key</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        {states.length === 0 && (
          <tr>
            <td colSpan={4} class="dim">
              nothing
            </td>
          </tr>
        )}
        {states.map((state) => (
          <KeyRow key={state.key} state={state} number={numberOf.get(state.key)} view={view} />
        ))}
      </tbody>
    </table>
  );
}

function KeyRow({
  state,
  number,
  view,
}: {
  readonly state: KeyState;
  readonly number: number | undefined;
  readonly view: TimelineView;
}) {
  const { key, change, before, after } = state;
  const object = after ?? before;
  const group = object?.group === undefined ? undefined : view.timeline.groups[object.group];
  const faulty = group !== undefined && isAtFault(group);
  return (
    <tr class={`change-${change}${faulty ? " faulty" : ""}`}>
      <td title={changeWords[change]}>
        <span aria-hidden="true">{changeSigns[change]}</span>
        <span class="hidden">{changeWords[change]}</span>
      </td>
      <td class="lane">{number === 0 ? "" : number}</td>
      <td>
        <code title={key}>{view.names.shorten(key)}</code>
      </td>
      <td>
        {holdsWords(object)}
        {change === "changed" && before !== undefined && (
          <span class="dim"> (before: {holdsWords(before)})</span>
        )}
      </td>
    </tr>
  );
}

function holdsWords(object: HeldObject | undefined): string {
  if (object === undefined) return "";
  return object.rows === undefined ? count(object.size, "byte") : object.rows;
}
