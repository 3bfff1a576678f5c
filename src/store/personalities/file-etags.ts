import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Strong, with conditions that are judged by an ETag that two writes may share: it tells no more than how long an object is. */
export const fileEtags = personality({
  name: "file-etags",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    etags: "size",
    overtaken: "unnoticed",
    conditionalDeletes: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "If-Match over a local file system, where the ETag is made of inode, time of change and length: a rename frees the inode for the next file, and a coarse clock gives both files one time. ClickHouse's LocalObjectStorage until August 2026, and object_store's LocalFileSystem.",
  since: "2026-07",
  until: "2026-08",
  source: "ClickHouse/ClickHouse#112587 and #112556; infino-ai/infino#501",
});
