/**
 * The schema as an entry of the file's key/value metadata. A writer that cannot declare a logical type carries the
 * physical values, and this entry keeps their meaning.
 */
import { UnreadablePart } from "./errors.js";
import { typeName } from "./field.js";
import type { Field, Logical } from "./field.js";

/** Key of the entry. */
export const schemaKey = "lakelitmus.schema";

/** The entry for a schema: the same text for the same schema. */
export function schemaEntry(schema: readonly Field[]): string {
  return JSON.stringify(
    schema.map(({ name, logical }) => (logical === undefined ? { name } : { name, logical })),
  );
}

/**
 * The fields with the meaning that the entry gives them.
 *
 * @throws UnreadablePart where the entry does not belong to this schema.
 */
export function withSchemaEntry(schema: readonly Field[], entry: string): Field[] {
  const declared = parse(entry);
  if (declared.length !== schema.length) {
    throw new UnreadablePart(
      `The file has ${schema.length} columns, its entry ${schemaKey} ${declared.length}.`,
    );
  }
  return schema.map((field, index) => {
    const { name, logical } = declared[index]!;
    if (name !== field.name) {
      throw new UnreadablePart(
        `Column ${index} is ${JSON.stringify(field.name)}, but ${JSON.stringify(name)} in the entry ${schemaKey}.`,
      );
    }
    const { logical: found, ...rest } = field;
    const meant: Field = logical === undefined ? rest : { ...rest, logical };
    if (found !== undefined && typeName(field) !== typeName(meant)) {
      throw new UnreadablePart(
        `Column ${JSON.stringify(name)} is ${typeName(field)}, but ${typeName(meant)} in the entry ${schemaKey}.`,
      );
    }
    return meant;
  });
}

interface Declared {
  readonly name: string;
  readonly logical?: Logical;
}

function parse(entry: string): readonly Declared[] {
  let value: unknown;
  try {
    value = JSON.parse(entry);
  } catch {
    throw new UnreadablePart(`The entry ${schemaKey} of the file's metadata is not JSON.`);
  }
  if (!Array.isArray(value) || !value.every(isDeclared)) {
    throw new UnreadablePart(`The entry ${schemaKey} of the file's metadata is not a list of columns.`);
  }
  return value;
}

const units: readonly unknown[] = ["millis", "micros", "nanos"];
const plainKinds: readonly unknown[] = [
  "string",
  "enum",
  "json",
  "bson",
  "uuid",
  "float16",
  "interval",
  "date",
  "null",
];

function isDeclared(value: unknown): value is Declared {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return typeof value.name === "string" && (!("logical" in value) || isLogical(value.logical));
}

function isLogical(value: unknown): value is Logical {
  if (typeof value !== "object" || value === null) return false;
  const { kind, unit, utc, precision, scale, bits, signed } = value as Record<string, unknown>;
  if (plainKinds.includes(kind)) return true;
  if (kind === "time" || kind === "timestamp") return units.includes(unit) && typeof utc === "boolean";
  if (kind === "decimal") return Number.isInteger(precision) && Number.isInteger(scale);
  return kind === "integer" && [8, 16, 32, 64].includes(bits as number) && typeof signed === "boolean";
}
