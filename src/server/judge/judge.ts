/** Judges a history: linearizability of each key where the store promises it, anomalies everywhere. */
import type { Personality } from "../../store/personalities/index.js";
import { anomaliesIn, type AnomalyCounts, countAnomalies } from "./anomalies.js";
import type { History } from "./history-file.js";
import { linearize } from "./linearize.js";
import { registersOf, type RegisterOp } from "./register.js";

/** A key whose operations fit in no order. */
export interface Broken {
  readonly bucket: string;
  readonly key: string;
  /** Of the request that fits nowhere. */
  readonly request: number;
  readonly said: string;
  /** What it was shown, where it is a read. */
  readonly shown?: string | null;
  /** What was there at best. */
  readonly held: string | null;
}

export interface HistoryVerdict {
  readonly requests: number;
  /** Whose outcome their clients do not know. */
  readonly unknown: number;
  readonly clients: number;
  /** Keys whose store promises that they are linearizable, and how many of them were checked to the end. */
  readonly promised: number;
  readonly checked: number;
  readonly broken: readonly Broken[];
  /** What clients saw. */
  readonly anomalies: AnomalyCounts;
  /** What the store did, whether anybody could tell or not. */
  readonly wrongAnswers: number;
  readonly faults: number;
}

export function judgeHistory(history: History, storeNamed: (name: string) => Personality): HistoryVerdict {
  const storeOf = (bucket: string) => storeNamed(history.stores.get(bucket) ?? history.defaultStore);
  const registers = registersOf(history, (bucket) => storeOf(bucket).capabilities);
  const broken: Broken[] = [];
  let promised = 0;
  let checked = 0;
  for (const [name, ops] of registers) {
    const [bucket, key] = JSON.parse(name) as [string, string];
    if (storeOf(bucket).contract.name !== "strong") continue;
    promised += 1;
    const result = linearize(ops);
    if (result.kind !== "unknown") checked += 1;
    if (result.kind === "no") broken.push(brokenAt(bucket, key, result.op, result.held));
  }
  const { requests } = history;
  return {
    requests: requests.length,
    unknown: requests.filter(({ outcome }) => outcome === "unknown").length,
    clients: new Set(requests.map(({ client }) => client)).size,
    promised,
    checked,
    broken,
    anomalies: countAnomalies(anomaliesIn(history, registers)),
    wrongAnswers: requests
      .flatMap(({ steps }) => steps)
      .filter(({ wrong, answer }) => wrong !== undefined && answer !== "TimeoutError").length,
    faults: requests.filter(({ fault }) => fault !== undefined).length,
  };
}

function brokenAt(bucket: string, key: string, { id, said, shown }: RegisterOp, held: string | null): Broken {
  return { bucket, key, request: id, said, ...(shown === undefined ? {} : { shown }), held };
}
