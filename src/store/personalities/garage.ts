import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Garage at its default consistency mode. */
export const garage = personality({
  name: "garage",
  contract,
  capabilities: {
    conditionalWrites: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "is-gone",
  },
  trueOf:
    "Garage with consistency_mode = consistent: read-after-write by quorums; the latest timestamp wins; conditions on writes are not looked at.",
  since: "2024-04 (v1.0)",
  source:
    "garagehq.deuxfleurs.fr, reference manual, configuration: consistency_mode; deuxfleurs/garage src/api/s3/put.rs (no If-Match, no If-None-Match)",
});
