/** Every incident, in the order in which they are shown. */
import type { Incident } from "../../src/job/incident.js";
import { avatar404 } from "./avatar-404/incident.js";
import { cdn404 } from "./cdn-404/incident.js";
import { fileSyncIncident } from "./file-sync/incident.js";
import { fiveSecondTests } from "./five-second-tests/incident.js";
import { partsNotListed } from "./parts-not-listed/incident.js";
import { photoPipelineIncident } from "./photo-pipeline/incident.js";
import { puneLostRows } from "./pune-lost-rows/incident.js";
import { s3guardBill } from "./s3guard-bill/incident.js";
import { sparkLostRows } from "./spark-lost-rows/incident.js";
import { splicedRead } from "./spliced-read/incident.js";
import { vanishingLogs } from "./vanishing-logs/incident.js";

export const incidents: readonly Incident[] = [
  sparkLostRows,
  puneLostRows,
  vanishingLogs,
  partsNotListed,
  avatar404,
  cdn404,
  photoPipelineIncident,
  fileSyncIncident,
  fiveSecondTests,
  splicedRead,
  s3guardBill,
];
