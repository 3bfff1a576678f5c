/** Protocols over uploads in parts and bulk deletes, small enough for the naive explorer. */
import { Body } from "../../src/store/body.js";
import type { FaultKind } from "../../src/store/faults.js";
import { isS3Error } from "../../src/store/object-store.js";
import { uploadId } from "../../src/store/uploads.js";
import { acked, property, readEvent, type StoreMain, storeArena, tell } from "./arenas.js";
import type { Protocol } from "./compare.js";

const md5 = (text: string): string => Body.text(text).md5;

/** What an acknowledged writer's key holds at the end. */
const keeps = (key: string) =>
  property<boolean>(
    "keeps",
    false,
    (said, event) => said || event.type === "acked",
    (said, found) => (said && found[key] === undefined ? "acknowledged and not there" : undefined),
  );

/** A mutator's error is its own business. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isS3Error(error)) throw error;
    return false;
  }
}

const uploader: StoreMain = async ({ store }, kernel) => {
  const done = await attempt(async () => {
    const { uploadId } = await store.createMultipartUpload({ key: "k" });
    const { etag } = await store.uploadPart({ key: "k", uploadId, partNumber: 1, body: Body.text("a") });
    await store.completeMultipartUpload({ key: "k", uploadId, parts: [{ partNumber: 1, etag }] });
  });
  if (done) await tell(kernel, acked("1"));
};

const deleter: StoreMain = async ({ store }) => {
  await attempt(() => store.delete({ key: "k" }));
};

/** Whoever knows the id may abort, or complete as well. */
const other = uploadId("k", 1);
const aborter: StoreMain = async ({ store }) => {
  await attempt(() => store.abortMultipartUpload({ key: "k", uploadId: other }));
};
const completer: StoreMain = async ({ store }) => {
  const parts = [{ partNumber: 1, etag: md5("a") }];
  await attempt(() => store.completeMultipartUpload({ key: "k", uploadId: other, parts }));
};

export interface UploadCase {
  readonly personality?: string;
  readonly faults?: readonly FaultKind[];
  readonly anomaliesMax?: number;
  readonly faultsMax?: number;
  readonly zombies?: number;
  readonly crash?: boolean;
}

function uploads(second: StoreMain, made: UploadCase): Protocol {
  const { personality = "strong", faults = [], anomaliesMax = 0, faultsMax = 0, zombies = 0 } = made;
  const crashes = made.crash === true ? 1 : 0;
  return {
    arena: storeArena({
      personality,
      faults,
      budgets: { anomalies: anomaliesMax, faults: faultsMax, crashes, zombies },
      processes: { [`a${crashes > 0 ? "!" : ""}`]: uploader, b: second },
    }),
    properties: [keeps("k")],
  };
}

export const besideDelete = (made: UploadCase): Protocol => uploads(deleter, made);
export const besideAbort = (made: UploadCase): Protocol => uploads(aborter, made);
export const besideComplete = (made: UploadCase): Protocol => uploads(completer, made);

/** A rule aborts an upload while a part is on its way; its client then looks whether the part has stayed behind. */
export function partBesideRule(): Protocol {
  return {
    arena: storeArena({
      personality: "strong",
      faults: ["lifecycle-abort"],
      budgets: { faults: 1 },
      processes: {
        a: async ({ store }, kernel) => {
          await store.createMultipartUpload({ key: "k" });
          const body = Body.text("a");
          await attempt(() => store.uploadPart({ key: "k", uploadId: other, partNumber: 1, body }));
          const found: Record<string, string> = {};
          const { uploads } = await store.listMultipartUploads({});
          if (uploads.length > 0) found["upload"] = other;
          await attempt(async () => {
            const { parts } = await store.listParts({ key: "k", uploadId: other });
            if (parts.length > 0) found["part"] = "1";
          });
          await tell(kernel, readEvent("a", found));
        },
      },
    }),
    properties: [
      property<null>(
        "no part stays behind",
        null,
        (_, event) =>
          event.type === "read" && event.table.ok && event.table.parts.map(({ key }) => key).join() === "part"
            ? { message: "a part of no upload" }
            : null,
        () => undefined,
      ),
    ],
  };
}

/** Data and a pointer to it, read from a replica that the store brings up to date by itself. */
export function readsReplica(crash: boolean): Protocol {
  const replica = true;
  return {
    arena: storeArena({
      personality: "cross-region",
      budgets: { crashes: crash ? 1 : 0, zombies: crash ? 1 : 0 },
      processes: {
        [`a${crash ? "!" : ""}`]: async ({ store }) => {
          for (const key of ["k", "l"]) await store.put({ key, body: Body.text(key) });
        },
        b: async ({ store }, kernel) => {
          const found: Record<string, string> = {};
          for (const key of ["l", "k"]) {
            await attempt(async () => {
              found[key] = (await store.get({ key, replica })).body.text();
            });
          }
          await tell(kernel, readEvent("b", found));
        },
      },
    }),
    properties: [
      property<null>(
        "a pointer is not without its data",
        null,
        (_, event) =>
          event.type === "read" && event.table.ok && event.table.parts.map(({ key }) => key).join() === "l"
            ? { message: "l without k" }
            : null,
        () => undefined,
      ),
    ],
  };
}

/** Two keys deleted in one request, beside somebody who looks at both. */
export function bulkDelete(faults: readonly FaultKind[], faultsMax: number): Protocol {
  return {
    arena: storeArena({
      personality: "strong",
      faults,
      budgets: { faults: faultsMax, zombies: 1 },
      processes: {
        a: async ({ store }) => {
          await attempt(async () => {
            for (const key of ["k", "l"]) await store.put({ key, body: Body.text(key) });
            await store.deleteObjects({ keys: ["k", "l"] });
          });
        },
        b: async ({ store }, kernel) => {
          const listed: Record<string, string> = {};
          await attempt(async () => {
            for (const { key } of (await store.list({})).objects) listed[key] = key;
          });
          await tell(kernel, readEvent("b", listed));
        },
      },
    }),
    properties: [
      property<null>(
        "l is never seen alone",
        null,
        (_, event) =>
          event.type === "read" && event.table.ok && event.table.parts.map(({ key }) => key).join() === "l"
            ? { message: "l without k" }
            : null,
        () => undefined,
      ),
    ],
  };
}
