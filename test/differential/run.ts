/** Runs one step on one store, and says what came of it in a form that two stores can be compared by. */
import { callOver } from "../../src/store/call-over.js";
import type { StoreCall } from "../../src/store/facade.js";
import type {
  CompletedPart,
  GetResult,
  ListMultipartUploadsResult,
  ListResult,
  ObjectStore,
  UploadRef,
} from "../../src/store/object-store.js";
import { statusOf } from "../../src/store/object-store.js";
import type { StoreRequest, StoreSuccess } from "../../src/store/requests.js";
import { bodies, type Parts, type Step } from "./steps.js";

/** An answer as data that means the same whoever gave it. */
export type Said = unknown;

/** One store under a program: what its ids and tokens are. */
export class Side {
  readonly #call: StoreCall;
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
      // Of a code that the interface does not know, the message has what the server said.
      return code === "UnknownError" ? { error: answer.message } : { error: code, status: statusOf[code] };
    }
    this.#learn(step, request, answer);
    return this.#said(request, answer);
  }

  #requestOf(step: Step): StoreRequest | undefined {
    switch (step.op) {
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

  #said(request: StoreRequest, { value }: StoreSuccess): Said {
    switch (request.op) {
      case "createMultipartUpload":
        return "begun";
      case "get": {
        const { body, modified: _modified, ...info } = value as GetResult;
        return { ...info, body: body.length > 100 ? body.digest : body.text() };
      }
      case "head": {
        const { modified: _modified, ...info } = value as GetResult;
        return info;
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
