/** Tags of objects: GetObjectTagging, PutObjectTagging, DeleteObjectTagging. */
import type { ServedBucket } from "../bucket/served-bucket.js";
import { emptyReply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { encodeStrictly } from "../wire/target.js";
import { childrenOf, readXml, requiredText } from "../wire/xml-read.js";
import { document, element, nested } from "../wire/xml-write.js";
import { tagsIn, withTags } from "./object-headers.js";
import { versionHeaders, versionIn } from "./versions.js";
import type { Call, Operation } from "./operation.js";

type Tag = readonly [key: string, value: string];

/** S3 User Guide, "Categorizing your storage using tags". */
const mostTags = 10;
const longestKey = 128;
const longestValue = 256;

/** @throws WireError InvalidTag, InvalidArgument */
function checkTags(tags: readonly Tag[]): void {
  if (tags.length > mostTags) {
    throw new WireError("BadRequest", "Object tags cannot be greater than 10");
  }
  const names = new Set<string>();
  for (const [key, value] of tags) {
    if (key.length === 0 || key.length > longestKey) {
      throw new WireError("InvalidTag", "The TagKey you have provided is invalid");
    }
    if (value.length > longestValue) {
      throw new WireError("InvalidTag", "The TagValue you have provided is invalid");
    }
    if (names.has(key)) {
      throw new WireError("InvalidTag", "Cannot provide multiple Tags with the same key", { TagKey: key });
    }
    names.add(key);
  }
}

/** @throws WireError where the x-amz-tagging header is none. */
export function checkTagHeader(header: string | undefined): void {
  if (header !== undefined) checkTags(parseTags(header));
}

function parseTags(header: string): readonly Tag[] {
  if (header === "") return [];
  return [...new URLSearchParams(header)].map(([key, value]) => [key, value] as const);
}

function printTags(tags: readonly Tag[]): string {
  return tags.map(([key, value]) => `${encodeStrictly(key)}=${encodeStrictly(value)}`).join("&");
}

export const getObjectTagging: Operation = {
  name: "GetObjectTagging",
  body: "none",
  takesVersion: true,
  run: async (call) => {
    const found = await call.ask({ op: "head", key: call.key, ...versionIn(call.incoming) });
    const { metadata } = found;
    const tags = parseTags(tagsIn(metadata)).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return xmlReply(
      document(
        "Tagging",
        nested(
          "TagSet",
          ...tags.map(([key, value]) => nested("Tag", element("Key", key), element("Value", value))),
        ),
      ),
      versionHeaders(found),
    );
  },
};

export const putObjectTagging: Operation = {
  name: "PutObjectTagging",
  body: "document",
  run: async (call) => {
    const root = readXml(call.body.view(), "Tagging");
    const [set, ...more] = childrenOf(root, "TagSet");
    if (set === undefined || more.length > 0) throw new WireError("MalformedXML");
    const tags = childrenOf(set, "Tag").map((tag): Tag => [
      requiredText(tag, "Key"),
      requiredText(tag, "Value"),
    ]);
    checkTags(tags);
    await retag(call, call.bucket(), printTags(tags));
    return emptyReply(200);
  },
};

export const deleteObjectTagging: Operation = {
  name: "DeleteObjectTagging",
  body: "none",
  run: async (call) => {
    await retag(call, call.bucket(), "");
    return emptyReply(204);
  },
};

/** Other tags make no other version: its bytes, its ETag and its time stay. */
async function retag(call: Call, bucket: ServedBucket, tags: string): Promise<void> {
  await call.ask({ op: "head", key: call.key });
  bucket.rewriteMetadata(call.key, (metadata) => withTags(metadata, tags));
}
