import { latency, profile, quantiles } from "./profile.js";

/** Two replicas behind a load balancer. */
export const replicas80ms = profile({
  name: "replicas-80-ms",
  about:
    "Two replicas hear of each write by themselves: half the time within 20 ms, else after 80 ms. A read goes to either of them; a request takes 10 ms.",
  source:
    "A replica that is 80 ms behind, and a retry after 200 ms that is not: a lesson on read-after-write hazards. That each replica lags so half the time, and the latency, are assumptions",
  latency: { all: latency(10, 20) },
  propagation: {
    reads: {
      created: quantiles([0, 0], [0.5, 20], [0.5, 80], [1, 80]),
      overwritten: quantiles([0, 0], [0.5, 20], [0.5, 80], [1, 80]),
      deleted: quantiles([0, 0], [0.5, 20], [0.5, 80], [1, 80]),
    },
  },
  places: 2,
});
