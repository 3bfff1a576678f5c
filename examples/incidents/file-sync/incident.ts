import { s32018Incident } from "../../../src/explore/estimate/profiles/s3-2018.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { fileSync, type SyncBy } from "./program.js";

function sync(by: SyncBy, label: string, claim: Setup["claim"]): Setup {
  return {
    label,
    claim,
    run: {
      program: fileSync(by),
      size: { items: 10, rows: 1 },
      small: { items: 2, rows: 1, anomalies: 2 },
    },
    store: "s3-legacy",
    profile: s32018Incident,
    property: "no-lost-rows",
    runs: 2000,
    quick: 150,
  };
}

export const fileSyncIncident: Incident = {
  name: "file-sync",
  title: "Files that do not come to the other device",
  story: [
    "In 2020 files of one device did not arrive on another.",
    "The sync listed what was in the store and fetched what it had not.",
    "A file that had just been uploaded was missing from the listing, so it was not fetched, and nothing failed.",
    "Until something changed again, the devices differed.",
    "The remedy was verification by checksums, and retries.",
  ],
  source: "S3 Eventual Consistency Debugging, 'Dropbox's File Sync Consistency (2020)'",
  delays:
    "The story has no figure. The profile is that of a bad week, in which one new key in a hundred is listed late.",
  see: "A LIST that is short is taken for all there is. A list of names and checksums, written under a new key, tells the other device what it has to wait for.",
  setups: [
    sync("list", "as it was", "story"),
    sync("manifest", "names and checksums in a manifest, and retries", "fix"),
  ],
};
