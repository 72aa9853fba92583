import type { Clock, Log } from '../../ports.ts';

export interface Suspension {
  until(): number;
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
  let until: number | undefined;

  return {
    until: () => until ?? 0,
    isActive: () => until !== undefined,
    begin(error) {
      if (until === undefined)
        log.error({ err: error }, 'Slack does not accept the bot; messages wait and are tried each minute');
      until = clock.now() + suspensionMs;
    },
    end() {
      if (until !== undefined) log.info({}, 'Slack accepts the bot again; messages are sent');
      until = undefined;
    },
  };
}
