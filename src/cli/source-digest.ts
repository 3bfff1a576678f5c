/**
 * A digest of the code of a committer, so that a replay which differs can say whether the code has changed. It covers the
 * module and everything that it imports by a relative path, as text: comments count, line ends do not. Packages from
 * node_modules are not covered. It depends on no machine: paths are relative to the module.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Specifiers of `import … from "…"`, `export … from "…"`, `import "…"` and `import("…")`. */
const specifiers = /\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/[^"'\n]*)\1/gu;

/** As TypeScript has it: `./x.js` may be `./x.ts`, and a name without an ending may have any. */
const endings = ["", ".ts", ".mts", ".js", ".mjs", ".cts", ".cjs", "/index.ts", "/index.js"];

/**
 * SHA-256, in hex, of a module's file and of all files that it imports by a relative path.
 *
 * @param within only files in this folder are covered; left out: all.
 */
export function sourceDigest(entry: string, within?: string): string {
  const base = dirname(resolve(entry));
  const hash = createHash("sha256");
  const files = closure(resolve(entry), within === undefined ? undefined : resolve(within));
  const named = [...files].map(([path, text]) => [relative(base, path).split(sep).join("/"), text] as const);
  for (const [name, text] of named.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([name, text]));
  }
  return hash.digest("hex");
}

function closure(entry: string, within: string | undefined): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (files.has(path)) continue;
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    files.set(path, text);
    for (const [, , specifier = ""] of text.matchAll(specifiers)) {
      const target = find(join(dirname(path), specifier));
      if (target === undefined) continue;
      if (within !== undefined && !target.startsWith(within + sep)) continue;
      open.push(target);
    }
  }
  return files;
}

function find(path: string): string | undefined {
  const stem = path.replace(/\.([cm]?)js$/u, "");
  const kind = /\.([cm]?)js$/u.exec(path)?.[1];
  const candidates = [
    ...(kind === undefined ? [] : [`${stem}.${kind}ts`]),
    ...endings.map((end) => path + end),
  ];
  return candidates.find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
