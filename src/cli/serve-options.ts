/** What `serve` and `drive` share: how an endpoint is to be, as the user writes it. */
import { type Clock, RealClock, VirtualClock } from "../server/clock.js";
import type { Lag } from "../server/bucket/served-bucket.js";
import {
  type FaultPlan,
  joinPlans,
  namedPlans,
  readFaultPlan,
  staleReads,
} from "../server/plan/fault-plan.js";
import { type ServeOptions, usualLag } from "../server/serve.js";
import { checkBucketName } from "../server/wire/address.js";
import type { Personality } from "../store/personalities/index.js";
import { UsageError } from "./errors.js";
import { readUserFile } from "./expectation.js";
import { findStore } from "./registry.js";

/** Options of an endpoint, as commander gives them. */
export interface EndpointOptions {
  readonly store: string;
  readonly bucket?: readonly string[];
  readonly anomalies: string;
  readonly faults: string;
  readonly lag?: string;
  readonly time: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The bucket that there is where none is asked for. */
export const usualBucket = "lakelitmus";

/** Everything of an endpoint but its seed. @throws UsageError, FaultPlanError */
export function endpointOptions(options: EndpointOptions): Omit<ServeOptions, "seed"> {
  const { store, accessKey, secretKey } = options;
  if (accessKey === "" || secretKey === "")
    throw new UsageError("--access-key and --secret-key must not be empty.");
  return {
    store: storeOf(store),
    buckets: (options.bucket ?? [usualBucket]).map(readBucket),
    accessKey,
    secretKey,
    plan: readPlan(options.faults, options.anomalies),
    lag: options.lag === undefined ? usualLag : readLag(options.lag),
    clock: readClock(options.time),
  };
}

/** Names by which the stores that speak S3 in their own way are known beside their own. */
const dialects: Readonly<Record<string, string>> = { aws: "strong", rgw: "ceph-rgw" };

/** @throws UsageError */
function storeOf(name: string): Personality {
  return findStore(dialects[name] ?? name);
}

/** `name` or `name=store`. @throws UsageError */
function readBucket(text: string) {
  const [name = "", ...rest] = text.split("=");
  try {
    checkBucketName(name);
  } catch {
    throw new UsageError(
      `"${name}" can be no bucket's name: 3 to 63 lower-case letters, digits, dots and dashes (S3's rules).`,
    );
  }
  return rest.length === 0 ? { name } : { name, store: storeOf(rest.join("=")) };
}

/** A plan by its name or from a file, and before it how often reads are answered wrongly. @throws UsageError, FaultPlanError */
export function readPlan(faults: string, anomalies: string): FaultPlan {
  const probability = Number(anomalies);
  if (anomalies.trim() === "" || !(probability >= 0 && probability <= 1)) {
    throw new UsageError(`--anomalies must be a probability from 0 to 1, and is "${anomalies}".`);
  }
  return joinPlans(staleReads(probability), namedPlans[faults] ?? planFromFile(faults));
}

function planFromFile(file: string): FaultPlan {
  const text = readUserFile(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(
      `${file} is no fault plan: it is not JSON. (--faults takes ${Object.keys(namedPlans).join(", ")} or a file.)`,
    );
  }
  return readFaultPlan(value);
}

/** `endless`, `5000` or `100-5000`, in milliseconds. */
function readLag(text: string): Lag {
  if (text === "endless") return text;
  const [, from, to] = /^(?:(\d{1,12})-)?(\d{1,12})$/.exec(text) ?? [];
  if (to === undefined || Number(from ?? 0) > Number(to)) {
    throw new UsageError(`--lag must be milliseconds (5000, 100-5000) or "endless", and is "${text}".`);
  }
  return { from: Number(from ?? 0), to: Number(to) };
}

export function readClock(text: string): Clock {
  if (text === "real") return new RealClock();
  if (text === "virtual") return new VirtualClock();
  throw new UsageError(`--time must be virtual or real, and is "${text}".`);
}
