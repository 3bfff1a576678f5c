/**
 * What a committer may know of a cluster's file system: directories and files, one truth for all, and a rename that is
 * atomic and refuses a destination that exists. HDFS as commit protocols use it.
 *
 * Source: Apache Hadoop `FileSystem` and its specification (`filesystem.md`), `FileContext.rename` without OVERWRITE,
 * which is how an atomic rename that refuses is asked for. `FileSystem.rename` of HDFS moves a source *below* a destination
 * that is a directory: {@link RenameRequest.below}.
 *
 * What differs from HDFS: a file appears whole when it is closed. HDFS shows it from the start, growing; the protocols
 * here write where nobody looks before the file is closed and moved.
 */
import type { Body } from "./body.js";

/** Paths are like keys: components with a slash between, none at the beginning or the end. `""` is the root, which is always there. */
export interface PathRequest {
  readonly path: string;
}

export interface CreateRequest extends PathRequest {
  readonly body: Body;
  /** Replace a file that is there; left out: such a file is refused. */
  readonly overwrite?: true;
}

export interface DeletePathRequest extends PathRequest {
  /** With all that is below it; left out: a directory that is not empty is refused. */
  readonly recursive?: true;
}

export interface RenameRequest {
  readonly source: string;
  readonly destination: string;
  /** Where the destination is a directory, move the source into it; left out: whatever is there is refused. */
  readonly below?: true;
}

export interface FileInfo {
  readonly path: string;
  readonly kind: "file" | "directory";
  /** Length in bytes; 0 for a directory. */
  readonly size: number;
}

/**
 * The file system. Linearizable: each call takes effect at once, for everybody. A call resolves with its result or
 * rejects with a {@link FileSystemError}.
 */
export interface FileSystem {
  /** Makes a directory, and what is missing above it. @throws FileAlreadyExists: it, or what is to be above it, is a file. */
  mkdirs(request: PathRequest): Promise<void>;
  /** Writes a file, and makes the directories above it. @throws FileAlreadyExists */
  create(request: CreateRequest): Promise<void>;
  /** The bytes of a file. @throws FileNotFound */
  open(request: PathRequest): Promise<Body>;
  /** Undefined where nothing is. */
  status(request: PathRequest): Promise<FileInfo | undefined>;
  /** What is in a directory, by name; of a file, itself. @throws FileNotFound */
  list(request: PathRequest): Promise<readonly FileInfo[]>;
  /** False where nothing is. @throws NotEmpty */
  delete(request: DeletePathRequest): Promise<boolean>;
  /** Moves a file, or a directory with all that is below it, in one step. @throws FileNotFound: the source, or the destination's parent, is not there. @throws FileAlreadyExists */
  rename(request: RenameRequest): Promise<void>;
}

/**
 * Java's exceptions of these calls: FileNotFoundException, FileAlreadyExistsException, RemoteFileChangedException,
 * PathIsNotEmptyDirectoryException, InvalidPathException; `Timeout` is the client's own: no answer came.
 */
export type FileSystemProblem =
  "FileNotFound" | "FileAlreadyExists" | "RemoteFileChanged" | "NotEmpty" | "InvalidPath" | "Timeout";

/** A file system call that found something else than it needs. */
export class FileSystemError extends Error {
  override readonly name = "FileSystemError";
  readonly problem: FileSystemProblem;
  readonly path: string;

  constructor(problem: FileSystemProblem, path: string, message: string) {
    super(`${problem}: ${message}`);
    this.problem = problem;
    this.path = path;
  }

  /** True where the caller cannot know whether the call was, or still will be, applied. */
  get mayHaveBeenApplied(): boolean {
    return this.problem === "Timeout";
  }
}

/** Is `error` the file system's answer `problem` (or one of them)? */
export function isFileSystemError(
  error: unknown,
  ...problems: readonly FileSystemProblem[]
): error is FileSystemError {
  return error instanceof FileSystemError && (problems.length === 0 || problems.includes(error.problem));
}

/** The directory that a path is in; `""` for what is at the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
