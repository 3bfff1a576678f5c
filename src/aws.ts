/**
 * `lakelitmus/aws`: the same committers, on a real bucket. Needs `@aws-sdk/client-s3`, which the user installs.
 *
 * @packageDocumentation
 */
export { bucketContext } from "./library/bucket-context.js";
export { commitOnce, type OnceEnd, type OnceJob } from "./library/commit-once.js";
export { type Bucket, type BucketOptions, BucketUnusable, openBucket } from "./store/aws/open-bucket.js";
export { SdkMissing } from "./store/aws/sdk.js";
