/** Files for the tests of input, in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** A data file of npm's vega-datasets, which exports its main entry only. */
export function vegaFile(name: string): string {
  return fileURLToPath(new URL(`../data/${name}`, import.meta.resolve("vega-datasets")));
}

/** Writes files into a folder that is removed after the tests. */
export function folder(): (name: string, bytes: Uint8Array | string) => string {
  const path = mkdtempSync(join(tmpdir(), "parts-"));
  afterAll(() => rmSync(path, { recursive: true }));
  return (name, bytes) => {
    const file = join(path, name);
    writeFileSync(file, bytes);
    return file;
  };
}

/** Everything that an async iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
