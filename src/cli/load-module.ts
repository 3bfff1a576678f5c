/** Committers that are not built in: modules of the user's, TypeScript or JavaScript. */
import { statSync } from "node:fs";
import { register } from "node:module";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Committer, CommitterFactory } from "../job/committer.js";
import { UsageError } from "./errors.js";
import type { CommitterEntry, GivenOptions } from "./registry.js";

const endings = /\.[cm]?[jt]s$/u;

/** Is what stands for a committer a path to a module? A name has neither a slash nor such an ending. */
export function isModulePath(text: string): boolean {
  return /[/\\]/u.test(text) || endings.test(text) || /^\.{1,2}$/u.test(text);
}

/** The file, absolute. @throws UsageError where there is none. */
export function moduleFile(path: string): string {
  const file = path.startsWith("file:") ? fileURLToPath(path) : isAbsolute(path) ? path : resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    const what = found?.isDirectory() === true ? `${path} is a folder` : `There is no file ${path}`;
    throw new UsageError(`${what}, which is given as a committer. Check the path: a module is a file.`);
  }
  if (!endings.test(file)) {
    throw new UsageError(
      `${path} is given as a committer, and is no module: its name ends in none of .ts, .js, .mts, .mjs.`,
    );
  }
  return file;
}

let hooked: Promise<void> | undefined;

/** tsx compiles TypeScript as it is imported. Loaded only where there is a module to import: it takes a tenth of a second. */
async function installHooks(): Promise<void> {
  const tsx = await import("tsx/esm/api");
  // The user's tsconfig.json is not asked: paths and JSX do not belong into a committer.
  tsx.register({ tsconfig: false });
  register("./module-hooks.js", import.meta.url, {
    data: { own: new URL("../index.js", import.meta.url).href },
  });
}

/**
 * Imports the module at `path` and returns the committer that it exports: by default, or as `committer`.
 *
 * @throws UsageError where it cannot be imported, or exports no committer.
 */
export async function loadModule(path: string, options: GivenOptions): Promise<CommitterFactory> {
  const file = moduleFile(path);
  await (hooked ??= installHooks());
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`The committer module ${path} cannot be loaded: ${messageOf(error)}.`);
  }
  const exported = module["default"] ?? module["committer"];
  const factory = factoryOf(path, exported, options, Object.keys(module));
  checkFactory(path, factory);
  return factory;
}

function factoryOf(
  path: string,
  exported: unknown,
  options: GivenOptions,
  names: readonly string[],
): CommitterFactory {
  if (isEntry(exported)) return exported.withOptions(options);
  if (Object.keys(options).length > 0) {
    throw new UsageError(
      `The committer ${path} takes no options: it exports a factory. Export { description, withOptions } for options.`,
    );
  }
  if (typeof exported === "function") return exported as CommitterFactory;
  const found =
    exported !== undefined
      ? `a value of type ${typeof exported}`
      : names.length === 0
        ? "nothing"
        : names.join(", ");
  throw new UsageError(
    `The module ${path} exports no committer (it exports ${found}). Export one by default, or as "committer": what defineCommitter or defineTable returns, or a function that makes a committer.`,
  );
}

function isEntry(value: unknown): value is CommitterEntry {
  return (
    typeof value === "object" &&
    value !== null &&
    "withOptions" in value &&
    typeof value.withOptions === "function"
  );
}

const hooks: readonly (keyof Committer)[] = [
  "setupJob",
  "setupTask",
  "write",
  "needsTaskCommit",
  "commitTask",
  "abortTask",
  "commitJob",
  "abortJob",
  "read",
];

/** Finds at once what would otherwise show in the middle of an execution. */
function checkFactory(path: string, factory: CommitterFactory): void {
  const made = [0, 1].map((): unknown => {
    try {
      return factory();
    } catch (error) {
      throw new UsageError(`The committer ${path} cannot be made: its factory throws ${messageOf(error)}.`);
    }
  });
  const [first, second] = made;
  if (typeof first !== "object" || first === null) {
    throw new UsageError(
      `The factory of ${path} returns no committer, but ${first === null ? "null" : typeof first}.`,
    );
  }
  const missing = hooks.filter((name) => typeof (first as Partial<Committer>)[name] !== "function");
  if (missing.length > 0) {
    throw new UsageError(
      `The committer ${path} lacks ${missing.join(", ")}. Give it to defineCommitter, which has a default for each.`,
    );
  }
  if (first === second) {
    throw new UsageError(
      `The factory of ${path} returns the same object each time, so its processes would share memory. Let it make a new one.`,
    );
  }
}

/** On one line, without the full stop. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/gu, " ").trim().replace(/\.$/u, "");
}
