/** Runs one step on one store, and says what came of it in a form that two stores can be compared by. */
import { callOver } from "../../src/store/call-over.js";
import type { StoreCall } from "../../src/store/facade.js";
import type {
  CompletedPart,
  GetResult,
  ListedVersion,
  ListMultipartUploadsResult,
  ListObjectVersionsResult,
  ListResult,
  ObjectStore,
  PutResult,
  UploadRef,
  Versioned,
} from "../../src/store/object-store.js";
import { statusOf } from "../../src/store/object-store.js";
import { isWrite, type StoreRequest, type StoreSuccess } from "../../src/store/requests.js";
import { bodies, type Parts, type Step } from "./steps.js";

/** An answer as data that means the same whoever gave it. */
export type Said = unknown;

/** One store under a program: what its ids and tokens are. */
export class Side {
  readonly #call: StoreCall;
  /** As it was told of them. */
  readonly #versions: { readonly key: string; readonly versionId: string }[] = [];
  readonly #uploads: { readonly ref: UploadRef; parts: CompletedPart[] }[] = [];
  #listing: (StoreRequest & { readonly op: "list" }) | undefined;

  constructor(store: ObjectStore) {
    this.#call = callOver(store);
  }

  async run(step: Step): Promise<Said> {
    const request = this.#requestOf(step);
    if (request === undefined) return "nothing to do";
    const answer = await this.#call(request);
    if (!answer.ok) {
      const { code } = answer;
      // A HEAD's error has no body.
      if (request.op === "head") return { error: "of a HEAD", status: statusOf[code] };
      // Of a code that the interface does not know, the message has what the server said.
      return code === "UnknownError" ? { error: answer.message } : { error: code, status: statusOf[code] };
    }
    this.#learn(step, request, answer);
    return this.#said(request, answer);
  }

  #requestOf(step: Step): StoreRequest | undefined {
    switch (step.op) {
      case "get-version":
        return this.#ofVersion("get", step.version);
      case "head-version":
        return this.#ofVersion("head", step.version);
      case "delete-version":
        return this.#ofVersion("delete", step.version);
      case "list-versions":
        return { ...step, op: "listObjectVersions" };
      case "put":
        return { ...step, body: bodies[step.body]! };
      case "get":
      case "head":
      case "delete":
      case "deleteObjects":
      case "copy":
      case "list":
        return step;
      case "list-next":
        return this.#listing;
      case "create":
        return { ...step, op: "createMultipartUpload" };
      case "list-uploads":
        return { ...step, op: "listMultipartUploads" };
      case "part":
      case "part-copy":
      case "complete":
      case "abort":
      case "list-parts":
        return this.#ofUpload(step);
    }
  }

  #ofVersion(op: "get" | "head" | "delete", number: number): StoreRequest | undefined {
    const version = this.#versions[number % Math.max(1, this.#versions.length)];
    return version === undefined ? undefined : { op, ...version };
  }

  #ofUpload(step: Step & { readonly upload: number }): StoreRequest | undefined {
    const { upload: number, ...rest } = step;
    const upload = this.#uploads[number % Math.max(1, this.#uploads.length)];
    if (upload === undefined) return undefined;
    const { ref } = upload;
    switch (rest.op) {
      case "part":
        return { ...rest, op: "uploadPart", ...ref, body: bodies[rest.body]! };
      case "part-copy":
        return { ...rest, op: "uploadPartCopy", ...ref };
      case "complete":
        return { ...rest, op: "completeMultipartUpload", ...ref, parts: named(rest.parts, upload.parts) };
      case "abort":
        return { op: "abortMultipartUpload", ...ref };
      case "list-parts":
        return { ...rest, op: "listParts", ...ref };
      default:
        return undefined;
    }
  }

  #learn(step: Step, request: StoreRequest, { value }: StoreSuccess): void {
    if ("key" in request && isWrite(request)) {
      const { versionId } = value as PutResult;
      if (versionId !== undefined) this.#versions.push({ key: request.key, versionId });
    }
    if (request.op === "listObjectVersions") {
      // Delete markers are told of here alone.
      for (const { key, versionId } of inOrder(value as ListObjectVersionsResult))
        if (this.#versionOf(key, versionId) < 0) this.#versions.push({ key, versionId });
    }
    if (request.op === "createMultipartUpload") {
      const { uploadId } = value as { readonly uploadId: string };
      this.#uploads.push({ ref: { key: request.key, uploadId }, parts: [] });
    }
    if (request.op === "uploadPart" || request.op === "uploadPartCopy") {
      const upload = this.#uploads[(step as { readonly upload: number }).upload % this.#uploads.length]!;
      const { partNumber } = request;
      const { etag } = value as { readonly etag: string };
      upload.parts = [...upload.parts.filter((part) => part.partNumber !== partNumber), { partNumber, etag }];
      upload.parts.sort((a, b) => a.partNumber - b.partNumber);
    }
    if (request.op === "list") {
      const { nextContinuationToken: token } = value as ListResult;
      this.#listing = token === undefined ? undefined : { ...request, continuationToken: token };
    }
  }

  #versionOf(key: string, id: string): number {
    return this.#versions.findIndex((one) => one.key === key && one.versionId === id);
  }

  /** With the number of its version in the place of its id. */
  #numbered(key: string, told: object): object {
    const { versionId, ...more } = told as Versioned;
    return versionId === undefined ? more : { ...more, version: this.#versionOf(key, versionId) };
  }

  #said(request: StoreRequest, { value }: StoreSuccess): Said {
    switch (request.op) {
      case "put":
      case "copy":
      case "completeMultipartUpload":
        return this.#numbered(request.key, value as PutResult);
      case "listObjectVersions": {
        const page = value as ListObjectVersionsResult;
        return {
          versions: inOrder(page).map(({ modified: _modified, ...one }) => this.#numbered(one.key, one)),
          commonPrefixes: page.commonPrefixes,
          isTruncated: page.isTruncated,
        };
      }
      case "createMultipartUpload":
        return "begun";
      case "get": {
        const { body, modified: _modified, ...info } = value as GetResult;
        return { ...this.#numbered(request.key, info), body: body.length > 100 ? body.digest : body.text() };
      }
      case "head": {
        const { modified: _modified, ...info } = value as GetResult;
        return this.#numbered(request.key, info);
      }
      case "list": {
        const { objects, commonPrefixes, isTruncated } = value as ListResult;
        return {
          objects: objects.map(({ modified: _modified, ...listed }) => listed),
          commonPrefixes,
          isTruncated,
        };
      }
      case "listMultipartUploads": {
        const page = value as ListMultipartUploadsResult;
        return {
          uploads: page.uploads.map(({ key, uploadId }) => `${key} #${this.#numberOf(uploadId)}`),
          commonPrefixes: page.commonPrefixes,
          isTruncated: page.isTruncated,
          nextKeyMarker: page.nextKeyMarker,
          nextUploadIdMarker:
            page.nextUploadIdMarker === undefined ? undefined : this.#numberOf(page.nextUploadIdMarker),
        };
      }
      default:
        return value;
    }
  }

  #numberOf(uploadId: string): number {
    return this.#uploads.findIndex(({ ref }) => ref.uploadId === uploadId);
  }
}

/** S3 gives versions and delete markers apart: in which order those of one key were made shows in their times alone, to the second. */
function inOrder({ versions }: ListObjectVersionsResult): readonly ListedVersion[] {
  const isMarker = ({ object }: ListedVersion): number => (object === undefined ? 1 : 0);
  return versions.toSorted((a, b) => (a.key === b.key ? isMarker(a) - isMarker(b) : 0));
}

function named(parts: Parts, all: readonly CompletedPart[]): readonly CompletedPart[] {
  switch (parts) {
    case "all":
      return all;
    case "first":
      return all.slice(0, 1);
    case "none":
      return [];
    case "reversed":
      return all.toReversed();
    case "unknown":
      return [...all, { partNumber: 10_000, etag: "0".repeat(32) }].filter(
        ({ partNumber }, index, list) => list.findIndex((one) => one.partNumber === partNumber) === index,
      );
    case "wrong-etag":
      return all.map(({ partNumber }) => ({ partNumber, etag: "0".repeat(32) }));
  }
}
