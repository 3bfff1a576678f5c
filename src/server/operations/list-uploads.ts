/** ListMultipartUploads. */
import { isoDate } from "../wire/http-date.js";
import { xmlReply } from "../wire/reply.js";
import { encodePath } from "../wire/target.js";
import { document, element, nested, optional } from "../wire/xml-write.js";
import { encodingOf } from "./list-objects.js";
import { countIn } from "./multipart.js";
import type { Operation } from "./operation.js";
import { initiatorXml, ownerXml } from "./owner.js";

export const listMultipartUploads: Operation = {
  name: "ListMultipartUploads",
  body: "none",
  run: async (call) => {
    const { incoming, bucketName, now } = call;
    const encoding = encodingOf(incoming);
    const name = encoding === undefined ? (text: string) => text : encodePath;
    const prefix = incoming.query("prefix") ?? "";
    const delimiter = incoming.query("delimiter") || undefined;
    const keyMarker = incoming.query("key-marker") ?? "";
    const idMarker = keyMarker === "" ? "" : (incoming.query("upload-id-marker") ?? "");
    const most = Math.min(countIn(incoming, "max-uploads", 1000), 1000);
    const page = await call.ask({
      op: "listMultipartUploads",
      ...(prefix === "" ? {} : { prefix }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(keyMarker === "" ? {} : { keyMarker }),
      ...(idMarker === "" ? {} : { uploadIdMarker: idMarker }),
      maxUploads: Math.max(1, most),
    });
    return xmlReply(
      document(
        "ListMultipartUploadsResult",
        element("Bucket", bucketName),
        element("KeyMarker", name(keyMarker)),
        element("UploadIdMarker", idMarker),
        element("NextKeyMarker", name(page.nextKeyMarker ?? "")),
        element("NextUploadIdMarker", page.nextUploadIdMarker ?? ""),
        optional("Delimiter", delimiter && name(delimiter)),
        element("Prefix", name(prefix)),
        element("MaxUploads", most),
        optional("EncodingType", encoding),
        element("IsTruncated", page.isTruncated),
        ...(most === 0 ? [] : page.uploads).map(({ key, uploadId, modified }) =>
          nested(
            "Upload",
            element("Key", name(key)),
            element("UploadId", uploadId),
            initiatorXml,
            ownerXml,
            element("StorageClass", "STANDARD"),
            element("Initiated", isoDate(modified ?? now)),
          ),
        ),
        ...page.commonPrefixes.map((one) => nested("CommonPrefixes", element("Prefix", name(one)))),
      ),
    );
  },
};
