/**
 * `requests=needed` leaves requests out on the ground that they can change no outcome. Here every single deviation of
 * the store and every single crash, at every request, is tried with and without them: the sets of ends must be equal.
 */
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../../committers/index.js";
import type { CommitterFactory } from "../../../src/job/committer.js";
import { failure, hiding, MemoryStore, type Reaction, rowsOf, runJob } from "../support.js";

/** What may go wrong with a request, besides nothing. Undefined where it does not apply. */
type Deviation = (store: MemoryStore, line: string) => Reaction | undefined;

/** A key that may be hidden is a file or a marker; each is one deviation. */
function hidden(pattern: RegExp): Deviation {
  return (_store, line) => (line.startsWith("LIST") ? hiding(pattern) : undefined);
}

const notFound: Deviation = (_store, line) =>
  /^(?:HEAD|COPY)/u.test(line) ? () => failure("NoSuchKey") : undefined;
const refused: Deviation = () => () => failure("InternalError");
const applied: Deviation = () => (_request, apply) => {
  apply();
  return failure("InternalError");
};

const deviations: Readonly<Record<string, Deviation>> = {
  "a file of task 0 not listed": hidden(/part-00000-0/u),
  "all files of task 0 not listed": hidden(/part-00000/u),
  "markers not listed": hidden(/\/$/u),
  "nothing listed": hidden(/./u),
  "404 where there is a file": notFound,
  "500, not applied": refused,
  "500, applied": applied,
};

/** Runs a job with one deviation at request number `at`; undefined where there is no such request. */
async function endWith(
  factory: CommitterFactory,
  deviation: Deviation,
  at: number,
): Promise<string | undefined> {
  const store = new MemoryStore();
  let count = 0;
  store.otherwise = (request, apply) => {
    const reaction = count++ === at ? deviation(store, store.log.at(-1)!) : undefined;
    return reaction === undefined ? apply() : reaction(request, apply, store);
  };
  const { outcome } = await runJob(factory, store, { tasks: 2, files: 2 });
  if (count <= at) return undefined;
  store.otherwise = (_request, apply) => apply();
  return `${outcome}: ${(await rowsOf(factory(), store)).join(" ")}`;
}

/** Kills the job at request `at` (which is applied or not), and runs another one to its end. */
async function endAfterCrash(
  factory: CommitterFactory,
  at: number,
  apply: boolean,
): Promise<string | undefined> {
  const store = new MemoryStore();
  let count = 0;
  store.otherwise = (_request, well) => {
    if (count++ < at) return well();
    if (count === at + 1 && apply) well();
    // Dead: nothing that it tries afterwards reaches the store, its clean-up neither.
    return failure("TimeoutError");
  };
  await runJob(factory, store, { tasks: 2, files: 1 });
  if (count <= at) return undefined;
  store.otherwise = (_request, well) => well();
  const { outcome } = await runJob(factory, store, { id: "j2", process: 5, tasks: 2, files: 1 });
  return `${outcome}: ${(await rowsOf(factory(), store)).join(" ")}`;
}

async function ends(run: (at: number) => Promise<string | undefined>): Promise<string[]> {
  const found = new Set<string>();
  for (let at = 0; ; at++) {
    const end = await run(at);
    if (end === undefined) return [...found].sort();
    found.add(end);
  }
}

describe.each(["keep", "none"])("requests=needed ends as requests=all does, markers=%s", (markers) => {
  const needed = fileOutputV1.withOptions({ markers });
  const all = fileOutputV1.withOptions({ markers, requests: "all" });

  it.each(Object.keys(deviations))("%s, at any request", async (name) => {
    const [few, many] = await Promise.all(
      [needed, all].map((factory) => ends((at) => endWith(factory, deviations[name]!, at))),
    );
    expect(few).toEqual(many);
    // That the deviation was met: the job's ends differ. A marker that is not listed is the one that does not matter.
    if (name !== "markers not listed") expect(few!.length).toBeGreaterThan(1);
  });

  it.each([true, false])("a crash at any request, applied: %s, then another job", async (apply) => {
    const [few, many] = await Promise.all(
      [needed, all].map((factory) => ends((at) => endAfterCrash(factory, at, apply))),
    );
    expect(few).toEqual(many);
    expect(few!.length).toBeGreaterThan(1);
  });
});
