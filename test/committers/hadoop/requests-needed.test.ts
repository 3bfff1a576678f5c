/**
 * `requests=needed` leaves requests out on the ground that they can change no outcome. Here every single deviation of
 * the store and every single crash, at every request, is tried with and without them: the sets of ends must be equal.
 */
import { describe, expect, it } from "vitest";
import { fileOutputV1 } from "../../../committers/index.js";
import type { CommitterFactory } from "../../../src/job/committer.js";
import { failure, hiding, MemoryStore, type Reaction, rowsOf, runJob } from "../support.js";

/** What may go wrong with a request, besides nothing. Undefined where it does not apply. */
type Deviation = (line: string) => Reaction | undefined;

/** Keys that LIST does not show. */
function hidden(pattern: RegExp): Deviation {
  return (line) => (line.startsWith("LIST") ? hiding(pattern) : undefined);
}

const notFound: Deviation = (line) => (/^(?:HEAD|COPY)/u.test(line) ? () => failure("NoSuchKey") : undefined);
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

const scope = { tasks: 2, files: 2 };

/** Runs a job with one deviation at request number `at`. */
async function endWith(factory: CommitterFactory, deviation: Reaction, at: number): Promise<string> {
  const store = new MemoryStore();
  let count = 0;
  store.otherwise = (request, apply) => (count++ === at ? deviation(request, apply, store) : apply());
  const { outcome } = await runJob(factory, store, scope);
  return `${outcome}: ${(await rowsOf(factory(), store)).join(" ")}`;
}

/** Kills the job at request `at` (which is applied or not), and runs another one to its end. */
async function endAfterCrash(factory: CommitterFactory, apply: boolean, at: number): Promise<string> {
  const store = new MemoryStore();
  let count = 0;
  store.otherwise = (_request, well) => {
    if (count++ < at) return well();
    if (count === at + 1 && apply) well();
    // Dead: nothing that it tries afterwards reaches the store, its clean-up neither.
    return failure("TimeoutError");
  };
  await runJob(factory, store, scope);
  store.otherwise = (_request, well) => well();
  const { outcome } = await runJob(factory, store, { ...scope, id: "j2", process: 5 });
  return `${outcome}: ${(await rowsOf(factory(), store)).join(" ")}`;
}

/** The distinct ends of `run`, tried at every request of a job in which nothing goes wrong. */
async function ends(
  factory: CommitterFactory,
  run: (at: number, line: string) => Promise<string> | undefined,
): Promise<string[]> {
  const store = new MemoryStore();
  await runJob(factory, store, scope);
  const found = new Set<string>();
  for (const [at, line] of store.log.entries()) {
    const end = await run(at, line);
    if (end !== undefined) found.add(end);
  }
  return [...found].sort();
}

describe.each(["keep", "none"])("requests=needed ends as requests=all does, markers=%s", (markers) => {
  const needed = fileOutputV1.withOptions({ markers });
  const all = fileOutputV1.withOptions({ markers, requests: "all" });

  it.each(Object.keys(deviations))("%s, at any request", async (name) => {
    const found = [needed, all].map((factory) =>
      ends(factory, (at, line) => {
        const reaction = deviations[name]!(line);
        return reaction && endWith(factory, reaction, at);
      }),
    );
    const [few, many] = await Promise.all(found);
    expect(few).toEqual(many);
    // That the deviation was met: the job's ends differ. A marker that is not listed is the one that does not matter.
    if (name !== "markers not listed") expect(few!.length).toBeGreaterThan(1);
  });

  it.each([true, false])("a crash at any request, applied: %s, then another job", async (apply) => {
    const found = [needed, all].map((factory) => ends(factory, (at) => endAfterCrash(factory, apply, at)));
    const [few, many] = await Promise.all(found);
    expect(few).toEqual(many);
    expect(few!.length).toBeGreaterThan(1);
  });
});
