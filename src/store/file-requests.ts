/** The file system's requests and answers as plain data, and the face over anything that answers them. */
import { Body } from "./body.js";
import {
  type CreateRequest,
  type DeletePathRequest,
  type FileInfo,
  type FileSystem,
  FileSystemError,
  type FileSystemProblem,
  type PathRequest,
  type RenameRequest,
} from "./file-system.js";

export type FileRequest =
  | ({ readonly op: "mkdirs" } & PathRequest)
  | ({ readonly op: "create" } & CreateRequest)
  | ({ readonly op: "open" } & PathRequest)
  | ({ readonly op: "status" } & PathRequest)
  | ({ readonly op: "list" } & PathRequest)
  | ({ readonly op: "delete" } & DeletePathRequest)
  | ({ readonly op: "rename" } & RenameRequest);

export type FileOp = FileRequest["op"];

/** What each operation resolves with. */
export interface FileValues {
  readonly mkdirs: null;
  readonly create: null;
  readonly open: Body;
  readonly status: FileInfo | null;
  readonly list: readonly FileInfo[];
  readonly delete: boolean;
  readonly rename: null;
}

export interface FileFailure {
  readonly ok: false;
  readonly problem: FileSystemProblem;
  readonly path: string;
  readonly message: string;
}

export type FileAnswer = { readonly ok: true; readonly value: FileValues[FileOp] } | FileFailure;

export type FileCall = (request: FileRequest) => Promise<FileAnswer>;

/** Does it change anything where it succeeds? */
export function isFileWrite(request: FileRequest): boolean {
  const { op } = request;
  return op === "mkdirs" || op === "create" || op === "delete" || op === "rename";
}

/** The file system over `call`: an answer becomes the result, or a thrown {@link FileSystemError}. */
export function fileFacade(call: FileCall): FileSystem {
  async function ask<Op extends FileOp>(request: FileRequest & { readonly op: Op }): Promise<FileValues[Op]> {
    const answer = await call(Object.freeze(request) as FileRequest);
    if (!answer.ok) throw new FileSystemError(answer.problem, answer.path, answer.message);
    return answer.value as FileValues[Op];
  }
  return Object.freeze({
    mkdirs: async ({ path }: PathRequest) => {
      await ask({ op: "mkdirs", path: checked(path) });
    },
    create: async ({ path, body, overwrite }: CreateRequest) => {
      const how = overwrite === true ? { overwrite } : {};
      await ask({ op: "create", path: checked(path), body: checkedBody(body), ...how });
    },
    open: ({ path }: PathRequest) => ask({ op: "open", path: checked(path) }),
    status: async ({ path }: PathRequest) => (await ask({ op: "status", path: checked(path) })) ?? undefined,
    list: ({ path }: PathRequest) => ask({ op: "list", path: checked(path) }),
    delete: ({ path, recursive }: DeletePathRequest) =>
      ask({ op: "delete", path: checked(path), ...(recursive === true ? { recursive } : {}) }),
    rename: async ({ source, destination, below }: RenameRequest) => {
      const ends = { source: checked(source), destination: checked(destination) };
      await ask({ op: "rename", ...ends, ...(below === true ? { below } : {}) });
    },
  });
}

/** @throws TypeError for what is no path: a committer that was loaded as a plain module was checked by no compiler. */
function checked(path: unknown): string {
  if (typeof path !== "string") throw new TypeError(`files: a path is ${typeof path}; it must be a string.`);
  if (path !== "" && path.split("/").some((name) => name === "" || name === "." || name === "..")) {
    throw new FileSystemError("InvalidPath", path, `"${path}" has an empty component, or one that is a dot`);
  }
  return path;
}

function checkedBody(body: unknown): Body {
  if (body instanceof Body) return body;
  throw new TypeError("files.create: body is no Body; make one with Body.of(bytes) or Body.text(text).");
}

/** A request as a trace shows it: `RENAME hdfs:/a -> hdfs:/b`. */
export function describeFileRequest(request: FileRequest): string {
  switch (request.op) {
    case "create":
      return `CREATE ${shownPath(request.path)} (${bytes(request.body.length)})${request.overwrite === true ? " overwrite" : ""}`;
    case "delete":
      return `DELETE ${shownPath(request.path)}${request.recursive === true ? " recursive" : ""}`;
    case "rename":
      return `RENAME ${shownPath(request.source)} -> ${shownPath(request.destination)}`;
    default:
      return `${request.op.toUpperCase()} ${shownPath(request.path)}`;
  }
}

/** An answer as a trace shows it. */
export function describeFileAnswer(request: FileRequest, answer: FileAnswer): string {
  if (!answer.ok) return answer.problem === "Timeout" ? "no answer" : answer.problem;
  const { value } = answer;
  switch (request.op) {
    case "open":
      return bytes((value as Body).length);
    case "status":
      return value === null ? "nothing" : infoText(value as FileInfo);
    case "list": {
      const found = value as readonly FileInfo[];
      return found.length === 0
        ? "empty"
        : found.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)).join(", ");
    }
    case "delete":
      return value === true ? "deleted" : "nothing was there";
    default:
      return "done";
  }
}

/** How a path of the file system is told from a key of the store. */
export function shownPath(path: string): string {
  return `hdfs:/${path}`;
}

function infoText({ kind, size }: FileInfo): string {
  return kind === "directory" ? "a directory" : `a file of ${bytes(size)}`;
}

function bytes(count: number): string {
  return `${count} ${count === 1 ? "byte" : "bytes"}`;
}
