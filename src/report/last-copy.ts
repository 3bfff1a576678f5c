/** When the last copy of rows goes: from then on nothing can bring them back. */
import type { CounterexampleFile, RowEvent, RowGroup } from "../check/verdict.js";

const changes: Readonly<Partial<Record<RowEvent["what"], number>>> = {
  written: 1,
  copied: 1,
  deleted: -1,
  overwritten: -1,
};

type Told = Pick<CounterexampleFile, "ending" | "story">;

function copiesAtEnd(group: RowGroup, { ending, story }: Told): number {
  const index = story?.groups.indexOf(group) ?? -1;
  return ending.filter((one) => one.group === index).length;
}

/** How many keys hold rows before the first step: what is told nowhere, and follows from the end. */
export function copiesBefore(group: RowGroup, file: Told): number {
  return group.life.reduce((copies, { what }) => copies - (changes[what] ?? 0), copiesAtEnd(group, file));
}

/** What happened to rows, with how many keys hold them after it. */
export function withCopies(
  group: RowGroup,
  file: Told,
): readonly (readonly [event: RowEvent, copies: number])[] {
  let copies = copiesAtEnd(group, file);
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
export function lastCopyGone(group: RowGroup, file: Told): RowEvent | undefined {
  const counted = withCopies(group, file).filter(([{ what }]) => changes[what] !== undefined);
  const last = counted.at(-1);
  return last?.[1] === 0 ? last[0] : undefined;
}
