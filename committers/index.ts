/**
 * The commit protocols that come with the testbed.
 *
 * Their comments name what a step relies on in these words (Hadoop's committer documents have the same list):
 * - read-after-write: a read of a key sees the write that came before it;
 * - read-after-probe: also where the key was asked for before it was written, and answered 404;
 * - read-after-overwrite, read-after-delete: a read does not see what was there before;
 * - list-after-put, list-after-delete: LIST shows what is there, and nothing else.
 */
import { direct } from "./direct.js";
import { fileOutputV1 } from "./hadoop/file-output-v1.js";
import { fileOutputV2 } from "./hadoop/file-output-v2.js";
import { magic } from "./hadoop/magic.js";
import { manifestCommitter } from "./hadoop/manifest-committer.js";
import { stagingDirectory } from "./hadoop/staging-directory.js";
import { stagingPartitioned } from "./hadoop/staging-partitioned.js";
import { icebergCas } from "./iceberg-cas/index.js";
import { casPointer } from "./cas/pointer/index.js";
import { casSlot } from "./cas/slot/index.js";
import { magicCopy } from "./magic-copy.js";
import type { CommitterEntry } from "./shared/options.js";

export {
  type CommitterDescription,
  type CommitterEntry,
  CommitterOptionError,
  type GivenOptions,
  type OptionDescription,
  valuesText,
} from "./shared/options.js";
export {
  casPointer,
  casSlot,
  direct,
  fileOutputV1,
  fileOutputV2,
  icebergCas,
  magic,
  magicCopy,
  manifestCommitter,
  stagingDirectory,
  stagingPartitioned,
};

/** In the order in which they are shown. */
export const committers: readonly CommitterEntry[] = [
  fileOutputV1,
  fileOutputV2,
  magic,
  magicCopy,
  stagingDirectory,
  stagingPartitioned,
  manifestCommitter,
  icebergCas,
  casSlot,
  casPointer,
  direct,
];
