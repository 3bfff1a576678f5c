/** A committer with options, as the registry holds it. */
import type { CommitterFactory } from "../../src/job/committer.js";
import { type GivenOptions, type OptionDescription, optionValues, type ValuesOf } from "../../src/options.js";

export {
  type GivenOptions,
  type OptionDescription,
  valuesText,
  type WholeNumber,
} from "../../src/options.js";

export interface CommitterDescription {
  /** The name that users write. */
  readonly name: string;
  /** What it is, in one phrase. */
  readonly title: string;
  /** The class, specification section or issue that the protocol is taken from. */
  readonly source: string;
  readonly options: readonly OptionDescription[];
}

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

/** Every option of `D` with a value. */
export type OptionValues<D extends CommitterDescription> = ValuesOf<D["options"]>;

/**
 * Checks what the user wrote against the description, and fills in the defaults.
 *
 * @throws {@link CommitterOptionError}
 */
export function readOptions<const D extends CommitterDescription>(
  { name, options }: D,
  given: GivenOptions,
): OptionValues<D> {
  const refuse = (option: string, message: string): Error => new CommitterOptionError(name, option, message);
  return optionValues({ kind: "committer", name, refuse }, options, given) as OptionValues<D>;
}
