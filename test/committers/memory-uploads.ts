/** Uploads in parts for the store in memory: S3's rules, written down apart from the simulated store's. */
import { createHash } from "node:crypto";
import { Body } from "../../src/store/body.js";
import type { CompletedPart, S3ErrorCode, UploadRef } from "../../src/store/object-store.js";
import type { RequestOf, StoreRequest, StoreValue } from "../../src/store/requests.js";

interface Upload {
  readonly key: string;
  readonly parts: Map<number, Body>;
}

export type UploadRequest = RequestOf<
  | "createMultipartUpload"
  | "uploadPart"
  | "uploadPartCopy"
  | "completeMultipartUpload"
  | "abortMultipartUpload"
  | "listMultipartUploads"
  | "listParts"
>;

export function isUploadRequest(request: StoreRequest): request is UploadRequest {
  return /upload|parts/i.test(request.op);
}

/** What a request comes to: a value, an error's code, or, for a Complete, the object to write. */
export type UploadEnd =
  | { readonly value: StoreValue }
  | { readonly code: S3ErrorCode }
  | { readonly body: Body; readonly etag: string };

export class MemoryUploads {
  /** Those under way, by id. */
  readonly open = new Map<string, Upload>();
  #begun = 0;

  /** `source`: the bytes of the object at a key. */
  apply(request: UploadRequest, source: (key: string) => Body | undefined): UploadEnd {
    if (request.op === "createMultipartUpload") {
      const uploadId = `upload-${++this.#begun}`;
      this.open.set(uploadId, { key: request.key, parts: new Map() });
      return { value: { uploadId } };
    }
    if (request.op === "listMultipartUploads") return { value: this.#listed(request.prefix ?? "") };
    const upload = this.#find(request);
    if (upload === undefined) return { code: "NoSuchUpload" };
    switch (request.op) {
      case "uploadPart":
        upload.parts.set(request.partNumber, request.body);
        return { value: { etag: request.body.md5 } };
      case "uploadPartCopy": {
        const whole = source(request.source);
        if (whole === undefined) return { code: "NoSuchKey" };
        const { start, end } = request.range ?? { start: 0, end: whole.length - 1 };
        const body = Body.of(whole.bytes(start, end - start + 1));
        upload.parts.set(request.partNumber, body);
        return { value: { etag: body.md5 } };
      }
      case "completeMultipartUpload":
        return this.#complete(request.uploadId, upload, request.parts);
      case "abortMultipartUpload":
        this.open.delete(request.uploadId);
        return { value: null };
      case "listParts": {
        const parts = [...upload.parts].sort(([a], [b]) => a - b);
        const listed = parts.map(([partNumber, body]) => ({ partNumber, etag: body.md5, size: body.length }));
        return { value: { parts: listed, isTruncated: false } };
      }
    }
  }

  #find({ key, uploadId }: UploadRef): Upload | undefined {
    const upload = this.open.get(uploadId);
    return upload?.key === key ? upload : undefined;
  }

  #complete(id: string, { parts }: Upload, named: readonly CompletedPart[]): UploadEnd {
    if (named.length === 0) return { code: "InvalidRequest" };
    const numbers = named.map(({ partNumber }) => partNumber);
    if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!))
      return { code: "InvalidPartOrder" };
    const bodies = named.map(({ partNumber }) => parts.get(partNumber));
    if (bodies.some((body, index) => body?.md5 !== named[index]!.etag)) return { code: "InvalidPart" };
    this.open.delete(id);
    const hash = createHash("md5");
    for (const body of bodies) hash.update(Buffer.from(body!.md5, "hex"));
    const bytes = Buffer.concat(bodies.map((body) => body!.bytes()));
    return { body: Body.of(bytes), etag: `${hash.digest("hex")}-${bodies.length}` };
  }

  #listed(prefix: string) {
    const all = [...this.open].filter(([, { key }]) => key.startsWith(prefix));
    const uploads = all.map(([uploadId, { key }]) => ({ key, uploadId }));
    // A stable sort: uploads of one key stay in the order in which they were begun.
    uploads.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
    return { uploads, commonPrefixes: [], isTruncated: false };
  }
}
