/** The parts of a scenario that is not given an input: rows made from a seed, as real Parquet bytes. */
import type { PartContent } from "../check/events.js";
import type { PartSource, PartWriter } from "../job/stage.js";
import { Body } from "../store/body.js";
import { parquetjsCodec } from "./codec-parquetjs.js";
import { attemptColumn, generatePart } from "./generate.js";
import { DecodedParts } from "./part-contents.js";

/**
 * Encodes each part once. What the judge knows of a part's rows it has from decoding its bytes, with another library
 * than wrote them.
 */
export class GeneratedParts implements PartSource {
  readonly #seed: string;
  readonly #codec = parquetjsCodec();
  readonly #contents = new DecodedParts({ except: [attemptColumn] });
  readonly #bodies = new Map<string, Body>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  async encode(writer: PartWriter, variant: number, file: number, rows: number): Promise<Body> {
    const { jobKey, task } = writer;
    const name = JSON.stringify([jobKey, task, variant, file, rows]);
    let body = this.#bodies.get(name);
    if (body === undefined) {
      const table = generatePart({ seed: this.#seed, jobKey, task, attempt: variant, file, rows });
      body = Body.adopt(await this.#codec.encode(table));
      this.#bodies.set(name, body);
    }
    this.#contents.register(body, writer);
    return body;
  }

  resolve(body: Body): Promise<void> {
    this.#contents.resolve(body);
    return Promise.resolve();
  }

  of(digest: string): PartContent {
    return this.#contents.of(digest);
  }

  find(digest: string): PartContent | undefined {
    return this.#contents.find(digest);
  }
}
