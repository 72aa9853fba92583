/** Slack's bucket for chat.update, as the stand-in enforces it. */
export interface UpdateLimit {
  readonly burst: number;
  readonly perMinute: number;
}

/**
 * When the last end could be shown at the earliest, whoever sends. A rollout's card stands before its end is known, so
 * each end takes one update; no update comes before the API server has written its end (`knownAt`, in milliseconds), nor
 * before Slack has a token for it. The ideal sender begins with a full bucket, sends nothing else, and hears of an end
 * the moment it is written. Nothing but the limits goes into this: all beyond it is Shipmate's own.
 */
export function earliestEnd(knownAt: readonly number[], { burst, perMinute }: UpdateLimit): number {
  const perMs = perMinute / 60_000;
  const known = knownAt.toSorted((left, right) => left - right);
  let at = known[0] ?? 0;
  let tokens = burst;
  for (const end of known) {
    const arrival = Math.max(at, end);
    tokens = Math.min(burst, tokens + (arrival - at) * perMs);
    const waitMs = Math.max(0, 1 - tokens) / perMs;
    at = arrival + waitMs;
    tokens += waitMs * perMs - 1;
  }
  return at;
}
