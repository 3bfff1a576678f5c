/**
 * URW: at each step a process is chosen with a weight that is the number of steps that it still has, so that every
 * interleaving is about equally likely. It finds bugs that need a long pause of one process, which a walk never meets.
 *
 * Source: Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS 2025. The step counts are
 * those of the run's execution before (first: 20 each), so uniformity is approximate.
 */
import { calmOrNot, type Sampler } from "./sampler.js";

const stepsGuess = 20;

export const urw: Sampler = {
  name: "urw",
  about: "one interleaving of all, about equally likely: finds what needs a long pause of one process",
  start: (stepper) => {
    const count = stepper.world.automata.length + 1;
    /** How many steps each process took in the last execution. */
    let last = Array.from({ length: count }, () => stepsGuess);
    return (random) => {
      const expected = last;
      const taken = Array.from({ length: count }, () => 0);
      last = taken;
      return {
        choose: (options) => {
          const chosen = calmOrNot(options, random, 0.1, (calm) => {
            const weights = calm.map((index) => {
              const option = options[index]!;
              const process = option === "stop" || option.process < 0 ? count - 1 : option.process;
              return Math.max(1, expected[process]! - taken[process]!);
            });
            let left = random.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
            for (const [position, weight] of weights.entries()) {
              left -= weight;
              if (left < 0) return calm[position]!;
            }
            return calm.at(-1)!;
          });
          const option = options[chosen]!;
          if (option !== "stop") taken[option.process < 0 ? count - 1 : option.process]! += 1;
          return chosen;
        },
      };
    };
  },
};
