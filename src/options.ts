/**
 * Options, as a user writes them: `name?key=value&key=value`. One description of them serves the check of what the user
 * wrote, `lakelitmus list` and the documentation.
 */

/** A whole number within bounds, both included. */
export interface WholeNumber {
  readonly from: number;
  readonly to: number;
  /** Words that may stand in place of a number. */
  readonly or?: readonly string[];
}

export interface OptionDescription {
  readonly name: string;
  /** The words that the option may be set to, or the bounds of a number. */
  readonly values: readonly string[] | WholeNumber;
  readonly default: string;
  /** What it changes, in one or two sentences. */
  readonly meaning: string;
}

/** What the user wrote after the `?`, split at `&` and `=`. */
export type GivenOptions = Readonly<Record<string, string>>;

/** The type of an option's value: one of its words, or a number. */
type ValueOf<O extends OptionDescription> = O["values"] extends readonly (infer Word extends string)[]
  ? Word
  : O["values"] extends { readonly or: readonly (infer Word extends string)[] }
    ? Word | number
    : number;

/** Every option of `O` with a value. */
export type ValuesOf<O extends readonly OptionDescription[]> = {
  readonly [One in O[number] as One["name"]]: ValueOf<One>;
};

/** Who has the options, and the error for what it does not take. */
export interface OptionOwner {
  /** "committer", "defence". */
  readonly kind: string;
  readonly name: string;
  readonly refuse: (option: string, message: string) => Error;
}

/** Checks what the user wrote against the descriptions, and fills in the defaults. Throws what the owner refuses with. */
export function optionValues<const O extends readonly OptionDescription[]>(
  owner: OptionOwner,
  options: O,
  given: GivenOptions,
): ValuesOf<O> {
  for (const name of Object.keys(given)) {
    if (options.some((option) => option.name === name)) continue;
    const known = options.map((option) => option.name).join(", ");
    const advice = known === "" ? "It has none." : `It has: ${known}.`;
    throw owner.refuse(name, `The ${owner.kind} ${owner.name} has no option "${name}". ${advice}`);
  }
  const values = options.map((option) => {
    const text = Object.hasOwn(given, option.name) ? given[option.name]! : option.default;
    return [option.name, readValue(owner, option, text)] as const;
  });
  return Object.fromEntries(values) as ValuesOf<O>;
}

function readValue(owner: OptionOwner, option: OptionDescription, text: string): string | number {
  const { name, values } = option;
  const refuse = (): Error =>
    owner.refuse(
      name,
      `The option ${name} of ${owner.name} cannot be "${text}": it takes ${valuesText(option)}.`,
    );
  if (isWholeNumber(values)) {
    if (values.or?.includes(text) === true) return text;
    const number = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(number >= values.from && number <= values.to)) throw refuse();
    return number;
  }
  if (!values.includes(text)) throw refuse();
  return text;
}

/** What an option takes, in words: `list or handed`, `a whole number from 0 to 20`. */
export function valuesText({ values }: OptionDescription): string {
  if (!isWholeNumber(values)) return orText(values);
  return orText([...(values.or ?? []), `a whole number from ${values.from} to ${values.to}`]);
}

function orText(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

function isWholeNumber(values: OptionDescription["values"]): values is WholeNumber {
  return "from" in values;
}
