/** Puts a defence together from its description and what it does. */
import { type GivenOptions, type OptionDescription, optionValues, type ValuesOf } from "../../../options.js";
import type { Plain } from "../../plain.js";
import { type Defence, type DefenceDescription, type DefenceEntry, DefenceOptionError } from "../defence.js";

/** A description whose options keep their types. */
type Described<O extends readonly OptionDescription[]> = Omit<DefenceDescription, "options"> & {
  readonly options: O;
};

/** A defence that does not know yet how the user has spelled it. */
export type Parts<M extends Plain> = Omit<Defence<M>, "name">;

/** An entry whose defence is what `make` says, with the options' values. */
export function defenceEntry<const O extends readonly OptionDescription[], M extends Plain>(
  description: Described<O>,
  make: (options: ValuesOf<O>) => Parts<M>,
): DefenceEntry {
  return composedEntry(description, (options, name) => [
    // What a defence remembers is its own affair: whoever holds it hands back what it was given.
    { name, ...make(options) } as unknown as Defence,
  ]);
}

/** An entry that is composed of others, the one nearest to the process first. */
export function composedEntry<const O extends readonly OptionDescription[]>(
  description: Described<O>,
  make: (options: ValuesOf<O>, name: string) => readonly Defence[],
): DefenceEntry {
  const { name, options } = description;
  return {
    description,
    withOptions: (given) => {
      const refuse = (option: string, message: string): Error =>
        new DefenceOptionError(name, option, message);
      const values = optionValues({ kind: "defence", name, refuse }, options, given);
      return make(values, spelled(name, given));
    },
  };
}

function spelled(name: string, given: GivenOptions): string {
  const settings = Object.entries(given).map(([option, value]) => `${option}=${value}`);
  return settings.length === 0 ? name : `${name}?${settings.join("&")}`;
}
