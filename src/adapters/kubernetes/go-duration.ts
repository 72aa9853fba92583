const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * A length of time as Argo Rollouts takes it, in milliseconds: seconds as a number or its digits, or Go's `1h30m`.
 * Undefined for what is neither, and for none.
 */
export function goDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return positive(value * 1_000);
  if (typeof value !== 'string' || value.length > 50) return undefined;
  if (/^\d+$/.test(value)) return positive(Number(value) * 1_000);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(value)) return undefined;
  const parts = [...value.matchAll(/(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)/g)];
  return positive(
    parts.reduce(
      (sum, { groups }) => sum + Number(groups?.['count']) * (unitMs[groups?.['unit'] ?? ''] ?? 0),
      0,
    ),
  );
}

function positive(ms: number): number | undefined {
  const whole = Math.round(ms);
  return Number.isFinite(whole) && whole > 0 ? whole : undefined;
}
