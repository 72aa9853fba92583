export interface Replacements {
  /** Whether one more message may take the place of this one; counts it. */
  mayReplace(key: string, priority: number): boolean;
}

const maxRemembered = 1_000;
const maxForProgress = 3;

/**
 * A workspace may forbid editing altogether. Then progress stops after a few new messages instead of filling the
 * channel; verdicts and problems are still posted.
 */
export function createReplacements(): Replacements {
  const counts = new Map<string, number>();

  return {
    mayReplace(key, priority) {
      const count = (counts.get(key) ?? 0) + 1;
      if (count > maxForProgress && priority > 0) return false;
      counts.delete(key);
      counts.set(key, count);
      const [oldest] = counts.keys();
      if (counts.size > maxRemembered && oldest !== undefined) counts.delete(oldest);
      return true;
    },
  };
}
