/** An Arrow IPC file or stream as input, a record batch at a time. */
import { basename } from "node:path";
import type { FileHandle } from "node:fs/promises";
import type { AsyncRecordBatchFileReader, AsyncRecordBatchStreamReader, RecordBatch } from "apache-arrow";
import { arrowColumn } from "./arrow-column.js";
import { arrowField } from "./arrow-type.js";
import { UnreadablePart } from "./errors.js";
import type { Field } from "./field.js";
import { failing, inputErrorOf } from "./input-file.js";
import type { InputFile } from "./input-file.js";
import type { Input } from "./input.js";
import { emptyTable } from "./table-ops.js";
import { Table } from "./table.js";

/** Begins a file, and ends it; a stream has neither. */
export const arrowMagic = "ARROW1";

export async function openArrow(file: InputFile): Promise<Input> {
  await failing(file.path, () => checkEnd(file));
  // Rows are counted by reading: a file's footer does not count them. It is read whole once, a batch at a time.
  let rowCount = 0n;
  let schema: readonly Field[] = [];
  for await (const batch of batches(file)) {
    rowCount += BigInt(batch.rows);
    schema = batch.schema;
  }
  return { name: basename(file.path), schema, rowCount, groups: () => groups(file) };
}

async function* groups(file: InputFile): AsyncGenerator<Table> {
  for await (const batch of batches(file)) if (batch.rows > 0) yield batch.table();
}

interface Batch {
  readonly schema: readonly Field[];
  readonly rows: number;
  table(): Table;
}

/** The record batches, in order; a file without any gives one of no rows. */
async function* batches(file: InputFile): AsyncGenerator<Batch> {
  const handle = await file.open();
  try {
    const reader = await failing(file.path, () => openReader(handle));
    const schema = await failing(file.path, () => reader.schema.fields.map(arrowField));
    let read = 0;
    for (; ; read++) {
      const batch = await failing(file.path, () => nextBatch(reader, read, file.size));
      if (batch === undefined) break;
      yield { schema, rows: batch.numRows, table: () => tableOfBatch(file, schema, batch) };
    }
    if (read === 0) yield { schema, rows: 0, table: () => emptyTable(schema) };
  } finally {
    await handle.close();
  }
}

type Reader = AsyncRecordBatchFileReader | AsyncRecordBatchStreamReader;

/** A file is read by its index of batches, a stream from its start to its end. */
async function openReader(handle: FileHandle): Promise<Reader> {
  const { RecordBatchReader } = await import("apache-arrow");
  const reader: Reader = (await isFile(handle))
    ? await RecordBatchReader.from(handle)
    : await RecordBatchReader.from(chunks(handle));
  await reader.open({ autoDestroy: false });
  // It stays without a schema where the bytes hold none.
  if ((reader.schema as unknown) === undefined) throw new UnreadablePart("It holds no Arrow schema.");
  return reader;
}

async function isFile(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(arrowMagic.length), 0, arrowMagic.length, 0);
  return buffer.toString("latin1") === arrowMagic;
}

const chunkLength = 1 << 20;

/** The bytes in order, once: a reader that is misled cannot go back. */
async function* chunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkLength), 0, chunkLength, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function nextBatch(reader: Reader, index: number, fileSize: number): Promise<RecordBatch | undefined> {
  let batch: RecordBatch | null;
  if (reader.isFile()) {
    // Its iterator would look for ever for a batch that is not where the index says.
    if (index >= reader.numRecordBatches) return undefined;
    batch = await reader.readRecordBatch(index);
    if (batch === null) throw new UnreadablePart(`It has no record batch ${index}, which its index names.`);
  } else {
    const { done, value } = await reader.next();
    if (done === true) return undefined;
    batch = value as RecordBatch;
  }
  // Rows take at least a bit each, unless they are all null: no file of this size has more.
  if (!(batch.numRows >= 0 && batch.numRows <= fileSize * 8)) {
    throw new UnreadablePart(`Record batch ${index} says that it has ${batch.numRows} rows.`);
  }
  return batch;
}

function tableOfBatch(file: InputFile, schema: readonly Field[], batch: RecordBatch): Table {
  try {
    const columns = schema.map((field, index) =>
      arrowColumn(field, batch.data.children[index], batch.numRows),
    );
    return new Table(columns, batch.numRows);
  } catch (error) {
    throw inputErrorOf(file.path, error);
  }
}

async function checkEnd(file: InputFile): Promise<void> {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
  if (file.size < 8) throw new UnreadablePart(`It has ${file.size} bytes, which is no Arrow file.`);
  if (text(await file.read(0, 6)) !== arrowMagic) return;
  if (text(await file.read(file.size - 6, file.size)) !== arrowMagic) {
    throw new UnreadablePart(
      `It is truncated: it starts as an Arrow file and has ${file.size} bytes, but does not end as one. Copy it again.`,
    );
  }
}
