import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NotOurFile,
  parseCounterexample,
  parseExpectation,
  parseVerdicts,
  printCounterexample,
  printExpectation,
  printVerdicts,
} from "../../src/report/json.js";
import { makeExpectation } from "../../src/report/expect.js";
import { schemas } from "../../src/report/shapes.js";
import {
  everyKind,
  halfVisibleCounterexample,
  hostileCounterexample,
  lossCounterexample,
  zombieCounterexample,
} from "./fixtures.js";

const shipped = (name: string): string => new URL(`../../schemas/${name}`, import.meta.url).pathname;

interface Kind {
  readonly schema: string;
  readonly instances: readonly string[];
  readonly parse: (text: string, where: string) => unknown;
}

const kinds: readonly Kind[] = [
  { schema: "verdicts.schema.json", instances: [printVerdicts(everyKind)], parse: parseVerdicts },
  {
    schema: "counterexample.schema.json",
    instances: [
      lossCounterexample,
      halfVisibleCounterexample,
      zombieCounterexample,
      hostileCounterexample,
    ].map(printCounterexample),
    parse: parseCounterexample,
  },
  {
    schema: "expectation.schema.json",
    instances: [printVerdicts(everyKind), printExpectation(makeExpectation(everyKind))],
    parse: parseExpectation,
  },
];

/** Every place in a JSON value, as the list of keys that leads there. */
function places(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
}

function withChange(
  root: unknown,
  at: readonly string[],
  change: (parent: Record<string, unknown>, key: string) => void,
) {
  const copy: unknown = structuredClone(root);
  const key = at.at(-1);
  if (key === undefined) return copy;
  const parent = at
    .slice(0, -1)
    .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], copy);
  change(parent as Record<string, unknown>, key);
  return copy;
}

const replacements = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  "",
  "0",
  "01",
  "x",
  "9".repeat(25),
  [],
  {},
  ["x"],
  [0],
  { x: 1 },
];

const changes: readonly ((parent: Record<string, unknown>, key: string) => void)[] = [
  (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  },
  (parent) => {
    parent["stranger"] = 1;
  },
  ...replacements.map((value) => (parent: Record<string, unknown>, key: string) => {
    parent[key] = value;
  }),
];

describe("the JSON Schemas that are shipped", () => {
  it.each(Object.keys(schemas))("%s is the one that comes from the shapes", async (name) => {
    await expect(`${JSON.stringify(schemas[name], null, 2)}\n`).toMatchFileSnapshot(shipped(name));
  });

  it.each(kinds)(
    "$schema takes what is written, and so does the parser",
    async ({ schema, instances, parse }) => {
      const validate = new Ajv2020({ strict: true, allErrors: true }).compile(await loadSchema(schema));
      expect(instances.length).toBeGreaterThan(0);
      for (const instance of instances) {
        validate(JSON.parse(instance));
        expect(validate.errors ?? []).toEqual([]);
        expect(() => parse(instance, "x.json")).not.toThrow();
      }
    },
  );

  it.each(kinds)("$schema and the parser refuse the same changes", async ({ schema, instances, parse }) => {
    const validate = new Ajv2020({ strict: true }).compile(await loadSchema(schema));
    let refused = 0;
    const values = instances.map((text) => JSON.parse(text) as unknown);
    const change = fc
      .constantFrom(...values)
      .chain((value) =>
        fc.tuple(fc.constant(value), fc.constantFrom(...places(value)), fc.constantFrom(...changes)),
      );
    fc.assert(
      fc.property(change, ([value, at, how]) => {
        const changed = withChange(value, at, how);
        const valid = validate(changed);
        if (!valid) refused += 1;
        expect(parses(parse, JSON.stringify(changed))).toBe(valid);
      }),
      { seed: 1, numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it.each([
    ["a violated cell without its counterexample", "violated", "counterexample"],
    ["a violated cell without its anomaly", "violated", "anomaly"],
    ["an unknown cell without a reason", "unknown", "reason"],
    ["a refusal without a reason", "refuses", "reason"],
  ])("refuses %s", async (_, verdict, field) => {
    const validate = new Ajv2020({ strict: true }).compile(await loadSchema("verdicts.schema.json"));
    const cells = everyKind.cells.filter((cell) => cell.verdict === verdict).slice(0, 1);
    const whole = { ...everyKind, cells };
    const without = { ...everyKind, cells: cells.map((cell) => ({ ...cell, [field]: undefined })) };
    expect(validate(JSON.parse(JSON.stringify(whole)))).toBe(true);
    expect(validate(JSON.parse(JSON.stringify(without)))).toBe(false);
    expect(() => parseVerdicts(JSON.stringify(without), "x.json")).toThrow(NotOurFile);
  });
});

async function loadSchema(name: string): Promise<object> {
  return JSON.parse(await readFile(shipped(name), "utf8")) as object;
}

/** Two cells of one name are refused by the parser only: JSON Schema cannot say that. No change here makes such a pair. */
function parses(parse: Kind["parse"], text: string): boolean {
  try {
    parse(text, "x.json");
    return true;
  } catch (error) {
    if (error instanceof NotOurFile || (error instanceof Error && error.name === "WrongVersion"))
      return false;
    throw error;
  }
}
