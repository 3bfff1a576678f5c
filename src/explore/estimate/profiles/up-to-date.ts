import { documentedLatency, profile } from "./profile.js";

/** Nothing lags: for what a job takes where every answer is well-behaved. */
export const upToDate = profile({
  name: "up-to-date",
  about:
    "Every change is seen at once by everybody. Requests take 100 ms in the median, 200 ms at the 99th percentile.",
  source: "Latency: Amazon S3 User Guide, 'Performance design patterns for Amazon S3'",
  latency: documentedLatency,
  propagation: {},
});
