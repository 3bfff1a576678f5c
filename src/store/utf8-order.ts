/**
 * The order in which S3 lists keys: by the bytes of their UTF-8 form (ListObjectsV2: "UTF-8 binary order"), which is
 * the order of their code points. JavaScript's `<` compares UTF-16 units and so puts U+1F600 (a surrogate pair, D83D DE00)
 * before U+FF5E; S3 puts it after.
 */

/** Surrogates and what lies above them: only where both strings have such a unit can the two orders differ. */
const highUnits = /[\ud800-\uffff]/;

/** Has `text` a unit for which UTF-16 order and UTF-8 order may differ? */
export function hasHighUnits(text: string): boolean {
  return highUnits.test(text);
}

/** Does `a` come before `b`? For pairs of which at least one has no high unit: then JavaScript's order is the right one. */
export function precedesPlain(a: string, b: string): boolean {
  return a < b;
}

/** Does `a` come before `b`? For any well-formed strings. */
export function precedes(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return rank(x) < rank(y);
  }
  return a.length < b.length;
}

/** Puts surrogates, which stand for the code points from U+10000 on, above the other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** -1, 0 or 1, for sorting. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const before = hasHighUnits(a) ? precedes(a, b) : a < b;
  return before ? -1 : 1;
}

/** Lone surrogates have no UTF-8 form: such a string can be no key of an object. */
const loneSurrogate = /\p{Surrogate}/u;

/** Can `text` be written as UTF-8? */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}
