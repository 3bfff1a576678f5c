/** `--expect` and `--write-expect`. */
import { readFileSync, writeFileSync } from "node:fs";
import type { VerdictCell, Verdicts } from "../check/verdict.js";
import { makeExpectation, type Miss, missesOf } from "../report/expect.js";
import { NotOurFile, parseExpectation, printExpectation, WrongVersion } from "../report/json.js";
import type { Expectation } from "../report/shapes.js";
import { cellKey } from "../report/cell-key.js";
import { UsageError } from "./errors.js";
import { isThere } from "./target-file.js";

export interface ExpectOptions {
  readonly expect?: string;
  /** A path, or true where none was given. */
  readonly writeExpect?: string | true;
  /** The folder that the command makes. */
  readonly out?: string;
}

/** Where `--write-expect` writes to, where it is given no file. */
const defaultFile = "lakelitmus-expect.json";

/** What the user expects, read before the work begins. @throws UsageError, NotOurFile, WrongVersion */
export class Expected {
  readonly #expectation: Expectation | undefined;
  readonly #target: string | undefined;

  constructor({ expect, writeExpect, out }: ExpectOptions) {
    if (expect !== undefined && writeExpect !== undefined) {
      throw new UsageError("--expect asserts and --write-expect records: give one of them.");
    }
    this.#expectation = expect === undefined ? undefined : parseExpectation(readUserFile(expect), expect);
    this.#target = writeExpect === true ? defaultFile : writeExpect;
    if (this.#target !== undefined) refuseOthersFile(this.#target, out);
  }

  get given(): boolean {
    return this.#expectation !== undefined;
  }

  /** Is what comes out recorded, and so expected from now on? */
  get records(): boolean {
    return this.#target !== undefined;
  }

  /** What was expected and did not come out. */
  misses(verdicts: Verdicts): readonly Miss[] {
    return this.#expectation === undefined ? [] : missesOf(verdicts, this.#expectation);
  }

  /** Is it expected that the verdict is unknown? */
  expectsUnknown(cell: VerdictCell): boolean {
    const key = cellKey(cell);
    return this.#expectation?.cells.some((one) => one.verdict === "unknown" && cellKey(one) === key) ?? false;
  }

  /** Writes the expectation, if that was asked for. Returns the file. */
  record(verdicts: Verdicts): string | undefined {
    if (this.#target === undefined) return undefined;
    refuseOthersFile(this.#target, undefined);
    writeFileSync(this.#target, printExpectation(makeExpectation(verdicts)));
    return this.#target;
  }
}

/** The text of a file that the user names. */
export function readUserFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Of a folder the system says that it cannot be read, and not which.
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}

/** An expectation is written over an expectation, and over nothing else. */
function refuseOthersFile(path: string, out: string | undefined): void {
  if (!isThere("--write-expect", path, out)) return;
  try {
    parseExpectation(readUserFile(path), path);
  } catch (error) {
    if (!(error instanceof NotOurFile) && !(error instanceof WrongVersion)) throw error;
    throw new UsageError(
      `--write-expect would overwrite ${path}, which is no expectation of this lakelitmus. Name another file, or move this one away.`,
    );
  }
}
