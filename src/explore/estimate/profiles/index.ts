/** Every profile by name. */
import type { DelayProfile } from "../../../check/profile.js";
import { s32018, s32018Incident } from "./s3-2018.js";
import { toyWindow } from "./toy-window.js";
import { upToDate } from "./up-to-date.js";

export const profiles: readonly DelayProfile[] = Object.freeze([upToDate, s32018, s32018Incident, toyWindow]);
