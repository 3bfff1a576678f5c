/**
 * The engine with something broken in it: a copy of its sources in which one text is replaced by another, loaded beside
 * the original. What is no part of the engine (the store, the properties, the protocols) is the original's.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Ignored by git, and below the root, so that packages are found and TypeScript is understood. */
const folder = join(root, ".vitest", `mutants-${process.pid}`);

/** What is copied: the engine, and what tests drive it with. */
const copied = ["src/sim", "src/explore", "src/job", "test/explore/compare.ts", "test/explore/jobs.ts"];

/** One replacement; `from` must stand in the file exactly once, else the mutant is not what it is called. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** An engine to be checked. */
export interface Engine {
  compare(): Promise<typeof import("./compare.js")>;
  jobs(): Promise<typeof import("./jobs.js")>;
}

/** Makes a copy of the engine with the edits made. Throws where an edit does not fit the sources. */
export function makeMutant(name: string, edits: readonly Edit[]): Engine {
  const copy = join(folder, name.replace(/\W+/gu, "-"));
  for (const file of copied.flatMap(sourcesIn)) {
    const text = readFileSync(join(root, file), "utf8");
    const edited = edits.filter((edit) => edit.file === file).reduce(apply, text);
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), withOriginals(edited, file));
  }
  const load = (file: string): Promise<unknown> => import(/* @vite-ignore */ join(copy, file));
  return {
    compare: () => load("test/explore/compare.ts") as ReturnType<Engine["compare"]>,
    jobs: () => load("test/explore/jobs.ts") as ReturnType<Engine["jobs"]>,
  };
}

/** Removes the copies. */
export function removeMutants(): void {
  rmSync(folder, { recursive: true, force: true });
}

function sourcesIn(part: string): readonly string[] {
  if (part.endsWith(".ts")) return [part];
  return readdirSync(join(root, part), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(part, file));
}

function apply(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(
      `${file} holds ${JSON.stringify(from)} ${parts.length - 1} times, not once: mend the mutant`,
    );
  }
  return parts.join(to);
}

/** The text with its imports of files that are not copied led to the originals. */
function withOriginals(text: string, file: string): string {
  return text.replaceAll(/(?<=from ")\.[^"]+(?=\.js")\.js/gu, (specifier) => {
    const target = join(dirname(file), specifier.replace(/\.js$/u, ".ts"));
    const isCopied = copied.some((part) => target === part || target.startsWith(`${part}/`));
    return isCopied ? specifier : resolve(root, target);
  });
}
