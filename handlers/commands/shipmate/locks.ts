import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderLocks } from '../../../messages/lock.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';
import { command, type Subcommand } from './subcommand.ts';
import { notUnderstood } from './words.ts';

const help = {
  name: 'locks',
  usage: 'locks',
  summary: 'what is locked, by whom and until when',
  example: 'locks',
} as const;

/** Takes no words. */
export function createLocksCommand(locks: Pick<Locks, 'inForce'>): Subcommand {
  return {
    ...help,
    async answer({ words }) {
      const problem = notUnderstood(words, help.name);
      if (problem !== undefined) return renderWrongUsage(command, help, problem);
      return renderLocks(await locks.inForce());
    },
  };
}
