/** DeleteObjects and uploads in parts of a real bucket: each call is one request of the AWS SDK. */
import type {
  CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
  DeleteObjectsCommandInput,
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  S3Client,
  UploadPartCopyCommandInput,
} from "@aws-sdk/client-s3";
import type {
  CompleteMultipartUploadRequest,
  ListMultipartUploadsRequest,
  ListMultipartUploadsResult,
  ObjectStore,
  S3ErrorCode,
  UploadPartCopyRequest,
  UploadRef,
} from "../object-store.js";
import { statusOf } from "../object-store.js";
import { refuseDeleteObjects } from "../delete-objects.js";
import { refuseKey } from "../operations/keys.js";
import { refusePartNumber } from "../operations/multipart.js";
import { errorOf, type StoreFailure } from "../requests.js";
import type { Asked } from "./errors.js";
import { etagOf, quoted, versionOf } from "./etags.js";
import { writeHeaders } from "./metadata.js";
import type { S3Sdk } from "./sdk.js";
import { urlDecoded, urlEncodedPath } from "./url.js";

/** What the calls of a bucket are made with. */
export interface Sending {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  readonly options: { readonly abortSignal?: AbortSignal };
  ask<R>(asked: Asked, command: () => Promise<R>): Promise<R>;
}

function refuse(failure: StoreFailure | undefined): void {
  if (failure !== undefined) throw errorOf(failure);
}

const changing = ({ key }: UploadRef): Asked => ({ key, mutates: true, conditional: false });

export function deleteManyIn({
  sdk,
  client,
  bucket,
  options,
  ask,
}: Sending): Pick<ObjectStore, "deleteObjects"> {
  return {
    deleteObjects: (request) =>
      ask({ mutates: true, conditional: false }, async () => {
        refuse(refuseDeleteObjects({ op: "deleteObjects", ...request }));
        const input: DeleteObjectsCommandInput = {
          Bucket: bucket,
          Delete: { Objects: request.keys.map((Key) => ({ Key })) },
        };
        const { Errors = [] } = await client.send(new sdk.DeleteObjectsCommand(input), options);
        const errors = Errors.map(({ Key, Code, Message }) => ({
          key: Key ?? "",
          code: codeOf(Code),
          message: Message ?? Code ?? "",
        }));
        const failed = new Set(errors.map(({ key }) => key));
        return { deleted: request.keys.filter((key) => !failed.has(key)), errors };
      }),
  };
}

function codeOf(code: string | undefined): S3ErrorCode {
  return code !== undefined && Object.hasOwn(statusOf, code) ? (code as S3ErrorCode) : "UnknownError";
}

type Uploading = Pick<
  ObjectStore,
  | "createMultipartUpload"
  | "uploadPart"
  | "uploadPartCopy"
  | "completeMultipartUpload"
  | "abortMultipartUpload"
  | "listMultipartUploads"
  | "listParts"
>;

export function uploadsIn({ sdk, client, bucket, options, ask }: Sending): Uploading {
  const at = ({ key, uploadId }: UploadRef) => ({ Bucket: bucket, Key: key, UploadId: uploadId });
  return {
    createMultipartUpload: ({ key, metadata }) =>
      ask({ key, mutates: true, conditional: false }, async () => {
        const input: CreateMultipartUploadCommandInput = {
          Bucket: bucket,
          Key: key,
          ...(metadata === undefined ? {} : { Metadata: writeHeaders(metadata, key) }),
        };
        const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(input), options);
        return { uploadId: UploadId ?? "" };
      }),
    uploadPart: (request) =>
      ask(changing(request), async () => {
        refuse(refusePartNumber(request));
        const { partNumber, body } = request;
        const input = { ...at(request), PartNumber: partNumber, Body: body.view() };
        const { ETag } = await client.send(new sdk.UploadPartCommand(input), options);
        return { etag: etagOf(ETag) };
      }),
    uploadPartCopy: (request) =>
      ask(changing(request), async () => {
        refuse(refuseKey(request.source));
        refuse(refusePartNumber(request));
        const input: UploadPartCopyCommandInput = { ...at(request), ...copied(bucket, request) };
        const { CopyPartResult } = await client.send(new sdk.UploadPartCopyCommand(input), options);
        return { etag: etagOf(CopyPartResult?.ETag) };
      }),
    completeMultipartUpload: (request) =>
      ask({ ...changing(request), conditional: isConditioned(request) }, async () => {
        const input: CompleteMultipartUploadCommandInput = { ...at(request), ...completed(request) };
        const { ETag, VersionId } = await client.send(new sdk.CompleteMultipartUploadCommand(input), options);
        return { etag: etagOf(ETag), ...versionOf(VersionId) };
      }),
    abortMultipartUpload: (request) =>
      ask(changing(request), async () => {
        await client.send(new sdk.AbortMultipartUploadCommand(at(request)), options);
      }),
    listMultipartUploads: (request) =>
      ask({ mutates: false, conditional: false }, async () => {
        const input: ListMultipartUploadsCommandInput = {
          Bucket: bucket,
          EncodingType: "url",
          ...listed(request),
        };
        return pageOf(await client.send(new sdk.ListMultipartUploadsCommand(input), options));
      }),
    listParts: (request) =>
      ask({ key: request.key, mutates: false, conditional: false }, async () => {
        const { partNumberMarker, maxParts } = request;
        const input: ListPartsCommandInput = {
          ...at(request),
          ...(partNumberMarker === undefined ? {} : { PartNumberMarker: String(partNumberMarker) }),
          ...(maxParts === undefined ? {} : { MaxParts: maxParts }),
        };
        const output = await client.send(new sdk.ListPartsCommand(input), options);
        const parts = (output.Parts ?? []).map(({ PartNumber, ETag, Size }) => ({
          partNumber: PartNumber ?? 0,
          etag: etagOf(ETag),
          size: Size ?? 0,
        }));
        const { IsTruncated = false, NextPartNumberMarker: next } = output;
        return {
          parts,
          isTruncated: IsTruncated,
          ...(IsTruncated && next !== undefined ? { nextPartNumberMarker: Number(next) } : {}),
        };
      }),
  };
}

function copied(bucket: string, { partNumber, source, range, sourceIfMatch }: UploadPartCopyRequest) {
  return {
    PartNumber: partNumber,
    CopySource: `${bucket}/${urlEncodedPath(source)}`,
    ...(range === undefined ? {} : { CopySourceRange: `bytes=${range.start}-${range.end}` }),
    ...(sourceIfMatch === undefined ? {} : { CopySourceIfMatch: quoted(sourceIfMatch) }),
  };
}

function isConditioned({ ifNoneMatch, ifMatch }: CompleteMultipartUploadRequest): boolean {
  return ifNoneMatch !== undefined || ifMatch !== undefined;
}

function completed({ parts, ifNoneMatch, ifMatch }: CompleteMultipartUploadRequest) {
  return {
    // Without any part, S3's answer to a body that names none is not known; to no body it is InvalidRequest.
    ...(parts.length === 0
      ? {}
      : {
          MultipartUpload: {
            Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: quoted(etag) })),
          },
        }),
    ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { IfMatch: quoted(ifMatch) }),
  };
}

function listed(request: ListMultipartUploadsRequest) {
  const { prefix, delimiter, keyMarker, uploadIdMarker, maxUploads } = request;
  return {
    ...(prefix ? { Prefix: prefix } : {}),
    ...(delimiter ? { Delimiter: delimiter } : {}),
    ...(keyMarker ? { KeyMarker: keyMarker } : {}),
    ...(uploadIdMarker ? { UploadIdMarker: uploadIdMarker } : {}),
    ...(maxUploads === undefined ? {} : { MaxUploads: maxUploads }),
  };
}

function pageOf(output: ListMultipartUploadsCommandOutput): ListMultipartUploadsResult {
  const decode = output.EncodingType === "url" ? urlDecoded : (text: string) => text;
  const { Uploads = [], CommonPrefixes = [], IsTruncated = false } = output;
  const { NextKeyMarker, NextUploadIdMarker } = output;
  return {
    uploads: Uploads.map(({ Key, UploadId, Initiated }) => ({
      key: decode(Key ?? ""),
      uploadId: UploadId ?? "",
      ...(Initiated === undefined ? {} : { modified: Initiated.getTime() }),
    })),
    commonPrefixes: CommonPrefixes.map(({ Prefix }) => decode(Prefix ?? "")),
    isTruncated: IsTruncated,
    ...(NextKeyMarker ? { nextKeyMarker: decode(NextKeyMarker) } : {}),
    ...(NextUploadIdMarker ? { nextUploadIdMarker: NextUploadIdMarker } : {}),
  };
}
