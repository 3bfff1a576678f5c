import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Ceph RGW within one zone. */
export const cephRgw = personality({
  name: "ceph-rgw",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    copyConditions: "ignored",
    matchesAny: true,
    matchMissing: "PreconditionFailed",
    overtaken: "unnoticed",
    deleteMissing: "NoContent",
    repeatedComplete: "if-still-there",
    overtakenUpload: "completes",
  },
  trueOf:
    "Ceph RGW within a zone: strongly consistent; If-Match and If-None-Match on PUT with * and with ETags, on COPY those of the source only.",
  since: "2015 at the latest",
  source:
    "ceph/s3-tests test_s3.py (test_put_object_ifmatch_*, test_put_object_ifnonmatch_*, of Ceph's own dialect); minio/minio issue 21526 (Ceph answers If-Match of a missing key with 412)",
});
