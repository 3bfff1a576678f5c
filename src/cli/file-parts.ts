/** The parts of one job that commits a file of the user's: its rows, dealt out to tasks and files. */
import type { PartContent } from "../check/events.js";
import type { PartSource, PartWriter } from "../job/stage.js";
import { parquetjsCodec } from "../parts/codec-parquetjs.js";
import { type Input, splitInput } from "../parts/input.js";
import type { RowMultisets } from "../parts/row-multiset.js";
import { Body } from "../store/body.js";

/**
 * Holds each part as bytes, never as rows: what a bucket truly holds is decoded afterwards, part after part, and compared by
 * {@link RowMultisets}. So the contents here have no row texts, and no property may be judged by them.
 */
export class FileParts implements PartSource {
  readonly #bodies: ReadonlyMap<string, Body>;
  readonly #rows: ReadonlyMap<string, number>;
  /** Bytes that were read back, by digest. */
  readonly #resolved = new Map<string, Body>();

  private constructor(bodies: ReadonlyMap<string, Body>, rows: ReadonlyMap<string, number>) {
    this.#bodies = bodies;
    this.#rows = rows;
  }

  /**
   * Reads the input and encodes its parts one after the other; its rows are counted as the left side of `rows`.
   *
   * @param beat called after each part.
   * @throws InputError, UnsupportedColumn
   */
  static async read(
    input: Input,
    split: { readonly tasks: number; readonly files: number },
    rows: RowMultisets,
    beat: () => void,
  ): Promise<FileParts> {
    const codec = parquetjsCodec();
    const bodies = new Map<string, Body>();
    const counts = new Map<string, number>();
    for await (const { task, file, table } of splitInput(input, split.tasks, split.files)) {
      rows.addLeft(table);
      const body = Body.adopt(await codec.encode(table));
      bodies.set(nameOf(task, file), body);
      counts.set(body.digest, table.rows);
      beat();
    }
    return new FileParts(bodies, counts);
  }

  /** Every attempt at a task writes the same bytes. */
  encode({ task }: PartWriter, _variant: number, file: number): Promise<Body> {
    const body = this.#bodies.get(nameOf(task, file));
    return body === undefined
      ? Promise.reject(new RangeError(`the input was not dealt out to a file ${file} of a task ${task}`))
      : Promise.resolve(body);
  }

  rowCount(body: Body): number {
    return this.#rows.get(body.digest) ?? 0;
  }

  of(): PartContent {
    return { readable: true, rows: [] };
  }

  find(digest: string): PartContent | undefined {
    return this.#rows.has(digest) ? this.of() : undefined;
  }

  resolve(body: Body): Promise<void> {
    this.#resolved.set(body.digest, body);
    return Promise.resolve();
  }

  /** The bytes with a digest that a reader has met. */
  bodyOf(digest: string): Body {
    const body = this.#resolved.get(digest);
    if (body === undefined) throw new RangeError(`nobody has read bytes with the digest ${digest}`);
    return body;
  }
}

function nameOf(task: number, file: number): string {
  return `${task}/${file}`;
}
