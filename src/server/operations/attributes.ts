/** GetObjectAttributes. */
import { checksumElement } from "../wire/checksums.js";
import { httpDate } from "../wire/http-date.js";
import { xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { document, element, nested } from "../wire/xml-write.js";
import { checksumIn } from "./object-headers.js";
import type { Operation } from "./operation.js";
import { versionHeaders, versionIn } from "./versions.js";

const known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

export const getObjectAttributes: Operation = {
  name: "GetObjectAttributes",
  body: "none",
  takesVersion: true,
  run: async (call) => {
    const { incoming, key, now } = call;
    const asked = (incoming.header("x-amz-object-attributes") ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    if (asked.length === 0 || asked.some((name) => !known.includes(name))) {
      throw new WireError("InvalidArgument", "Invalid attribute name specified.", {
        ArgumentName: "x-amz-object-attributes",
      });
    }
    const found = await call.ask({ op: "head", key, ...versionIn(incoming) });
    const { etag, size, metadata, modified } = found;
    const parts = Number(/-(\d+)$/.exec(etag)?.[1] ?? 0);
    const checksum = checksumIn(metadata);
    const values: Readonly<Record<string, string>> = {
      ETag: element("ETag", etag),
      Checksum:
        checksum === undefined
          ? ""
          : nested("Checksum", element(checksumElement(checksum.algorithm), checksum.value)),
      ObjectParts: parts === 0 ? "" : nested("ObjectParts", element("TotalPartsCount", parts)),
      StorageClass: element("StorageClass", metadata[":x-amz-storage-class"] ?? "STANDARD"),
      ObjectSize: element("ObjectSize", size),
    };
    return xmlReply(
      document(
        "GetObjectAttributesResponse",
        ...known.filter((name) => asked.includes(name)).map((name) => values[name]!),
      ),
      { "Last-Modified": httpDate(modified ?? now), ...versionHeaders(found) },
    );
  },
};
