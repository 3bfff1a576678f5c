/** What became of the rows, from the write to the end: the shortest way to see what went wrong. */
import type { RowEvent, RowGroup } from "../../src/check/verdict.js";
import { hookWords } from "../../src/report/hook-words.js";
import { lastCopyGone } from "../../src/report/last-copy.js";
import { groupWords, isAtFault } from "../../src/report/story-rows.js";
import { count } from "../../src/report/words.js";
import type { TimelineView } from "./Counterexample.js";
import { KeyName } from "./KeyText.js";
import { type Stretch, stretchesOf } from "./stretches.js";
import { fateWords, rowEventWords } from "./words.js";

export function RowLives({ view }: { readonly view: TimelineView }) {
  const { groups } = view.timeline;
  if (groups.length === 0) return null;
  const faulty = groups.filter(isAtFault);
  const others = groups.length - faulty.length;
  return (
    <section class="lives" aria-labelledby="lives-title">
      <h3 id="lives-title">What became of the rows</h3>
      <ul>
        {faulty.map((group) => (
          <Life key={groups.indexOf(group)} group={group} view={view} />
        ))}
      </ul>
      {others > 0 && (
        <details>
          <summary>
            {faulty.length === 0 ? "The rows" : "The other rows"}: {count(others, "group")}
          </summary>
          <ul>
            {groups
              .filter((group) => !isAtFault(group))
              .map((group) => (
                <Life key={groups.indexOf(group)} group={group} view={view} />
              ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Life({ group, view }: { readonly group: RowGroup; readonly view: TimelineView }) {
  const { word, meaning } = fateWords[group.fate];
  const last = isAtFault(group) ? lastCopyGone(group, view.file) : undefined;
  return (
    <li class={`life fate-${group.fate}`}>
      <span class="whose" title={group.first}>
        {groupWords(group, view.timeline.groups)}
      </span>
      <ol>
        {stretchesOf(group.life).map(({ events }) => (
          <EventChip
            key={`${events[0].step} ${events[0].what} ${events[0].key}`}
            events={events}
            last={last}
            view={view}
          />
        ))}
        <li class="fate" title={meaning}>
          <b>{word}</b> <small>{meaning}</small>
        </li>
      </ol>
    </li>
  );
}

function EventChip({
  events: [event, ...again],
  last,
  view,
}: {
  readonly events: Stretch["events"];
  /** Behind which no key holds the rows. */
  readonly last: RowEvent | undefined;
  readonly view: TimelineView;
}) {
  const { selected, select, file } = view;
  const step = file.trace.find((one) => one.step === event.step);
  const steps = [event, ...again].map(({ step }) => step);
  return (
    <li>
      <button
        type="button"
        class={`chip what-${event.what}`}
        aria-current={steps.includes(selected) ? "step" : undefined}
        onClick={() => select(event.step)}
      >
        <span class="number">{steps.join(", ")}</span> {rowEventWords(event, event === last)}
        {step !== undefined && <small>{hookWords(step) ?? step.process}</small>}
        {event.key !== undefined && (
          <code>
            <KeyName name={event.key} />
          </code>
        )}
      </button>
    </li>
  );
}
