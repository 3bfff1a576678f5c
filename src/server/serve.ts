/** Puts an endpoint together and lets it listen. */
import type { IncomingMessage } from "node:http";
import type { Personality } from "../store/personalities/index.js";
import { Keys } from "./auth/keys.js";
import { Buckets } from "./bucket/buckets.js";
import type { Lag } from "./bucket/served-bucket.js";
import { type Clock, RealClock, VirtualClock } from "./clock.js";
import { Control } from "./control/control.js";
import { BucketFolder } from "./disk/bucket-folder.js";
import { Endpoint } from "./endpoint.js";
import { Recorder } from "./history/recorder.js";
import { HttpServer, type Timeouts, usualTimeouts } from "./http-server.js";
import { Decider } from "./plan/decider.js";
import { type FaultPlan, noFaults } from "./plan/fault-plan.js";
import { Room } from "./wire/body.js";

export interface ServeOptions {
  /** What buckets are, unless they are made otherwise. */
  readonly store: Personality;
  readonly seed: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** Loopback when left out. */
  readonly host?: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Takes requests without a signature. */
  readonly anonymous?: boolean;
  /** Virtual when left out: it passes with requests alone, so the same requests happen at the same times. */
  readonly clock?: Clock;
  readonly lag?: Lag;
  readonly plan?: FaultPlan;
  /** Buckets that are there from the start, with their stores. */
  readonly buckets?: readonly { readonly name: string; readonly store?: Personality }[];
  /** Under which buckets are found by virtual host, beside `localhost`. */
  readonly domains?: readonly string[];
  /** Largest object or part, in bytes. */
  readonly mostBytes?: number;
  /** Milliseconds without a byte after which a body is given up. */
  readonly patience?: number;
  readonly timeouts?: Timeouts;
  /** Keeps the buckets in this folder, and takes up those that are there. */
  readonly folder?: string;
  /** With a folder: every change is on the disk itself before it is acknowledged. */
  readonly fsync?: boolean;
  /** Takes each line of the history, with its end. */
  readonly history?: (line: string) => void;
  /** What a history says it was written by. */
  readonly tool?: string;
}

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly endpoint: Endpoint;
  /** Writes what the buckets hold to the history. */
  finish(): void;
  close(): Promise<void>;
}

/** Milliseconds: what s3proxy and kopia take for their eventual stores, too. */
export const usualLag: Lag = { from: 0, to: 5000 };

const mostBytes = 1 << 30;
/** All bodies that are being read together. */
const mostAtOnce = 4 * mostBytes;

export async function serve(options: ServeOptions): Promise<Served> {
  const { store, seed, accessKey, secretKey, anonymous = false, plan = noFaults } = options;
  const clock = options.clock ?? new VirtualClock();
  const buckets = new Buckets({ personality: store, clock, lag: options.lag ?? usualLag });
  const decider = new Decider(seed, plan);
  const recorder = new Recorder();
  recorder.sink = options.history;
  const { tool = "lakelitmus" } = options;
  recorder.add({ kind: "history", schema: "lakelitmus/history@1", tool, seed, store: store.name });
  const real = new RealClock();
  const endpoint = new Endpoint({
    buckets,
    decider,
    clock,
    recorder,
    authenticator: { keys: new Keys(new Map([[accessKey, secretKey]])), anonymous, now: () => real.now() },
    limits: {
      mostBytes: options.mostBytes ?? mostBytes,
      patience: options.patience ?? 20_000,
      room: new Room(mostAtOnce),
    },
    domains: ["localhost", ...(options.domains ?? [])],
  });
  const { folder, fsync = false } = options;
  const kept = folder === undefined ? undefined : BucketFolder.open(folder, buckets, clock, { fsync });
  for (const bucket of options.buckets ?? []) {
    if (buckets.find(bucket.name) === undefined) buckets.create(bucket.name, bucket.store);
  }
  for (const { name, personality } of buckets) {
    if (personality !== store) recorder.add({ kind: "bucket", bucket: name, store: personality.name });
  }
  const control = new Control(endpoint, secretKey);
  const aside = (message: IncomingMessage) => control.handle(message);
  const server = new HttpServer(endpoint, aside, options.timeouts ?? timeoutsFor(options.patience));
  const host = options.host ?? "127.0.0.1";
  const { port } = await server.listen(options.port ?? 0, host).catch((error: unknown) => {
    kept?.close();
    throw error;
  });
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${port}`,
    port,
    endpoint,
    finish: () => recordContents(buckets, recorder),
    close: async () => {
      await server.close();
      kept?.close();
    },
  };
}

/** Of larger buckets the history does not say what they hold. */
const mostContents = 100_000;

function recordContents(buckets: Buckets, recorder: Recorder): void {
  for (const { name, store, state } of buckets) {
    if (state.objects.size > mostContents) continue;
    const keys = [...store.contents(state)].map(([key, { etag }]) => [key, etag] as const);
    recorder.add({ kind: "content", bucket: name, keys });
  }
}

/** A client is waited for as long with its head as with its body. */
function timeoutsFor(patience: number = usualTimeouts.head): Timeouts {
  return { ...usualTimeouts, head: Math.min(patience, usualTimeouts.head) };
}
