/**
 * lakelitmus as a library: write a commit protocol, and check it in a test of your own.
 *
 * @packageDocumentation
 */
export { defineCommitter, type CommitterHooks } from "./library/define-committer.js";
export { defineTable, type RowsFile, type TableFormat } from "./library/define-table.js";
export {
  checkCommitter,
  Checked,
  type CheckOptions,
  type HoldsOptions,
  PropertyError,
} from "./library/check-committer.js";

export {
  type AttemptInfo,
  type CommitOutcome,
  type Committer,
  type CommitterFactory,
  type Context,
  type JobInfo,
  type Part,
  type PartRef,
  type Plain,
  type Round,
  StoreRefused,
  type TaskCommit,
} from "./job/committer.js";
export { directContext, type DirectSources } from "./job/context.js";
export { defended } from "./job/defended.js";
export { defaultBounds, type Scenario } from "./job/scenario.js";

export { Body } from "./store/body.js";
export {
  type AbortMultipartUploadRequest,
  type CompletedPart,
  type CompleteMultipartUploadRequest,
  type CompleteMultipartUploadResult,
  type CopyRequest,
  type CopyResult,
  type CreateMultipartUploadRequest,
  type CreateMultipartUploadResult,
  type DeleteError,
  type DeleteObjectsRequest,
  type DeleteObjectsResult,
  type DeleteRequest,
  type ETag,
  type GetRequest,
  type GetResult,
  type HeadRequest,
  isS3Error,
  type ListedObject,
  type ListedPart,
  type ListedUpload,
  type ListedVersion,
  type ListMultipartUploadsRequest,
  type ListMultipartUploadsResult,
  type ListObjectVersionsRequest,
  type ListObjectVersionsResult,
  type ListPartsRequest,
  type ListPartsResult,
  type ListRequest,
  type ListResult,
  type Notification,
  type ObjectInfo,
  type ObjectStore,
  type PutRequest,
  type PutResult,
  type ReceiveRequest,
  type ReceiveResult,
  type RenameObjectRequest,
  S3Error,
  type S3ErrorCode,
  type UploadPartCopyRequest,
  type UploadPartRequest,
  type UploadPartResult,
  type UploadRef,
} from "./store/object-store.js";
export type { Defence, DefenceContext, DefenceDescription, DefenceEntry } from "./store/defences/index.js";
export {
  type CreateRequest,
  type DeletePathRequest,
  type FileInfo,
  type FileSystem,
  FileSystemError,
  type FileSystemProblem,
  isFileSystemError,
  type PathRequest,
  type RenameRequest,
} from "./store/file-system.js";
export { localFiles } from "./store/local/local-files.js";
export { memoryFiles, type MemoryFiles } from "./store/memory-files.js";
export type { Personality } from "./store/personalities/index.js";

export type { Event, PartContents, PartSeen, TableSeen } from "./check/events.js";
export type { Ending, Property, RowCounts, Scene, Violation } from "./check/property.js";
export type { Answer, Bounds, Cost, CounterexampleFile, TraceStep, VerdictCell } from "./check/verdict.js";
export type { Effort } from "./explore/cell.js";
export { ProcessFault } from "./sim/errors.js";

export {
  defences,
  type Finding,
  type Findings,
  findDefence,
  lacks,
  type Need,
  type ProbeContext,
  type ProbeReport,
  probeStore,
  properties,
  type Question,
  requireOf,
  scenarios,
  stores,
} from "./cli/registry.js";
export { UsageError } from "./cli/errors.js";
