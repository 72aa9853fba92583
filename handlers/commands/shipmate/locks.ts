import { renderLocks } from '../../../messages/lock.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';
import type { Subcommand } from './subcommand.ts';

/** Takes no words. */
export function createLocksCommand(locks: Pick<Locks, 'inForce'>): Subcommand {
  return {
    name: 'locks',
    usage: 'locks',
    summary: 'what is locked, by whom and until when',
    example: 'locks',
    answer: async () => renderLocks(await locks.inForce()),
  };
}
