import type { Clock, Log } from '../../ports.ts';
import { endOf, type Wait } from './wait.ts';

export interface Suspension {
  until(now: number): number;
  isActive(): boolean;
  /** Slack does not accept us: nothing is sent for a while. Told to the operator once. */
  begin(error: unknown): void;
  /** Something went through. */
  end(): void;
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

  return {
    until: (now) => endOf(wait, now),
    isActive: () => wait !== undefined,
    begin(error) {
      if (wait === undefined)
        log.error({ err: error }, 'Slack does not accept the bot; messages wait and are tried each minute');
      const from = clock.now();
      wait = { from, until: from + suspensionMs };
    },
    end() {
      if (wait !== undefined) log.info({}, 'Slack accepts the bot again; messages are sent');
      wait = undefined;
    },
  };
}
