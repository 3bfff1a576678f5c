import { describe, expect, it, vi } from "vitest";
import { BucketUnusable, openBucket } from "../../../src/store/aws/open-bucket.js";
import { loadSdk, SdkMissing } from "../../../src/store/aws/sdk.js";

const endpoint = "http://127.0.0.1:9";
const credentials = { accessKeyId: "id", secretAccessKey: "secret" };

describe("opening a bucket", () => {
  it.each([
    [{ bucket: "" }, /no name/u],
    [{ bucket: "b", endpoint: "127.0.0.1:9000" }, /"127.0.0.1:9000" is no URL/u],
    [{ bucket: "b", endpoint: "http://" }, /is no URL/u],
    [{ bucket: "b", endpoint, credentials, attempts: 0 }, /attempts is 0/u],
  ])("tells what is wrong with %o", async (options, message) => {
    const error = await openBucket(options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BucketUnusable);
    expect((error as Error).message).toMatch(message);
  });

  it("tells at once that there are no credentials", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"])
      vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    const error = await openBucket({ bucket: "b", endpoint }).catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toBeInstanceOf(BucketUnusable);
    expect((error as Error).message).toMatch(
      /The bucket b cannot be reached: .*credentials.*Set AWS_ACCESS_KEY_ID/u,
    );
  });

  it("takes a client that is set up already, and leaves it open", async () => {
    const { S3Client } = await loadSdk();
    const client = new S3Client({ endpoint, credentials, region: "r" });
    const destroy = vi.spyOn(client, "destroy");
    (await openBucket({ bucket: "b", client })).close();
    expect(destroy).not.toHaveBeenCalled();
  });
});

describe("without the AWS SDK", () => {
  it("says what to install", async () => {
    const missing = (name: string) =>
      Object.assign(new Error(`Cannot find package '${name}' imported from x`), {
        code: "ERR_MODULE_NOT_FOUND",
      });
    const error = await loadSdk(() => Promise.reject(missing("@aws-sdk/client-s3"))).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SdkMissing);
    expect((error as Error).message).toMatch(/npm install @aws-sdk\/client-s3@3/u);
    await expect(loadSdk(() => Promise.reject(missing("tslib")))).rejects.not.toBeInstanceOf(SdkMissing);
  });
});
