/** The build's last step: writes the digests of the committers' sources beside their compiled code. */
import { writeFileSync } from "node:fs";
import { computeDigests, digestsFile } from "./built-in-digests.js";
import { builtInCommitters } from "./registry.js";
import { packageRoot } from "./version.js";

const digests = computeDigests(builtInCommitters.map(({ name }) => name));
writeFileSync(new URL(digestsFile, packageRoot), `${JSON.stringify(digests, null, 2)}\n`);
