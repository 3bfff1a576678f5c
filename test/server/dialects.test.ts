/** Conditional writes over HTTP in each dialect, and what becomes of one that another request overtakes while its body is on its way. */
import net from "node:net";
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { signedHead } from "../../scripts/raw-client.mjs";
import { accessKey, clientOf, codeOf, secretKey, serveStore } from "./support.js";

const Bucket = "dialect";
const etagX = '"9dd4e461268c8034f5c8564e155c67a6"';

/** A PUT whose body waits for `meanwhile`. Resolves with its status and code. */
async function slowPut(
  port: number,
  headers: Record<string, string>,
  meanwhile: () => Promise<unknown>,
): Promise<string> {
  const request = { method: "PUT", url: `/${Bucket}/k`, host: `127.0.0.1:${port}`, accessKey, secretKey };
  const head = signedHead({
    ...request,
    headers: { "content-length": "4", ...headers },
    payload: "UNSIGNED-PAYLOAD",
  });
  const socket = net.connect({ port, host: "127.0.0.1" });
  socket.write(`${head}sl`);
  // Its head has been read when a later request has been answered.
  await meanwhile();
  const answer = new Promise<string>((resolve) =>
    socket.once("data", (data: Buffer) => resolve(data.toString())),
  );
  socket.write("ow");
  const text = await answer;
  socket.destroy();
  return `${text.slice(9, 12)} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ""}`.trim();
}

/** What a dialect answers, question by question. */
async function answersOf(store: string): Promise<Readonly<Record<string, string>>> {
  const served = await serveStore(store, { buckets: [{ name: Bucket }] });
  const client: S3Client = clientOf(served.url);
  const put = (Key: string, Body: string, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const copy = (Key: string, more: object) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/src`, ...more }));
  const remove = (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));
  try {
    await put("src", "s");
    await put("there", "x");
    const answers: Record<string, string> = {};
    answers["create over"] = await codeOf(put("there", "y", { IfNoneMatch: "*" }));
    await put("there", "x");
    answers["match another"] = await codeOf(put("there", "y", { IfMatch: '"another"' }));
    await put("there", "x");
    answers["match any"] = await codeOf(put("there", "y", { IfMatch: "*" }));
    answers["match nothing"] = await codeOf(put("missing", "y", { IfMatch: etagX }));
    answers["copy over"] = await codeOf(copy("there", { IfNoneMatch: "*" }));
    await put("k", "x");
    answers["overwritten meanwhile, same bytes"] = await slowPut(
      served.port,
      { "if-match": etagX },
      async () => {
        await put("other", "x");
        await put("k", "x");
      },
    );
    await remove("k");
    answers["created meanwhile"] = await slowPut(served.port, { "if-none-match": "*" }, async () => {
      await put("other", "x");
      await put("k", "x");
    });
    await remove("k");
    answers["created and deleted meanwhile"] = await slowPut(
      served.port,
      { "if-none-match": "*" },
      async () => {
        await put("k", "x");
        await remove("k");
      },
    );
    return answers;
  } finally {
    client.destroy();
    await served.close();
  }
}

const conflict = "409 ConditionalRequestConflict";
const failed = "412 PreconditionFailed";

describe("a dialect", () => {
  it.each<readonly [string, readonly string[]]>([
    [
      "strong",
      [
        failed,
        failed,
        "501 NotImplemented",
        "404 NoSuchKey",
        failed,
        conflict,
        "412 PreconditionFailed",
        conflict,
      ],
    ],
    ["ceph-rgw", [failed, failed, "ok", failed, "ok", "200", failed, "200"]],
    ["minio", [failed, failed, "ok", "404 NoSuchKey", "ok", "200", failed, "200"]],
    ["r2", [failed, failed, "ok", failed, failed, "200", failed, "200"]],
    ["coreweave", [failed, failed, "501 NotImplemented", failed, failed, "200", conflict, "200"]],
    ["storagegrid", ["ok", "ok", "ok", "ok", "ok", "200", "200", "200"]],
    [
      "s3-legacy",
      Array.from({ length: 5 }, () => "501 NotImplemented").concat(
        Array.from({ length: 3 }, () => "501 NotImplemented"),
      ),
    ],
  ])("%s", async (store, expected) => {
    const answers = await answersOf(store);
    expect(Object.values(answers), JSON.stringify(answers)).toEqual(expected);
  });
});
