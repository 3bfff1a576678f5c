/** Plain data that can be copied, compared and kept: what goes between processes and into a loop's state. */
export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain | undefined };

/** What a loop's body says at the end of a round. */
export type Round<S, R> = { readonly again: S } | { readonly done: R };

/**
 * What a loop whose rounds are `B` ends with. Of `{ again } | { done }` a compiler without exactOptionalPropertyTypes makes
 * `{ again; done?: undefined } | { done; again?: undefined }`: that undefined is no result.
 */
export type DoneIn<B> = B extends { readonly done: infer R } ? R : never;
