/** Independent servers that say they are S3, each started for a run and stopped after it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { openBucket } from "../../src/store/aws/open-bucket.js";
import type { ObjectStore } from "../../src/store/object-store.js";

export interface Server {
  readonly name: ServerName;
  /** A new bucket, empty. */
  bucket(versioning?: "Enabled"): Promise<ObjectStore>;
  stop(): void;
}

export type ServerName = "moto" | "s3mock";

const credentials = { accessKeyId: "lakelitmus", secretAccessKey: "lakelitmus-secret" };

/** A server at `endpoint`, of which somebody else takes care. */
export function serverAt(name: ServerName, endpoint: string, stop = (): void => undefined): Server {
  const client = new S3Client({
    endpoint,
    region: "us-east-1",
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  let made = 0;
  return {
    name,
    bucket: async (Status) => {
      const bucket = `b${process.pid}-${++made}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      if (Status !== undefined) {
        const VersioningConfiguration = { Status };
        await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
      }
      return (await openBucket({ bucket, client })).store;
    },
    stop: () => {
      client.destroy();
      stop();
    },
  };
}

/** `python`: an interpreter that has moto. */
export async function startMoto(python: string): Promise<Server> {
  const port = await freePort();
  const script = fileURLToPath(new URL("../../scripts/differential/serve_moto.py", import.meta.url));
  const child = spawn(python, [script, String(port)], { stdio: ["ignore", "pipe", "ignore"] });
  await line(child, "ready");
  return serverAt("moto", `http://127.0.0.1:${port}`, () => child.kill());
}

/** `jar`: S3Mock's, with all that it needs. It keeps objects in the folder for temporary files and deletes them at its end. */
export async function startS3Mock(jar: string): Promise<Server> {
  const [http, https] = [await freePort(), await freePort()];
  const ports = [`--com.adobe.testing.s3mock.httpPort=${http}`, `--server.port=${https}`];
  const child = spawn("java", ["-Xmx512m", "-jar", jar, ...ports], { stdio: ["ignore", "pipe", "ignore"] });
  await line(child, "Started S3MockApplication");
  return serverAt("s3mock", `http://127.0.0.1:${http}`, () => child.kill());
}

function line(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(wanted)) resolve();
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
