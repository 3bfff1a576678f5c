/**
 * The table metadata file `metadata/vN.metadata.json`, and what a commit makes of it. Pure functions of plain data.
 *
 * Source: Apache Iceberg table specification, version 2, "Table Metadata" and "Snapshots"; class `TableMetadata`.
 *
 * What differs for now: a snapshot names its manifests itself, in `manifests` (version 1 of the specification allows
 * that), instead of through an Avro manifest list; manifests are JSON (manifest.ts); the schema has no columns, because
 * a committer sees only bytes; snapshot ids have 53 bits, so that any JSON parser reads them exactly.
 */

export type Snapshot = {
  readonly "snapshot-id": number;
  readonly "parent-snapshot-id"?: number;
  readonly "sequence-number": number;
  readonly "timestamp-ms": number;
  readonly manifests: readonly string[];
  readonly summary: Readonly<Record<string, string>>;
  readonly "schema-id": 0;
};

export type TableMetadata = {
  readonly "format-version": 2;
  readonly "table-uuid": string;
  readonly location: string;
  readonly "last-sequence-number": number;
  readonly "last-updated-ms": number;
  readonly "last-column-id": 0;
  readonly schemas: readonly [
    { readonly type: "struct"; readonly "schema-id": 0; readonly fields: readonly [] },
  ];
  readonly "current-schema-id": 0;
  readonly "partition-specs": readonly [{ readonly "spec-id": 0; readonly fields: readonly [] }];
  readonly "default-spec-id": 0;
  readonly "last-partition-id": 999;
  readonly "sort-orders": readonly [{ readonly "order-id": 0; readonly fields: readonly [] }];
  readonly "default-sort-order-id": 0;
  readonly properties: Readonly<Record<string, string>>;
  /** -1: none. */
  readonly "current-snapshot-id": number;
  readonly refs: { readonly main?: { readonly "snapshot-id": number; readonly type: "branch" } };
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[];
  readonly "snapshot-log": readonly { readonly "timestamp-ms": number; readonly "snapshot-id": number }[];
  readonly "metadata-log": readonly { readonly "timestamp-ms": number; readonly "metadata-file": string }[];
};

/** A version of the table: what is, or is to be, in one slot. */
export type Version = { readonly version: number; readonly metadata: TableMetadata };

/** What one logical commit adds to whatever table it meets: chosen once, the same in all its attempts. */
export type Addition = {
  /** Tells this commit from all others, in the history of the table. */
  readonly commitId: string;
  readonly snapshotId: number;
  readonly manifest: string;
  readonly files: number;
  readonly records: number;
  readonly bytes: number;
  readonly timestampMs: number;
};

/** The store holds something that a table of this format cannot hold. Loud: guessing on would lose rows. */
export class TableError extends Error {
  override readonly name = "TableError";
}

/** The slot of a version. Written once, with If-None-Match, and never deleted: that is what fences late requests. */
export function slotKey(table: string, version: number): string {
  return `${table}metadata/v${version}.metadata.json`;
}

export function hintKey(table: string): string {
  return `${table}metadata/version-hint.text`;
}

/** Summary property that holds {@link Addition.commitId}. */
const commitIdProperty = "commit-id";

/** An empty table: what version 0 holds. */
export function emptyTable(table: string, uuid: string, timestampMs: number): TableMetadata {
  return {
    "format-version": 2,
    "table-uuid": uuid,
    location: table.replace(/\/$/u, ""),
    "last-sequence-number": 0,
    "last-updated-ms": timestampMs,
    "last-column-id": 0,
    schemas: [{ type: "struct", "schema-id": 0, fields: [] }],
    "current-schema-id": 0,
    "partition-specs": [{ "spec-id": 0, fields: [] }],
    "default-spec-id": 0,
    "last-partition-id": 999,
    "sort-orders": [{ "order-id": 0, fields: [] }],
    "default-sort-order-id": 0,
    properties: {},
    "current-snapshot-id": -1,
    refs: {},
    snapshots: [],
    "snapshot-log": [],
    "metadata-log": [],
  };
}

/** The snapshot that readers of this metadata read; undefined for an empty table. */
export function currentSnapshot(metadata: TableMetadata): Snapshot | undefined {
  return metadata.snapshots.find((one) => one["snapshot-id"] === metadata["current-snapshot-id"]);
}

/** Is the commit in the history of this metadata? */
export function hasCommit(metadata: TableMetadata, commitId: string): boolean {
  return metadata.snapshots.some((one) => one.summary[commitIdProperty] === commitId);
}

/**
 * The metadata that follows `base` when `addition` is appended to it. Everything that depends on the base (parent,
 * sequence number, totals, manifests of the past) is made anew for each base: forgetting that loses the rows of whoever
 * committed in between (iceberg-go issue 976).
 */
export function append(table: string, base: Version, addition: Addition): TableMetadata {
  const { metadata } = base;
  const parent = currentSnapshot(metadata);
  const sequenceNumber = metadata["last-sequence-number"] + 1;
  // Clocks of writers differ, and readers refuse logs that go back in time: never earlier than the base.
  const timestamp = Math.max(addition.timestampMs, metadata["last-updated-ms"]);
  const snapshot: Snapshot = {
    "snapshot-id": addition.snapshotId,
    ...(parent === undefined ? {} : { "parent-snapshot-id": parent["snapshot-id"] }),
    "sequence-number": sequenceNumber,
    "timestamp-ms": timestamp,
    manifests: [addition.manifest, ...(parent?.manifests ?? [])],
    summary: summaryOf(parent, addition),
    "schema-id": 0,
  };
  return {
    ...metadata,
    "last-sequence-number": sequenceNumber,
    "last-updated-ms": timestamp,
    "current-snapshot-id": addition.snapshotId,
    refs: { main: { "snapshot-id": addition.snapshotId, type: "branch" } },
    snapshots: [...metadata.snapshots, snapshot],
    "snapshot-log": [
      ...metadata["snapshot-log"],
      { "timestamp-ms": timestamp, "snapshot-id": addition.snapshotId },
    ],
    "metadata-log": [
      ...metadata["metadata-log"],
      { "timestamp-ms": metadata["last-updated-ms"], "metadata-file": slotKey(table, base.version) },
    ],
  };
}

function summaryOf(parent: Snapshot | undefined, addition: Addition): Snapshot["summary"] {
  const { commitId, files, records, bytes } = addition;
  const total = (name: string, added: number) => String(Number(parent?.summary[name] ?? "0") + added);
  return {
    operation: "append",
    [commitIdProperty]: commitId,
    "added-data-files": String(files),
    "added-records": String(records),
    "added-files-size": String(bytes),
    "total-data-files": total("total-data-files", files),
    "total-records": total("total-records", records),
    "total-files-size": total("total-files-size", bytes),
  };
}

/**
 * A snapshot id from a UUID, as Iceberg makes its own: the two halves, one XOR the other; here cut to 53 bits.
 * Its uniqueness rests on the UUID's alone.
 */
export function snapshotIdOf(uuid: string): number {
  const hex = uuid.replaceAll("-", "");
  const mixed = BigInt(`0x${hex.slice(0, 16)}`) ^ BigInt(`0x${hex.slice(16)}`);
  return Number(BigInt.asUintN(53, mixed));
}

/**
 * Reads the text of a metadata file.
 *
 * @throws {@link TableError} where it is not one, or not of this version of the format.
 */
export function parseMetadata(text: string, key: string): TableMetadata {
  const value = parseObject(text, key);
  if (value["format-version"] !== 2 || typeof value["table-uuid"] !== "string") {
    throw new TableError(`${key} is not table metadata of format version 2`);
  }
  if (!Array.isArray(value["snapshots"]) || typeof value["current-snapshot-id"] !== "number") {
    throw new TableError(`${key} has no list of snapshots, or no current one`);
  }
  const metadata = value as unknown as TableMetadata;
  if (metadata["current-snapshot-id"] !== -1 && currentSnapshot(metadata) === undefined) {
    throw new TableError(`${key} names a current snapshot that it does not list`);
  }
  return metadata;
}

/** A JSON object, or a {@link TableError} that names the key. */
export function parseObject(text: string, key: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TableError(`${key} is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TableError(`${key} is not a JSON object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
