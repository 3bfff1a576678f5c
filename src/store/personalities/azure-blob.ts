import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Azure Blob Storage. */
export const azureBlob = personality({
  name: "azure-blob",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    etags: "version",
    matchesAny: true,
    createRefused: "BlobAlreadyExists",
    matchMissing: "PreconditionFailed",
    overtaken: "unnoticed",
    repeatedComplete: "InvalidPart",
    overtakenUpload: "loses-its-parts",
  },
  trueOf:
    "Azure Blob Storage: strongly consistent reads and listings; ETags that change with each write; a create where a blob is is refused with 409 BlobAlreadyExists.",
  since: "2011-08-18 (API version of the conditions)",
  source:
    "learn.microsoft.com: Manage concurrency in Blob Storage; Specifying conditional headers for Blob service operations",
});
