/** `serve`: a store over HTTP, as an S3 endpoint, until it is stopped. */
import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { serve } from "../../server/serve.js";
import { exitStatus, type ExitStatus } from "../errors.js";
import { readSeed } from "../plan.js";
import { type EndpointOptions, endpointOptions } from "../serve-options.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";
import { wholeNumber } from "../whole-number.js";

export interface ServeCommandOptions extends EndpointOptions {
  readonly seed: string;
  readonly port: string;
  readonly host: string;
  readonly anonymous?: boolean;
  readonly domain?: readonly string[];
  readonly history?: string;
  readonly dir?: string;
  readonly fsync?: boolean;
  readonly patience: string;
}

export async function runServe(options: ServeCommandOptions, shell: Shell): Promise<ExitStatus> {
  const seed = readSeed(options.seed);
  const parts = endpointOptions(options);
  const history = options.history === undefined ? undefined : await openHistory(options.history);
  const served = await serve({
    ...parts,
    seed,
    port: wholeNumber("--port", options.port, 0, 65_535),
    host: options.host,
    anonymous: options.anonymous === true,
    domains: options.domain ?? [],
    tool,
    patience: wholeNumber("--patience", options.patience, 1, 86_400) * 1000,
    fsync: options.fsync === true,
    ...(options.dir === undefined ? {} : { folder: options.dir }),
    ...(history === undefined ? {} : { history: (line: string) => void history.write(line) }),
  });
  const { url, port } = served;
  const buckets = [...served.endpoint.parts.buckets].map(({ name, personality }) => ({
    name,
    store: personality.name,
  }));
  const line = {
    url,
    port,
    pid: process.pid,
    store: options.store,
    seed,
    accessKey: options.accessKey,
    time: options.time,
    buckets,
    control: `${url}/_lakelitmus/`,
  };
  shell.out(`${JSON.stringify(line)}\n`);
  shell.err(whereItListens(options.host, options.anonymous === true));
  await stopped(shell.stop);
  served.finish();
  await served.close();
  if (history !== undefined) {
    history.end();
    await once(history, "finish");
  }
  return exitStatus.met;
}

/** Opened before anything is served, so that nobody's requests are lost. @throws the error of the operating system */
async function openHistory(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file, { flags: "wx" });
  await once(stream, "open");
  return stream;
}

function whereItListens(host: string, anonymous: boolean): string {
  const loopback = host === "localhost" || host === "::1" || host.startsWith("127.");
  const who = anonymous ? "anybody may use it without a signature" : "requests must be signed";
  return loopback
    ? `lakelitmus: serving on loopback only (${host}); ${who}. Ctrl-C stops it.\n`
    : `lakelitmus: serving on ${host}, where other machines may reach it; ${who}. Ctrl-C stops it.\n`;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
