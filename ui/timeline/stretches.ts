/** What became of rows, without repetition. */
import type { RowEvent } from "../../src/check/verdict.js";

/** The same thing, happening once or several times one after the other. */
export interface Stretch {
  readonly events: readonly [RowEvent, ...RowEvent[]];
}

/** The same thing happening again is told once: a reader that sees rows twice, a copy that is repeated. */
export function stretchesOf(life: readonly RowEvent[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const event of life) {
    const last = stretches.at(-1);
    if (last !== undefined && last.events[0].what === event.what && last.events[0].key === event.key) {
      stretches[stretches.length - 1] = { events: [...last.events, event] };
    } else stretches.push({ events: [event] });
  }
  return stretches;
}
