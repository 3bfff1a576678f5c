/** Jobs that are small enough for the naive explorer: tiny committers on the real engine, with parts that are short texts. */
import type { PartContent } from "../../src/check/events.js";
import type { Property } from "../../src/check/property.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { Committer, CommitterFactory } from "../../src/job/committer.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { buildStage, type PartSource, type PartWriter, type Stage } from "../../src/job/stage.js";
import { Body } from "../../src/store/body.js";
import { personalityNamed } from "../../src/store/personalities/index.js";

/** Parts that say in their bytes who wrote them: one row a line. */
class TextParts implements PartSource {
  readonly #contents = new Map<string, PartContent>();

  encode(writer: PartWriter, variant: number, file: number, rows: number): Promise<Body> {
    const names = Array.from({ length: rows }, (_, row) => `${writer.jobKey}.${writer.task}.${file}.${row}`);
    const body = Body.text([`v${variant}`, ...names].join("\n"));
    this.#contents.set(body.digest, { readable: true, writer, rows: names });
    return Promise.resolve(body);
  }

  resolve(body: Body): Promise<void> {
    if (!this.#contents.has(body.digest)) {
      this.#contents.set(body.digest, { readable: false, reason: "nobody wrote it" });
    }
    return Promise.resolve();
  }

  of(digest: string): PartContent {
    return this.#contents.get(digest) ?? { readable: false, reason: "nobody wrote it" };
  }

  find(digest: string): PartContent | undefined {
    return this.#contents.get(digest);
  }
}

const smallest: Bounds = { ...defaultBounds, tasks: 1, files: 1, rows: 1, coordinator: 0 };

/** The stage of a job, and the properties to judge it by. */
export async function job(
  factory: CommitterFactory,
  personality: string,
  bounds: Partial<Bounds>,
  properties: readonly Property[],
): Promise<{ readonly arena: Stage; readonly properties: readonly Property[] }> {
  const arena = await buildStage({
    factory,
    personality: personalityNamed(personality),
    bounds: { ...smallest, ...bounds },
    seed: "1",
    parts: new TextParts(),
  });
  return { arena, properties };
}

const nothing = (): Promise<void> => Promise.resolve();

/** A committer that does nothing but what is given; it reads every object below the table's `out/`. */
export function committerOf(parts: Partial<Committer>): Committer {
  return {
    setupJob: nothing,
    setupTask: nothing,
    write: nothing,
    needsTaskCommit: () => Promise.resolve(false),
    commitTask: () => Promise.resolve(null),
    abortTask: nothing,
    commitJob: () => Promise.resolve("landed"),
    abortJob: nothing,
    read: async (table, { store }) => (await store.list({ prefix: `${table}out/` })).objects,
    ...parts,
  };
}

/** Writes each part where it is to be read, and publishes nothing: whoever looks sees what is there. */
export const writesInPlace: CommitterFactory = () =>
  committerOf({
    write: async ({ job }, { name, body }, { store }) => {
      await store.put({ key: `${job.table}out/${name}`, body });
    },
  });

/** Writes its part aside; the driver lists what is there and copies it to where it is read. */
export const listsAndCopies: CommitterFactory = () =>
  committerOf({
    write: async ({ job }, { name, body }, { store }) => {
      await store.put({ key: `${job.table}tmp/${job.id}/${name}`, body });
    },
    commitJob: async ({ id, table }, _commits, { store }) => {
      const { objects } = await store.list({ prefix: `${table}tmp/${id}/` });
      for (const { key } of objects) {
        await store.copy({ source: key, key: key.replace(`tmp/${id}`, "out") });
      }
      return "landed";
    },
  });
