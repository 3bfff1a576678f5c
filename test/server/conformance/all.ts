import type { Case } from "./case.js";
import { conditionCases } from "./conditions.js";
import { copyCases } from "./copies.js";
import { listingCases } from "./listings.js";
import { objectCases } from "./objects.js";
import { uploadCases } from "./uploads.js";
import { versionCases } from "./versions.js";

/** Every case, by chapter. */
export const chapters: Readonly<Record<string, readonly Case[]>> = {
  objects: objectCases,
  conditions: conditionCases,
  copies: copyCases,
  "listings and buckets": listingCases,
  "multipart uploads": uploadCases,
  versions: versionCases,
};
