/** `then`: of a version that was taken back, what was wrong with it is not so any more. */
export type Tense = 'now' | 'then';

/** What is so, or what was. */
export function told(tense: Tense, now: string, then: string): string {
  return tense === 'then' ? then : now;
}

/** The same where it depends on how many there are: `[one, several]`. */
export function toldOf(
  tense: Tense,
  count: number,
  now: readonly [string, string],
  then: readonly [string, string],
): string {
  const [one, several] = tense === 'then' ? then : now;
  return count === 1 ? one : several;
}
