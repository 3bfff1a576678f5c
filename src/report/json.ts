/** The files that people keep, as text: equal values give equal bytes, and what is read is what it says it is. */
import type { CostFile } from "../check/cost.js";
import type { Estimate, ToldRun } from "../check/estimate.js";
import type { IncidentReport } from "../check/incident.js";
import { type DelayProfile, profileProblem } from "../check/profile.js";
import type { CounterexampleFile, Verdicts } from "../check/verdict.js";
import { cellKey, type CellName } from "./cell-key.js";
import type { Shape } from "./shape.js";
import type { Expectation } from "./shapes.js";
import { costShape } from "./cost-shape.js";
import { estimateShape, toldRunShape } from "./estimate-shape.js";
import { type IncidentList, incidentShape, incidentsShape } from "./incident-shape.js";
import { profileShape } from "./profile-shape.js";
import { counterexampleShape, expectationShape, verdictsShape } from "./shapes.js";
import { visible } from "./visible.js";

/** A file is not of the kind that was asked for, or is damaged. */
export class NotOurFile extends Error {
  override readonly name = "NotOurFile";
}

/** A delay profile says what cannot be: a share above the next one, a median above the 99th percentile. */
export class ProfileError extends Error {
  override readonly name = "ProfileError";
}

/** A file is of the right kind, and of a version that this lakelitmus does not read. */
export class WrongVersion extends Error {
  override readonly name = "WrongVersion";
}

interface FileKind<T> {
  /** "lakelitmus/verdicts": what stands before the version. */
  readonly kind: string;
  readonly version: number;
  readonly shape: Shape<T>;
  /** What such a file is and where one comes from. */
  readonly origin: string;
}

const verdictsKind: FileKind<Verdicts> = {
  kind: "lakelitmus/verdicts",
  version: 1,
  shape: verdictsShape,
  origin: "`lakelitmus compare` writes such files as verdicts.json",
};

const expectationKind: FileKind<Expectation> = {
  kind: "lakelitmus/verdicts",
  version: 1,
  shape: expectationShape,
  origin: "an expectation is a verdicts.json or part of one; `lakelitmus check --write-expect` makes one",
};

const counterexampleKind: FileKind<CounterexampleFile> = {
  kind: "lakelitmus/counterexample",
  version: 1,
  shape: counterexampleShape,
  origin: "`lakelitmus compare` writes such files into counterexamples/",
};

const costKind: FileKind<CostFile> = {
  kind: "lakelitmus/cost",
  version: 1,
  shape: costShape,
  origin: "`lakelitmus compare` writes such files as cost.json",
};

const profileKind: FileKind<DelayProfile> = {
  kind: "lakelitmus/profile",
  version: 1,
  shape: profileShape,
  origin: "`lakelitmus estimate --show-profile NAME` prints one to start from",
};

const estimateKind: FileKind<Estimate> = {
  kind: "lakelitmus/estimate",
  version: 1,
  shape: estimateShape,
  origin: "`lakelitmus estimate --json` prints such files",
};

const toldRunKind: FileKind<ToldRun> = {
  kind: "lakelitmus/estimate-run",
  version: 1,
  shape: toldRunShape,
  origin: "`lakelitmus estimate --run N --json` prints such files",
};

const incidentKind: FileKind<IncidentReport> = {
  kind: "lakelitmus/incident",
  version: 1,
  shape: incidentShape,
  origin: "`lakelitmus incident NAME --json` prints such files",
};

const incidentsKind: FileKind<IncidentList> = {
  kind: "lakelitmus/incidents",
  version: 1,
  shape: incidentsShape,
  origin: "`lakelitmus incident --list --json` prints such files",
};

function parseJson(content: string, where: string, origin: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = visible(error instanceof Error ? error.message : String(error));
    throw new NotOurFile(`${where} is not JSON (${why}): ${origin}.`);
  }
}

function checkVersion<T>(value: unknown, where: string, { kind, version, origin }: FileKind<T>): void {
  const schema: unknown =
    typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  const [found, number, more] = typeof schema === "string" ? schema.split("@") : [];
  if (found !== kind || number === undefined || more !== undefined) {
    const says =
      schema === undefined ? "has no field `schema`" : `says it is ${visible(JSON.stringify(schema))}`;
    throw new NotOurFile(`${where} ${says}, and "${kind}@${version}" is needed: ${origin}.`);
  }
  if (number !== String(version)) {
    throw new WrongVersion(
      `${where} is version ${visible(number)} of ${kind}, and this lakelitmus reads version ${version}: ` +
        "make the file again with this lakelitmus, or use the one that wrote it.",
    );
  }
}

function parse<T>(content: string, where: string, fileKind: FileKind<T>): T {
  const value = parseJson(content, where, fileKind.origin);
  checkVersion(value, where, fileKind);
  const wrong = fileKind.shape.problem(value, "");
  if (wrong !== undefined)
    throw new NotOurFile(`${where} is damaged: ${visible(wrong)}; ${fileKind.origin}.`);
  return value as T;
}

/** @throws TypeError if `value` is not what its type says: then a caller is wrong, and no file is written. */
function print<T>(value: T, { kind, shape }: FileKind<T>): string {
  const wrong = shape.problem(withoutUndefined(value), "");
  if (wrong !== undefined) throw new TypeError(`cannot write ${kind}: ${visible(wrong)}`);
  return `${shape.print(value, "")}\n`;
}

/** JSON has no `undefined`: a field that has it is not there. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutUndefined(one)]));
}

function checkUnique(cells: readonly CellName[], where: string): void {
  const seen = new Map<string, number>();
  cells.forEach((cell, i) => {
    const key = cellKey(cell);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new NotOurFile(
        `${where} is damaged: cells[${i}] is about the same as cells[${first}]; keep one of them.`,
      );
    }
    seen.set(key, i);
  });
}

/** The text of a verdicts.json. @throws TypeError if `verdicts` is not what its type says. */
export function printVerdicts(verdicts: Verdicts): string {
  return print(verdicts, verdictsKind);
}

/** @param where the file's name, for errors. @throws NotOurFile @throws WrongVersion */
export function parseVerdicts(content: string, where: string): Verdicts {
  const verdicts = parse(content, where, verdictsKind);
  checkUnique(verdicts.cells, where);
  return verdicts;
}

/** The text of an expectation. @throws TypeError if `expectation` is not what its type says. */
export function printExpectation(expectation: Expectation): string {
  return print(expectation, expectationKind);
}

/** Reads a verdicts.json, or part of one. @throws NotOurFile @throws WrongVersion */
export function parseExpectation(content: string, where: string): Expectation {
  const expectation = parse(content, where, expectationKind);
  checkUnique(expectation.cells, where);
  return expectation;
}

/** The text of a cost.json. @throws TypeError if `cost` is not what its type says. */
export function printCost(cost: CostFile): string {
  return print(cost, costKind);
}

/** @throws NotOurFile @throws WrongVersion */
export function parseCost(content: string, where: string): CostFile {
  return parse(content, where, costKind);
}

/** The text of a counterexample's file. @throws TypeError if `file` is not what its type says. */
export function printCounterexample(file: CounterexampleFile): string {
  return print(file, counterexampleKind);
}

/** @throws NotOurFile @throws WrongVersion */
export function parseCounterexample(content: string, where: string): CounterexampleFile {
  return parse(content, where, counterexampleKind);
}

/** The text of a delay profile. @throws TypeError if `profile` is not what its type says. */
export function printProfile(profile: DelayProfile): string {
  return print(profile, profileKind);
}

/** @throws NotOurFile @throws WrongVersion @throws ProfileError */
export function parseProfile(content: string, where: string): DelayProfile {
  const profile = parse(content, where, profileKind);
  const problem = profileProblem(profile);
  if (problem !== undefined) throw new ProfileError(`${where} is no delay profile: ${visible(problem)}.`);
  return profile;
}

/** The text of an estimate. @throws TypeError if `estimate` is not what its type says. */
export function printEstimate(estimate: Estimate): string {
  return print(estimate, estimateKind);
}

/** @throws NotOurFile @throws WrongVersion */
export function parseEstimate(content: string, where: string): Estimate {
  return parse(content, where, estimateKind);
}

/** The text of an incident that was run again. @throws TypeError if `report` is not what its type says. */
export function printIncident(report: IncidentReport): string {
  return print(report, incidentKind);
}

/** @throws NotOurFile @throws WrongVersion */
export function parseIncident(content: string, where: string): IncidentReport {
  return parse(content, where, incidentKind);
}

/** The text of the list of incidents. @throws TypeError if `list` is not what its type says. */
export function printIncidents(list: IncidentList): string {
  return print(list, incidentsKind);
}

/** The text of one run of an estimate. @throws TypeError if `run` is not what its type says. */
export function printToldRun(run: ToldRun): string {
  return print(run, toldRunKind);
}

/** @throws NotOurFile @throws WrongVersion */
export function parseToldRun(content: string, where: string): ToldRun {
  return parse(content, where, toldRunKind);
}
