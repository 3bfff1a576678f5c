import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { unpack } from "../../src/report/html/pack.js";
import type { PageData, PageSource } from "../../src/report/html/page-data.js";
import { dataId, htmlMark, htmlText, renderHtml, scriptJson } from "../../src/report/html/render.js";
import { everyKind, hostileCounterexample, hostileName, wholeComparison } from "../report/fixtures.js";

const assets = { script: 'console.log("page")', style: "body { margin: 0 }" };
const about = { committers: [], stores: [], scenarios: [], properties: [] };
const source: PageSource = {
  verdicts: everyKind,
  counterexamples: new Map([["counterexamples/x.json", hostileCounterexample]]),
  about,
};

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  expect(from).toBeGreaterThan(-1);
  return text.slice(from + start.length, text.indexOf(end, from + start.length));
}

describe("the page", () => {
  const html = renderHtml(source, assets);

  it("holds its data as JSON that no name in it can get out of", () => {
    const text = between(html, `<script type="application/json" id="${dataId}">`, "</script>");
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    const data = unpack(JSON.parse(text)) as PageData;
    expect(data.verdicts).toEqual(everyKind);
    expect(data.counterexamples["counterexamples/x.json"]).toEqual(hostileCounterexample);
  });

  it("has no other script than its own, and no element that a name made", () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toContain(hostileName);
    expect(html).not.toContain("<script>alert");
  });

  it("may run nothing but its own bytes, and may fetch nothing", () => {
    const policy = between(html, 'http-equiv="Content-Security-Policy" content="', '"');
    const code = between(html, "\n<script>", "</script>");
    const hash = createHash("sha256").update(code).digest("base64");
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it("begins with the mark by which it is known again", () => {
    expect(html.startsWith(htmlMark)).toBe(true);
  });

  it("is the same bytes for the same source", () => {
    expect(renderHtml(source, assets)).toBe(html);
  });

  it("refuses a bundle that would end its own element", () => {
    for (const script of ['x = "</script>"', 'x = "<!--"', 'x = "</SCRIPT "']) {
      expect(() => renderHtml(source, { ...assets, script })).toThrow(TypeError);
    }
  });

  it("says in its title what came out", () => {
    const violated = wholeComparison.cells.filter(({ verdict }) => verdict === "violated").length;
    const title = between(
      renderHtml({ ...source, verdicts: wholeComparison }, assets),
      "<title>",
      "</title>",
    );
    expect(title).toContain(`${violated} of ${wholeComparison.cells.length}`);
  });
});

describe("escaping", () => {
  it.each(["</script>", "<!--", "<script>", "]]>", "&amp;", "\u2028", "\u2029", "'\"`"])(
    "of %j in a script element keeps its value",
    (text) => {
      const written = scriptJson({ [text]: text });
      expect(written).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(written)).toEqual({ [text]: text });
    },
  );

  it("of text leaves nothing of the markup", () => {
    expect(htmlText(`<a href='x' title="y">&`)).not.toMatch(/[<>"']/);
    expect(htmlText("&")).toBe("&#38;");
  });
});
