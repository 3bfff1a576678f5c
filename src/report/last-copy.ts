/** When the last copy of rows goes: from then on nothing can bring them back. */
import type { CounterexampleFile, RowEvent, RowGroup } from "../check/verdict.js";

const changes: Readonly<Partial<Record<RowEvent["what"], number>>> = {
  written: 1,
  copied: 1,
  deleted: -1,
  overwritten: -1,
};

/** What happened to rows, with how many keys hold them after it. */
export function withCopies(
  group: RowGroup,
  { ending, story }: Pick<CounterexampleFile, "ending" | "story">,
): readonly (readonly [event: RowEvent, copies: number])[] {
  const index = story?.groups.indexOf(group) ?? -1;
  // Counted from the end: what was there before the first step is told nowhere.
  let copies = ending.filter((one) => one.group === index).length;
  return group.life
    .toReversed()
    .map((event) => {
      const after = copies;
      copies -= changes[event.what] ?? 0;
      return [event, after] as const;
    })
    .toReversed();
}

/** Behind which event no key holds the rows any more, up to the end; undefined where some key does, or none ever did. */
export function lastCopyGone(
  group: RowGroup,
  file: Pick<CounterexampleFile, "ending" | "story">,
): RowEvent | undefined {
  const counted = withCopies(group, file).filter(([{ what }]) => changes[what] !== undefined);
  const last = counted.at(-1);
  return last?.[1] === 0 ? last[0] : undefined;
}
