import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderLockAnswer } from '../../../messages/lock.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';
import { readPlace } from './place.ts';
import { command, type Subcommand } from './subcommand.ts';
import { notUnderstood } from './words.ts';

const help = {
  name: 'unlock',
  usage: 'unlock <service> in <environment>',
  summary: 'let automatic releases go on',
  example: 'unlock payments-api in prod',
} as const;

/** Grammar: `<service> in <environment>` */
export function createUnlockCommand(locks: Pick<Locks, 'unlock'>): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const { place, rest, problem } = readPlace(words);
      if (place === undefined) return renderWrongUsage(command, help, problem);
      const more = notUnderstood(rest, 'the environment');
      if (more !== undefined) return renderWrongUsage(command, help, more);
      return renderLockAnswer(
        await locks.unlock({
          ...place,
          userId,
          conclude: (session, answer) => conclude(session, renderLockAnswer(answer)),
        }),
      );
    },
  };
}
