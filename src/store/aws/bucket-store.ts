/**
 * A real bucket with the face of {@link ObjectStore}: each call is one request of the AWS SDK, and what S3's HTTP has
 * around the answers (quotes of ETags, URL encoding of keys, headers of metadata) is put on and taken off here.
 *
 * What the face refuses whatever a store says (a key that is none, a range that is none, a page of 0 keys) is refused by the
 * simulated store's own functions, so that both refuse the same. Metadata that HTTP cannot carry unchanged is refused, too.
 */
import type {
  CopyObjectCommandInput,
  DeleteObjectCommandInput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { Body } from "../body.js";
import type {
  CopyRequest,
  ETag,
  GetRequest,
  GetResult,
  HeadRequest,
  ListedObject,
  ListRequest,
  ListResult,
  ObjectInfo,
  ObjectStore,
  PutRequest,
} from "../object-store.js";
import { S3Error } from "../object-store.js";
import { refuseRange } from "../operations/get.js";
import { refuseKey } from "../operations/keys.js";
import { planList } from "../operations/list.js";
import { errorOf, type StoreFailure } from "../requests.js";
import { furtherIn } from "./bucket-further.js";
import { deleteManyIn, uploadsIn } from "./bucket-uploads.js";
import { type Asked, asS3Error } from "./errors.js";
import { etagOf, quoted, versionOf } from "./etags.js";
import { readHeader, writeHeaders } from "./metadata.js";
import type { S3Sdk } from "./sdk.js";
import { urlDecoded, urlEncodedPath } from "./url.js";

/** Where the requests go. */
export interface BucketClient {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  /** When it fires, requests under way are given up and new ones not begun. */
  readonly signal?: AbortSignal;
}

/** The bucket as an {@link ObjectStore}. */
export function bucketStore({ sdk, client, bucket, signal }: BucketClient): ObjectStore {
  const options = signal === undefined ? {} : { abortSignal: signal };

  /** Sends what `command` makes. Only this file's own refusals come as errors before anything was sent. */
  async function ask<R>(asked: Asked, command: () => Promise<R>): Promise<R> {
    try {
      if (asked.key !== undefined) refuse(refuseKey(asked.key));
      return await command();
    } catch (error) {
      throw asS3Error(error, asked);
    }
  }

  const at = (key: string) => ({ Bucket: bucket, Key: key });

  return Object.freeze<ObjectStore>({
    put: (request) =>
      ask(written(request), async () => {
        const input: PutObjectCommandInput = {
          ...at(request.key),
          Body: request.body.view(),
          ...put(request),
        };
        const { ETag, VersionId } = await client.send(new sdk.PutObjectCommand(input), options);
        return { etag: etagOf(ETag), ...versionOf(VersionId) };
      }),
    get: (request) =>
      ask(read(request), async () => {
        const input: GetObjectCommandInput = { ...at(request.key), ...reading(request), ...ranged(request) };
        const output = await client.send(new sdk.GetObjectCommand(input), options);
        const bytes = (await output.Body?.transformToByteArray()) ?? new Uint8Array();
        return received(request, infoOf(output, wholeSize(output)), bytes, output.ContentLength);
      }),
    head: (request) =>
      ask(read(request), async () => {
        const input: HeadObjectCommandInput = { ...at(request.key), ...reading(request) };
        const output = await client.send(new sdk.HeadObjectCommand(input), options);
        return infoOf(output, output.ContentLength ?? 0);
      }),
    delete: (request) =>
      ask(written(request), async () => {
        const input: DeleteObjectCommandInput = {
          ...at(request.key),
          ...reading(request),
        };
        await client.send(new sdk.DeleteObjectCommand(input), options);
      }),
    copy: (request) =>
      ask(written(request), async () => {
        refuse(refuseKey(request.source));
        const source = `${bucket}/${urlEncodedPath(request.source)}`;
        const input: CopyObjectCommandInput = { ...at(request.key), CopySource: source, ...copied(request) };
        const { CopyObjectResult, VersionId } = await client.send(new sdk.CopyObjectCommand(input), options);
        return { etag: etagOf(CopyObjectResult?.ETag), ...versionOf(VersionId) };
      }),
    list: (request) =>
      ask({ mutates: false, conditional: false }, async () => {
        const input: ListObjectsV2CommandInput = { Bucket: bucket, EncodingType: "url", ...listed(request) };
        return pageOf(await client.send(new sdk.ListObjectsV2Command(input), options));
      }),
    ...deleteManyIn({ sdk, client, bucket, options, ask }),
    ...uploadsIn({ sdk, client, bucket, options, ask }),
    ...furtherIn({ sdk, client, bucket, options, ask }),
  });
}

interface Conditioned {
  readonly key: string;
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: ETag;
}

function written({ key, ifNoneMatch, ifMatch }: Conditioned): Asked {
  return { key, mutates: true, conditional: ifNoneMatch !== undefined || ifMatch !== undefined };
}

function read({ key }: HeadRequest): Asked {
  return { key, mutates: false, conditional: false };
}

function refuse(failure: StoreFailure | undefined): void {
  if (failure !== undefined) throw errorOf(failure);
}

function put({ ifNoneMatch, ifMatch, metadata, key }: PutRequest) {
  return {
    ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { IfMatch: quoted(ifMatch) }),
    ...(metadata === undefined ? {} : { Metadata: writeHeaders(metadata, key) }),
  };
}

function copied({ sourceIfMatch, ifNoneMatch, ifMatch, metadata, key }: CopyRequest) {
  return {
    ...(sourceIfMatch === undefined ? {} : { CopySourceIfMatch: quoted(sourceIfMatch) }),
    ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { IfMatch: quoted(ifMatch) }),
    ...(metadata === undefined
      ? {}
      : { MetadataDirective: "REPLACE" as const, Metadata: writeHeaders(metadata, key) }),
  };
}

function reading({ ifMatch, versionId }: HeadRequest) {
  return {
    ...(ifMatch === undefined ? {} : { IfMatch: quoted(ifMatch) }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}

function ranged({ key, range }: GetRequest) {
  if (range === undefined) return {};
  // Of an object of any length: what starts behind the end is the store's to refuse.
  refuse(refuseRange(key, range.start, range.end ?? Infinity, Infinity));
  return { Range: `bytes=${range.start}-${range.end ?? ""}` };
}

function listed(request: ListRequest) {
  // The continuation token is the store's own, so of the plan only the limits are looked at.
  const { continuationToken, ...first } = request;
  const plan = planList(first);
  if ("ok" in plan) refuse(plan);
  const { prefix, delimiter, startAfter, maxKeys } = request;
  return {
    ...(prefix ? { Prefix: prefix } : {}),
    ...(delimiter ? { Delimiter: delimiter } : {}),
    ...(maxKeys === undefined ? {} : { MaxKeys: maxKeys }),
    // A token wins over start-after; not every store that says it is S3 knows.
    ...(continuationToken !== undefined
      ? { ContinuationToken: continuationToken }
      : startAfter
        ? { StartAfter: startAfter }
        : {}),
  };
}

function infoOf(
  output: Pick<HeadObjectCommandOutput, "ETag" | "Metadata" | "LastModified" | "VersionId">,
  size: number,
): ObjectInfo {
  const { ETag, Metadata, LastModified, VersionId } = output;
  const info = { etag: etagOf(ETag), size, metadata: readHeader(Metadata), ...versionOf(VersionId) };
  return LastModified === undefined ? info : { ...info, modified: LastModified.getTime() };
}

/** Of a range, Content-Range has the length of the whole: `bytes 0-4/26`. */
function wholeSize({ ContentRange, ContentLength }: GetObjectCommandOutput): number {
  const whole = /\/(\d+)$/u.exec(ContentRange ?? "")?.[1];
  return whole === undefined ? (ContentLength ?? 0) : Number(whole);
}

/** A body that is not as long as was said has broken off, or is another one: no answer. */
function received(
  { key, range }: GetRequest,
  info: ObjectInfo,
  bytes: Uint8Array,
  said: number | undefined,
): GetResult {
  const asked =
    range === undefined ? info.size : Math.min((range.end ?? Infinity) + 1, info.size) - range.start;
  if (bytes.length !== asked || (said !== undefined && said !== bytes.length)) {
    const message = `The store sent ${bytes.length} bytes where ${asked} were asked for.`;
    throw new S3Error("TimeoutError", message, key);
  }
  return { ...info, body: Body.adopt(bytes) };
}

function pageOf(output: ListObjectsV2CommandOutput): ListResult {
  const decode = output.EncodingType === "url" ? urlDecoded : (text: string) => text;
  const objects = (output.Contents ?? []).map(({ Key, ETag, Size, LastModified }): ListedObject => {
    const listed = { key: decode(Key ?? ""), etag: etagOf(ETag), size: Size ?? 0 };
    return LastModified === undefined ? listed : { ...listed, modified: LastModified.getTime() };
  });
  const commonPrefixes = (output.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix ?? ""));
  const { NextContinuationToken: next } = output;
  const more = output.IsTruncated === true && next !== undefined;
  return { objects, commonPrefixes, isTruncated: more, ...(more ? { nextContinuationToken: next } : {}) };
}
