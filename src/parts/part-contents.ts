/** What rows the objects of a bucket hold: found out by decoding their bytes, once for each content. */
import type { PartContent, PartContents } from "../check/events.js";
import type { Body } from "../store/body.js";
import { UnreadablePart, UnsupportedColumn } from "./errors.js";
import { readPart } from "./read-part.js";
import { rowKeys } from "./row-key.js";
import type { RowKeyOptions } from "./row-key.js";

type Writer = NonNullable<Extract<PartContent, { readable: true }>["writer"]>;

/**
 * The rows of parts by the digest of their bytes. Nothing is taken from what a writer meant to write: the bytes are
 * decoded, with another library than wrote them.
 */
export class DecodedParts implements PartContents {
  readonly #options: RowKeyOptions;
  readonly #contents = new Map<string, PartContent>();

  /** @param options columns that do not belong to a row's identity: `{ except: [attemptColumn] }` for generated rows. */
  constructor(options: RowKeyOptions = {}) {
    this.#options = options;
  }

  /**
   * Makes known a part that the scenario writes. Where two writers make the same bytes, the first stays.
   *
   * @throws UnreadablePart, UnsupportedColumn where what was written cannot be read back: the scenario is then wrong.
   */
  register(body: Body, writer: Writer): PartContent {
    const known = this.#contents.get(body.digest);
    if (known?.readable === true && known.writer !== undefined) return known;
    const content: PartContent = { readable: true, writer, rows: this.#rows(body) };
    this.#contents.set(body.digest, content);
    return content;
  }

  /** What any bytes hold, also those that nobody registered. */
  resolve(body: Body): PartContent {
    const known = this.#contents.get(body.digest);
    if (known !== undefined) return known;
    const content = this.#decode(body);
    this.#contents.set(body.digest, content);
    return content;
  }

  /** @throws RangeError for a digest of bytes that were neither registered nor resolved. */
  of(digest: string): PartContent {
    const content = this.#contents.get(digest);
    if (content === undefined) {
      throw new RangeError(`No part with the digest ${digest} is known. Resolve its body first.`);
    }
    return content;
  }

  find(digest: string): PartContent | undefined {
    return this.#contents.get(digest);
  }

  #rows(body: Body): readonly string[] {
    return Object.freeze(rowKeys(readPart(body.view()), this.#options));
  }

  #decode(body: Body): PartContent {
    try {
      return { readable: true, rows: this.#rows(body) };
    } catch (error) {
      if (error instanceof UnreadablePart || error instanceof UnsupportedColumn) {
        return { readable: false, reason: error.message };
      }
      throw error;
    }
  }
}
