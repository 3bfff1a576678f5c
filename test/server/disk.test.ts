/** Buckets in a folder: they outlive their server, however it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/cli.js";
import { ControlClient } from "../../src/server/control/client.js";
import { clientOf, codeOf, secretKey, serveStore } from "./support.js";

const Bucket = "kept";

async function serving<T>(
  folder: string,
  store: string,
  work: (client: S3Client, control: ControlClient) => Promise<T>,
): Promise<T> {
  const served = await serveStore(store, { buckets: [{ name: Bucket }], folder, lag: "endless" });
  const client = clientOf(served.url);
  try {
    return await work(client, new ControlClient(served.url, secretKey));
  } finally {
    client.destroy();
    await served.close();
  }
}

/** The arguments of a process of its own that serves the folder. */
function serveArgs(folder: string): readonly string[] {
  const program = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
  const options = ["--store", "strong", "--bucket", Bucket, "--secret-key", secretKey, "--dir", folder];
  return [program, "serve", ...options];
}

async function urlOf(output: NodeJS.ReadableStream): Promise<string> {
  const line = await new Promise<string>((resolve) =>
    output.once("data", (data: Buffer) => resolve(data.toString())),
  );
  return (JSON.parse(line) as { readonly url: string }).url;
}

describe("a folder of buckets", () => {
  it("keeps objects with all that HTTP knows of them, uploads under way, and what may still be seen", async () => {
    const folder = temporaryFolder();
    const before = await serving(folder, "s3-legacy", async (client, control) => {
      const put = (Key: string, Body: string, more: object = {}) =>
        client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
      await put("a", "old");
      await put("a", "new", { Metadata: { m: "1" }, ContentType: "text/plain", Tagging: "t=1" });
      await put("gone", "x");
      await client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "up" }));
      const { ETag } = await client.send(
        new UploadPartCommand({ Bucket, Key: "up", UploadId, PartNumber: 1, Body: "part" }),
      );
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
      await control.createBucket("second", "list-lag");
      return { UploadId, ETag, LastModified: head.LastModified, state: await control.state(Bucket) };
    });
    // Twice: what was read is written anew each time.
    for (let round = 0; round < 2; round++) {
      await serving(folder, "strong", async (client, control) => {
        expect(await control.state(Bucket)).toEqual(before.state);
        const found = await client.send(new GetObjectCommand({ Bucket, Key: "a" }));
        expect(found).toMatchObject({
          ContentType: "text/plain",
          Metadata: { m: "1" },
          TagCount: 1,
          LastModified: before.LastModified,
        });
        expect(await found.Body!.transformToString()).toBe("new");
        expect((await control.status()).buckets.map(({ name, store }) => `${name} ${store}`)).toEqual([
          "kept s3-legacy",
          "second list-lag",
        ]);
      });
    }
    await serving(folder, "strong", async (client) => {
      const { UploadId, ETag } = before;
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await client.send(new CompleteMultipartUploadCommand({ Bucket, Key: "up", UploadId, MultipartUpload }));
      const found = await client.send(new GetObjectCommand({ Bucket, Key: "up" }));
      expect(await found.Body!.transformToString()).toBe("part");
    });
  });

  it("keeps versions, and that there are any", async () => {
    const folder = temporaryFolder();
    const put = (client: S3Client, Body: string) =>
      client.send(new PutObjectCommand({ Bucket, Key: "k", Body }));
    const listed = async (client: S3Client) => {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      return all.map(({ VersionId, IsLatest, LastModified }) => [VersionId, IsLatest, LastModified]);
    };
    const before = await serving(folder, "strong", async (client) => {
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await put(client, "before");
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      await put(client, "x");
      await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
      return listed(client);
    });
    expect(before.map(([id]) => id)).toEqual(["v1", "null", "v2"]);
    for (let round = 0; round < 2; round++) {
      await serving(folder, "strong", async (client) => {
        expect(await listed(client)).toEqual(before);
        const old = await client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId: "null" }));
        expect(await old.Body!.transformToString()).toBe("before");
      });
    }
    await serving(folder, "strong", async (client) => {
      const gone = await client.send(new GetObjectCommand({ Bucket, Key: "k" })).catch((error) => error);
      const { statusCode, headers } = gone.$response;
      expect([statusCode, headers["x-amz-delete-marker"], headers["x-amz-version-id"]]).toEqual([
        404,
        "true",
        "v2",
      ]);
      expect((await put(client, "y")).VersionId).toBe("v3");
    });
  });

  it("loses nothing that was acknowledged when its server is killed in the middle of its work", async () => {
    const folder = temporaryFolder();
    const args = serveArgs(folder);
    const acked = new Map<string, string>();
    const count = { written: 0 };
    for (let life = 0; life < 2; life++) {
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
      const client = clientOf(await urlOf(child.stdout));
      const running = { over: false };
      const work = async (writer: number): Promise<void> => {
        for (let number = 0; !running.over; number++) {
          const Key = `w${writer}/${number % 40}`;
          const Body = `${life} ${writer} ${number} `.repeat(1 + ((number * 37) % 500));
          try {
            await client.send(new PutObjectCommand({ Bucket, Key, Body }));
            acked.set(Key, Body);
            count.written += 1;
          } catch {
            // The server was killed under it; it may have been written.
            acked.delete(Key);
            return;
          }
        }
      };
      const workers = [0, 1, 2, 3].map(work);
      // In the middle of something, whenever that is.
      const before = count.written;
      while (count.written < before + 30) await new Promise((resolve) => setTimeout(resolve, 5));
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await Promise.all(workers);
      running.over = true;
      client.destroy();
    }
    expect(acked.size).toBeGreaterThan(20);
    await serving(folder, "strong", async (client) => {
      for (const [Key, Body] of acked) {
        const found = await client.send(new GetObjectCommand({ Bucket, Key }));
        expect((await found.Body!.transformToString()) === Body, Key).toBe(true);
      }
      const { KeyCount = 0 } = await client.send(new ListObjectsV2Command({ Bucket }));
      expect(KeyCount).toBeGreaterThanOrEqual(acked.size);
    });
  });

  it("leaves out a record that was cut off, and refuses a log that is damaged in the middle", async () => {
    const folder = temporaryFolder();
    const put = (client: S3Client, Key: string) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: "0123456789" }));
    await serving(folder, "strong", async (client) => {
      await put(client, "first");
      await put(client, "second");
    });
    const log = path.join(folder, "buckets.log");
    const whole = readFileSync(log);
    truncateSync(log, whole.length - 3);
    await serving(folder, "strong", async (client) => {
      expect(await codeOf(client.send(new HeadObjectCommand({ Bucket, Key: "first" })))).toBe("ok");
      expect(await codeOf(client.send(new HeadObjectCommand({ Bucket, Key: "second" })))).toBe(
        "404 NotFound",
      );
    });
    appendFileSync(log, "torn");
    await serving(folder, "strong", (client) => put(client, "third"));
    const damaged = Buffer.from(readFileSync(log));
    damaged[20] = damaged[20]! ^ 255;
    writeFileSync(log, damaged);
    await expect(serving(folder, "strong", () => Promise.resolve())).rejects.toThrow("damaged at byte 0");
    expect(readFileSync(log).equals(damaged)).toBe(true);
    expect(existsSync(path.join(folder, "lock"))).toBe(false);
  });

  it("is for one server at a time, and never somebody else's folder", async () => {
    const folder = temporaryFolder();
    await serving(folder, "strong", async () => {
      // This process owns it; another one that lives is asked for by its number.
      writeFileSync(path.join(folder, "lock"), String(process.ppid));
      await expect(serving(folder, "strong", () => Promise.resolve())).rejects.toThrow(
        `in use by process ${process.ppid}`,
      );
    });
    const foreign = temporaryFolder({ "thesis.txt": "precious" });
    await expect(serving(foreign, "strong", () => Promise.resolve())).rejects.toThrow("is not empty");
    expect(readFileSync(path.join(foreign, "thesis.txt"), "utf8")).toBe("precious");
  });
});
