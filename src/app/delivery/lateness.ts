import type { Look } from './subject-source.ts';

/** Which messages Slack's limits keep back, and since when. Lost with a restart: then nobody is blamed. */
export interface Lateness {
  /** A limit keeps the message back. */
  blocked(key: string, now: number): void;
  /** What to say of it if it is sent now. */
  of(key: string, now: number): Look['late'];
  /** It was sent; `late` is what was said. Or there is nothing to send any more. */
  sent(key: string, late: Look['late']): void;
}

const maxRemembered = 2_000;

export function createLateness(lateMs: number): Lateness {
  const since = new Map<string, number>();
  const wasLate = new Set<string>();

  return {
    blocked(key, now) {
      if (!since.has(key)) since.set(key, now);
      const [oldest] = since.keys();
      if (since.size > maxRemembered && oldest !== undefined) since.delete(oldest);
    },
    of(key, now) {
      const ms = now - (since.get(key) ?? now);
      return ms < lateMs ? undefined : { ms, isAgain: wasLate.has(key) };
    },
    sent(key, late) {
      since.delete(key);
      if (late === undefined) wasLate.delete(key);
      else wasLate.add(key);
      const [oldest] = wasLate;
      if (wasLate.size > maxRemembered && oldest !== undefined) wasLate.delete(oldest);
    },
  };
}
