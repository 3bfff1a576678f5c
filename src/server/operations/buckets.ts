/** Operations of buckets: make, find, list and delete them, and what little they have beside objects. */
import { personalityNamed, UnknownPersonality } from "../../store/personalities/index.js";
import { isoDate } from "../wire/http-date.js";
import { emptyReply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { readXml, textOf } from "../wire/xml-read.js";
import { document, element, nested } from "../wire/xml-write.js";
import { ownersList, ownerXml } from "./owner.js";
import type { Operation } from "./operation.js";

/** Where all buckets are. Its location constraint is the empty one. */
export const region = "us-east-1";

/** Says of which store a new bucket is to be; no header of S3's. */
const storeHeader = "x-lakelitmus-store";

export const listBuckets: Operation = {
  name: "ListBuckets",
  body: "none",
  run: ({ buckets }) =>
    xmlReply(
      document(
        "ListAllMyBucketsResult",
        ownerXml,
        nested(
          "Buckets",
          ...[...buckets].map(({ name, created }) =>
            nested("Bucket", element("Name", name), element("CreationDate", isoDate(created))),
          ),
        ),
      ),
    ),
};

export const createBucket: Operation = {
  name: "CreateBucket",
  body: "document",
  run: ({ buckets, bucketName, incoming, body }) => {
    if (body.length > 0) textOf(readXml(body.view(), "CreateBucketConfiguration"), "LocationConstraint");
    const store = incoming.header(storeHeader);
    try {
      const found = buckets.find(bucketName);
      // In us-east-1 creating it again is no error.
      if (found === undefined)
        buckets.create(bucketName, store === undefined ? undefined : personalityNamed(store));
    } catch (error) {
      if (!(error instanceof UnknownPersonality)) throw error;
      throw new WireError("InvalidArgument", error.message);
    }
    return emptyReply(200, { Location: `/${bucketName}` });
  },
};

export const headBucket: Operation = {
  name: "HeadBucket",
  body: "none",
  run: (call) => {
    call.bucket();
    return emptyReply(200, { "x-amz-bucket-region": region, "Content-Type": "application/xml" });
  },
};

export const deleteBucket: Operation = {
  name: "DeleteBucket",
  body: "none",
  run: ({ buckets, bucketName }) => {
    buckets.delete(bucketName);
    return emptyReply(204);
  },
};

export const getBucketLocation: Operation = {
  name: "GetBucketLocation",
  body: "none",
  run: (call) => {
    call.bucket();
    return xmlReply(document("LocationConstraint"));
  },
};

export const getBucketAcl: Operation = {
  name: "GetBucketAcl",
  body: "none",
  run: (call) => {
    call.bucket();
    return xmlReply(document("AccessControlPolicy", ownersList));
  },
};

export const getObjectAcl: Operation = {
  name: "GetObjectAcl",
  body: "none",
  run: async (call) => {
    await call.ask({ op: "head", key: call.key });
    return xmlReply(document("AccessControlPolicy", ownersList));
  },
};
