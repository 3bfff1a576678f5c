/** Jobs that are small enough for the naive explorer: tiny committers on the real engine, with parts that are short texts. */
import type { PartContent } from "../../src/check/events.js";
import type { Property } from "../../src/check/property.js";
import type { Bounds } from "../../src/check/verdict.js";
import type { AttemptInfo, Committer, CommitterFactory, Context } from "../../src/job/committer.js";
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

/** Counts the parts that it has written, and says at the commit how many they were: its instance remembers. */
export const remembers: CommitterFactory = () => {
  let written = 0;
  return committerOf({
    write: ({ job }, { name, body }, { store }) => {
      written += 1;
      return store.put({ key: `${job.table}out/${name}`, body }).then(() => undefined);
    },
    needsTaskCommit: () => Promise.resolve(true),
    commitTask: async ({ job, task }, { store }) => {
      await store.put({ key: `${job.table}counts/${task}`, body: Body.text(String(written)) });
      return null;
    },
  });
};

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

/** What committers below say is private to a task. */
const privateTo = ({ task }: AttemptInfo): readonly string[] => [`t/tmp/${task}/`];

async function writeOwn({ task, attempt }: AttemptInfo, { store }: Context): Promise<void> {
  await store.put({ key: `t/tmp/${task}/${attempt}`, body: Body.empty });
}

/** Notes how many objects there are below a prefix. */
async function count({ store }: Context, prefix: string, name: string): Promise<void> {
  const { objects } = await store.list({ prefix });
  await store.put({ key: `t/out/${name}${objects.length}`, body: Body.empty });
}

/** Its tasks do not meet. */
export const keepsToItself: CommitterFactory = () =>
  committerOf({ write: (attempt, _, ctx) => writeOwn(attempt, ctx), privateTo });

/** Task 1 looks at what task 0 has declared its own. */
export const looksAtAnother: CommitterFactory = () =>
  committerOf({
    write: async (attempt, _, ctx) => {
      await writeOwn(attempt, ctx);
      if (attempt.task === 1) await count(ctx, "t/tmp/0/", "seen");
    },
    privateTo,
  });

/** An attempt that was refused the commit leaves a mark, where the one that commits looks. */
export const cleansUp: CommitterFactory = () =>
  committerOf({
    write: (attempt, _, ctx) => writeOwn(attempt, ctx),
    needsTaskCommit: () => Promise.resolve(true),
    commitTask: async ({ task, attempt }, ctx) => {
      await count(ctx, `t/tmp/${task}/`, `${attempt}-`);
      return null;
    },
    abortTask: async ({ task }, { store }) => {
      await store.put({ key: `t/tmp/${task}/aborted`, body: Body.empty });
    },
    privateTo,
  });

/** The driver looks at what attempts have written, also those that it does not wait for. */
export const countsAtTheEnd: CommitterFactory = () =>
  committerOf({
    write: (attempt, _, ctx) => writeOwn(attempt, ctx),
    commitJob: async (_job, _commits, ctx) => {
      await count(ctx, "t/tmp/", "seen");
      return "landed";
    },
    privateTo,
  });

/** Its table is a list of keys in the key-value table, read and written back under a lease. Whoever does not get the lease fails. */
export const listsUnderALease: CommitterFactory = () =>
  committerOf({
    uses: ["table"],
    write: async ({ job }, { name, body }, { store }) => {
      await store.put({ key: `${job.table}out/${name}`, body });
    },
    commitJob: async ({ id, table }, _commits, { table: items }) => {
      const lock = { hash: table, range: "lock" };
      await items.put({ ...lock, attributes: { id }, lease: 1, ifAbsent: true, ifLapsed: true });
      const list = (await items.get({ hash: table, range: "list" }))?.attributes["ids"] ?? "";
      await items.put({ hash: table, range: "list", attributes: { ids: `${String(list)} ${id}` } });
      await items.delete({ ...lock, ifEquals: { id } });
      return "landed";
    },
    read: async (table, { store, table: items }) => {
      const list = String((await items.get({ hash: table, range: "list" }))?.attributes["ids"] ?? "");
      const { objects } = await store.list({ prefix: `${table}out/` });
      return objects.filter(({ key }) => list.split(" ").some((id) => id !== "" && key.includes(id)));
    },
  });
