/** Random programs of requests, written so that both stores can run them though their ids and tokens differ. */
import * as fc from "fast-check";
import { Body } from "../../src/store/body.js";
import { etagOfParts } from "../../src/store/operations/multipart.js";

/** Few keys, so that requests meet: nested, in need of encoding, and in another order in UTF-16 than in UTF-8. */
export const keys = [
  "a",
  "a/",
  "a/b",
  "a/b/c",
  "a/b d",
  "a//e",
  "a+b%2F&<é>",
  "b/c",
  "\uff5e",
  "\u{1f600}",
] as const;

/** The last is as large as a part must be that others follow. */
export const bodies = [
  Body.text(""),
  Body.text("x"),
  Body.text("hello, world"),
  Body.of(new Uint8Array(5 * 1024 * 1024).fill(97)),
] as const;
const large = bodies.length - 1;

const etags = [...bodies.map((body) => body.md5), etagOfParts([bodies[1].md5]), "0".repeat(32)];

interface Condition {
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: string;
}

type Metadata = Readonly<Record<string, string>>;

/** `upload`: number of an upload that the program has begun, modulo how many it has. */
export type Step =
  | ({
      readonly op: "put";
      readonly key: string;
      readonly body: number;
      readonly metadata?: Metadata;
    } & Condition)
  | { readonly op: "get"; readonly key: string; readonly range?: Range; readonly ifMatch?: string }
  | { readonly op: "head"; readonly key: string; readonly ifMatch?: string }
  | { readonly op: "delete"; readonly key: string; readonly ifMatch?: string }
  | { readonly op: "deleteObjects"; readonly keys: readonly string[] }
  | ({
      readonly op: "copy";
      readonly source: string;
      readonly key: string;
      readonly sourceIfMatch?: string;
      readonly metadata?: Metadata;
    } & Condition)
  | ({ readonly op: "list" } & Listing)
  /** The next page of the last LIST, if that had one. */
  | { readonly op: "list-next" }
  | { readonly op: "create"; readonly key: string; readonly metadata?: Metadata }
  | { readonly op: "part"; readonly upload: number; readonly partNumber: number; readonly body: number }
  | {
      readonly op: "part-copy";
      readonly upload: number;
      readonly partNumber: number;
      readonly source: string;
      readonly range?: { readonly start: number; readonly end: number };
      readonly sourceIfMatch?: string;
    }
  | ({ readonly op: "complete"; readonly upload: number; readonly parts: Parts } & Condition)
  | { readonly op: "abort"; readonly upload: number }
  | {
      readonly op: "list-uploads";
      readonly prefix?: string;
      readonly delimiter?: string;
      readonly maxUploads?: number;
    }
  /** `version`: number of a version that the program has been told of, modulo how many there are. */
  | { readonly op: "get-version" | "head-version" | "delete-version"; readonly version: number }
  | {
      readonly op: "list-versions";
      readonly prefix?: string;
      readonly delimiter?: string;
    }
  | {
      readonly op: "list-parts";
      readonly upload: number;
      readonly partNumberMarker?: number;
      readonly maxParts?: number;
    };

interface Range {
  readonly start: number;
  readonly end?: number;
}

interface Listing {
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly startAfter?: string;
  readonly maxKeys?: number;
}

/** Which parts a Complete names: those that were uploaded, or something that is wrong with them. */
export type Parts = "all" | "first" | "none" | "reversed" | "unknown" | "wrong-etag";

const key = fc.constantFrom(...keys);
const body = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 0, max: large - 1 }) },
  { weight: 1, arbitrary: fc.constant(large) },
);
const partBody = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: large - 1 }) },
  { weight: 1, arbitrary: fc.constant(large) },
);
const etag = fc.constantFrom(...etags);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ ifNoneMatch: "*" as const }) },
  { weight: 3, arbitrary: fc.record({ ifMatch: etag }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ ifMatch: "*" }, { ifNoneMatch: "*" as const, ifMatch: etags[1]! }),
  },
);
const metadata = fc.constantFrom<Metadata>({}, { a: "1" }, { A: "2", "b-c": "x y" });
const some = <T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });
const upload = fc.nat(3);
const version = fc.nat(9);
const partNumber = fc.constantFrom(1, 2, 3, 10_000);

interface Weighted {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Step>;
}

const limited = fc.integer({ min: 1, max: 5 });
const few = fc.integer({ min: 1, max: 3 });
const partRange = fc.constantFrom({ start: 0, end: 0 }, { start: 2, end: 5 });
const parts = fc.constantFrom<Parts>(
  "all",
  "all",
  "all",
  "first",
  "none",
  "reversed",
  "unknown",
  "wrong-etag",
);
const anyOrEtag = fc.oneof({ weight: 4, arbitrary: etag }, { weight: 1, arbitrary: fc.constant("*") });

/** How often each operation is tried, and how. */
const steps: Readonly<Record<Step["op"], Weighted>> = {
  put: stepOf(8, "put", fc.tuple(fc.record({ key, body }), condition, some({ metadata }))),
  get: stepOf(4, "get", fc.tuple(fc.record({ key }), some({ ifMatch: etag, range: range() }))),
  head: stepOf(2, "head", fc.tuple(fc.record({ key }), some({ ifMatch: etag }))),
  delete: stepOf(3, "delete", fc.tuple(fc.record({ key }), some({ ifMatch: anyOrEtag }))),
  deleteObjects: stepOf(
    1,
    "deleteObjects",
    fc.tuple(fc.record({ keys: fc.array(key, { minLength: 1, maxLength: 4 }) })),
  ),
  copy: stepOf(
    4,
    "copy",
    fc.tuple(fc.record({ source: key, key }), condition, some({ sourceIfMatch: etag, metadata })),
  ),
  list: stepOf(
    5,
    "list",
    fc.tuple(
      some({ prefix: prefix(), delimiter: fc.constantFrom("/", "b", ""), startAfter: key, maxKeys: limited }),
    ),
  ),
  "list-next": stepOf(3, "list-next", fc.tuple(fc.constant({}))),
  create: stepOf(3, "create", fc.tuple(fc.record({ key }), some({ metadata }))),
  part: stepOf(5, "part", fc.tuple(fc.record({ upload, partNumber, body: partBody }))),
  "part-copy": stepOf(
    2,
    "part-copy",
    fc.tuple(fc.record({ upload, partNumber, source: key }), some({ sourceIfMatch: etag, range: partRange })),
  ),
  complete: stepOf(4, "complete", fc.tuple(fc.record({ upload, parts }), condition)),
  abort: stepOf(1, "abort", fc.tuple(fc.record({ upload }))),
  "list-uploads": stepOf(
    1,
    "list-uploads",
    fc.tuple(some({ prefix: prefix(), delimiter: fc.constant("/"), maxUploads: few })),
  ),
  "get-version": stepOf(4, "get-version", fc.tuple(fc.record({ version }))),
  "head-version": stepOf(1, "head-version", fc.tuple(fc.record({ version }))),
  "delete-version": stepOf(4, "delete-version", fc.tuple(fc.record({ version }))),
  "list-versions": stepOf(
    6,
    "list-versions",
    fc.tuple(some({ prefix: prefix(), delimiter: fc.constant("/") })),
  ),
  "list-parts": stepOf(
    2,
    "list-parts",
    fc.tuple(fc.record({ upload }), some({ partNumberMarker: partNumber, maxParts: few })),
  ),
};

const ofVersions = ["get-version", "head-version", "delete-version", "list-versions"] as const;

/** Those that say the same in a bucket without versioning. */
export const allOps = (Object.keys(steps) as readonly Step["op"][]).filter(
  (op) => !ofVersions.some((one) => one === op),
);

/** Those that a bucket with versioning is tried with. */
const versionedOps: readonly Step["op"][] = [
  "put",
  "get",
  "head",
  "delete",
  "deleteObjects",
  "copy",
  "list",
  "create",
  "part",
  "complete",
  ...ofVersions,
];

/** Programs of these operations. */
export function programs(ops: readonly Step["op"][]): fc.Arbitrary<readonly Step[]> {
  const step = fc.oneof(...ops.map((op) => steps[op]));
  return fc.array(step, { minLength: 1, maxLength: 24, size: "max" });
}

/**
 * Programs for a bucket with versioning: of few keys, so that they have many versions, and only with such conditions as both look at,
 * because a program ends where the two have parted.
 */
export const versionedPrograms: fc.Arbitrary<readonly Step[]> = programs(versionedOps).map((program) =>
  program.map((step) => withFewKeys(isLookedAt(step) ? step : withoutConditions(step))),
);

function isLookedAt(step: Step): boolean {
  if (step.op !== "put") return !("ifMatch" in step || "ifNoneMatch" in step || "sourceIfMatch" in step);
  return step.ifMatch !== "*" && (step.ifMatch === undefined || step.ifNoneMatch === undefined);
}

function withoutConditions(step: Step): Step {
  const rest: Record<string, unknown> = { ...step };
  for (const name of ["ifMatch", "ifNoneMatch", "sourceIfMatch"]) delete rest[name];
  return rest as Step;
}

const fewKeys = 3;

function withFewKeys(step: Step): Step {
  const few = (key: string): string => keys[keys.findIndex((one) => one === key) % fewKeys]!;
  return {
    ...step,
    ...("key" in step ? { key: few(step.key) } : {}),
    ...("source" in step ? { source: few(step.source) } : {}),
    ...("keys" in step ? { keys: step.keys.map(few) } : {}),
    ...(step.op === "list" && step.delimiter !== undefined ? { maxKeys: undefined } : {}),
  } as Step;
}

/** A step that has the fields of all of `fields`. */
function stepOf(weight: number, op: Step["op"], fields: fc.Arbitrary<readonly object[]>): Weighted {
  return { weight, arbitrary: fields.map((all) => Object.assign({ op }, ...all) as Step) };
}

function prefix(): fc.Arbitrary<string> {
  return fc.constantFrom("", "a", "a/", "a/b", "b", "z", "\u{1f600}");
}

function range(): fc.Arbitrary<Range> {
  return fc.constantFrom<Range>({ start: 0 }, { start: 0, end: 0 }, { start: 3, end: 100 }, { start: 20 });
}

/** A step in one line. */
export function stepText(step: Step): string {
  const { op, ...more } = step;
  return `${op} ${JSON.stringify(more)}`;
}
