/**
 * PCT: each process gets a random priority, the highest that can go on goes on, and at d - 1 random steps the running
 * one is put last. A bug of depth d in k steps of n processes is found with probability >= 1 / (n k^(d-1)).
 *
 * Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of Finding
 * Bugs", ASPLOS 2010. It differs in that the number of steps is guessed (64), not measured.
 */
import { calmOrNot, type Sampler } from "./sampler.js";

const stepsGuess = 64;

export function pct(depth: number): Sampler {
  return {
    name: `pct${depth}`,
    about:
      "a priority for each process, changed at few random steps: finds bugs of few orderings with a known probability",
    start: (stepper) => (random) => {
      // One more for the store's own steps.
      const priorities = Array.from({ length: stepper.world.automata.length + 1 }, () => random.fraction());
      const changes = new Map(
        Array.from({ length: depth - 1 }, (_, index) => [random.below(stepsGuess), -index - 1]),
      );
      return {
        choose: (options, { step, current }) => {
          const change = changes.get(step);
          if (change !== undefined) priorities[current] = change;
          return calmOrNot(options, random, 0.1, (calm) => {
            const rank = (index: number): number => {
              const option = options[index]!;
              if (option === "stop") return -1000;
              return priorities[option.process < 0 ? priorities.length - 1 : option.process]!;
            };
            return calm.reduce((best, index) => (rank(index) > rank(best) ? index : best));
          });
        },
      };
    },
  };
}
