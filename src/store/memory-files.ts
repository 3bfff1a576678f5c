/** A file system in this process's memory, for committers that run outside a simulation: tests, small jobs. */
import { type FileCall, fileFacade } from "./file-requests.js";
import type { FileSystem } from "./file-system.js";
import { applyFile, emptyTree, type FileTree } from "./file-tree.js";

export interface MemoryFiles {
  readonly files: FileSystem;
  /** What it holds now. */
  readonly tree: FileTree;
}

/** Everybody who is given `files` sees the same. `from`: what is there at first. */
export function memoryFiles(from: FileTree = emptyTree): MemoryFiles {
  let tree = from;
  const call: FileCall = (request) => {
    const { next, answer } = applyFile(tree, request);
    tree = next;
    return Promise.resolve(answer);
  };
  return {
    files: fileFacade(call),
    get tree() {
      return tree;
    },
  };
}
