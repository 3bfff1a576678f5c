/** All tables of expectations that runs confirm or refute. */
import type { HypothesisTable } from "../../src/check/hypotheses.js";
import { hadoopHypotheses } from "./hadoop.js";
import { magicHypotheses } from "./magic.js";
import { tableFormatHypotheses } from "./table-formats.js";

export const hypothesisTables: readonly HypothesisTable[] = [
  hadoopHypotheses,
  magicHypotheses,
  tableFormatHypotheses,
];
