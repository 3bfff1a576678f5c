/** Exact text forms of plain data: equal texts if and only if equal data. What interning and history keys rest on. */
import { Body } from "../store/body.js";

/**
 * Encodes plain data (null, booleans, numbers, strings, bigints, arrays, records, bodies). Fields whose value is
 * undefined count as absent; the order of fields does not matter. Throws a TypeError on anything else.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
      return value ? "t" : "f";
    case "bigint":
      return `${value}n`;
    case "undefined":
      return "u";
    case "object":
      return canonicalObject(value);
    default:
      throw new TypeError(`a ${typeof value} is not plain data`);
  }
}

function canonicalObject(value: object | null): string {
  if (value === null) return "null";
  if (value instanceof Body) return `#${value.digest}`;
  if (Array.isArray(value)) return canonicalArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a ${value.constructor?.name ?? "class"} instance is not plain data`);
  }
  let text = "";
  for (const name of Object.keys(value).sort()) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (field !== undefined) text += `${text === "" ? "" : ","}${nameText(name)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

function canonicalArray(array: readonly unknown[]): string {
  let text = "";
  for (let index = 0; index < array.length; index++)
    text += `${index === 0 ? "" : ","}${canonical(array[index])}`;
  return `[${text}]`;
}

/** Names of fields are few, and come again and again. */
const nameTexts = new Map<string, string>();
const nameTextsMax = 10_000;

function nameText(name: string): string {
  let text = nameTexts.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (nameTexts.size < nameTextsMax) nameTexts.set(name, text);
  }
  return text;
}

/** `value`, with all arrays and records in it frozen; what is neither stays as it is. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!plain) return value;
  Object.freeze(value);
  for (const field of Object.values(value)) frozen(field);
  return value;
}

/** A frozen deep copy of plain data, so that no two processes ever share something that changes. */
export function frozenCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (value === undefined || value === null || typeof value !== "object") {
    if (typeof value === "function" || typeof value === "symbol")
      throw new TypeError(`a ${typeof value} is not plain data`);
    return value;
  }
  if (value instanceof Body) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a ${value.constructor?.name ?? "class"} instance is not plain data`);
  }
  // A field that is undefined counts as absent, so it is: equal data must be the same to whoever looks.
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.freeze(Object.fromEntries(fields.map(([name, field]) => [name, copy(field)])));
}
