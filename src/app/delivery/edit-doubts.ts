/**
 * Edits that Slack may have made without our knowing: what it shows is not what was stored last, so that sending the
 * same again is no waste. And one may reach Slack after those that follow it, until its doubt is over.
 */
export interface EditDoubts {
  doubt(key: string, until: number): void;
  has(key: string): boolean;
  /** An edit went through; answers whether an earlier one may yet overtake it. */
  settle(key: string, now: number): boolean;
}

export function createEditDoubts(): EditDoubts {
  const until = new Map<string, number>();
  return {
    doubt(key, end) {
      until.set(key, Math.max(end, until.get(key) ?? end));
    },
    has: (key) => until.has(key),
    settle(key, now) {
      const isOpen = now < (until.get(key) ?? now);
      if (!isOpen) until.delete(key);
      return isOpen;
    },
  };
}
