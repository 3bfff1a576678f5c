/** A long list of steps is only drawn where it can be seen. */
import { useEffect, useState } from "preact/hooks";
import type { TimelineStep } from "./model.js";

/** Up to so many steps all are drawn, so that a search in the page, and a print of it, has them. */
const drawnMost = 600;

/** How many are drawn before and after those that can be seen. */
const margin = 60;

/** In pixels, as the style sheet has it. */
const stepHeight = 44;

export interface Window {
  readonly from: number;
  readonly to: number;
  /** Pixels that stand for the steps that are not drawn. */
  readonly above: number;
  readonly below: number;
}

export function useWindow(
  list: { readonly current: HTMLElement | null },
  steps: readonly TimelineStep[],
  selected: number,
): Window {
  const [middle, setMiddle] = useState(selected);
  const long = steps.length > drawnMost;
  useEffect(() => {
    if (!long) return undefined;
    const look = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setMiddle(Math.round((innerHeight / 2 - top) / stepHeight));
    };
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [long]);
  const first = steps[0]?.step.step ?? 1;
  useEffect(() => setMiddle(selected - first), [selected, first]);
  if (!long) return { from: 0, to: steps.length, above: 0, below: 0 };
  const seen = Math.ceil(innerHeight / stepHeight);
  const from = Math.max(0, Math.min(steps.length - 1, middle) - seen - margin);
  const to = Math.min(steps.length, middle + seen + margin);
  return { from, to, above: from * stepHeight, below: (steps.length - to) * stepHeight };
}
