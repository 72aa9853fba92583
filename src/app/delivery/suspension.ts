import type { Clock, Log } from '../../ports.ts';
import { endOf, type Wait } from './wait.ts';

export interface Suspension {
  until(now: number): number;
  isActive(): boolean;
  /** Slack does not accept us: nothing is sent for a while. Told to the operator once. */
  begin(error: unknown, channel: string): void;
  /** Something went through in this channel. */
  end(channel: string): void;
  /** Whether others went through after a suspension that this channel began: then it is about this channel alone. */
  isAlone(channel: string): boolean;
}

export function createSuspension({
  clock,
  log,
  suspensionMs,
}: {
  readonly clock: Clock;
  readonly log: Log;
  readonly suspensionMs: number;
}): Suspension {
  let wait: Wait | undefined;
  const refused = new Set<string>();
  const alone = new Set<string>();

  return {
    until: (now) => endOf(wait, now),
    isActive: () => wait !== undefined,
    isAlone: (channel) => alone.has(channel),
    begin(error, channel) {
      refused.add(channel);
      if (wait === undefined)
        log.error({ err: error }, 'Slack does not accept the bot; messages wait and are tried each minute');
      const from = clock.now();
      wait = { from, until: from + suspensionMs };
    },
    end(channel) {
      alone.delete(channel);
      // What was on its way when the suspension began says nothing of the time since.
      if (wait === undefined || endOf(wait, clock.now()) > clock.now()) return;
      for (const each of refused) if (each !== channel) alone.add(each);
      refused.clear();
      log.info({}, 'Slack accepts the bot again; messages are sent');
      wait = undefined;
    },
  };
}
