/** What a committer does in one job, as plain data: what its page in docs/committers/ is made of. */
import type { CommitterCost } from "./cost.js";

/** What a job comes to. `landed`: acknowledged, and all its rows are there, once. */
export type PortraitEnd =
  "landed" | "lost" | "repeated" | "failed" | "failed, and rows are there" | "unknown" | "unreadable";

/** One answer that is not what an up-to-date store would have given, and what becomes of the job. */
export interface WrongAnswer {
  /** What is wrong with it: `LIST misses t/part-0`. */
  readonly what: string;
  /** Was the key asked for before, and not there? Some stores remember that. */
  readonly probed: boolean;
  readonly end: PortraitEnd;
}

export interface PortraitStep {
  /** `w1.driver`, `w1.t0.a0`. */
  readonly process: string;
  readonly hook: string;
  readonly request: string;
  readonly answer: string;
  /** Does the request carry a condition that decides whether it writes? */
  readonly conditional: boolean;
  /** Rows of the job that an up-to-date reader gets after it. */
  readonly readable: number;
  /** Objects, uploads and a cluster's files that came since the job began, and could go without any reader's noticing. */
  readonly leftOver: readonly string[];
  readonly wrong: readonly WrongAnswer[];
}

/** The request with which the rows come into the table gets no answer, or another one than the first time. */
export interface Doubt {
  /** `PUT t/_current: the reply is lost`. */
  readonly what: string;
  readonly answer: string;
  /** What is asked from then on; every answer is well-behaved. */
  readonly afterwards: readonly { readonly request: string; readonly answer: string }[];
  readonly end: PortraitEnd;
}

export interface Portrait {
  readonly committer: string;
  readonly steps: readonly PortraitStep[];
  /** Rows of the job. */
  readonly rows: number;
  /** In how many steps the rows of a job with two files come into the table. */
  readonly pieces: number;
  /** One for each thing that may go wrong with that request; none where there is no such request. */
  readonly doubts: readonly Doubt[];
}

/** Whoever keeps a page: what it is made of. */
export interface CommitterPage {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** What the source says of itself, as its header has it. */
  readonly header: string;
  readonly options: readonly {
    readonly name: string;
    readonly values: string;
    readonly default: string;
    readonly meaning: string;
  }[];
  readonly portrait: Portrait;
  readonly cost: CommitterCost;
  /** Other settings, of which the page shows what is different. `header`: what the source says of what they choose. */
  readonly variants: readonly { readonly portrait: Portrait; readonly header?: string }[];
  /** The stores of the runs. */
  readonly store: string;
  readonly lagging: string;
}
