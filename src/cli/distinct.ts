/** Names that an option is given, which may be repeated. */

/** As an option's value: every name that there is. */
const everyName = "all";

/** Each name once; undefined where nothing is asked for. `known`: what `all` stands for. */
export function distinct(
  names: readonly string[] | undefined,
  known: readonly { readonly name: string }[],
): readonly string[] | undefined {
  if (names === undefined || names.length === 0) return undefined;
  return [...new Set(names.flatMap((name) => (name === everyName ? known.map((one) => one.name) : [name])))];
}
