/** A word of a command line as a POSIX shell takes it: quoted where it has signs that a shell would read. */
export function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
