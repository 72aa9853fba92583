/** One measured figure; a name ends in its unit. Further keys say under what circumstances. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly [circumstance: string]: string | number;
}

/** `args` are the command line's after the bench's name. */
export type Bench = (print: (figure: Figure) => void, args: readonly string[]) => Promise<void>;

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return Math.round(value * 10) / 10;
}
