/** What can go wrong between rows and bytes. Each message says what was wrong, where, and what to do. */

/** Bytes that are not a whole, well-formed Parquet file. */
export class UnreadablePart extends Error {
  override readonly name = "UnreadablePart";
}

/** A column whose values could not be carried exactly, so it is refused. */
export class UnsupportedColumn extends Error {
  override readonly name = "UnsupportedColumn";
  readonly column: string;

  constructor(column: string, problem: string, remedy: string) {
    super(`Column ${JSON.stringify(column)} ${problem}. ${remedy}`);
    this.column = column;
  }
}

/** An input file that cannot be used as it is: it is missing, truncated, or not what its ending says. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** The text of anything that was thrown: parquetjs-lite throws plain strings. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
