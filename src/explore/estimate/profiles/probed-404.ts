import { documentedLatency, profile, quantiles } from "./profile.js";

/** Front ends that remember a 404. */
export const probed404 = profile({
  name: "probed-404",
  about:
    "Requests are answered by any of four front ends. One that has said 404 goes on saying so for 1 to 60 s, half of the time for less than 8 s; the others do not.",
  source:
    "A key that was asked for before it was written may be 404 for a while: Amazon S3 Developer Guide, 2020-11, and HADOOP-16490, which blames the load balancers. How many front ends there are and how long they remember are assumptions. Latency: Amazon S3 User Guide",
  latency: documentedLatency,
  propagation: { notFound: quantiles([0, 1000], [1, 60_000]) },
  places: 4,
});
