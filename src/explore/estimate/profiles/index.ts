/** Every profile by name. */
import type { DelayProfile } from "../../../check/profile.js";
import { eventMover } from "./event-mover.js";
import { emr2018, spark2018 } from "./late-listings.js";
import { probed404 } from "./probed-404.js";
import { replicas80ms } from "./replicas-80-ms.js";
import { s32018, s32018Incident } from "./s3-2018.js";
import { toyWindow } from "./toy-window.js";
import { upToDate } from "./up-to-date.js";

export const profiles: readonly DelayProfile[] = Object.freeze([
  upToDate,
  s32018,
  s32018Incident,
  spark2018,
  emr2018,
  eventMover,
  replicas80ms,
  probed404,
  toyWindow,
]);
