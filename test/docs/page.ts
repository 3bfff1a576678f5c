/** What a page of docs/committers/ is made of. */
export interface Page {
  readonly name: string;
  /** The files whose headers tell what the protocol is. */
  readonly headers: readonly string[];
  /** Settings of which the page shows what is different, each with the file whose header tells what it chooses, if any. */
  readonly variants?: Readonly<Record<string, string | undefined>>;
  /** Where nothing goes wrong; `strong` when left out. */
  readonly store?: string;
}
