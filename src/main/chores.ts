import type { Slack } from '../adapters/slack/index.ts';
import type { Authorise } from '../app/authorise.ts';
import type { Desk } from '../app/desk.ts';
import { createKeepCardsInTime } from '../app/keep-cards-in-time.ts';
import { createLocks } from '../app/locks/locks.ts';
import { createKeepQuiet } from '../app/quiet/keep-quiet.ts';
import { createMutes } from '../app/quiet/mutes.ts';
import { createRenewCards } from '../app/quiet/renew-cards.ts';
import { createAnnounceRollback } from '../app/rollback/announce-rollback.ts';
import type { Config } from '../config/schema.ts';
import { knownNames, muteSettings } from './quiet-settings.ts';

/** What is done when its time has come, on all cards. */
export interface Chores {
  /** Finishes what a crash, also of another replica, may have left half done. */
  takeUp(): Promise<void>;
  tick(): Promise<void>;
}

export function composeChores(
  config: Config,
  {
    desk,
    slack,
    authorise,
    seenHere,
    isConfigured,
  }: {
    readonly desk: Desk;
    readonly slack: Pick<Slack, 'people' | 'workspaceUrl'>;
    readonly authorise: Authorise;
    /** Until when a cluster that is followed by this replica has been seen. */
    readonly seenHere: (cluster: string) => number | undefined;
    readonly isConfigured: (cluster: string) => boolean;
  },
): Chores {
  const renewCards = createRenewCards(desk);
  const keepInTime = createKeepCardsInTime(desk, seenHere, isConfigured);
  const keepQuiet = createKeepQuiet(desk, renewCards);
  const locks = createLocks(desk, authorise, knownNames(config));
  const announceRollback = createAnnounceRollback(desk, config.rollback.automatic);
  const mutes = createMutes(desk, muteSettings(config, slack), renewCards);

  return {
    async takeUp() {
      await mutes.takeUp();
      await announceRollback.takeUp();
    },
    async tick() {
      await keepInTime.tick();
      await keepQuiet.tick();
      await locks.tick();
    },
  };
}
