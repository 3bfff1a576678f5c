/** Every defence by name. */
import { checksumManifest } from "./checksum-manifest.js";
import { circuitBreaker } from "./circuit-breaker.js";
import { consistentClient } from "./consistent-client.js";
import { consistentRead } from "./consistent-read.js";
import type { DefenceEntry } from "./defence.js";
import { listUntilCount } from "./list-until-count.js";
import { listUntilKeys } from "./list-until-keys.js";
import { metadataReadBack } from "./metadata-read-back.js";
import { multipart } from "./multipart.js";
import { negativeCache } from "./negative-cache.js";
import { paging } from "./paging.js";
import { probeFirst } from "./probe-first.js";
import { readBack } from "./read-back.js";
import { retry } from "./retry.js";
import { s3guard } from "./s3guard/index.js";
import { s3mper } from "./s3mper.js";
import { versionToken } from "./version-token.js";
import { waitForDelete } from "./wait-for-delete.js";
import { waitForReplication } from "./wait-for-replication.js";

export {
  type Defence,
  type DefenceContext,
  type DefenceDescription,
  type DefenceEntry,
  DefenceOptionError,
} from "./defence.js";

/** In the order in which they are shown: what everybody does first, what helps where something is known, what does harm. */
export const defences: readonly DefenceEntry[] = Object.freeze([
  retry,
  circuitBreaker,
  readBack,
  metadataReadBack,
  waitForDelete,
  listUntilCount,
  listUntilKeys,
  paging,
  consistentRead,
  versionToken,
  checksumManifest,
  multipart,
  consistentClient,
  waitForReplication,
  s3mper,
  s3guard,
  probeFirst,
  negativeCache,
]);
