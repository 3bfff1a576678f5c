/** The properties, in the order in which reports show them; and further ones, for those who ask for them by name. */
import type { Property } from "../src/check/property.js";
import { ackedRowsSeen } from "./acked-rows-seen.js";
import { allOrNothing } from "./all-or-nothing.js";
import { everyJobCanEnd } from "./every-job-can-end.js";
import { noDuplicateRows } from "./no-duplicate-rows.js";
import { oneAttempt } from "./one-attempt.js";
import { priorRowsKept } from "./prior-rows-kept.js";
import { noLostRows } from "./no-lost-rows.js";
import { noPhantomRows } from "./no-phantom-rows.js";
import { readable } from "./readable.js";
import { writeMode } from "./write-mode.js";

export const properties: readonly Property[] = [
  noLostRows,
  noDuplicateRows,
  noPhantomRows,
  allOrNothing,
  readable,
  everyJobCanEnd,
  priorRowsKept,
  writeMode,
];

/** Asked only where they are named: what they say is more than an engine promises, or depends on the reader's own luck. */
export const furtherProperties: readonly Property[] = [oneAttempt, ackedRowsSeen];
