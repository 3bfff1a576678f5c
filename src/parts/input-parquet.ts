/** A Parquet file as input, a row group at a time. */
import { basename } from "node:path";
import { UnreadablePart } from "./errors.js";
import { footerLength, readFooter, schemaOf, shortestFile } from "./footer.js";
import type { Footer } from "./footer.js";
import { failing } from "./input-file.js";
import type { InputFile } from "./input-file.js";
import type { Input } from "./input.js";
import { readGroup } from "./read-part.js";
import type { Table } from "./table.js";

/** Bytes from the end that are read at first; most footers fit. */
const firstRead = 64 * 1024;

export async function openParquet(file: InputFile): Promise<Input> {
  const footer = await failing(file.path, () => footerOfFile(file));
  return {
    name: basename(file.path),
    schema: schemaOf(footer),
    rowCount: footer.rows,
    groups: () => groups(file, footer),
  };
}

async function footerOfFile(file: InputFile): Promise<Footer> {
  const tail = await file.read(Math.max(0, file.size - firstRead), file.size);
  if (file.size < shortestFile || Buffer.from(tail.subarray(-4)).toString("latin1") !== "PAR1") {
    throw new UnreadablePart(
      `It is truncated: it starts as a Parquet file and has ${file.size} bytes, but does not end as one. Copy it again.`,
    );
  }
  const length = footerLength(tail, file.size);
  const whole =
    length <= tail.length
      ? tail.subarray(tail.length - length)
      : await file.read(file.size - length, file.size);
  return readFooter(whole, file.size);
}

async function* groups(file: InputFile, footer: Footer): AsyncGenerator<Table> {
  for (let index = 0; index < footer.groups.length; index++) {
    yield await failing(file.path, async () => {
      const { chunks } = footer.groups[index]!;
      const start = Math.min(...chunks.map((chunk) => chunk.start));
      const end = Math.max(...chunks.map((chunk) => chunk.end));
      const bytes = await file.read(start, end);
      return readGroup(footer, index, (from, to) => bytes.subarray(from - start, to - start));
    });
  }
}
