/** What an operation of S3's API is to the server. */
import type { Body } from "../../store/body.js";
import type { StoreAnswer, StoreRequest, StoreValues } from "../../store/requests.js";
import type { ServedBucket } from "../bucket/served-bucket.js";
import type { Buckets } from "../bucket/buckets.js";
import type { Checksum } from "../wire/checksums.js";
import type { Incoming } from "../wire/incoming.js";
import type { Reply } from "../wire/reply.js";

/** A request with all that an operation needs to answer it. */
export interface Call {
  readonly incoming: Incoming;
  readonly buckets: Buckets;
  /** The name in the request, of a bucket that may not be there. */
  readonly bucketName: string;
  /** Empty for operations of buckets. */
  readonly key: string;
  /** Milliseconds of the buckets' clock. */
  readonly now: number;
  readonly body: Body;
  /** What the client said of the body, and was right about. */
  readonly checksum: Checksum | undefined;
  /** @throws WireError NoSuchBucket */
  bucket(): ServedBucket;
  /** The store's answer, whatever it is. Throws only where the client is not to be answered. */
  answer(request: StoreRequest): Promise<StoreAnswer>;
  /** The result. @throws WireError for what is none. */
  ask<R extends StoreRequest>(request: R): Promise<StoreValues[R["op"]]>;
  /** The same of another bucket. */
  askIn<R extends StoreRequest>(bucket: ServedBucket, request: R): Promise<StoreValues[R["op"]]>;
}

export interface Operation {
  /** S3's name: `PutObject`. */
  readonly name: string;
  /** What the body is: the bytes of an object, an XML document, or of no interest. */
  readonly body: "object" | "document" | "none";
  /** It may be asked of one version of the key. */
  readonly takesVersion?: true;
  /** A conditional write, from its headers alone: others collide with it from its arrival on. */
  flight?(incoming: Incoming, key: string): StoreRequest | undefined;
  run(call: Call): Reply | Promise<Reply>;
}
