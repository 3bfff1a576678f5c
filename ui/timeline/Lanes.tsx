/** A step's part of the lanes: one for faults, one a process, one a key. */
import type { HeldObject } from "../../src/check/verdict.js";
import { isAtFault } from "../../src/report/story-rows.js";
import type { KeyLane, Timeline, TimelineStep } from "./model.js";

export const processLaneWidth = 20;
export const keyLaneWidth = 18;

/** The lanes are drawn in a box of this height, stretched to the row's. */
const height = 44;

/** Processes of a job have its colour. */
export function jobColour(process: string, processes: readonly string[]): string {
  if (process === "store") return "var(--lane-store)";
  const job = process.split(".")[0] ?? process;
  const jobs = [...new Set(processes.map((name) => name.split(".")[0] ?? name))];
  return `var(--lane-${(jobs.indexOf(job) % 6) + 1})`;
}

export function ProcessLanes({ at, timeline }: { readonly at: TimelineStep; readonly timeline: Timeline }) {
  const { processes } = timeline;
  const { step } = at;
  const marked = step.anomaly !== undefined;
  const lane = processes.indexOf(step.process);
  const x = (index: number): number => (index + 1.5) * processLaneWidth;
  const width = (processes.length + 1) * processLaneWidth;
  const middle = height / 2;
  return (
    <svg
      class="processes"
      width={width}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {processes.map((name, index) => (
        <line
          key={name}
          x1={x(index)}
          x2={x(index)}
          y1="0"
          y2={height}
          class="life-line"
          style={{ stroke: jobColour(name, processes) }}
        />
      ))}
      {marked && (
        <>
          <line
            x1={processLaneWidth / 2}
            x2={x(Math.max(0, lane))}
            y1={middle}
            y2={middle}
            class="fault-line"
          />
          <path class="fault" d={`M ${processLaneWidth / 2} ${middle - 8} l 7.5 14 h -15 z`} />
          <text x={processLaneWidth / 2} y={middle + 4.5} class="fault-sign">
            !
          </text>
        </>
      )}
      {step.process === "store" ? (
        <rect
          x={processLaneWidth}
          y={middle - 2}
          width={width - processLaneWidth}
          height="4"
          class="store-step"
        />
      ) : step.request === "dies" ? (
        <path class="death" d={`M ${x(lane) - 5} ${middle - 5} l 10 10 m 0 -10 l -10 10`} />
      ) : (
        <circle
          cx={x(lane)}
          cy={middle}
          r={step.hook === undefined ? 3.5 : 5}
          class={step.hook === undefined ? "dot engine" : "dot"}
          style={{ "--colour": jobColour(step.process, processes) }}
        />
      )}
    </svg>
  );
}

/** The lanes as they run on above a step, beside the heading of its hook. */
export function ProcessLanesBetween({ timeline: { processes } }: { readonly timeline: Timeline }) {
  const width = (processes.length + 1) * processLaneWidth;
  return (
    <svg
      class="processes"
      width={width}
      viewBox={`0 0 ${width} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {processes.map((name, index) => (
        <line
          key={name}
          x1={(index + 1.5) * processLaneWidth}
          x2={(index + 1.5) * processLaneWidth}
          y1="0"
          y2="10"
          class="life-line"
          style={{ stroke: jobColour(name, processes) }}
        />
      ))}
    </svg>
  );
}

export function KeyLanesBetween({
  at,
  timeline,
}: {
  readonly at: TimelineStep;
  readonly timeline: Timeline;
}) {
  const keys = timeline.keys.filter(({ telling }) => telling);
  const width = keys.length * keyLaneWidth;
  return (
    <svg class="keys" width={width} viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
      {keys.map(({ key }, index) => {
        const before = at.before.get(key);
        const x = (index + 0.5) * keyLaneWidth;
        return before === undefined ? null : (
          <line key={key} x1={x} x2={x} y1="0" y2="10" class={laneClass(before, timeline)} />
        );
      })}
    </svg>
  );
}

function laneClass(object: HeldObject | undefined, timeline: Timeline): string {
  if (object?.group === undefined) return "key-line";
  const group = timeline.groups[object.group];
  return group !== undefined && isAtFault(group) ? "key-line rows faulty" : "key-line rows";
}

export function KeyLanes({ at, timeline }: { readonly at: TimelineStep; readonly timeline: Timeline }) {
  const keys = timeline.keys.filter(({ telling }) => telling);
  const width = keys.length * keyLaneWidth;
  return (
    <svg
      class="keys"
      width={width}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {keys.map((lane, index) => (
        <OneKey key={lane.key} lane={lane} x={(index + 0.5) * keyLaneWidth} at={at} timeline={timeline} />
      ))}
    </svg>
  );
}

function OneKey({
  lane,
  x,
  at,
  timeline,
}: {
  readonly lane: KeyLane;
  readonly x: number;
  readonly at: TimelineStep;
  readonly timeline: Timeline;
}) {
  const before = at.before.get(lane.key);
  const after = at.after.get(lane.key);
  const sign = at.step.changed.find((change) => change.slice(2) === lane.key)?.[0];
  const middle = height / 2;
  return (
    <g>
      {before !== undefined && <line x1={x} x2={x} y1="0" y2={middle} class={laneClass(before, timeline)} />}
      {after !== undefined && (
        <line x1={x} x2={x} y1={middle} y2={height} class={laneClass(after, timeline)} />
      )}
      {sign === "+" && <circle cx={x} cy={middle} r="4.5" class={`${laneClass(after, timeline)} new`} />}
      {sign === "~" && (
        <path d={`M ${x} ${middle - 6} l 6 6 l -6 6 l -6 -6 z`} class={`${laneClass(after, timeline)} new`} />
      )}
      {sign === "-" && (
        <path
          d={`M ${x - 4.5} ${middle - 4.5} l 9 9 m 0 -9 l -9 9`}
          class={`${laneClass(before, timeline)} gone`}
        />
      )}
    </g>
  );
}
