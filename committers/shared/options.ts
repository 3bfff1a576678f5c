/**
 * Options of a committer, as a user writes them: `name?key=value&key=value`. One description of them serves the check
 * of what the user wrote, `lakelitmus list` and the documentation.
 */
import type { CommitterFactory } from "../../src/job/committer.js";

/** A whole number within bounds, both included. */
export interface WholeNumber {
  readonly from: number;
  readonly to: number;
}

export interface OptionDescription {
  readonly name: string;
  /** The words that the option may be set to, or the bounds of a number. */
  readonly values: readonly string[] | WholeNumber;
  readonly default: string;
  /** What it changes, in one or two sentences. */
  readonly meaning: string;
}

export interface CommitterDescription {
  /** The name that users write. */
  readonly name: string;
  /** What it is, in one phrase. */
  readonly title: string;
  /** The class, specification section or issue that the protocol is taken from. */
  readonly source: string;
  readonly options: readonly OptionDescription[];
}

/** What the user wrote after the `?`, split at `&` and `=`. */
export type GivenOptions = Readonly<Record<string, string>>;

/** A committer as a registry holds it. */
export interface CommitterEntry {
  readonly description: CommitterDescription;
  /**
   * Makes a factory for these options.
   *
   * @throws {@link CommitterOptionError} for an option that it does not have, or a value that the option does not take.
   */
  readonly withOptions: (given: GivenOptions) => CommitterFactory;
}

/** The user set an option that the committer does not have, or to a value that it does not take. */
export class CommitterOptionError extends Error {
  override readonly name = "CommitterOptionError";
  readonly committer: string;
  readonly option: string;

  constructor(committer: string, option: string, message: string) {
    super(message);
    this.committer = committer;
    this.option = option;
  }
}

/** The type of an option's value: one of its words, or a number. */
type ValueOf<O extends OptionDescription> = O["values"] extends readonly (infer Word extends string)[]
  ? Word
  : number;

/** Every option of `D` with a value. */
export type OptionValues<D extends CommitterDescription> = {
  readonly [O in D["options"][number] as O["name"]]: ValueOf<O>;
};

/**
 * Checks what the user wrote against the description, and fills in the defaults.
 *
 * @throws {@link CommitterOptionError}
 */
export function readOptions<const D extends CommitterDescription>(
  description: D,
  given: GivenOptions,
): OptionValues<D> {
  const { name: committer, options } = description;
  for (const name of Object.keys(given)) {
    if (options.some((option) => option.name === name)) continue;
    const known = options.map((option) => option.name).join(", ");
    const advice = known === "" ? "It has none." : `It has: ${known}.`;
    throw new CommitterOptionError(
      committer,
      name,
      `The committer ${committer} has no option "${name}". ${advice}`,
    );
  }
  const values = options.map((option) => {
    const text = Object.hasOwn(given, option.name) ? given[option.name]! : option.default;
    return [option.name, readValue(committer, option, text)] as const;
  });
  return Object.fromEntries(values) as OptionValues<D>;
}

function readValue(committer: string, option: OptionDescription, text: string): string | number {
  const { values } = option;
  const refuse = () => {
    const message = `The option ${option.name} of ${committer} cannot be "${text}": it takes ${valuesText(option)}.`;
    return new CommitterOptionError(committer, option.name, message);
  };
  if (isWholeNumber(values)) {
    const number = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(number >= values.from && number <= values.to)) throw refuse();
    return number;
  }
  if (!values.includes(text)) throw refuse();
  return text;
}

/** What an option takes, in words: `list or handed`, `a whole number from 0 to 20`. */
export function valuesText({ values }: OptionDescription): string {
  if (isWholeNumber(values)) return `a whole number from ${values.from} to ${values.to}`;
  return values.length < 2
    ? values.join("")
    : `${values.slice(0, -1).join(", ")} or ${values[values.length - 1]}`;
}

function isWholeNumber(values: OptionDescription["values"]): values is WholeNumber {
  return "from" in values;
}
