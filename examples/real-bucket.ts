/**
 * A commit protocol on a real bucket: ask the bucket what it can do, refuse what will not do, commit, read.
 *
 * Needs `npm install @aws-sdk/client-s3@3`, and keys where the AWS SDK looks for them (AWS_ACCESS_KEY_ID, …):
 *
 *     npx tsx real-bucket.ts my-bucket http://127.0.0.1:9000
 */
import { Body, probeStore, requireOf } from "lakelitmus";
import { bucketContext, commitOnce, openBucket } from "lakelitmus/aws";
import pointerSwap from "./pointer-swap.js";

const [bucket = "my-bucket", endpoint] = process.argv.slice(2);
const { store, close } = await openBucket({ bucket, ...(endpoint === undefined ? {} : { endpoint }) });
const ctx = bucketContext(store);

// This protocol stands on compare-and-swap. A store that ignores If-Match would lose rows, and say that all is well.
const stands = ["create-if-absent", "if-match"] as const;
requireOf(await probeStore(ctx, "t/_probe/", stands), stands);

const id = ctx.uuid();
const part = (task: number) => ({
  name: `part-${task}-${id}.txt`,
  body: Body.text(`row of task ${task}`),
  rows: 1,
});
const end = await commitOnce(pointerSwap, ctx, { id, table: "t/", tasks: [[part(0)], [part(1)]] });

const files = await pointerSwap().read("t/", ctx);
process.stdout.write(`${end.outcome}: the table has ${files.length} files\n`);
close();
