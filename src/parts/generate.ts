/** Rows made from a seed, for scenarios that are not given an input file. */
import { tableOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { field } from "./field.js";
import { SplitMix64 } from "./random.js";
import { rowKeys } from "./row-key.js";
import type { Table } from "./table.js";

/** Which part of which job. */
export interface PartPlan {
  readonly seed: string;
  /** The same in each rerun of the job, and so are the rows. */
  readonly jobKey: string;
  readonly task: number;
  readonly attempt: number;
  /** 0, 1, …: number of the file in its task. */
  readonly file: number;
  readonly rows: number;
}

/** Tells which attempt wrote a row: it makes the bytes of two attempts differ, and is no part of a row's identity. */
export const attemptColumn = "attempt";

const schema = [
  field.string("id"),
  field.int32("task"),
  field.int32(attemptColumn),
  field.timestamp("at", "micros", true),
  field.decimal("amount", 12, 2),
  field.double("ratio"),
  field.string("note", true),
];

/**
 * The rows of a part: each has an id of its own, and all columns but {@link attemptColumn} are the same for every
 * attempt at the task and every rerun of the job. Now and then there is a NaN, a -0, a null, a character outside the
 * Basic Multilingual Plane and a time before 1970, so that whoever loses them is found out.
 */
export function generatePart(plan: PartPlan): Table {
  const { seed, jobKey, task, attempt, file, rows } = plan;
  const random = SplitMix64.of(JSON.stringify([seed, jobKey, task, file]));
  const cells = Array.from({ length: rows }, (_, row): Cell[] => [
    `${jobKey}/${task}/${file}/${row}`,
    task,
    attempt,
    instant(random),
    BigInt(random.below(2_000_000)) - 500_000n,
    ratio(random),
    note(random),
  ]);
  return tableOf(schema, cells);
}

/** Between 1960 and 2030, in microseconds. */
function instant(random: SplitMix64): bigint {
  const micros = 1_000_000n;
  return BigInt(random.below(2_209_000_000) - 315_600_000) * micros + BigInt(random.below(1_000_000));
}

function ratio(random: SplitMix64): number {
  const kind = random.below(8);
  const value = random.unit() * 2 - 1;
  if (kind === 0) return Number.NaN;
  return kind === 1 ? -0 : value;
}

const words = ["calm", "wet", "late", "ünder way", "\u{1f600}", "", "null"];

function note(random: SplitMix64): string | null {
  const kind = random.below(words.length + 2);
  return words[kind] ?? null;
}

/** One text for each row, equal for equal rows, whichever attempt wrote them. */
export function rowIdentities(table: Table): string[] {
  return rowKeys(table, { except: [attemptColumn] });
}

/** The attempt that wrote the rows; undefined where there are no rows, no such column, or rows of several attempts. */
export function attemptOf(table: Table): number | undefined {
  const column = table.columns.find(({ field }) => field.name === attemptColumn);
  if (column?.data.physical !== "INT32") return undefined;
  const [first, ...others] = new Set(column.data.values);
  return others.length === 0 ? first : undefined;
}
