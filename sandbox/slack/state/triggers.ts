import { SlackApiError } from '../slack-api-error.ts';

const lifetimeMs = 3000;

export interface Triggers {
  /** A new trigger id for what this person just did. */
  issue(userId: string): string;
  /** The person behind a trigger id, once, within three seconds; Slack's errors otherwise. */
  exchange(triggerId: string): string;
}

export function createTriggers(now: () => number): Triggers {
  const issued = new Map<string, { userId: string; atMs: number; isUsed: boolean }>();

  return {
    issue(userId) {
      const count = issued.size + 1;
      const id = `${10_000 + count}.${70_000_000 + count}.${(count * 2_654_435_761).toString(16)}`;
      issued.set(id, { userId, atMs: now(), isUsed: false });
      return id;
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId);
      if (!trigger) throw new SlackApiError('invalid_trigger_id');
      if (trigger.isUsed) throw new SlackApiError('exchanged_trigger_id');
      if (now() - trigger.atMs > lifetimeMs) throw new SlackApiError('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.userId;
    },
  };
}
