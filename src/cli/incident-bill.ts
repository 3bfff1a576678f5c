/** What a table beside the store costs a month, from what estimates have counted. */
import type { BillReport, RequestsPerFile } from "../check/incident.js";
import type { RowsRate } from "../check/estimate.js";
import type { SampledRun } from "../explore/estimate/sample-run.js";
import type { Bill } from "../job/incident.js";

const days = 30;
const gigabyte = 1e9;
const million = 1e6;

/** The runs of a setup, and the files of a job. */
export interface Billed {
  readonly runs: readonly SampledRun[];
  readonly files: number;
}

export function requestsPerFile(without: Billed, withTable: Billed): RequestsPerFile {
  return {
    tableWrites: meanOf(withTable, ["table.put", "table.delete"]),
    tableReads: meanOf(withTable, ["table.get", "table.query"]),
    items: mean(withTable, ({ tableItems }) => tableItems),
    storeWithout: ofStore(without),
    storeWith: ofStore(withTable),
  };
}

/** `lost`: rows lost without the table, and with it. */
export function billOf(
  bill: Bill,
  perFile: RequestsPerFile,
  lost: { readonly without: RowsRate; readonly with: RowsRate },
): BillReport {
  const { prices, bytesPerDay, bytesPerItem, fileSizes, figure, source } = bill;
  const requestsOf = (fileBytes: number): number =>
    ((bytesPerDay * days) / fileBytes) *
    ((perFile.tableWrites * prices.writes) / million + (perFile.tableReads * prices.reads) / million);
  const storageOf = (fileBytes: number): number =>
    (((bytesPerDay * days) / fileBytes) * perFile.items * bytesPerItem * prices.gigabyte) / gigabyte;
  const months = fileSizes.map((fileBytes) => ({
    fileBytes,
    files: Math.round((bytesPerDay * days) / fileBytes),
    requests: Math.round(requestsOf(fileBytes)),
    storage: Math.round(storageOf(fileBytes)),
  }));
  const totals = months.map(({ requests, storage }) => requests + storage);
  // The bill is in proportion to the number of files.
  const perByte = requestsOf(1) + storageOf(1);
  return {
    perFile,
    bytesPerDay,
    months,
    source,
    figure: {
      words: figure.words,
      contained: Math.min(...totals) <= figure.dollars && figure.dollars <= Math.max(...totals),
      fileBytes: Math.round(perByte / figure.dollars),
    },
    lostWithout: lost.without,
    lostWith: lost.with,
  };
}

function mean({ runs, files }: Billed, of: (run: SampledRun) => number): number {
  const total = runs.reduce((sum, run) => sum + of(run), 0);
  return Number((total / runs.length / files).toPrecision(4));
}

function meanOf(billed: Billed, names: readonly string[]): number {
  return mean(billed, ({ requests }) => names.reduce((sum, name) => sum + (requests[name] ?? 0), 0));
}

function ofStore(billed: Billed): number {
  return mean(billed, ({ requests }) =>
    Object.entries(requests).reduce((sum, [name, count]) => sum + (name.includes(".") ? 0 : count), 0),
  );
}
