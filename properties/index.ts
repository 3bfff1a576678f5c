/** The properties, in the order in which reports show them. */
import type { Property } from "../src/check/property.js";
import { allOrNothing } from "./all-or-nothing.js";
import { everyJobCanEnd } from "./every-job-can-end.js";
import { noDuplicateRows } from "./no-duplicate-rows.js";
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
