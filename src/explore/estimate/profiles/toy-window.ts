import { latency, profile, quantiles } from "./profile.js";

/** A draw is 0 with a chance of 0.6, else the window: so whoever looks within the window is told the past with a chance of 0.4. */
const window = quantiles([0, 0], [0.6, 0], [0.6, 2000], [1, 2000]);

/** The toy store of a tutorial. */
export const toyWindow = profile({
  name: "toy-window",
  about:
    "Within 2 s of a change each read and each key of a LIST tells the past with a chance of 0.4, drawn anew each time; after 2 s nobody does.",
  source:
    "ec_bug_shapes.py in Eventual consistency on S3 and what it breaks: a window of 2,000 ms, a chance of 0.4. It asks its store without any network between: latency 1 ms is an assumption that changes nothing",
  latency: { all: latency(1, 1) },
  propagation: {
    reads: { created: window, overwritten: window, deleted: window },
    listings: { created: window, overwritten: window, deleted: window },
  },
  drawnFor: "read",
});
