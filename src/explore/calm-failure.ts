/** Why a job fails where nothing goes wrong: what somebody who has made a mistake in a committer wants to be told first. */
import { boardService, type BoardRequest } from "../job/board.js";
import type { Stage } from "../job/stage.js";
import { execute, replayChooser } from "./execute.js";
import type { Stepper } from "./steps.js";
import { describeAsked } from "./trace.js";

/** Who first reports that something has failed in the execution of nothing but well-behaved answers, in words; undefined: nobody. */
export async function calmFailure(stepper: Stepper<Stage>): Promise<string | undefined> {
  const { world } = stepper;
  let first: string | undefined;
  await execute(stepper, replayChooser([]), {
    // A committer that asks on and on has no failure to tell of.
    stepsMax: 10_000,
    onStep: (row, option) => {
      if (first !== undefined || option.kind !== "outcome") return;
      const { service, request } = world.requestOf(stepper.worldOf(row), option)!;
      if (world.services[service]!.service.name !== boardService || !isFailure(request as BoardRequest))
        return;
      first = `${world.automata[option.process]!.spec.name} ${describeAsked(boardService, request)}`;
    },
  });
  return first;
}

function isFailure(request: BoardRequest): boolean {
  return (
    (request.op === "report" && request.failure !== undefined) ||
    (request.op === "finish" && request.outcome === "failed")
  );
}
