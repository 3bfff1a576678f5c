/**
 * Digests of the built-in committers' sources. The package ships compiled code only, and the digest must be the same
 * from the sources as from `dist`: so the build computes it from the sources and writes it beside the compiled code.
 */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sourceDigest } from "./source-digest.js";
import { packageRoot } from "./version.js";

type Digests = Readonly<Record<string, string>>;

/** Where the build puts them, relative to the package. */
export const digestsFile = "dist/committers/digests.json";

let read: Digests | undefined;

/** The digest of a built-in committer, by its name without options. */
export function builtInDigest(name: string): string {
  if (import.meta.url.endsWith(".ts")) return computeDigests([name])[name]!;
  read ??= JSON.parse(readFileSync(new URL(digestsFile, packageRoot), "utf8")) as Digests;
  const digest = read[name];
  if (digest === undefined) throw new Error(`the build has left no digest of ${name}`);
  return digest;
}

/**
 * From the sources: a committer is `<name>.ts` or `<name>/index.ts` somewhere in `committers/` (`cas-slot` also as
 * `cas/slot/index.ts`), and its code is that file and what it imports from there. What it imports from `src/` is the testbed's, and goes by the testbed's version.
 */
export function computeDigests(names: readonly string[]): Digests {
  const folder = fileURLToPath(new URL("committers", packageRoot));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
    file.replaceAll("\\", "/"),
  );
  const digests = names.map((name) => {
    const [file, ...more] = files.filter((path) =>
      [name, name.replace("-", "/")].some((stem) =>
        ["", "/index"].some((end) => isAt(path, `${stem}${end}.ts`)),
      ),
    );
    if (file === undefined || more.length > 0) {
      throw new Error(
        `the source of the committer ${name} is not to be found: ${[file, ...more].join(", ")}`,
      );
    }
    return [name, sourceDigest(`${folder}/${file}`, folder)] as const;
  });
  return Object.fromEntries(digests);
}

function isAt(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}
