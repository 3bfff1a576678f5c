/** Colours of a terminal. They repeat what a sign and a word say. */
import pc from "picocolors";
import type { Change, Effect } from "./defence-effects.js";
import type { Paint } from "./layout.js";
import type { Kind } from "./words.js";

export interface Paints {
  readonly kind: Readonly<Record<Kind, Paint>>;
  readonly effect: Readonly<Record<Effect, Paint>>;
  readonly change: Readonly<Record<Change["way"], Paint>>;
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
      "violated-silent": (text) => colors.bold(colors.red(text)),
      "violated-loud": colors.red,
      unknown: colors.magenta,
      refuses: colors.yellow,
      "holds-sampled": colors.cyan,
      "holds-exhaustive": colors.green,
      vacuous: colors.dim,
      "not-run": colors.dim,
    },
    effect: {
      harms: (text) => colors.bold(colors.red(text)),
      trades: colors.red,
      stops: colors.red,
      unknown: colors.magenta,
      "no-help": colors.yellow,
      dearer: colors.cyan,
      "rescues-some": colors.green,
      rescues: colors.green,
      refuses: colors.yellow,
      holds: colors.dim,
    },
    change: { broken: colors.red, cheaper: colors.red, rescued: colors.green, dearer: colors.cyan },
    heading: colors.bold,
    dim: colors.dim,
    alarm: (text) => colors.bold(colors.red(text)),
    added: colors.green,
    changed: colors.yellow,
    gone: colors.red,
  };
}
