import type { Desk } from '../desk.ts';
import { createEndMutes } from './end-mutes.ts';
import { createEndQuietHours } from './end-quiet-hours.ts';
import { createEndStorms } from './end-storms.ts';
import type { RenewCards } from './renew-cards.ts';

export interface KeepQuiet {
  /** Ends what the clock ends: mutes, quiet hours and storms. What a crash leaves half done, the next tick finishes. */
  tick(): Promise<void>;
}

export function createKeepQuiet(desk: Desk, renewCards: RenewCards): KeepQuiet {
  const steps = [
    createEndMutes(desk, renewCards),
    createEndQuietHours(desk, renewCards),
    createEndStorms(desk, renewCards),
  ];

  return {
    async tick() {
      for (const step of steps) {
        // A mute that cannot be ended must not keep a channel quiet for ever.
        await step().catch((error: unknown) => {
          desk.log.error({ err: error }, 'what was quiet could not be ended; it is tried again');
        });
      }
    },
  };
}
