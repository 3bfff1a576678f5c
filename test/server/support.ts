/** What tests of the server share: an endpoint with a client of the AWS SDK, and what an answer was in one word. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { serve, type Served, type ServeOptions } from "../../src/server/serve.js";

export const accessKey = "lakelitmus";
export const secretKey = "secret";

export function serveStore(name: string, options: Partial<ServeOptions> = {}): Promise<Served> {
  return serve({ store: personalityNamed(name), seed: "1", accessKey, secretKey, ...options });
}

export function clientOf(url: string, options: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    maxAttempts: 1,
    ...options,
  });
}

/** `404 NoSuchKey`, or `ok` where nothing was thrown. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode ?? "none"} ${name}`;
  }
}
