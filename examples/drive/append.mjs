/**
 * A program to drive: two writers append rows to a list in one object, by compare-and-swap.
 *
 *   lakelitmus drive --store strong --seeds 1..200 --reader "node examples/drive/append.mjs read" -- node examples/drive/append.mjs
 *
 * It has a bug that many real ones had: when a PUT was applied but its answer was lost, the SDK sends it again, that is
 * refused with 412 because of the first, and the writer takes its own write for somebody else's and appends its rows once more.
 * `append.mjs --careful` looks whether its rows are there already; `append.mjs --alone` has one writer.
 */
import { appendFileSync } from "node:fs";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const { LAKELITMUS_BUCKET: Bucket, LAKELITMUS_ACKED: acked, LAKELITMUS_READ: read } = process.env;
const Key = "table/rows.json";

/** The access key with a name behind it tells the writers apart in the history. */
function client(name) {
  const accessKeyId = `${process.env.AWS_ACCESS_KEY_ID}.${name}`;
  const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
  return new S3Client({ forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
}

async function load(s3) {
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return { rows: JSON.parse(await found.Body.transformToString()), etag: found.ETag };
  } catch (error) {
    if (error.name === "NoSuchKey") return { rows: [], etag: undefined };
    throw error;
  }
}

async function append(s3, row) {
  for (;;) {
    const { rows, etag } = await load(s3);
    if (process.argv.includes("--careful") && rows.includes(row)) return;
    const condition = etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag };
    try {
      await s3.send(
        new PutObjectCommand({ Bucket, Key, Body: JSON.stringify([...rows, row]), ...condition }),
      );
      return;
    } catch (error) {
      const again = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].includes(error.name);
      if (!again) throw error;
    }
  }
}

async function writer(name) {
  const s3 = client(name);
  for (let number = 0; number < 3; number++) {
    const row = `${name}-${number}`;
    let outcome = "acked";
    try {
      await append(s3, row);
    } catch {
      outcome = "unknown";
    }
    appendFileSync(acked, `${JSON.stringify({ rows: [row], outcome })}\n`);
  }
}

if (process.argv[2] === "read") {
  const { rows } = await load(client("reader"));
  appendFileSync(read, `${JSON.stringify({ rows })}\n`);
} else {
  const writers = process.argv.includes("--alone") ? ["w1"] : ["w1", "w2"];
  await Promise.all(writers.map(writer));
}
