/** What a table beside the store costs: the same words in the terminal and on a page. */
import type { BillReport } from "../check/incident.js";
import { rateWords } from "./estimate.js";
import { count, digits } from "./words.js";

/** The bill in columns: a head, and a row for each size of files. */
export const billHead = ["Size of a file", "Files a month", "Requests", "Storage", "Together"] as const;

export function billRows({ months }: BillReport): readonly (readonly string[])[] {
  return months.map(({ fileBytes, files, requests, storage }) => [
    sizeWords(fileBytes),
    millions(files),
    dollars(requests),
    dollars(storage),
    dollars(requests + storage),
  ]);
}

export function billTitle({ bytesPerDay }: BillReport): string {
  return `The bill of the table, a month, for ${sizeWords(bytesPerDay)} a day`;
}

/** What was counted, in sentences. */
export function countedWords({ perFile, lostWithout, lostWith }: BillReport): string {
  const { tableWrites, tableReads, items, storeWithout, storeWith } = perFile;
  return `A file costs ${short(tableWrites)} writes and ${short(tableReads)} reads of the table and leaves ${short(items)} items in it; requests to the store are ${short(storeWith)} in place of ${short(storeWithout)}. What it is paid for: without it ${digits(lostWithout.count)} of ${count(lostWithout.of, "row")} lost, ${rateWords(lostWithout)}; with it ${digits(lostWith.count)} of ${digits(lostWith.of)}.`;
}

/** The story's figure beside it. */
export function figureWords({ figure, months }: BillReport): string {
  const sizes = months.map(({ fileBytes }) => fileBytes);
  const range = `${sizeWords(Math.min(...sizes))} to ${sizeWords(Math.max(...sizes))}`;
  return figure.contained
    ? `The story says ${figure.words}: within the bills for files of ${range}; it is that of files of about ${sizeWords(figure.fileBytes)}.`
    : `The story says ${figure.words}: OUTSIDE the bills for files of ${range}.`;
}

const units: readonly (readonly [bytes: number, name: string])[] = [
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "KB"],
];

function sizeWords(bytes: number): string {
  const [unit, name] = units.find(([least]) => bytes >= least) ?? [1, "bytes"];
  return `${Number((bytes / unit).toPrecision(3))} ${name}`;
}

function millions(files: number): string {
  return `${digits(Math.round(files / 1e6))} million`;
}

function dollars(amount: number): string {
  return `$${digits(amount)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}
