/**
 * The consistent client: what a runbook recommends as its robust client, put together from the defences that it consists of.
 *
 * Source: the runbook's `ConsistentS3Client`: put_object_with_verification, list_objects_eventually_consistent,
 * copy_object_with_metadata_verification, delete_object_with_verification.
 *
 * Promises and leaves open: what its parts do. In the runbook a listing that never shows the expected count is handed on as it is
 * (`otherwise=go-on`), while a write that cannot be verified fails.
 */
import type { Defence } from "./defence.js";
import { listUntilCount } from "./list-until-count.js";
import { metadataReadBack } from "./metadata-read-back.js";
import { paging } from "./paging.js";
import { readBack } from "./read-back.js";
import { composedEntry } from "./shared/entry.js";
import { attemptsOption } from "./shared/options.js";
import { waitForDelete } from "./wait-for-delete.js";

export const consistentClient = composedEntry(
  {
    name: "consistent-client",
    title:
      "a runbook's robust client: read-back, metadata read-back, waiting for deletes, list-until-count, paging",
    source: 'the runbook "S3 Eventual Consistency Debugging", ConsistentS3Client',
    promises: "Each write and each deletion has been seen once; a listing shows as many names as are known.",
    leavesOpen:
      "What its parts leave open: the next reader, which names a listing shows, and a listing that it gives up on.",
    options: [
      {
        ...attemptsOption,
        meaning: "How often each of its parts asks in all.",
      },
      {
        name: "listings",
        values: ["go-on", "fail"],
        default: "go-on",
        meaning:
          "Where a listing never shows enough. go-on: it is handed on, as the runbook has it. fail: the request fails.",
      },
    ],
  },
  ({ attempts, listings }): readonly Defence[] => {
    const patience = { attempts: String(attempts) };
    return [
      ...listUntilCount.withOptions({ expected: "known", ...patience, otherwise: listings }),
      ...readBack.withOptions(patience),
      ...metadataReadBack.withOptions(patience),
      ...waitForDelete.withOptions(patience),
      ...paging.withOptions({ attempts: String(Math.max(1, attempts)) }),
    ];
  },
);
