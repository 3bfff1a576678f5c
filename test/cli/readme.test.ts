/** README is true: its matrix is what compare prints, its example is the file that is tested, its options are there. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, lakelitmus, temporaryFolder } from "./cli.js";

const file = new URL("../../README.md", import.meta.url);
const write = process.env["LAKELITMUS_README"] === "write";

/** The properties whose matrices README shows. */
const shown = ["no-lost-rows", "all-or-nothing"];

/** The block of code in a part of README that begins with `start`. */
const block = (start: string): RegExp =>
  new RegExp(`(${start}[\\s\\S]*?\`\`\`(?:text|ts)\\n)([\\s\\S]*?)(\`\`\`)`, "u");
const matrixBlock = block("<!-- matrix");
const exampleBlock = block("## A committer of your own");

/** From what compare prints: the matrices of some properties, then how to read them. */
function matrixOf(stdout: string): string {
  const sections = stdout.split(/^(?=[a-z-]+: of |Each place shows |Evidence: )/mu);
  const wanted = [...shown.map((name) => `${name}: of `), "Each place shows "];
  const found = wanted.map((start) => sections.find((section) => section.startsWith(start)) ?? "");
  expect(found).not.toContain("");
  return found.join("").trimEnd();
}

describe("README", () => {
  let compared: Ended;

  beforeAll(async () => {
    compared = await lakelitmus(["compare"], { cwd: temporaryFolder() });
    if (!write) return;
    const example = readFileSync(new URL("../../examples/pointer-swap.ts", import.meta.url), "utf8");
    const text = readFileSync(file, "utf8")
      .replace(
        matrixBlock,
        (_all, start: string, _old, end: string) => `${start}${matrixOf(compared.stdout)}\n${end}`,
      )
      .replace(exampleBlock, (_all, start: string, _old, end: string) => `${start}${example}${end}`);
    writeFileSync(file, text);
  }, 600_000);

  it("shows the matrix as compare prints it", () => {
    expect(compared.status).toBe(0);
    const [, , matrix] = matrixBlock.exec(readFileSync(file, "utf8")) ?? [];
    expect(matrix?.trimEnd()).toBe(matrixOf(compared.stdout));
    expect(matrix).toContain("✗ VIOLATED");
  });

  it("shows the example that is tested", () => {
    const [, , example] = exampleBlock.exec(readFileSync(file, "utf8")) ?? [];
    expect(example).toBe(readFileSync(new URL("../../examples/pointer-swap.ts", import.meta.url), "utf8"));
  });

  it("names only counterexamples, commands and options that there are", async () => {
    const text = readFileSync(file, "utf8");
    for (const [, path] of text.matchAll(/replay report\/(\S+\.json)/gu))
      expect(compared.stdout).toContain(path);
    const commands = ["compare", "check", "replay", "run", "verify", "list"];
    const helps = await Promise.all(commands.map((name) => lakelitmus([name, "--help"])));
    const help = helps.map(({ stdout }) => stdout).join("\n");
    for (const command of commands) expect(text).toContain(`| \`${command}`);
    const options = new Set([...text.matchAll(/(?<![\w-])--[a-z-]+/gu)].map(([option]) => option));
    expect(options.size).toBeGreaterThan(10);
    for (const option of options) expect(help).toContain(option);
  });
});
