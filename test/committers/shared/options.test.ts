import { describe, expect, it } from "vitest";
import { committers, CommitterOptionError, valuesText } from "../../../committers/index.js";
import { readOptions } from "../../../committers/shared/options.js";

const description = {
  name: "example",
  title: "",
  source: "",
  options: [
    { name: "find", values: ["list", "handed"], default: "list", meaning: "" },
    { name: "retries", values: { from: 0, to: 9 }, default: "4", meaning: "" },
  ],
} as const;

describe("readOptions", () => {
  it("fills in defaults, and reads words and numbers", () => {
    expect(readOptions(description, {})).toEqual({ find: "list", retries: 4 });
    expect(readOptions(description, { find: "handed", retries: "0" })).toEqual({
      find: "handed",
      retries: 0,
    });
  });

  it.each([
    [{ fnd: "list" }, /no option "fnd". It has: find, retries/u],
    [{ find: "LIST" }, /find of example cannot be "LIST": it takes list or handed/u],
    [{ find: "" }, /cannot be ""/u],
    [{ retries: "10" }, /a whole number from 0 to 9/u],
    [{ retries: "-1" }, /a whole number/u],
    [{ retries: "1e0" }, /a whole number/u],
    [{ retries: "" }, /a whole number/u],
    [{ constructor: "x" }, /no option "constructor"/u],
  ])("refuses %j and says what to do", (given, message) => {
    expect(() => readOptions(description, given)).toThrow(CommitterOptionError);
    expect(() => readOptions(description, given)).toThrow(message);
  });
});

describe("every committer", () => {
  it("has a name of its own", () => {
    const names = committers.map(({ description }) => description.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u);
  });

  describe.each(committers)("$description.name", (entry) => {
    it("describes itself and its options", () => {
      const { title, source, options } = entry.description;
      expect(title).not.toBe("");
      expect(source).not.toBe("");
      for (const option of options) {
        expect(option.meaning).toMatch(/\.$/u);
        expect(valuesText(option)).not.toBe("");
      }
    });

    it("takes its defaults and every value that it describes, and nothing else", () => {
      const defaults = Object.fromEntries(
        entry.description.options.map((option) => [option.name, option.default]),
      );
      expect(entry.withOptions(defaults)()).toBeDefined();
      for (const { name, values } of entry.description.options) {
        for (const value of "from" in values ? [String(values.from), String(values.to)] : values) {
          expect(entry.withOptions({ [name]: value })()).toBeDefined();
        }
        expect(() => entry.withOptions({ [name]: "nonsense" })).toThrow(CommitterOptionError);
      }
      expect(() => entry.withOptions({ nonsense: "1" })).toThrow(CommitterOptionError);
    });

    it("makes a new instance each time", () => {
      const factory = entry.withOptions({});
      expect(factory()).not.toBe(factory());
    });
  });
});
