/** Renames and versions of a real bucket: each call is one request of the AWS SDK. Notifications have no request of S3. */
import type {
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  RenameObjectCommandInput,
} from "@aws-sdk/client-s3";
import type {
  ListedVersion,
  ListObjectVersionsRequest,
  ListObjectVersionsResult,
  ObjectStore,
  RenameObjectRequest,
} from "../object-store.js";
import { S3Error } from "../object-store.js";
import { refuseKey } from "../operations/keys.js";
import { errorOf } from "../requests.js";
import { compareUtf8 } from "../utf8-order.js";
import type { Sending } from "./bucket-uploads.js";
import { etagOf, quoted } from "./etags.js";
import { urlDecoded, urlEncodedPath } from "./url.js";

export function furtherIn({
  sdk,
  client,
  bucket,
  options,
  ask,
}: Sending): Pick<ObjectStore, "rename" | "receive" | "listObjectVersions"> {
  return {
    rename: (request) =>
      ask({ key: request.key, mutates: true, conditional: isConditioned(request) }, async () => {
        const refused = refuseKey(request.source);
        if (refused !== undefined) throw errorOf(refused);
        const input: RenameObjectCommandInput = {
          Bucket: bucket,
          Key: request.key,
          RenameSource: urlEncodedPath(request.source),
          ...renamed(request),
        };
        await client.send(new sdk.RenameObjectCommand(input), options);
      }),
    receive: () =>
      Promise.reject(
        new S3Error(
          "NotImplemented",
          "Notifications of a real bucket come through a queue of its own, not through S3.",
        ),
      ),
    listObjectVersions: (request) =>
      ask({ mutates: false, conditional: false }, async () => {
        const input: ListObjectVersionsCommandInput = {
          Bucket: bucket,
          EncodingType: "url",
          ...listed(request),
        };
        return pageOf(await client.send(new sdk.ListObjectVersionsCommand(input), options));
      }),
  };
}

function isConditioned({ ifNoneMatch, ifMatch }: RenameObjectRequest): boolean {
  return ifNoneMatch !== undefined || ifMatch !== undefined;
}

function renamed({ sourceIfMatch, ifNoneMatch, ifMatch }: RenameObjectRequest) {
  return {
    ...(sourceIfMatch === undefined ? {} : { SourceIfMatch: quoted(sourceIfMatch) }),
    ...(ifNoneMatch === undefined ? {} : { DestinationIfNoneMatch: ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { DestinationIfMatch: quoted(ifMatch) }),
  };
}

function listed({ prefix, delimiter, keyMarker, versionIdMarker, maxKeys }: ListObjectVersionsRequest) {
  return {
    ...(prefix ? { Prefix: prefix } : {}),
    ...(delimiter ? { Delimiter: delimiter } : {}),
    ...(keyMarker ? { KeyMarker: keyMarker } : {}),
    ...(versionIdMarker ? { VersionIdMarker: versionIdMarker } : {}),
    ...(maxKeys === undefined ? {} : { MaxKeys: maxKeys }),
  };
}

/** S3 gives versions and delete markers apart, each in order; of one key the newest is the one that is the latest or the younger. */
function pageOf(output: ListObjectVersionsCommandOutput): ListObjectVersionsResult {
  const decode = output.EncodingType === "url" ? urlDecoded : (text: string) => text;
  const { Versions = [], DeleteMarkers = [], CommonPrefixes = [], IsTruncated = false } = output;
  const dated = [
    ...Versions.map(({ Key, VersionId, IsLatest, ETag, Size, LastModified }) => ({
      time: LastModified?.getTime() ?? 0,
      version: {
        key: decode(Key ?? ""),
        versionId: VersionId ?? "null",
        isLatest: IsLatest ?? false,
        object: { etag: etagOf(ETag), size: Size ?? 0 },
      } satisfies ListedVersion,
    })),
    ...DeleteMarkers.map(({ Key, VersionId, IsLatest, LastModified }) => ({
      time: LastModified?.getTime() ?? 0,
      version: {
        key: decode(Key ?? ""),
        versionId: VersionId ?? "null",
        isLatest: IsLatest ?? false,
      } satisfies ListedVersion,
    })),
  ];
  dated.sort(
    (a, b) =>
      compareUtf8(a.version.key, b.version.key) ||
      Number(b.version.isLatest) - Number(a.version.isLatest) ||
      b.time - a.time,
  );
  const { NextKeyMarker, NextVersionIdMarker } = output;
  return {
    versions: dated.map(({ version }) => version),
    commonPrefixes: CommonPrefixes.map(({ Prefix }) => decode(Prefix ?? "")),
    isTruncated: IsTruncated,
    ...(NextKeyMarker ? { nextKeyMarker: decode(NextKeyMarker) } : {}),
    ...(NextVersionIdMarker ? { nextVersionIdMarker: NextVersionIdMarker } : {}),
  };
}
