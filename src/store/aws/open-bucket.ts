/** Opening a real bucket: endpoint, region, credentials, retries, timeouts. */
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import type { ObjectStore } from "../object-store.js";
import { bucketStore } from "./bucket-store.js";
import { loadSdk } from "./sdk.js";

/** Which bucket, and how it is reached. What is left out is looked for where the AWS SDK looks: environment, profile, role. */
export interface BucketOptions {
  readonly bucket: string;
  /** URL of a store that is not Amazon's: `http://127.0.0.1:9000`. */
  readonly endpoint?: string;
  /** `us-east-1` where an endpoint is given. */
  readonly region?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** `http://host/bucket/key` instead of `http://bucket.host/key`. True where an endpoint is given. */
  readonly pathStyle?: boolean;
  /**
   * How often the SDK sends a request before it gives up; 1: it never sends one again. 3 when left out, which is the SDK's
   * own choice. With more than 1 a conditional write may meet its own success as 412 PreconditionFailed.
   */
  readonly attempts?: number;
  /** Milliseconds until a connection counts as failed; 5,000 when left out. */
  readonly connectTimeout?: number;
  /** Milliseconds until a request counts as unanswered; 60,000 when left out. */
  readonly requestTimeout?: number;
  /** When it fires, requests under way are given up (they may still take effect), and further ones fail at once. */
  readonly signal?: AbortSignal;
  /** A client of `@aws-sdk/client-s3` that is set up already. Only `bucket` and `signal` are looked at beside it. */
  readonly client?: S3Client;
}

/** A bucket that is open. */
export interface Bucket {
  readonly store: ObjectStore;
  /** Closes the connections. A client that was handed over stays open: it is its owner's. */
  close(): void;
}

/** Thrown where a bucket cannot be reached as it was described: no credentials, no region, no URL. */
export class BucketUnusable extends Error {
  override readonly name = "BucketUnusable";
}

/**
 * Opens a bucket over the AWS SDK. Sends nothing yet: whether there is such a bucket, its first request tells.
 *
 * @throws {@link SdkMissing} where `@aws-sdk/client-s3` is not installed.
 * @throws {@link BucketUnusable}
 */
export async function openBucket(options: BucketOptions): Promise<Bucket> {
  const { bucket, client: given, signal } = options;
  if (bucket === "") throw new BucketUnusable("The bucket has no name.");
  const sdk = await loadSdk();
  const client = given ?? new sdk.S3Client(configOf(options));
  if (given === undefined) await checkConfig(client, bucket);
  const store = bucketStore({ sdk, client, bucket, ...(signal === undefined ? {} : { signal }) });
  return {
    store,
    close: () => {
      if (given === undefined) client.destroy();
    },
  };
}

function configOf(options: BucketOptions): S3ClientConfig {
  const { endpoint, credentials, attempts, signal: _signal, connectTimeout = 5_000 } = options;
  const { requestTimeout = 60_000, pathStyle = endpoint !== undefined } = options;
  const region = options.region ?? (endpoint === undefined ? undefined : "us-east-1");
  if (endpoint !== undefined && !(/^https?:/u.test(endpoint) && URL.canParse(endpoint))) {
    throw new BucketUnusable(
      `The endpoint ${JSON.stringify(endpoint)} is no URL that begins with http:// or https://.`,
    );
  }
  if (attempts !== undefined && (!Number.isSafeInteger(attempts) || attempts < 1)) {
    throw new BucketUnusable(`attempts is ${attempts}; it must be a whole number from 1 on.`);
  }
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    forcePathStyle: pathStyle,
    requestHandler: { connectionTimeout: connectTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
}

/** What would fail every request is told once, before the first. */
async function checkConfig(client: S3Client, bucket: string): Promise<void> {
  const check = async (advice: string, config: () => Promise<unknown>): Promise<void> => {
    try {
      await config();
    } catch (error) {
      client.destroy();
      const why = error instanceof Error ? error.message : String(error);
      throw new BucketUnusable(`The bucket ${bucket} cannot be reached: ${why}. ${advice}`, { cause: error });
    }
  };
  await check("Set AWS_REGION, or give a region.", () => client.config.region());
  await check("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give credentials.", () =>
    client.config.credentials(),
  );
}
