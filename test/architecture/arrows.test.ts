/** The arrows of docs/architecture.md: who may import whom. A new folder needs a line here. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the files of a folder may import, besides their own folder. A file is named as itself, a folder with its slash. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "src/store/": ["src/sim/service.ts", "src/options.ts"],
  "src/sim/": ["src/check/events.ts", "src/store/body.ts", "src/job/committer.ts"],
  "src/check/": ["src/job/committer.ts"],
  "src/parts/": ["src/store/body.ts", "src/check/events.ts", "src/job/stage.ts"],
  "src/job/": ["src/sim/", "src/store/", "src/check/"],
  "src/explore/": ["src/job/", "src/sim/", "src/store/", "src/check/"],
  "src/server/": ["src/store/", "src/sim/service.ts", "src/explore/random.ts"],
  "src/report/": ["src/check/"],
  "properties/": ["src/check/"],
  "committers/": [
    "src/job/committer.ts",
    "src/store/object-store.ts",
    "src/store/file-system.ts",
    "src/store/key-value-table.ts",
    "src/store/body.ts",
    "src/options.ts",
  ],
  "examples/incidents/": [
    "src/job/incident.ts",
    "src/job/program.ts",
    "src/store/object-store.ts",
    "src/store/body.ts",
    "src/explore/estimate/profiles/",
    "src/parts/",
  ],
};

/** Real clocks, randomness, timers and I/O stand only in these. */
const worldly = [
  "src/cli/",
  "src/report/",
  "src/parts/input",
  "src/store/aws/",
  "src/store/local/",
  "src/server/",
];

function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = `${folder}${name}`;
    if (statSync(path.join(root, file)).isDirectory()) return filesBelow(`${file}/`);
    return file.endsWith(".ts") && !file.endsWith(".test.ts") ? [file] : [];
  });
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...found].map(([, target]) =>
    path.posix.join(path.posix.dirname(file), target!.replace(/\.js$/, ".ts")),
  );
}

describe("imports", () => {
  it.each(Object.keys(allowed))("of %s point only where they may", (folder) => {
    const mayImport = [folder, ...allowed[folder]!];
    const files = filesBelow(folder);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(
          (target) => !mayImport.some((one) => (one.endsWith("/") ? target.startsWith(one) : target === one)),
        )
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("name a committer, a property or an incident in src/ nowhere but in the registry", () => {
    const wrong = filesBelow("src/")
      .filter((file) => file !== "src/cli/registry.ts")
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(({ target }) => /^(?:committers|properties|examples)\//.test(target))
      .map(({ file, target }) => `${file} -> ${target}`);
    expect(wrong).toEqual([]);
  });
});

describe("real clocks, randomness, timers and I/O", () => {
  const forbidden =
    /\b(?:Math\.random|Date\.now|performance\.now|setTimeout|setInterval|setImmediate)\s*\(|\bnew Date\(\)|from "node:(?:fs|net|http|https|timers|child_process|worker_threads)[/"]/;

  it("stand only where they may", () => {
    const wrong = ["src/", "committers/", "properties/", "examples/"]
      .flatMap(filesBelow)
      .filter((file) => !worldly.some((folder) => file.startsWith(folder)))
      // It forbids them by name.
      .filter((file) => file !== "src/sim/determinism.ts")
      .filter((file) => forbidden.test(readFileSync(path.join(root, file), "utf8")));
    expect(wrong).toEqual([]);
  });

  it("and uuid is imported in one file", () => {
    const users = ["src/", "committers/", "properties/"]
      .flatMap(filesBelow)
      .filter((file) => /from "uuid"/.test(readFileSync(path.join(root, file), "utf8")));
    expect(users).toEqual(["src/sim/uuid.ts"]);
  });
});

describe("files", () => {
  it("of committers have a header that names their source", () => {
    const wrong = filesBelow("committers/")
      .filter((file) => !file.endsWith("index.ts"))
      .filter((file) => !readFileSync(path.join(root, file), "utf8").startsWith("/**"));
    expect(wrong).toEqual([]);
  });
});
