import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/cli/errors.js";
import { distance, nearest, unknownName } from "../../src/cli/nearest.js";
import {
  builtInCommitters,
  committerDigest,
  comparedCommitters,
  comparedScenarios,
  findProperty,
  findScenario,
  findStore,
  loadCommitter,
  stores,
} from "../../src/cli/registry.js";
import { isModulePath } from "../../src/cli/load-module.js";
import { CommitterOptionError } from "../../committers/index.js";

describe("the nearest name", () => {
  const known = stores.map(({ name }) => name);

  it.each([
    ["strng", "strong"],
    ["Strong", "strong"],
    ["stornG", "strong"],
    ["list_lag", "list-lag"],
    ["lst-lag", "list-lag"],
    ["neg", "negative-cache"],
    ["s3-legacy-ca", "s3-legacy-cas"],
  ])("to %s is %s", (asked, meant) => {
    expect(nearest(asked, known)).toBe(meant);
  });

  it.each(["", "s", "hdfs", "overwrite-and-much-else"])("to %j is none", (asked) => {
    expect(nearest(asked, known)).toBeUndefined();
  });

  it("is at a distance: 0 only for equal words, the same both ways, at most the longer one", () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      { seed: 1 },
    );
    expect(distance("abcd", "abdc")).toBe(1);
    expect(distance("abcd", "abd")).toBe(1);
    expect(distance("kitten", "sitting")).toBe(3);
  });

  it("is asked for, and all names are told", () => {
    expect(unknownName("store", "stores", "strng", ["strong", "list-lag"])).toBe(
      'There is no store "strng". Did you mean "strong"? The stores are: strong, list-lag.',
    );
    expect(unknownName("store", "stores", "strong,list-lag", ["strong", "list-lag"])).toBe(
      '"strong,list-lag" is no store: name the stores one by one, each with its option.',
    );
  });
});

describe("the registry", () => {
  it("finds what it lists", () => {
    for (const name of comparedScenarios) expect(findScenario(name).name).toBe(name);
    expect(findStore("list-lag").name).toBe("list-lag");
    expect(findProperty("no-lost-rows").name).toBe("no-lost-rows");
  });

  it("makes every committer that is compared, a new one each time", async () => {
    for (const name of comparedCommitters) {
      const factory = await loadCommitter(name);
      expect(factory()).not.toBe(factory());
    }
  });

  it.each([
    [
      "store",
      () => findStore("strng"),
      /no store "strng"\. Did you mean "strong"\? The stores are: strong, s3/,
    ],
    ["scenario", () => findScenario("one-jb"), /Did you mean "one-job"\? The scenarios are: one-job/],
    ["property", () => findProperty("no-lost"), /Did you mean "no-lost-rows"\? The properties are:/],
    ["committer", () => committerDigest("icebrg-cas"), /Did you mean "iceberg-cas"\? .*\.\/mine\.ts/],
    ["committer", () => committerDigest("?find=list"), /names no committer/],
    ["committer", () => committerDigest("magic-copy?find"), /"find" is not option=value/],
    ["committer", () => committerDigest("magic-copy?find=list&find=handed"), /sets find twice/],
    ["committer", () => committerDigest("./not/there.ts"), /There is no file \.\/not\/there\.ts/],
    ["committer", () => committerDigest("./package.json"), /is no module/],
  ])("says of a %s that it does not know it", (_kind, ask, said) => {
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(said);
  });

  it.each([
    ["magic-copy?fnd=list", /has no option "fnd"\. It has: find/],
    ["magic-copy?find=", /cannot be ""/],
    ["iceberg-cas?retries=many", /a whole number from 0 to 100/],
  ])("says of %s that it has no such option", (name, said) => {
    expect(() => committerDigest(name)).toThrow(CommitterOptionError);
    expect(() => committerDigest(name)).toThrow(said);
  });

  it("takes for a path what has a slash or a module's ending, and no committer's name has", () => {
    for (const path of ["./a.ts", "a.ts", "a/b", "../x.mjs", "/x.js", "C:\\x.ts"]) {
      expect(isModulePath(path)).toBe(true);
    }
    for (const { name } of builtInCommitters) expect(isModulePath(name)).toBe(false);
  });
});
