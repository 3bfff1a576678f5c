/** What README and docs/ name is there: commands and their options, scripts, files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["README.md", "CONTRIBUTING.md", "docs", "examples"].flatMap((name) =>
  name.endsWith(".md")
    ? [name]
    : readdirSync(path.join(root, name), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".md"))
        .map((file) => path.join(name, file)),
);
const textOf = (page: string): string => readFileSync(path.join(root, page), "utf8");
const commands = program(() => undefined).commands;
const optionsOf = (name: string): readonly string[] =>
  commands.find((one) => one.name() === name)?.options.map(({ long }) => long ?? "") ?? [];

/**
 * Command lines as pages show them: `lakelitmus check x --store y`, on one line or going on after a backslash. A line of prose may
 * begin with "lakelitmus", so less than four blanks before it want `npx`.
 */
function commandLines(text: string): readonly string[] {
  const joined = text.replaceAll(/\\\n\s*/gu, " ");
  const shown = [...joined.matchAll(/^(?: {0,3}npx | {4}(?:npx )?|\$ (?:npx )?)(lakelitmus [^#\n]*)/gmu)];
  const inline = [...joined.matchAll(/`(?:npx )?(lakelitmus [^`\n]*)`/gu)];
  return [...shown, ...inline].map(([, line]) => line!.trim());
}

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  it("links to what is there", () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset)="([^"]+)"/gu)];
    const missing = links
      .map(([, link, image]) => (link ?? image)!)
      .filter((link) => !/^(?:https?|mailto):/u.test(link))
      .filter((link) => !existsSync(path.resolve(root, path.dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it("shows commands and options that there are", () => {
    for (const line of commandLines(text)) {
      const [, name = "", ...rest] = line.split(" -- ")[0]!.split(/\s+/u);
      if (name.startsWith("-") || !/^[a-z]/u.test(name)) continue;
      expect(
        commands.map((one) => one.name()),
        line,
      ).toContain(name);
      for (const word of rest.filter((one) => one.startsWith("--"))) {
        expect([...optionsOf(name), "--help"], line).toContain(word.replace(/=.*/u, ""));
      }
    }
  });

  it("shows scripts that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: object };
    for (const [, name] of text.matchAll(/npm run ([\w:-]+)/gu)) expect(Object.keys(scripts)).toContain(name);
  });
});

describe("the pages together", () => {
  it("show hundreds of commands, so that finding none is found out", () => {
    expect(pages.flatMap((page) => commandLines(textOf(page))).length).toBeGreaterThan(400);
    for (const page of ["README.md", "docs/regressions.md", "docs/verdicts/hadoop.md"])
      expect(commandLines(textOf(page)).length, page).toBeGreaterThan(10);
  });
});

describe("README", () => {
  it("has a line for every command, and names no option that no command has", () => {
    const text = textOf("README.md");
    for (const command of commands) expect(text).toMatch(new RegExp(`^\\| \`${command.name()}\\b`, "mu"));
    const options = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/gu)].map(([option]) => option);
    expect(options.length).toBeGreaterThan(20);
    const known = commands.flatMap((one) => optionsOf(one.name()));
    for (const option of options) expect(known).toContain(option);
  });
});
