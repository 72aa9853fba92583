export interface Timestamps {
  /** A message timestamp, `seconds.microseconds`, later than every one handed out before. */
  next(): string;
}

/** Slack's `ts` is a clock reading and an id in one: unique, ordered, and always a string. */
export function createTimestamps(now: () => number): Timestamps {
  let lastMicroseconds = 0;

  return {
    next() {
      lastMicroseconds = Math.max(Math.floor(now() * 1000), lastMicroseconds + 1);
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, '0')}`;
    },
  };
}
