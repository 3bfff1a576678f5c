/**
 * Keeps the buckets of an endpoint in a folder. Every change is written to a log before its request is answered, so whoever kills the
 * server loses nothing that was acknowledged; with `fsync`, nor does whoever cuts the power. When a folder is opened, its log is
 * read and written anew without what is over.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { Capabilities } from "../../store/capabilities.js";
import { personalityNamed } from "../../store/personalities/index.js";
import { SortedMap } from "../../store/sorted-map.js";
import type { KeyRecord } from "../../store/state.js";
import { Entry, type StoreState } from "../../store/store-state.js";
import { UploadEntry, type UploadsOfKey } from "../../store/uploads.js";
import type { Buckets, BucketsJournal } from "../bucket/buckets.js";
import type { ServedBucket } from "../bucket/served-bucket.js";
import type { Clock } from "../clock.js";
import { BucketFolderError, RecordReader, RecordWriter } from "./records.js";

const markName = "lakelitmus-buckets.json";
const mark = { schema: "lakelitmus/buckets@1" };
const logName = "buckets.log";
const lockName = "lock";

type Line =
  | { readonly kind: "bucket"; readonly name: string; readonly store: string; readonly created: number }
  | { readonly kind: "no-bucket"; readonly name: string }
  | { readonly kind: "versioning"; readonly bucket: string; readonly versioning: Versioning }
  /** What is known of the key; null: nothing any more. `time`: of the buckets' clock. */
  | {
      readonly kind: "key";
      readonly bucket: string;
      readonly key: string;
      readonly record: KeyRecord | null;
      readonly time: number;
    }
  | {
      readonly kind: "uploads";
      readonly bucket: string;
      readonly key: string;
      readonly uploads: UploadsOfKey;
    };

type Versioning = NonNullable<Capabilities["versioning"]>;

/** What a bucket was in a log. */
interface Kept {
  readonly store: string;
  versioning?: Versioning;
  readonly created: number;
  readonly objects: Map<string, KeyRecord>;
  readonly uploads: Map<string, UploadsOfKey>;
}

export class BucketFolder implements BucketsJournal {
  readonly #folder: string;
  readonly #fsync: boolean;
  readonly #clock: Clock;
  readonly #writer = new RecordWriter();
  #log = -1;
  /** Bytes of the log. */
  #size = 0;
  /** A change could not be written. */
  #failed = false;

  private constructor(folder: string, fsync: boolean, clock: Clock) {
    this.#folder = folder;
    this.#fsync = fsync;
    this.#clock = clock;
  }

  /**
   * Opens or makes a folder, and puts what it holds into `buckets`, which are to be empty.
   *
   * @throws BucketFolderError for a folder of something else, one that is in use, or a damaged log.
   */
  static open(folder: string, buckets: Buckets, clock: Clock, { fsync = false } = {}): BucketFolder {
    claim(folder);
    const opened = new BucketFolder(folder, fsync, clock);
    try {
      opened.#load(buckets);
    } catch (error) {
      opened.close();
      throw error;
    }
    for (const bucket of buckets) opened.#follow(bucket);
    buckets.journal = opened;
    return opened;
  }

  created(bucket: ServedBucket): void {
    this.#write(bucketLine(bucket));
    this.#follow(bucket);
  }

  deleted({ name }: ServedBucket): void {
    this.#write({ kind: "no-bucket", name });
  }

  close(): void {
    if (this.#log >= 0) closeSync(this.#log);
    this.#log = -1;
    rmSync(path.join(this.#folder, lockName), { force: true });
  }

  #follow(bucket: ServedBucket): void {
    bucket.journal = (before, after, keys) => {
      for (const key of keys) this.#change(bucket.name, key, before, after);
    };
    bucket.versioningTold = () => versioningLines(bucket).forEach((line) => this.#write(line));
  }

  #change(bucket: string, key: string, before: StoreState, after: StoreState): void {
    const [was, is] = [before.objects.get(key), after.objects.get(key)];
    const time = this.#clock.now();
    if (was !== is) this.#write({ kind: "key", bucket, key, record: is?.record ?? null, time });
    const [had, has] = [before.uploads.get(key), after.uploads.get(key)];
    if (had !== has && has !== undefined) this.#write({ kind: "uploads", bucket, key, uploads: has.uploads });
  }

  #write(line: Line): void {
    this.#append(line);
    if (this.#fsync) fsyncSync(this.#log);
  }

  /**
   * All of it or nothing: half a record would hide those behind it. After one that could not be written no other is: it may refer to
   * bodies that were to stand in the lost one.
   */
  #append(line: Line): void {
    if (this.#failed) {
      throw new BucketFolderError(
        `${this.#folder} takes no more changes, because one could not be written. What was acknowledged is in it: start the server again.`,
      );
    }
    const record = this.#writer.record(line);
    try {
      for (let at = 0; at < record.length;) at += writeSync(this.#log, record, at);
    } catch (error) {
      this.#failed = true;
      ftruncateSync(this.#log, this.#size);
      throw error;
    }
    this.#size += record.length;
  }

  /** Reads the log, writes it anew beside it, and puts that in its place. */
  #load(buckets: Buckets): void {
    const file = path.join(this.#folder, logName);
    const { kept, latest } = existsSync(file)
      ? readLog(readFileSync(file), file)
      : { kept: new Map<string, Kept>(), latest: 0 };
    if (latest > this.#clock.now()) this.#clock.advance(latest - this.#clock.now());
    for (const [name, { store, created, versioning, objects, uploads }] of kept) {
      const bucket = buckets.create(name, personalityNamed(store), created);
      bucket.restore({
        ...bucket.state,
        objects: SortedMap.from([...objects].map(([key, record]) => new Entry(key, record))),
        uploads: SortedMap.from([...uploads].map(([key, of]) => new UploadEntry(key, of))),
      });
      if (versioning !== undefined) bucket.setVersioning(versioning);
    }
    const fresh = `${file}.new`;
    this.#log = openSync(fresh, "w");
    for (const bucket of buckets) this.#writeAll(bucket);
    fsyncSync(this.#log);
    renameSync(fresh, file);
    syncFolder(this.#folder);
  }

  #writeAll(bucket: ServedBucket): void {
    const { name, state } = bucket;
    const time = this.#clock.now();
    const put = (line: Line): void => this.#append(line);
    put(bucketLine(bucket));
    versioningLines(bucket).forEach(put);
    for (const { key, record } of state.objects) put({ kind: "key", bucket: name, key, record, time });
    for (const { key, uploads } of state.uploads) put({ kind: "uploads", bucket: name, key, uploads });
  }
}

function bucketLine({ name, personality, created }: ServedBucket): Line {
  return { kind: "bucket", name, store: personality.name, created };
}

/** What is to be known beside which store it is. */
function versioningLines({ name, personality }: ServedBucket): readonly Line[] {
  const { versioning } = personality.capabilities;
  return versioning === undefined ? [] : [{ kind: "versioning", bucket: name, versioning }];
}

function readLog(log: Buffer, file: string): { readonly kept: Map<string, Kept>; readonly latest: number } {
  const kept = new Map<string, Kept>();
  let latest = 0;
  const of = (bucket: string): Kept => {
    const found = kept.get(bucket);
    if (found === undefined)
      throw new BucketFolderError(`${file} has a key of the bucket ${bucket}, which it never made.`);
    return found;
  };
  for (const value of new RecordReader().values(log, file)) {
    const line = value as Line;
    switch (line.kind) {
      case "bucket":
        kept.set(line.name, {
          store: line.store,
          created: line.created,
          objects: new Map(),
          uploads: new Map(),
        });
        break;
      case "no-bucket":
        kept.delete(line.name);
        break;
      case "versioning":
        of(line.bucket).versioning = line.versioning;
        break;
      case "key":
        if (line.record === null) of(line.bucket).objects.delete(line.key);
        else of(line.bucket).objects.set(line.key, line.record);
        latest = Math.max(latest, line.time);
        break;
      case "uploads":
        of(line.bucket).uploads.set(line.key, line.uploads);
    }
  }
  return { kept, latest };
}

/** Takes the folder for this process. @throws BucketFolderError */
function claim(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const marker = path.join(folder, markName);
  if (!existsSync(marker)) {
    if (readdirSync(folder).length > 0) {
      throw new BucketFolderError(
        `${folder} is not empty, and no folder of buckets: choose another one for --dir.`,
      );
    }
    writeFileSync(marker, `${JSON.stringify(mark)}\n`);
  }
  const lock = path.join(folder, lockName);
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
  } catch {
    const owner = Number(readFileSync(lock, "utf8"));
    if (isAlive(owner)) throw new BucketFolderError(`${folder} is in use by process ${owner}.`);
    writeFileSync(lock, String(process.pid));
  }
}

function isAlive(process_: number): boolean {
  if (!(process_ > 0) || process_ === process.pid) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** So that the new name outlives a power cut, too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
