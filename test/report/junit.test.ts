/** JUnit XML: well-formed whatever names and messages hold, and counted right. */
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { type JunitCase, junitMark, renderJunit } from "../../src/report/junit.js";
import { everyKind, hostileName, wholeComparison } from "./fixtures.js";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Every element in its order; throws where the text is no XML. */
function parse(xml: string): readonly Element[] {
  const found: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: "" };
    found.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return found;
}

const verdicts = { tool: "lakelitmus test", command: "lakelitmus check" };
const passed = (cell: (typeof everyKind)["cells"][number]): JunitCase => ({
  cell,
  came: cell,
  as: "passed",
  why: "",
});

describe("JUnit XML", () => {
  it("has a suite for each committer, a case for each cell, and counts them", () => {
    const { cells } = wholeComparison;
    const cases = cells.map((cell): JunitCase => {
      if (cell.verdict === "violated") return { ...passed(cell), as: "failure", why: "It is violated." };
      if (cell.verdict === "unknown") return { ...passed(cell), as: "error", why: "It is unknown." };
      return cell.verdict === "refuses"
        ? { ...passed(cell), as: "skipped", why: "It is declined." }
        : passed(cell);
    });
    const elements = parse(renderJunit(verdicts, cases, "report"));
    const named = (name: string) => elements.filter((one) => one.name === name);
    const number = (verdict: string) => cells.filter((cell) => cell.verdict === verdict).length;
    const [all] = named("testsuites");
    expect(all!.attributes).toEqual({
      name: "lakelitmus test",
      tests: String(cells.length),
      failures: String(number("violated")),
      errors: String(number("unknown")),
      skipped: String(number("refuses")),
    });
    expect(named("testsuite").map(({ attributes }) => attributes["name"])).toEqual([
      ...new Set(cells.map(({ committer }) => committer)),
    ]);
    const suites = named("testsuite").map(({ attributes }) => Number(attributes["tests"]));
    expect(suites.reduce((sum, one) => sum + one, 0)).toBe(cells.length);
    expect(named("testcase")).toHaveLength(cells.length);
    const [failure] = named("failure");
    expect(failure!.attributes["message"]).toBe("It is violated.");
    expect(failure!.text).toContain("npx lakelitmus replay report/counterexamples/");
  });

  it("is well-formed where names and messages are not", () => {
    const [first] = everyKind.cells;
    const cell = { ...first!, committer: hostileName, store: "\u0000<&'\"]]>", scenario: "a\nb" };
    const why = "It says: <script>alert(1)</script> & \u0007 ]]>\nand more.";
    for (const as of ["passed", "failure", "error", "skipped"] as const) {
      const xml = renderJunit(verdicts, [{ cell, came: cell, as, why }], "report");
      expect(xml.split("\n")[1]).toBe(junitMark);
      expect(parse(xml).some(({ name }) => name === "script")).toBe(false);
    }
    const absent = renderJunit(verdicts, [{ cell, came: undefined, as: "failure", why }], "report");
    expect(parse(absent).find(({ name }) => name === "failure")?.attributes["type"]).toBe("not run");
  });
});
