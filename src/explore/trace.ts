/** An execution as people read it: who asked what, what it was told, what the store truly held. */
import type { TraceStep } from "../check/verdict.js";
import { boardService, type BoardAnswer, type BoardRequest } from "../job/board.js";
import { storeService } from "../job/context.js";
import {
  describeProgramAnswer,
  describeProgramRequest,
  type ProgramAnswer,
  type ProgramRequest,
  programService,
} from "../job/program-board.js";
import type { Option } from "../sim/world.js";
import { describeAnswer, describeRequest } from "../store/describe.js";
import type { StoreAnswer, StoreRequest } from "../store/requests.js";
import {
  describeFileAnswer,
  describeFileRequest,
  type FileAnswer,
  type FileRequest,
} from "../store/file-requests.js";
import { filesService } from "../store/simulated-files.js";
import { tableService } from "../store/simulated-table.js";
import {
  describeTableAnswer,
  describeTableRequest,
  type TableAnswer,
  type TableRequest,
} from "../store/table-requests.js";
import type { Stage } from "../job/stage.js";
import { changesIn } from "./contents.js";
import type { FullRow, Stepper } from "./steps.js";

/** Takes the path again and tells each step. */
export async function traceOf(
  stepper: Stepper<Stage>,
  path: readonly Option[],
): Promise<readonly TraceStep[]> {
  let row = await stepper.initial();
  const steps: TraceStep[] = [];
  for (const [index, option] of path.entries()) {
    const after = new Int32Array(stepper.width);
    await stepper.step(row, option, after);
    steps.push({ step: index + 1, ...tell(stepper, row, option), changed: changesIn(stepper, row, after) });
    row = after;
  }
  return steps;
}

type Telling = Omit<TraceStep, "step" | "changed">;

function tell(stepper: Stepper<Stage>, row: FullRow, option: Option): Telling {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  if (option.kind === "crash") {
    const process = world.automata[option.process]!.spec.name;
    return {
      process,
      request: "dies",
      answer: "",
      anomaly: "the process crashes",
      wouldHaveBeen: "it goes on",
    };
  }
  if (option.kind === "step") {
    const { label, anomalies, faults } = world.stepOf(worldRow, option);
    const told = { process: "store", request: label, answer: "" };
    if (anomalies + faults === 0) return told;
    return { ...told, anomaly: label, wouldHaveBeen: "it does nothing" };
  }
  const asked = world.requestOf(worldRow, option)!;
  const service = world.services[asked.service]!.service.name;
  if (option.kind === "deliver") {
    const request = describeAsked(service, asked.request);
    return { process: service, request: `applies late: ${request}`, answer: "nobody waits for it" };
  }
  const process = world.automata[option.process]!.spec.name;
  const transition = world.transition(worldRow, option);
  const answer = world.words.answer(transition.answer);
  const request = describeAsked(service, asked.request);
  const told = describeTold(service, asked.request, answer);
  if (transition.label === undefined) return { process, request, answer: told };
  if (service === boardService) {
    // What the engine takes for true is no answer: had it not happened, nothing would have been said.
    return {
      process,
      request,
      answer: told,
      anomaly: transition.label,
      wouldHaveBeen: "it is not taken for lost",
    };
  }
  const well = world.transition(worldRow, { ...option, outcome: 0 });
  const wouldHaveBeen = describeTold(service, asked.request, world.words.answer(well.answer));
  return { process, request, answer: told, anomaly: transition.label, wouldHaveBeen };
}

/** A request as people read it. */
export function describeAsked(service: string, request: unknown): string {
  if (service === storeService) return describeRequest(request as StoreRequest);
  if (service === filesService) return describeFileRequest(request as FileRequest);
  if (service === tableService) return describeTableRequest(request as TableRequest);
  if (service === programService) return describeProgramRequest(request as ProgramRequest);
  return service === boardService ? describeBoardRequest(request as BoardRequest) : service;
}

/** An answer as people read it. */
export function describeTold(service: string, request: unknown, answer: unknown): string {
  if (service === storeService) return describeAnswer(request as StoreRequest, answer as StoreAnswer);
  if (service === filesService) return describeFileAnswer(request as FileRequest, answer as FileAnswer);
  if (service === tableService) return describeTableAnswer(request as TableRequest, answer as TableAnswer);
  if (service === programService) return describeProgramAnswer(answer as ProgramAnswer);
  return service === boardService ? describeBoardAnswer(answer as BoardAnswer) : "answered";
}

function describeBoardRequest(request: BoardRequest): string {
  switch (request.op) {
    case "begin":
      return "starts, because the driver before it has died";
    case "launch":
      return "launches the tasks";
    case "await-tasks":
      return "waits for the tasks";
    case "take-over":
      return "takes the job over: a second driver, which commits what the first one commits";
    case "lose":
      return "heartbeats do not come";
    case "recovered":
      return `has taken over task ${request.task}`;
    case "heartbeat":
      return "waits to hear that it is still the job's master";
    case "finish":
      return {
        landed: "tells its user: the job has succeeded",
        failed: `tells its user: the job has failed (${request.reason})`,
        unknown: "tells its user: the outcome of the job is unknown",
        refused: `tells its user: the store is refused (${request.reason})`,
      }[request.outcome];
    case "await-launch":
      return "waits to be launched";
    case "may-commit":
      return "asks the driver whether it may commit";
    case "report":
      return request.failure === undefined ? "reports success" : `reports failure (${request.failure})`;
    case "maintained":
      return "has tidied up";
    case "observed":
      return request.table.ok
        ? `has read ${request.table.parts.length} ${request.table.parts.length === 1 ? "file" : "files"}`
        : `could not read the table (${request.table.error})`;
  }
}

function describeBoardAnswer(answer: BoardAnswer): string {
  if ("grant" in answer) {
    return { granted: "it may", denied: "it may not", unreachable: "no answer: the driver is gone" }[
      answer.grant
    ];
  }
  if ("tasks" in answer)
    return answer.tasks === "committed" ? "all have committed" : `the job fails: ${answer.reason}`;
  if ("committed" in answer) {
    const known = answer.committed.flatMap((attempt, task) => (attempt < 0 ? [] : [String(task)]));
    return known.length === 0 ? "no task had committed" : `committed tasks: ${known.join(", ")}`;
  }
  if ("lost" in answer) {
    const { lost } = answer;
    if (lost === "driver") return "another one is started";
    return `attempt ${lost.attempt} of task ${lost.task} counts as failed`;
  }
  return "";
}
