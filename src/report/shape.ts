/**
 * Shapes of JSON files: one description from which come the check of what was read, the canonical text of what is
 * written, and the JSON Schema (2020-12) that is shipped. The three cannot drift apart.
 */

/** A JSON Schema, as far as it is made here. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a partial expectation of a `T` may hold: any part of it, at any depth of its objects; arrays only whole. */
export type PartOf<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: PartOf<T[K]> }
    : T;

export interface Shape<T> {
  /** JSON Schema of the value. */
  readonly schema: JsonSchema;
  /** The first thing wrong with `value`, which stands at `at` ("cells[3].verdict"); undefined: it is a `T`. */
  problem(value: unknown, at: string): string | undefined;
  /** Canonical JSON text of a value that has no problem; `indent` is that of the line on which it begins. */
  print(value: T, indent: string): string;
  /** The shape of any part of it. */
  partial(): Shape<PartOf<T>>;
}

/** The shapes of an object's fields; those that it may lack are marked with {@link optional}. */
type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalField<Exclude<T[K], undefined>> : Shape<T[K]>;
};

export interface OptionalField<T> {
  readonly optional: Shape<T>;
}

export function optional<T>(shape: Shape<T>): OptionalField<T> {
  return { optional: shape };
}

/** Where `key` has one of the values `is`, the fields `needs` must be there. */
export interface Rule<T> {
  readonly key: keyof T & string;
  readonly is: readonly string[];
  readonly needs: readonly (keyof T & string)[];
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function leaf<T>(schema: JsonSchema, wanted: string, is: (value: unknown) => boolean): Shape<T> {
  const shape: Shape<T> = {
    schema,
    problem: (value, at) => (is(value) ? undefined : `${at} must be ${wanted}, and is ${show(value)}`),
    print: (value) => JSON.stringify(value),
    partial: () => shape as unknown as Shape<PartOf<T>>,
  };
  return shape;
}

/** Text that is not empty. */
export function text(description: string): Shape<string> {
  const is = (value: unknown): boolean => typeof value === "string" && value !== "";
  return leaf({ type: "string", minLength: 1, description }, "text that is not empty", is);
}

/** Text that may be empty. */
export function anyText(description: string): Shape<string> {
  return leaf({ type: "string", description }, "text", (value) => typeof value === "string");
}

/** Text of a pattern; `wanted` says in words what it matches. */
export function pattern(source: string, wanted: string, description: string): Shape<string> {
  const regexp = new RegExp(source, "u");
  const is = (value: unknown): boolean => typeof value === "string" && regexp.test(value);
  return leaf({ type: "string", pattern: source, description }, wanted, is);
}

/** A count that may exceed 2^53: decimal digits in a string. */
export function bigCount(description: string): Shape<string> {
  return pattern("^(0|[1-9][0-9]{0,18})$", "a count, as digits in a string", description);
}

/** A count: a whole number from 0 to 2^53 - 1. */
export function integer(description: string, maximum = Number.MAX_SAFE_INTEGER): Shape<number> {
  const is = (value: unknown): boolean =>
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= maximum &&
    !Object.is(value, -0);
  return leaf(
    { type: "integer", minimum: 0, maximum, description },
    `a whole number from 0 to ${maximum}`,
    is,
  );
}

/** A probability above 0. */
export function probability(description: string): Shape<number> {
  const is = (value: unknown): boolean => typeof value === "number" && value > 0 && value <= 1;
  return leaf(
    { type: "number", exclusiveMinimum: 0, maximum: 1, description },
    "a number above 0, at most 1",
    is,
  );
}

/** A number from `minimum` to `maximum`, whole or not. */
export function number(description: string, minimum: number, maximum: number): Shape<number> {
  const is = (value: unknown): boolean =>
    typeof value === "number" && value >= minimum && value <= maximum && !Object.is(value, -0);
  return leaf(
    { type: "number", minimum, maximum, description },
    `a number from ${minimum} to ${maximum}`,
    is,
  );
}

export function flag(description: string): Shape<boolean> {
  return leaf({ type: "boolean", description }, "true or false", (value) => typeof value === "boolean");
}

export function oneOf<T extends string>(values: readonly T[], description: string): Shape<T> {
  const wanted = values.map((value) => JSON.stringify(value)).join(" or ");
  return leaf({ enum: values, description }, wanted, (value) => values.some((one) => one === value));
}

export function constant<T extends string>(value: T, description: string): Shape<T> {
  return leaf({ const: value, description }, JSON.stringify(value), (found) => found === value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One entry a line; a list of numbers on one line, because a line for each of 500 choices helps nobody. */
function printArray<T>(item: Shape<T>, values: readonly T[], indent: string): string {
  if (values.length === 0) return "[]";
  if (values.every((value) => typeof value === "number")) {
    return `[${values.map((value) => item.print(value, indent)).join(", ")}]`;
  }
  const deeper = `${indent}  `;
  return `[\n${values.map((value) => deeper + item.print(value, deeper)).join(",\n")}\n${indent}]`;
}

export function array<T>(item: Shape<T>, description: string, minItems = 0): Shape<readonly T[]> {
  const shape: Shape<readonly T[]> = {
    schema: { type: "array", ...(minItems > 0 ? { minItems } : {}), items: item.schema, description },
    problem: (value, at) => {
      if (!Array.isArray(value)) return `${at} must be a list, and is ${show(value)}`;
      if (value.length < minItems)
        return `${at} must have at least ${minItems} in it, and has ${value.length}`;
      for (let i = 0; i < value.length; i++) {
        const wrong = item.problem(value[i], `${at}[${i}]`);
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    },
    print: (values, indent) => printArray(item, values, indent),
    partial: () => shape as unknown as Shape<PartOf<readonly T[]>>,
  };
  return shape;
}

function printObject(entries: readonly (readonly [string, string])[], indent: string): string {
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, value]) => `${indent}  ${JSON.stringify(key)}: ${value}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** Any names, each with a value of one shape; written in the names' order. */
export function record<T>(value: Shape<T>, description: string): Shape<Readonly<Record<string, T>>> {
  const shape: Shape<Readonly<Record<string, T>>> = {
    schema: { type: "object", additionalProperties: value.schema, description },
    problem: (found, at) => {
      if (!isObject(found)) return `${at} must be an object, and is ${show(found)}`;
      for (const [key, one] of Object.entries(found)) {
        const wrong = value.problem(one, `${at}[${JSON.stringify(key)}]`);
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    },
    print: (found, indent) => {
      const keys = Object.keys(found).sort();
      return printObject(
        keys.map((key) => [key, value.print(found[key] as T, `${indent}  `)] as const),
        indent,
      );
    },
    partial: () => shape as unknown as Shape<PartOf<Readonly<Record<string, T>>>>,
  };
  return shape;
}

interface Field {
  readonly key: string;
  readonly required: boolean;
  readonly shape: Shape<unknown>;
}

function fieldsOf<T>(fields: Fields<T>): Field[] {
  return Object.entries(fields as Record<string, Shape<unknown> | OptionalField<unknown>>).map(
    ([key, field]) =>
      "optional" in field
        ? { key, required: false, shape: field.optional }
        : { key, required: true, shape: field },
  );
}

function objectSchema(
  fields: readonly Field[],
  rules: readonly Rule<never>[],
  description: string,
): JsonSchema {
  const required = fields.filter((field) => field.required).map((field) => field.key);
  const conditions = rules.map((rule: { key: string; is: readonly string[]; needs: readonly string[] }) => ({
    if: { properties: { [rule.key]: { enum: rule.is } }, required: [rule.key] },
    // oxlint-disable-next-line unicorn/no-thenable -- "then" is a keyword of JSON Schema
    then: { properties: Object.fromEntries(rule.needs.map((key) => [key, true])), required: rule.needs },
  }));
  return {
    type: "object",
    description,
    properties: Object.fromEntries(fields.map((field) => [field.key, field.shape.schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...(conditions.length > 0 ? { allOf: conditions } : {}),
  };
}

function objectProblem(
  fields: readonly Field[],
  rules: readonly { key: string; is: readonly string[]; needs: readonly string[] }[],
  value: unknown,
  at: string,
): string | undefined {
  if (!isObject(value)) return `${at === "" ? "the file" : at} must be an object, and is ${show(value)}`;
  const inside = (key: string): string => (at === "" ? key : `${at}.${key}`);
  const stranger = Object.keys(value).find((key) => !fields.some((field) => field.key === key));
  if (stranger !== undefined) return `${inside(stranger)} is no field that is known here`;
  for (const { key, required, shape } of fields) {
    const has = Object.hasOwn(value, key);
    if (!has && required) return `${inside(key)} is missing`;
    const wrong = has ? shape.problem(value[key], inside(key)) : undefined;
    if (wrong !== undefined) return wrong;
  }
  for (const rule of rules) {
    if (!rule.is.some((one) => one === value[rule.key])) continue;
    const lacking = rule.needs.find((key) => !Object.hasOwn(value, key));
    if (lacking !== undefined) {
      return `${inside(lacking)} is missing, where ${rule.key} is ${show(value[rule.key])}`;
    }
  }
  return undefined;
}

/** Exactly these fields, written in this order. `keep`: the names of those that {@link Shape.partial} does not make optional. */
export function object<T extends object>(
  description: string,
  fields: Fields<T>,
  options: { readonly rules?: readonly Rule<T>[]; readonly keep?: readonly (keyof T & string)[] } = {},
): Shape<T> {
  const known = fieldsOf(fields);
  const rules = options.rules ?? [];
  return {
    schema: objectSchema(known, rules as readonly Rule<never>[], description),
    problem: (value, at) => objectProblem(known, rules, value, at),
    print: (value, indent) => {
      const values = value as Readonly<Record<string, unknown>>;
      const present = known.filter(({ key }) => values[key] !== undefined);
      return printObject(
        present.map(({ key, shape }) => [key, shape.print(values[key], `${indent}  `)] as const),
        indent,
      );
    },
    partial: () => {
      const kept: readonly string[] = options.keep ?? [];
      const parts = known.map(({ key, shape }) => [
        key,
        kept.includes(key) ? shape : { optional: shape.partial() },
      ]);
      return object(`Any part of: ${description}`, Object.fromEntries(parts) as Fields<PartOf<T>>);
    },
  };
}
