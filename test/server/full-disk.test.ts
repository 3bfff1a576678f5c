/** A folder of buckets on a disk that is full for a while: what was acknowledged stays, and what comes after is not lost in a hole. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expect, it, vi } from "vitest";
import { temporaryFolder } from "../cli/cli.js";
import { clientOf, codeOf, serveStore } from "./support.js";

const disk = vi.hoisted(() => ({ full: false }));

vi.mock(import("node:fs"), async (original) => {
  const fs = await original();
  /** A full disk takes the half of a record, and nothing more. */
  const writeSync = (file: number, bytes: NodeJS.ArrayBufferView, at = 0): number => {
    if (!disk.full) return fs.writeSync(file, bytes, at);
    if (at > 0) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    return fs.writeSync(file, bytes, 0, Math.floor(bytes.byteLength / 2));
  };
  return { ...fs, default: fs, writeSync: writeSync as typeof fs.writeSync };
});

const Bucket = "kept";

async function serving(folder: string, work: (client: S3Client) => Promise<void>): Promise<void> {
  const served = await serveStore("s3-legacy", { buckets: [{ name: Bucket }], folder, lag: "endless" });
  const client = clientOf(served.url);
  try {
    await work(client);
  } finally {
    client.destroy();
    await served.close();
  }
}

it("takes no more changes once one could not be written, and keeps what it acknowledged", async () => {
  const folder = temporaryFolder();
  const put = (client: S3Client, Body: string) =>
    codeOf(client.send(new PutObjectCommand({ Bucket, Key: "k", Body })));
  await serving(folder, async (client) => {
    expect(await put(client, "acknowledged")).toBe("ok");
    disk.full = true;
    expect(await put(client, "lost")).toMatch(/^500/u);
    disk.full = false;
    // There is room again; but this record would refer to the bytes of the lost one, as what may still be read.
    expect(await put(client, "after it")).toMatch(/^500/u);
  });
  await serving(folder, async (client) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Size }) => Size)).toEqual(["acknowledged".length]);
    expect(await put(client, "once more")).toBe("ok");
    const found = await client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    expect(["acknowledged", "once more"]).toContain(await found.Body!.transformToString());
  });
});
