/**
 * The samplers' own random numbers: splitmix32 seeded by a text. Small, the same on every machine, and pinned by a test,
 * because a changed stream changes every sampled result.
 */
export interface Random {
  /** An integer from 0 to `bound - 1`. */
  below(bound: number): number;
  /** A number in [0, 1). */
  fraction(): number;
}

export function seededRandom(seed: string): Random {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let value = state ^ (state >>> 16);
    value = Math.imul(value, 0x21f0aaad);
    value ^= value >>> 15;
    value = Math.imul(value, 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  const fraction = (): number => next() / 2 ** 32;
  return { fraction, below: (bound) => Math.floor(fraction() * bound) };
}
