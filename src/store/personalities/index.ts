/** Every store by name: those that protocols are compared on, and further ones. */
import { azureBlob } from "./azure-blob.js";
import { cephRgw } from "./ceph-rgw.js";
import { conditionsIgnored } from "./conditions-ignored.js";
import { copyLag } from "./copy-lag.js";
import { coreweave } from "./coreweave.js";
import { cosVersioned } from "./cos-versioned.js";
import { crossRegion } from "./cross-region.js";
import { deleteLag } from "./delete-lag.js";
import { events } from "./events.js";
import { fileEtags } from "./file-etags.js";
import { garage } from "./garage.js";
import { gcs } from "./gcs.js";
import { indexCacheWitness } from "./index-cache-witness.js";
import { indexCache } from "./index-cache.js";
import { listLag } from "./list-lag.js";
import { minioQuorumLoss } from "./minio-quorum-loss.js";
import { minio } from "./minio.js";
import { negativeCache } from "./negative-cache.js";
import { noConditionalWrites } from "./no-conditional-writes.js";
import { overwriteLag } from "./overwrite-lag.js";
import { r2 } from "./r2.js";
import { replicas } from "./replicas.js";
import { s3Express } from "./s3-express.js";
import { s3LegacyCas } from "./s3-legacy-cas.js";
import { s3Legacy } from "./s3-legacy.js";
import { s3UsStandard } from "./s3-us-standard.js";
import { s3Versioned } from "./s3-versioned.js";
import { storagegrid } from "./storagegrid.js";
import { strong } from "./strong.js";
import { swift } from "./swift.js";
import type { Personality } from "./personality.js";

export type { Personality } from "./personality.js";

/** What protocols are compared on where nothing is chosen: each isolates one thing, or was the most used store of its time. */
export const personalities: readonly Personality[] = Object.freeze([
  strong,
  s3Legacy,
  s3LegacyCas,
  listLag,
  overwriteLag,
  deleteLag,
  negativeCache,
  noConditionalWrites,
  conditionsIgnored,
]);

/** Further stores, for those who ask for them. */
export const furtherPersonalities: readonly Personality[] = Object.freeze([
  copyLag,
  replicas,
  indexCache,
  indexCacheWitness,
  storagegrid,
  swift,
  gcs,
  azureBlob,
  r2,
  minio,
  minioQuorumLoss,
  cephRgw,
  garage,
  coreweave,
  s3UsStandard,
  crossRegion,
  events,
  s3Express,
  s3Versioned,
  cosVersioned,
  fileEtags,
]);

export const allPersonalities: readonly Personality[] = Object.freeze([
  ...personalities,
  ...furtherPersonalities,
]);

/** Thrown where a store is asked for by a name that none has. */
export class UnknownPersonality extends Error {
  override readonly name = "UnknownPersonality";

  constructor(asked: string) {
    const known = allPersonalities.map((personality) => personality.name).join(", ");
    super(`There is no store "${asked}". The stores are: ${known}.`);
  }
}

/** The store with this name; throws {@link UnknownPersonality}. */
export function personalityNamed(name: string): Personality {
  const found = allPersonalities.find((personality) => personality.name === name);
  if (found === undefined) throw new UnknownPersonality(name);
  return found;
}
