/** The bucket that a user names on the command line. */
import { type Bucket, openBucket } from "../store/aws/open-bucket.js";
import { UsageError } from "./errors.js";

export interface BucketFlags {
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly prefix?: string;
}

export interface NamedBucket {
  /** `the bucket b at http://…`. */
  readonly name: string;
  readonly bucket: Bucket;
}

/** @throws UsageError, BucketUnusable, SdkMissing */
export async function openNamedBucket(flags: BucketFlags, attempts: number): Promise<NamedBucket> {
  const { bucket: name, endpoint, region } = flags;
  if (name === undefined) throw new UsageError("Name a bucket (--bucket) or a simulated store (--store).");
  // The version that we ask for supports the Node.js that runs us; what later ones need is no news here.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const bucket = await openBucket({
    bucket: name,
    attempts,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
  });
  return { name: `the bucket ${name}${endpoint === undefined ? "" : ` at ${endpoint}`}`, bucket };
}
