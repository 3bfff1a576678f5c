// The last step of a build: what it was made from.
import { writeFileSync } from "node:fs";
import { sourcesDigest, stamp } from "./sources.mjs";

writeFileSync(stamp, sourcesDigest());
