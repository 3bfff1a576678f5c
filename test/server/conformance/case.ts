/**
 * Conformance cases as data, so that any client that is made from S3's own model can run them: the AWS SDK for JavaScript in the
 * tests, boto3 by `scripts/conformance-boto3.mjs`. Names of operations and parameters are S3's.
 *
 * Values: `{ $repeat: [text, times] }` is a long text, `{ $ref: "name.Field" }` what an earlier step (`as: "name"`) was answered,
 * `{ $date: "…" }` a date, `{ $length: n }` any text or list of that length, `{ $absent: true }` a field that is not there,
 * `{ $any: true }` one that is there; `{ $source: key, $version: id }` what a COPY reads, of this version where one is given.
 */
export interface Step {
  readonly op: string;
  /** Without `Bucket`, which every case has its own of. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly as?: string;
  /** Fields that the answer must have, with these values. */
  readonly expect?: Readonly<Record<string, unknown>>;
  /** The answer must be this error: HTTP status and code. HEAD has no body, so no code is looked at there. */
  readonly fails?: readonly [status: number, code: string];
}

export interface Case {
  readonly name: string;
  /** What it rests on, in the facts about S3. */
  readonly source: string;
  readonly steps: readonly Step[];
}

type Params = Readonly<Record<string, unknown>>;

/** A request that succeeds. */
export function ok(op: string, params: Params = {}, expect?: Params): Step {
  return { op, params, ...(expect === undefined ? {} : { expect }) };
}

/** A request whose answer later steps refer to. */
export function named(as: string, op: string, params: Params = {}, expect?: Params): Step {
  return { ...ok(op, params, expect), as };
}

export function fails(op: string, params: Params, status: number, code: string): Step {
  return { op, params, fails: [status, code] };
}

export const put = (Key: string, Body = "x", more: Params = {}): Step =>
  ok("PutObject", { Key, Body, ...more });

/** The object has these bytes. */
export const holds = (Key: string, Body: unknown): Step => ok("GetObject", { Key }, { Body });

export const gone = (Key: string): Step => fails("GetObject", { Key }, 404, "NoSuchKey");

export function of(source: string) {
  return (name: string, ...steps: readonly Step[]): Case => ({ name, source, steps });
}

export const ref = (name: string): unknown => ({ $ref: name });
export const absent = { $absent: true };
export const any = { $any: true };

/** MD5s of texts that cases use, as S3 quotes them. */
export const etags = {
  x: '"9dd4e461268c8034f5c8564e155c67a6"',
  y: '"415290769594460e2e485922904f345d"',
  hello: '"5d41402abc4b2a76b9719d911017c592"',
  empty: '"d41d8cd98f00b204e9800998ecf8427e"',
} as const;
