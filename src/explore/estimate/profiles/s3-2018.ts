import { documentedLatency, profile, quantiles } from "./profile.js";

/** Overwrites and deletes, to reads. */
const changes = quantiles([0, 0], [0.5, 20], [0.9, 200], [0.99, 1000], [0.999, 5000], [1, 10_000]);

/** Amazon S3 before December 2020, on an ordinary day. */
export const s32018 = profile({
  name: "s3-2018",
  about:
    "Most overwrites and deletes are seen within milliseconds, 99 in 100 within a second, all within 10 s. Of 100,000 new keys 16 are missing from a LIST right after them, for up to 10 s; of 10,000 404s one goes on being told, for up to 5 s.",
  source:
    "Overwrites mostly under 1 s, with a tail to 10 s: Eventual consistency on S3 and what it breaks, 'Why 10 seconds was the real number, not a worst case'. Listings: 16 misses in 100,000 creates, gaul/are-we-consistent-yet, US Standard, December 2014; that their tail is as long as that of overwrites, and how often and how long a 404 goes on, are assumptions. Latency: Amazon S3 User Guide, 'Performance design patterns for Amazon S3'",
  latency: documentedLatency,
  propagation: {
    reads: { overwritten: changes, deleted: changes },
    listings: {
      created: quantiles([0, 0], [0.99984, 0], [0.99984, 200], [0.99998, 1000], [1, 10_000]),
      overwritten: changes,
      deleted: changes,
    },
    notFound: quantiles([0, 0], [0.9999, 0], [0.9999, 200], [1, 5000]),
  },
});

/** The same in the week of an incident. */
export const s32018Incident = profile({
  name: "s3-2018-incident",
  about:
    "As s3-2018 in a week in which the tail stretched to 90 s: one change in a hundred is not seen for 10 to 90 s, and one new key in a hundred is not listed for as long.",
  source:
    "A tail to 90 s in an incident of us-east-1 in 2018: Eventual consistency on S3 and what it breaks; that one in a hundred was in that tail is an assumption. Latency: as s3-2018",
  latency: documentedLatency,
  propagation: {
    reads: {
      overwritten: quantiles([0, 0], [0.5, 20], [0.9, 1000], [0.99, 10_000], [1, 90_000]),
      deleted: quantiles([0, 0], [0.5, 20], [0.9, 1000], [0.99, 10_000], [1, 90_000]),
    },
    listings: {
      created: quantiles([0, 0], [0.99, 0], [0.99, 10_000], [1, 90_000]),
      overwritten: quantiles([0, 0], [0.9, 1000], [0.99, 10_000], [1, 90_000]),
      deleted: quantiles([0, 0], [0.9, 1000], [0.99, 10_000], [1, 90_000]),
    },
    notFound: quantiles([0, 0], [0.999, 0], [0.999, 10_000], [1, 90_000]),
  },
});
