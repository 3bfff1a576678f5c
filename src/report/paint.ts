/** Colours of a terminal. They repeat what a sign and a word say. */
import pc from "picocolors";
import type { Paint } from "./layout.js";
import type { Kind } from "./words.js";

export interface Paints {
  readonly kind: Readonly<Record<Kind, Paint>>;
  readonly heading: Paint;
  /** What is there to be looked up, not read. */
  readonly dim: Paint;
  /** The not-well-behaved step. */
  readonly alarm: Paint;
  readonly added: Paint;
  readonly changed: Paint;
  readonly gone: Paint;
}

export function paints(color: boolean): Paints {
  const colors = pc.createColors(color);
  return {
    kind: {
      violated: (text) => colors.bold(colors.red(text)),
      unknown: colors.magenta,
      refuses: colors.yellow,
      "holds-sampled": colors.cyan,
      "holds-exhaustive": colors.green,
      vacuous: colors.dim,
      "not-run": colors.dim,
    },
    heading: colors.bold,
    dim: colors.dim,
    alarm: (text) => colors.bold(colors.red(text)),
    added: colors.green,
    changed: colors.yellow,
    gone: colors.red,
  };
}
