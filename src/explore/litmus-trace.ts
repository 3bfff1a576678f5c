/** An execution of a litmus test as people read it. */
import type { WitnessStep } from "../check/litmus.js";
import { storeService } from "../job/context.js";
import type { Option } from "../sim/world.js";
import { describeAnswer, describeRequest } from "../store/describe.js";
import type { StoreAnswer, StoreRequest } from "../store/requests.js";
import type { SimulatedStore, StoreState } from "../store/simulated-store.js";
import type { FlagRequest } from "./litmus-flags.js";
import type { FullRow, Stepper } from "./steps.js";

/** Takes the path again and tells each step. */
export async function witnessSteps(
  stepper: Stepper,
  store: SimulatedStore,
  path: readonly Option[],
): Promise<readonly WitnessStep[]> {
  const { world } = stepper;
  const stateIn = (row: FullRow): StoreState => world.serviceState(stepper.worldOf(row), 0) as StoreState;
  let row = await stepper.initial();
  const steps: WitnessStep[] = [];
  for (const [index, option] of path.entries()) {
    const after = new Int32Array(stepper.width);
    await stepper.step(row, option, after);
    const changed = store.diff(stateIn(row), stateIn(after));
    steps.push({ step: index + 1, ...tell(stepper, row, option), changed });
    row = after;
  }
  return steps;
}

function tell(stepper: Stepper, row: FullRow, option: Option): Omit<WitnessStep, "step" | "changed"> {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const process = world.automata[option.process]?.spec.name ?? "store";
  if (option.kind === "crash")
    return { process, request: "dies", answer: "", anomaly: "the process crashes" };
  if (option.kind === "step") {
    const { label, anomalies, faults } = world.stepOf(worldRow, option);
    const told = { process: "store", request: label, answer: "" };
    return anomalies + faults === 0 ? told : { ...told, anomaly: label };
  }
  const { service, request } = world.requestOf(worldRow, option)!;
  if (world.services[service]!.service.name !== storeService) {
    const { op, flag } = request as FlagRequest;
    const text = op === "signal" ? `says "${flag}"` : `has waited for "${flag}"`;
    return { process, request: text, answer: "" };
  }
  const asked = request as StoreRequest;
  if (option.kind === "deliver") {
    return { process, request: `applies late: ${describeRequest(asked)}`, answer: "nobody waits for it" };
  }
  const answerTo = (outcome: number): string => {
    const { answer } = world.transition(worldRow, { ...option, outcome });
    return describeAnswer(asked, world.words.answer(answer) as StoreAnswer);
  };
  const told = { process, request: describeRequest(asked), answer: answerTo(option.outcome) };
  const { label } = world.transition(worldRow, option);
  return label === undefined ? told : { ...told, anomaly: label, wouldHaveBeen: answerTo(0) };
}
