import { documentedLatency, latency, profile, quantiles } from "./profile.js";

/** An event-driven mover of log files on Amazon S3 in 2023. */
export const eventMover = profile({
  name: "event-mover",
  about:
    "A notification takes half a second to its receiver. COPY does not find 235 in a million new objects for 5 to 60 s; everything else is seen at once.",
  source:
    "350 NoSuchKey of 1.5 million copies a day (S. Hanmer, 'Now You See Me, Now You Don't', 2023-10). The share is fitted to that figure: whoever copies within seconds meets nearly each object that lags. That none lags for longer than a minute is an assumption; later the author found each object where it was. How long a notification takes: Amazon S3 User Guide, which speaks of seconds. Latency: the same guide",
  latency: { ...documentedLatency, of: { ...documentedLatency.of, receive: latency(1000, 3000) } },
  propagation: {
    copies: { created: quantiles([0, 0], [0.999765, 0], [0.999765, 5000], [1, 60_000]) },
    reads: {},
  },
});
