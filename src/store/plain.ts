/** Plain data that can be copied, compared and kept: what goes between processes and into a loop's state. */
export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain | undefined };

/** What a loop's body says at the end of a round. */
export type Round<S, R> = { readonly again: S } | { readonly done: R };
