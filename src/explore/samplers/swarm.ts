/**
 * Swarm: each execution leaves out some features altogether (wrong answers, faults, crashes, some processes' turns), so
 * that those that are left get the room to combine.
 *
 * Source: Groce, Zhang, Eide, Chen, Regehr, "Swarm Testing", ISSTA 2012.
 */
import type { Option } from "../../sim/world.js";
import { calmOrNot, type Sampler } from "./sampler.js";

export const swarm: Sampler = {
  name: "swarm",
  about:
    "leaves some kinds of misfortune and some processes' turns out of each execution, so that the rest combine",
  start: (stepper) => (random) => {
    const flip = (): boolean => random.fraction() < 0.5;
    const on = {
      anomalies: flip(),
      faults: flip(),
      crashes: flip(),
      rate: [0.05, 0.2, 0.5][random.below(3)]!,
    };
    const stay = [0, 0.5, 0.9][random.below(3)]!;
    const omitted = stepper.world.automata.map(() => random.fraction() < 0.2);
    const allowed = (option: Option | "stop"): boolean =>
      option === "stop" ||
      ((option.anomalies === 0 || on.anomalies) &&
        (option.faults === 0 || on.faults) &&
        (option.crashes === 0 || on.crashes) &&
        (option.process < 0 || !omitted[option.process]));
    return {
      choose: (options, { current }) => {
        const left = options.flatMap((option, index) => (allowed(option) ? [index] : []));
        // Nobody else can go on: the omitted processes get their turn after all.
        if (left.length === 0) return random.below(options.length);
        const among = left.map((index) => options[index]!);
        return left[
          calmOrNot(among, random, on.rate, (calm) => {
            const own = calm.find((index) => {
              const option = among[index]!;
              return option !== "stop" && option.process === current;
            });
            return own !== undefined && random.fraction() < stay ? own : calm[random.below(calm.length)]!;
          })
        ]!;
      },
    };
  },
};
