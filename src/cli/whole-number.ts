import { UsageError } from "./errors.js";

/** Reads a whole number that the user wrote. @throws UsageError */
export function wholeNumber(what: string, text: string, from: number, to: number): number {
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(`${what} must be a whole number from ${from} to ${to}, and is "${text}".`);
}
