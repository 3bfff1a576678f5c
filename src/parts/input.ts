/** Files of rows that a user gives. */
import { extname } from "node:path";
import { InputError } from "./errors.js";
import type { Field } from "./field.js";
import { arrowMagic, openArrow } from "./input-arrow.js";
import { openFile } from "./input-file.js";
import type { InputFile } from "./input-file.js";
import { openParquet } from "./input-parquet.js";
import { concatTables, emptyTable } from "./table-ops.js";
import type { Table } from "./table.js";

/** An input file that was found to be readable. */
export interface Input {
  /** The file's name, without its folder. */
  readonly name: string;
  readonly schema: readonly Field[];
  readonly rowCount: bigint;
  /** The rows in order, a row group or record batch at a time; each call starts again. @throws InputError */
  groups(): AsyncIterable<Table>;
}

const openers: Readonly<Record<string, (file: InputFile) => Promise<Input>>> = {
  ".parquet": openParquet,
  ".arrow": openArrow,
};

/**
 * Opens a file of rows by its ending: `.parquet`, or `.arrow` for an Arrow IPC file or stream.
 *
 * @throws InputError where the file is missing, truncated, not what its ending says, or has a column that cannot be
 * carried exactly: one paragraph that says what to do.
 */
export async function openInput(path: string): Promise<Input> {
  const ending = extname(path).toLowerCase();
  const opener = openers[ending];
  if (opener === undefined) {
    throw new InputError(
      path,
      `Cannot read ${path}: input files end in .parquet or .arrow${ending === "" ? "" : `, not in ${ending}`}. Convert it, or rename it if it is one.`,
    );
  }
  const file = await openFile(path);
  await checkContent(file, ending);
  return opener(file);
}

/** Compares what the file starts with to what its ending promises. */
async function checkContent(file: InputFile, ending: string): Promise<void> {
  if (file.size === 0)
    throw new InputError(file.path, `Cannot read ${file.path}: it is empty. Copy it again.`);
  const start = Buffer.from(await file.read(0, Math.min(8, file.size))).toString("latin1");
  const found = contentOf(start);
  if (found === ending) return;
  const is = found === undefined ? "something else" : `a ${found} file`;
  throw new InputError(
    file.path,
    `Cannot read ${file.path}: it ends in ${ending}, but its content is ${is}. ${
      found === undefined ? "Give a file that is what its ending says." : `Rename it to end in ${found}.`
    }`,
  );
}

/**
 * The ending that belongs to the first bytes. An Arrow stream starts with four bytes of ones (IPC format, "Encapsulated
 * message format"; before Arrow 0.15, of 2019, it had none).
 */
function contentOf(start: string): string | undefined {
  if (start.startsWith("PAR1") || start.startsWith("PARE")) return ".parquet";
  return start.startsWith(arrowMagic) || start.startsWith("\xff\xff\xff\xff") ? ".arrow" : undefined;
}

/** The rows of one file of one task. */
export interface InputPart {
  readonly task: number;
  readonly file: number;
  readonly table: Table;
}

/**
 * Deals the rows out to `tasks` x `files` parts of equal size (give or take a row), in order: each row is in exactly
 * one part, wherever the input's row groups begin and end. Parts beyond the number of rows are empty.
 *
 * No more is held than one row group and one part.
 */
export async function* splitInput(input: Input, tasks: number, files: number): AsyncGenerator<InputPart> {
  const parts = tasks * files;
  const endOf = (part: number): bigint => (input.rowCount * BigInt(part + 1)) / BigInt(parts);
  const made = (part: number, pieces: readonly Table[]): InputPart => ({
    task: Math.floor(part / files),
    file: part % files,
    table: pieces.length === 0 ? emptyTable(input.schema) : concatTables(pieces),
  });
  let part = 0;
  let pieces: Table[] = [];
  let done = 0n;
  for await (const group of input.groups()) {
    let from = 0;
    while (from < group.rows) {
      const take = Math.min(group.rows - from, Number(endOf(part) - done));
      if (take > 0) pieces.push(group.slice(from, from + take));
      from += take;
      done += BigInt(take);
      if (done === endOf(part)) {
        yield made(part++, pieces);
        pieces = [];
      }
    }
  }
  while (part < parts) yield made(part++, []);
}
