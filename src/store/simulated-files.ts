/**
 * A cluster's file system as a state machine. It answers nothing wrongly; what may go wrong lies between it and its
 * callers. A client's own retry is no fault here: the name node knows a call that it has answered, and answers it again
 * the same (HDFS: RetryCache).
 */
import type { Call, Limits, Outcome, Service } from "../sim/service.js";
import { type FaultKind, faultKinds, withFaults } from "./faults.js";
import { describeFileRequest, type FileAnswer, type FileRequest, isFileWrite } from "./file-requests.js";
import { applyFile, emptyTree, type FileTree, treeText } from "./file-tree.js";
import { makeOutcome } from "./outcome.js";

/** The name of the file system among a scenario's services. */
export const filesService = "files";

type FileOutcome = Outcome<FileTree, FileRequest, FileAnswer>;

export interface FilesOptions {
  /** Which faults there are, where faults are allowed at all; all by default. */
  readonly faults?: readonly FaultKind[];
  /** What it holds at first; nothing when left out. */
  readonly initial?: FileTree;
}

const retries: readonly FaultKind[] = ["reply-lost-retried", "late-retried"];

export class SimulatedFiles implements Service<FileTree, FileRequest, FileAnswer> {
  readonly name = filesService;
  readonly initial: FileTree;
  readonly #faults: readonly FaultKind[];
  readonly #texts = new WeakMap<FileTree, string>();

  constructor({ faults = faultKinds, initial = emptyTree }: FilesOptions = {}) {
    this.initial = initial;
    this.#faults = faultKinds.filter((kind) => faults.includes(kind) && !retries.includes(kind));
  }

  outcomes(state: FileTree, request: FileRequest, _call: Call, limits: Limits): readonly FileOutcome[] {
    const sound = [soundOutcome(state, request)];
    if (limits.faults === 0 || this.#faults.length === 0) return sound;
    return withFaults<FileTree, FileRequest, FileAnswer>(
      {
        state,
        request,
        name: describeFileRequest(request),
        mutates: this.mutates(request),
        timeout: timedOut(request),
        sound,
        again: (next) => [soundOutcome(next, request)],
        anomalies: 0,
        meetsItself: () => false,
        sameState: (a, b) => a === b || this.encode(a) === this.encode(b),
      },
      this.#faults,
    );
  }

  deliver(
    state: FileTree,
    zombie: FileRequest,
  ): readonly { readonly next: FileTree; readonly effects: readonly [] }[] {
    return [{ next: applyFile(state, zombie).next, effects: [] }];
  }

  mutates(request: FileRequest): boolean {
    return isFileWrite(request);
  }

  encode(state: FileTree): string {
    let text = this.#texts.get(state);
    if (text === undefined) {
      text = treeText(state);
      this.#texts.set(state, text);
    }
    return text;
  }
}

function soundOutcome(state: FileTree, request: FileRequest): FileOutcome {
  const { next, answer } = applyFile(state, request);
  return makeOutcome({ answer, next });
}

function timedOut(request: FileRequest): FileAnswer {
  const path = request.op === "rename" ? request.source : request.path;
  const message = "no answer came in time: whether the call was applied is unknown";
  return Object.freeze({ ok: false, problem: "Timeout", path, message });
}
