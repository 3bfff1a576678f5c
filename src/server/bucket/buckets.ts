/** The buckets of an endpoint, by name. */
import { recordAt } from "../../store/store-state.js";
import type { Personality } from "../../store/personalities/index.js";
import { checkBucketName } from "../wire/address.js";
import { WireError } from "../wire/s3-errors.js";
import { type BucketOptions, ServedBucket } from "./served-bucket.js";

export type BucketDefaults = Pick<BucketOptions, "personality" | "clock" | "lag">;

/** Told of buckets that come and go, before anybody hears of it. */
export interface BucketsJournal {
  created(bucket: ServedBucket): void;
  deleted(bucket: ServedBucket): void;
}

/** As many as an account of AWS may have by default. */
const mostBuckets = 10_000;

export class Buckets implements Iterable<ServedBucket> {
  readonly defaults: BucketDefaults;
  journal: BucketsJournal | undefined;
  readonly #buckets = new Map<string, ServedBucket>();

  constructor(defaults: BucketDefaults) {
    this.defaults = defaults;
  }

  /** @throws WireError NoSuchBucket */
  get(name: string): ServedBucket {
    const found = this.#buckets.get(name);
    if (found !== undefined) return found;
    throw new WireError("NoSuchBucket", undefined, { BucketName: name.slice(0, 255) });
  }

  find(name: string): ServedBucket | undefined {
    return this.#buckets.get(name);
  }

  /** @throws WireError InvalidBucketName, BucketAlreadyOwnedByYou, InvalidRequest */
  create(name: string, personality: Personality = this.defaults.personality, created?: number): ServedBucket {
    checkBucketName(name);
    if (this.#buckets.has(name)) {
      throw new WireError("BucketAlreadyOwnedByYou", undefined, { BucketName: name });
    }
    if (this.#buckets.size === mostBuckets) {
      throw new WireError("InvalidRequest", `There are ${mostBuckets} buckets; that is the limit.`);
    }
    const { clock } = this.defaults;
    const bucket = new ServedBucket({ ...this.defaults, name, personality, created: created ?? clock.now() });
    this.#buckets.set(name, bucket);
    this.journal?.created(bucket);
    return bucket;
  }

  /** @throws WireError NoSuchBucket, BucketNotEmpty */
  delete(name: string): void {
    const bucket = this.get(name);
    for (const { key } of bucket.state.objects) {
      const { current, history } = recordAt(bucket.state, key);
      // Old versions and delete markers count as well.
      if (current !== null || (history?.versions.length ?? 0) > 0) {
        throw new WireError("BucketNotEmpty", undefined, { BucketName: name });
      }
    }
    this.#buckets.delete(name);
    this.journal?.deleted(bucket);
  }

  /** In alphabetical order. */
  *[Symbol.iterator](): Iterator<ServedBucket> {
    yield* [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
