/** What the page shows, as data: what it is made of, and what is left out where it would be too much for a browser. */
import type { CostFile } from "../../check/cost.js";
import type { CounterexampleFile, HeldObject, TraceStep, Verdicts } from "../../check/verdict.js";
import type { About } from "./about.js";
import { type Packed, Packer } from "./pack.js";

/** A counterexample as the page has it. */
export interface PageCounterexample extends CounterexampleFile {
  /** Set where the first steps are left out. */
  readonly cut?: {
    /** The first step that is there. */
    readonly from: number;
    /** How many steps there are in the file. */
    readonly of: number;
    /** What the store truly held before it. */
    readonly before: readonly HeldObject[];
  };
}

export interface PageData {
  readonly schema: "lakelitmus/page@1";
  readonly verdicts: Verdicts;
  /** By their paths beside the page. One that is not here is in its file only. */
  readonly counterexamples: Readonly<Record<string, PageCounterexample>>;
  readonly about: About;
  readonly cost?: CostFile;
}

/** What makes a page. */
export interface PageSource {
  readonly verdicts: Verdicts;
  readonly counterexamples: ReadonlyMap<string, CounterexampleFile>;
  readonly about: About;
  readonly cost?: CostFile;
}

export interface PageLimits {
  /** Of one counterexample. */
  readonly steps: number;
  /** Of packed data; the counterexamples that do not fit are left to their files. */
  readonly bytes: number;
}

export const pageLimits: PageLimits = { steps: 10_000, bytes: 5_000_000 };

/** Packs what fits, the shortest counterexamples first. The same source gives the same bytes. */
export function packPage(source: PageSource, limits: PageLimits = pageLimits): Packed {
  const packer = new Packer();
  const schema: PageData["schema"] = "lakelitmus/page@1";
  const fields = new Map([
    ["schema", packer.add(schema)],
    ["verdicts", packer.add(source.verdicts)],
    ["about", packer.add(source.about)],
  ]);
  if (source.cost !== undefined) fields.set("cost", packer.add(source.cost));
  const files = [...source.counterexamples].sort(
    ([pathA, a], [pathB, b]) => a.trace.length - b.trace.length || (pathA < pathB ? -1 : 1),
  );
  const kept = new Map<string, number>();
  for (const [path, file] of files) {
    if (packer.bytes > limits.bytes) break;
    kept.set(path, packer.add(cut(file, limits.steps)));
  }
  fields.set("counterexamples", packer.addObject(kept));
  return packer.end(packer.addObject(fields));
}

/** The last steps, because the violation stands at the end. */
function cut(file: CounterexampleFile, most: number): PageCounterexample {
  const shortened = withoutLongPassing(file, most);
  const { trace } = file;
  if (trace.length <= most) return shortened;
  const gone = trace.slice(0, -most);
  const kept = trace.slice(-most);
  return {
    ...shortened,
    trace: kept,
    cut: { from: kept[0]?.step ?? 1, of: trace.length, before: heldAfter(gone) },
  };
}

function withoutLongPassing(file: CounterexampleFile, most: number): CounterexampleFile {
  const { story } = file;
  if (story?.passing === undefined || story.passing.same + story.passing.trace.length <= most) return file;
  const { passing: _, ...rest } = story;
  return { ...file, story: rest };
}

/** What the store holds after some steps from the start. */
export function heldAfter(
  steps: readonly TraceStep[],
  before: readonly HeldObject[] = [],
): readonly HeldObject[] {
  const held = new Map(before.map((one) => [one.key, one]));
  for (const { changed, holds = [] } of steps) {
    for (const change of changed) {
      const key = change.slice(2);
      const now = holds.find((one) => one.key === key);
      if (change.startsWith("-")) held.delete(key);
      else held.set(key, now ?? { key, size: 0 });
    }
  }
  return [...held.values()];
}
