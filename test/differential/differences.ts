/**
 * The known differences between what our strong store says and what moto says: the closed list. Each says who is
 * right by what Amazon documents, or what was recorded of it, and has a program that shows it.
 */
import { isDeepStrictEqual } from "node:util";
import { etagOfParts } from "../../src/store/operations/multipart.js";
import { bodies, keys, type Step } from "./steps.js";
import type { Said } from "./run.js";

export interface Difference {
  readonly name: string;
  /** `neither`: what is due is not documented; where two things are wrong with the request, not which of them is told. */
  readonly right: "ours" | "neither";
  /** Where that is written. */
  readonly source: string;
  readonly is: (step: Step, ours: Said, theirs: Said) => boolean;
  /** The last step shows it; those before agree. */
  readonly shown: readonly Step[];
  /** It is one of buckets with versioning. */
  readonly versioned?: true;
  /** What ours says to the last step, by the source. */
  readonly ours: Said;
}

/** The code of an error; undefined for anything else. */
export function errorIn(said: Said): string | undefined {
  return typeof said === "object" && said !== null && "error" in said ? String(said.error) : undefined;
}

const failed = (error: string, status: number): Said => ({ error, status });
const [first, , nested] = keys;
const absent = "0".repeat(32);
const x = bodies[1].md5;
const put: Step = { op: "put", key: first, body: 1 };
const begin: Step = { op: "create", key: first };
const part: Step = { op: "part", upload: 0, partNumber: 1, body: 1 };

function conditionsOf(step: Step): { readonly ifMatch?: string; readonly ifNoneMatch?: string } {
  return step.op === "put" || step.op === "copy" || step.op === "complete" ? step : {};
}

const isConditional = (step: Step): boolean =>
  Object.keys(conditionsOf(step)).some((name) => name.startsWith("if"));
const sourceCondition = (step: Step): string | undefined =>
  step.op === "copy" || step.op === "part-copy" ? step.sourceIfMatch : undefined;

const recorded = "recorded against AWS, LocalStack tests/aws/services/s3 (2026-02)";

const conditions: readonly Difference[] = [
  {
    name: "If-Match: * of a write is 501; moto takes it for an ETag",
    right: "ours",
    source: `S3 API, PutObject, If-Match: "Expects the ETag value as a string"; 501 ${recorded}: TestS3ObjectWritePrecondition`,
    is: (step, ours) => conditionsOf(step).ifMatch === "*" && errorIn(ours) === "NotImplemented",
    shown: [{ ...put, ifMatch: "*" }],
    ours: failed("NotImplemented", 501),
  },
  {
    name: "If-Match and If-None-Match in one write are 501; moto looks at one after the other",
    right: "ours",
    source: `501 "Multiple conditional request headers present in the request" ${recorded}: TestS3ObjectWritePrecondition`,
    is: (step, ours) => {
      const { ifMatch, ifNoneMatch } = conditionsOf(step);
      return ifMatch !== undefined && ifNoneMatch !== undefined && errorIn(ours) === "NotImplemented";
    },
    shown: [{ ...put, ifMatch: absent, ifNoneMatch: "*" }],
    ours: failed("NotImplemented", 501),
  },
  {
    name: "a COPY looks at If-Match and If-None-Match of the key that it writes; moto copies",
    right: "ours",
    source: `S3 API, CopyObject, If-Match: "If the ETag values do not match, the operation returns a 412 Precondition Failed error"`,
    is: (step, ours, theirs) =>
      step.op === "copy" &&
      isConditional(step) &&
      ["PreconditionFailed", "NoSuchKey"].includes(errorIn(ours) ?? "") &&
      errorIn(theirs) === undefined,
    shown: [
      put,
      { op: "copy", source: first, key: nested },
      { op: "copy", source: first, key: nested, ifNoneMatch: "*" },
    ],
    ours: failed("PreconditionFailed", 412),
  },
  {
    name: "a Complete looks at If-Match; moto completes",
    right: "ours",
    source: `S3 API, CompleteMultipartUpload, If-Match: "Uploads the object only if the ETag … matches"; ${recorded}: TestS3MultipartUploadPrecondition`,
    is: (step, ours, theirs) =>
      step.op === "complete" &&
      step.ifMatch !== undefined &&
      ["PreconditionFailed", "NoSuchKey"].includes(errorIn(ours) ?? "") &&
      errorIn(theirs) === undefined,
    shown: [begin, part, { op: "complete", upload: 0, parts: "all", ifMatch: absent }],
    ours: failed("NoSuchKey", 404),
  },
  {
    name: "a DELETE takes If-Match: * for any object; moto takes it for an ETag",
    right: "ours",
    source: `S3 API, DeleteObject, If-Match: "does accept a string value of an '*' (asterisk) character to denote a match of any ETag"`,
    is: (step, ours, theirs) =>
      step.op === "delete" &&
      step.ifMatch === "*" &&
      ours === null &&
      errorIn(theirs) === "PreconditionFailed",
    shown: [put, { op: "delete", key: first, ifMatch: "*" }],
    ours: null,
  },
  {
    name: "copies look at If-Match of their source; moto copies",
    right: "ours",
    source: `S3 API, CopyObject and UploadPartCopy, x-amz-copy-source-if-match: "Copies the object if its entity tag (ETag) matches the specified tag"; 412 ${recorded}: test_s3_copy_object_preconditions`,
    is: (step, ours, theirs) =>
      sourceCondition(step) !== undefined &&
      errorIn(ours) === "PreconditionFailed" &&
      errorIn(theirs) === undefined,
    shown: [put, { op: "copy", source: first, key: nested, sourceIfMatch: absent }],
    ours: failed("PreconditionFailed", 412),
  },
];

const uploads: readonly Difference[] = [
  {
    name: "a Complete without parts is InvalidRequest; moto breaks on it",
    right: "ours",
    source: `400 InvalidRequest "You must specify at least one part" ${recorded}: test_multipart_complete_multipart_too_small`,
    is: (step, ours, theirs) =>
      step.op === "complete" &&
      // Whichever of its faults we tell: it has no parts, or its condition does not hold, or the upload is gone.
      errorIn(ours) !== undefined &&
      errorIn(theirs) === "InternalError",
    shown: [begin, { op: "complete", upload: 0, parts: "none" }],
    ours: failed("InvalidRequest", 400),
  },
  {
    name: "an upload that is gone is NoSuchUpload to every request; moto breaks on some",
    right: "ours",
    source: "S3 API, UploadPart and CompleteMultipartUpload, error NoSuchUpload (404)",
    is: (_step, ours, theirs) => errorIn(ours) === "NoSuchUpload" && errorIn(theirs) === "InternalError",
    shown: [begin, { op: "abort", upload: 0 }, part],
    ours: failed("NoSuchUpload", 404),
  },
  {
    name: "the range of an UploadPartCopy lies within its source; moto copies what there is of it",
    right: "ours",
    source: `400 InvalidArgument "Range specified is not valid for source object of size" ${recorded}: test_upload_part_copy_range`,
    is: (step, ours, theirs) =>
      step.op === "part-copy" && errorIn(ours) === "InvalidArgument" && errorIn(theirs) === undefined,
    shown: [
      put,
      begin,
      { op: "part-copy", upload: 0, partNumber: 1, source: first, range: { start: 0, end: 5 } },
    ],
    ours: failed("InvalidArgument", 400),
  },
  {
    name: "the parts of a Complete are named in ascending order; moto joins them as they come",
    right: "ours",
    source: `S3 API, CompleteMultipartUpload, error InvalidPartOrder: "The list of parts was not in ascending order"; S3Mock agrees`,
    is: (step, ours, theirs) =>
      step.op === "complete" && errorIn(ours) === "InvalidPartOrder" && errorIn(theirs) === undefined,
    shown: [
      begin,
      part,
      { op: "part", upload: 0, partNumber: 2, body: 3 },
      { op: "complete", upload: 0, parts: "reversed" },
    ],
    ours: failed("InvalidPartOrder", 400),
  },
  {
    name: "a Complete that is sent again with other parts; moto does not look at them",
    right: "neither",
    source:
      "recorded against AWS for the same parts only (moto test_idempotent_multipart_upload); we take other parts for another request",
    is: (step, ours, theirs) =>
      step.op === "complete" &&
      errorIn(ours) === "NoSuchUpload" &&
      [undefined, "PreconditionFailed"].includes(errorIn(theirs)),
    shown: [
      begin,
      part,
      { op: "complete", upload: 0, parts: "all" },
      { op: "complete", upload: 0, parts: "wrong-etag" },
    ],
    ours: failed("NoSuchUpload", 404),
  },
  {
    name: "a Complete that is sent again after its object was deleted or replaced; moto breaks on some",
    right: "neither",
    source:
      "recorded against AWS while the object is there (moto test_idempotent_multipart_upload); we answer it as the first time; 500 is right of nobody",
    is: (step, ours, theirs) =>
      step.op === "complete" && errorIn(ours) === undefined && errorIn(theirs) === "InternalError",
    shown: [
      begin,
      part,
      { op: "complete", upload: 0, parts: "all" },
      { op: "delete", key: first },
      { op: "complete", upload: 0, parts: "all", ifMatch: x },
    ],
    ours: { etag: etagOfParts([x]) },
  },
  {
    name: "ListMultipartUploads has pages, common prefixes and markers; moto has not",
    right: "ours",
    source: `S3 API, ListMultipartUploads; the markers of the next page also where there is none: ${recorded}: test_list_multipart_uploads_marker_common_prefixes`,
    is: (step, ours, theirs) =>
      step.op === "list-uploads" && errorIn(ours) === undefined && errorIn(theirs) === undefined,
    shown: [begin, { op: "list-uploads" }],
    ours: {
      uploads: [`${first} #0`],
      commonPrefixes: [],
      isTruncated: false,
      nextKeyMarker: first,
      nextUploadIdMarker: 0,
    },
  },
  {
    name: "ListParts shows the next parts after the marker; moto the numbers after the marker",
    right: "ours",
    source: `S3 API, ListParts, part-number-marker: "Only parts with higher part numbers will be listed", max-parts: how many`,
    is: (step, ours, theirs) =>
      step.op === "list-parts" && errorIn(ours) === undefined && errorIn(theirs) === undefined,
    shown: [
      begin,
      { ...part, partNumber: 10_000 },
      { op: "list-parts", upload: 0, partNumberMarker: 1, maxParts: 1 },
    ],
    ours: { parts: [{ partNumber: 10_000, etag: x, size: 1 }], isTruncated: false },
  },
];

const versions: readonly Difference[] = [
  {
    name: "a GET of a delete marker by its id is 405; moto knows no such version",
    right: "ours",
    source: `S3 API, GetObject: "If the specified version in the request is a delete marker, the response returns a 405 Method Not Allowed error"`,
    is: (step, ours, theirs) =>
      step.op === "get-version" &&
      errorIn(ours) === "MethodNotAllowed" &&
      errorIn(theirs) === "NoSuchVersion",
    versioned: true,
    shown: [put, { op: "delete", key: first }, { op: "list-versions" }, { op: "get-version", version: 1 }],
    ours: failed("MethodNotAllowed", 405),
  },
  {
    name: "a delete marker is no object, and makes no common prefix; moto shows that",
    right: "ours",
    source: `S3 API, ListObjectsV2, CommonPrefixes: "keys (up to the next delimiter)" of objects; S3 User Guide, Working with delete markers: a LIST does not return them`,
    is: (step, ours, theirs) =>
      step.op === "list" &&
      step.delimiter !== undefined &&
      isPage(ours) &&
      isPage(theirs) &&
      isDeepStrictEqual(ours.objects, theirs.objects) &&
      ours.commonPrefixes.every((prefix) => theirs.commonPrefixes.includes(prefix)),
    versioned: true,
    shown: [
      { op: "put", key: nested, body: 1 },
      { op: "delete", key: nested },
      { op: "list", delimiter: "/" },
    ],
    ours: { objects: [], commonPrefixes: [], isTruncated: false },
  },
];

interface Page {
  readonly objects: readonly unknown[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
}

/** A page that ends by itself: where a page is full, one prefix more is one object less. */
function isPage(said: Said): said is Page {
  return typeof said === "object" && said !== null && "objects" in said && !(said as Page).isTruncated;
}

/** Whether this refusal may be meant for this step, as far as one can see by the step. */
function couldBe(code: string | undefined, step: Step): boolean {
  switch (code) {
    case "NoSuchUpload":
      return step.op === "part-copy";
    case "NoSuchKey":
      return isConditional(step) || step.op === "copy" || step.op === "part-copy";
    case "PreconditionFailed":
      return isConditional(step) || sourceCondition(step) !== undefined;
    case "InvalidRequest":
      return step.op === "copy" && step.source === step.key && step.metadata === undefined;
    case "InvalidPart":
      return step.op === "complete" && ["unknown", "wrong-etag"].includes(step.parts);
    case "InvalidPartOrder":
      return step.op === "complete" && step.parts === "reversed";
    case "EntityTooSmall":
      // Which of the parts that were uploaded are small, one cannot see here.
      return step.op === "complete" && step.parts !== "none";
    default:
      return false;
  }
}

const orderOfChecks: Difference = {
  name: "which of two things that are wrong is told",
  right: "neither",
  source: "not documented; either refusal changes nothing",
  is: (step, ours, theirs) => couldBe(errorIn(ours), step) && couldBe(errorIn(theirs), step),
  shown: [begin, part, { op: "complete", upload: 0, parts: "unknown" }],
  ours: failed("EntityTooSmall", 400),
};

export const differences: readonly Difference[] = [...conditions, ...uploads, ...versions, orderOfChecks];

/** Which of the known differences this is. `versioned`: of a bucket with versioning. */
export function knownDifference(
  step: Step,
  ours: Said,
  theirs: Said,
  versioned: boolean,
): Difference | undefined {
  return differences.find((one) => (one.versioned === undefined || versioned) && one.is(step, ours, theirs));
}
