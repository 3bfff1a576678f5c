/** The cluster's file system beside the store in memory: well-behaved, with its calls in the store's log. */
import {
  describeFileRequest,
  type FileAnswer,
  type FileCall,
  fileFacade,
  type FileRequest,
} from "../../src/store/file-requests.js";
import type { FileSystem } from "../../src/store/file-system.js";
import { applyFile, emptyTree, filesIn, type FileTree } from "../../src/store/file-tree.js";

/** Reacts to one call; `apply` does what it should. */
export type FileReaction = (request: FileRequest, apply: () => FileAnswer) => FileAnswer;

export class ClusterFiles {
  readonly #log: string[];
  readonly #scripts: { readonly pattern: RegExp; readonly reaction: FileReaction }[] = [];
  #tree: FileTree = emptyTree;
  readonly facade = fileFacade((request) => this.#call(request));

  constructor(log: string[]) {
    this.#log = log;
  }

  /** The next call whose line matches gets this reaction; scripts are used up, the oldest first. */
  script(pattern: RegExp, reaction: FileReaction): void {
    this.#scripts.push({ pattern, reaction });
  }

  /** Paths of files. */
  paths(prefix = ""): string[] {
    return [...filesIn(this.#tree).keys()].filter((path) => path.startsWith(prefix));
  }

  text(path: string): string {
    return filesIn(this.#tree).get(path)?.text() ?? "";
  }

  readonly #call: FileCall = async (request) => {
    const line = describeFileRequest(request);
    this.#log.push(line);
    await Promise.resolve();
    const index = this.#scripts.findIndex(({ pattern }) => pattern.test(line));
    const apply = (): FileAnswer => {
      const { next, answer } = applyFile(this.#tree, request);
      this.#tree = next;
      return answer;
    };
    return index < 0 ? apply() : this.#scripts.splice(index, 1)[0]!.reaction(request, apply);
  };
}

/** A call that fails, and was not applied. */
export const fileLost: FileReaction = (request) => {
  const path = request.op === "rename" ? request.source : request.path;
  return { ok: false, problem: "Timeout", path, message: "no answer came" };
};

/** Each operation through `guarded`. */
export function guardedFiles(
  files: FileSystem,
  guarded: <A, R>(operation: (request: A) => Promise<R>) => (request: A) => Promise<R>,
): FileSystem {
  return {
    mkdirs: guarded(files.mkdirs),
    create: guarded(files.create),
    open: guarded(files.open),
    status: guarded(files.status),
    list: guarded(files.list),
    delete: guarded(files.delete),
    rename: guarded(files.rename),
  };
}
