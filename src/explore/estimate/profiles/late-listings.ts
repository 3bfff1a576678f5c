import type { DelayProfile } from "../../../check/profile.js";
import { documentedLatency, latency, profile, quantiles } from "./profile.js";

/** Of all new keys this share is not listed for a while; all others at once. */
const listedLate = (share: number, from: number, to: number) =>
  quantiles([0, 0], [1 - share, 0], [1 - share, from], [1, to]);

/** Executors work at a task for a minute or some, so tasks end one after the other. */
const minutes: DelayProfile["engine"] = { task: latency(60_000, 180_000) };

/** A Spark job on Amazon S3 in 2018, as an analytics shop had it that lost one row in a thousand. */
export const spark2018 = profile({
  name: "spark-2018",
  about:
    "One new key in a thousand is not listed for 1 to 10 s; everything else is seen at once. A task computes for a minute before it writes.",
  source:
    "The tail to 10 s: Eventual consistency on S3 and what it breaks. That it takes one key in a thousand is fitted to that document's figure, 0.1 % of rows: the committer lists a key right after it was written, so nearly each such key is lost. Measured in 2014: 16 in 100,000 (gaul/are-we-consistent-yet). How long a task computes is an assumption. Latency: Amazon S3 User Guide",
  latency: documentedLatency,
  propagation: { listings: { created: listedLate(0.001, 1000, 10_000) } },
  engine: minutes,
});

/** The same for two hundred nodes that write 2 TB a day. */
export const emr2018 = profile({
  name: "emr-2018",
  about:
    "Eight new keys in a thousand are not listed for 1 s to 2 minutes; everything else is seen at once. 200 tasks run at once and compute for five minutes.",
  source:
    "Listings that lag for minutes in bad cases: Eventual consistency on S3 and what it breaks. That it takes eight keys in a thousand is fitted to that document's figure, 0.8 % of rows at 200 nodes; that load makes the tail thicker is said there too, without a number. How long a task computes is an assumption. Latency: Amazon S3 User Guide",
  latency: documentedLatency,
  propagation: { listings: { created: listedLate(0.008, 1000, 120_000) } },
  engine: { slots: 200, task: latency(300_000, 600_000) },
});
