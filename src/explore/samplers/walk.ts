import { calmOrNot, type Sampler } from "./sampler.js";

/** Uniform random walk: at each step every calm option is as likely as every other. */
export const walk: Sampler = {
  name: "walk",
  about: "at each step one of all who can go on, equally likely",
  start: () => (random) => ({
    choose: (options) => calmOrNot(options, random, 0.1, (calm) => calm[random.below(calm.length)]!),
  }),
};
