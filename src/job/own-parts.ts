/**
 * The parts of one stage. A source is shared by many stages, and the same bytes are there another attempt's: the second run's in
 * one scope, a third attempt's in another. So whose they are is told by the stage that they were encoded for, and by no other.
 */
import type { PartContent } from "../check/events.js";
import type { Body } from "../store/body.js";
import type { PartSource, PartWriter } from "./stage.js";

export class OwnParts implements PartSource {
  readonly #source: PartSource;
  readonly #writers = new Map<string, PartWriter>();
  readonly #contents = new Map<string, PartContent>();

  constructor(source: PartSource) {
    this.#source = source;
  }

  async encode(writer: PartWriter, variant: number, file: number, rows: number): Promise<Body> {
    const body = await this.#source.encode(writer, variant, file, rows);
    // Where two writers make the same bytes, the first stays.
    if (!this.#writers.has(body.digest)) {
      this.#writers.set(body.digest, writer);
      this.#contents.delete(body.digest);
    }
    return body;
  }

  resolve(body: Body): Promise<void> {
    return this.#source.resolve(body);
  }

  rowCount(body: Body): number | undefined {
    return this.#source.rowCount?.(body);
  }

  of(digest: string): PartContent {
    const known = this.#contents.get(digest);
    return known ?? this.#keep(digest, this.#source.of(digest));
  }

  find(digest: string): PartContent | undefined {
    const known = this.#contents.get(digest);
    if (known !== undefined) return known;
    const found = this.#source.find(digest);
    return found === undefined ? undefined : this.#keep(digest, found);
  }

  #keep(digest: string, { ...content }: PartContent): PartContent {
    const writer = this.#writers.get(digest);
    if (content.readable) {
      delete (content as { writer?: PartWriter }).writer;
      if (writer !== undefined) Object.assign(content, { writer });
    }
    this.#contents.set(digest, content);
    return content;
  }
}
