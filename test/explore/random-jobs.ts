/**
 * Small random committers that declare keys private to a task: what the search that leaves out orders is compared with
 * the one that does not. They keep to what they declare, mostly.
 */
import * as fc from "fast-check";
import type { Bounds } from "../../src/check/verdict.js";
import type { CommitterFactory, Context } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import { committerOf } from "./jobs.js";

/** Under which prefix a request is made: what is private to the task, to another one, to all tasks; or to nobody. */
type Place = "own" | "other" | "all" | "shared";

interface Act {
  readonly op: "put" | "list" | "head" | "copy" | "delete";
  readonly place: Place;
}

export interface RandomJob {
  readonly personality: string;
  readonly bounds: Partial<Bounds>;
  readonly write: readonly Act[];
  readonly needsCommit: boolean;
  readonly commitTask: readonly Act[];
  readonly abortTask: readonly Act[];
  readonly commitJob: readonly Act[];
  readonly abortJob: readonly Act[];
  /** The first attempt fails where a request of its `write` does. */
  readonly fragile: boolean;
}

/** Makes requests; what they were told, in short. What they write, and where, tells it. */
async function perform({ store }: Context, acts: readonly Act[], task: number, tag: string): Promise<string> {
  let seen = "";
  for (const { op, place } of acts) {
    const prefix = { own: `t/tmp/${task}/`, other: `t/tmp/${1 - task}/`, all: "t/tmp/", shared: "t/shared/" }[
      place
    ];
    const key = `${prefix}${tag}${seen}`;
    try {
      switch (op) {
        case "put":
          await store.put({ key, body: Body.text(tag) });
          break;
        case "delete":
          await store.delete({ key: `${prefix}w0` });
          break;
        case "head":
          await store.head({ key: `${prefix}w0` });
          seen += "h";
          break;
        case "copy":
          await store.copy({ source: `${prefix}w0`, key });
          break;
        case "list": {
          const { objects } = await store.list({ prefix });
          seen += `l${objects.map((object) => object.key.slice(-1)).join("")}`;
          break;
        }
      }
    } catch (error) {
      if (!isS3Error(error)) throw error;
      seen += "!";
    }
  }
  return seen;
}

export function factoryOf(random: RandomJob): CommitterFactory {
  const note = async ({ store }: Context, key: string): Promise<void> =>
    void (await store.put({ key, body: Body.empty }));
  return () =>
    committerOf({
      write: async ({ task, attempt }, _part, ctx) => {
        const seen = await perform(ctx, random.write, task, `w${attempt}`);
        if (random.fragile && attempt === 0 && seen.includes("!")) throw new Error("fragile");
        await note(ctx, `t/tmp/${task}/x${attempt}${seen}`);
      },
      needsTaskCommit: () => Promise.resolve(random.needsCommit),
      commitTask: async ({ task, attempt }, ctx) => {
        await note(ctx, `t/tmp/${task}/y${await perform(ctx, random.commitTask, task, `c${attempt}`)}`);
        return null;
      },
      abortTask: async ({ task, attempt }, ctx) => {
        await perform(ctx, random.abortTask, task, `a${attempt}`);
      },
      commitJob: async (_job, _commits, ctx) => {
        await note(ctx, `t/out/${await perform(ctx, random.commitJob, 0, "j")}`);
        return "landed";
      },
      abortJob: async (_job, ctx) => {
        await note(ctx, `t/out/abort-${await perform(ctx, random.abortJob, 0, "b")}`);
      },
      privateTo: ({ task }) => [`t/tmp/${task}/`],
    });
}

const act = (ops: readonly Act["op"][], places: readonly Place[]): fc.Arbitrary<Act> =>
  fc.record({ op: fc.constantFrom(...ops), place: fc.constantFrom(...places) });

const inTask = fc.array(
  act(["put", "list", "list", "delete", "head", "copy"], ["own", "own", "own", "own", "shared", "other"]),
  { maxLength: 2 },
);
const inJob = fc.array(act(["list", "list", "put"], ["all", "own", "shared"]), { maxLength: 2 });

export const randomJob: fc.Arbitrary<RandomJob> = fc.record({
  personality: fc.constantFrom("strong", "list-lag", "negative-cache", "s3-legacy-cas"),
  bounds: fc.record({
    tasks: fc.integer({ min: 1, max: 2 }),
    speculative: fc.integer({ min: 0, max: 1 }),
    attempts: fc.integer({ min: 1, max: 2 }),
    coordinator: fc.integer({ min: 0, max: 1 }),
    anomalies: fc.integer({ min: 0, max: 1 }),
    faults: fc.constantFrom(0, 0, 0, 1),
    zombies: fc.integer({ min: 0, max: 1 }),
    // Else the driver does not wait for attempts, and nothing is left out.
    lingering: fc.constant(0),
  }),
  write: inTask,
  needsCommit: fc.boolean(),
  commitTask: inTask,
  abortTask: inTask,
  commitJob: inJob,
  abortJob: inJob,
  fragile: fc.boolean(),
});
