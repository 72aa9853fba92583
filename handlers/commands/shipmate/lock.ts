import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderLockAnswer } from '../../../messages/lock.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';
import { type MuteLength, muteEnd } from '../../../src/domain/quiet/mute-request.ts';
import { readPlace } from './place.ts';
import { command, type Subcommand } from './subcommand.ts';
import { readWish } from './wish.ts';

const help = {
  name: 'lock',
  usage: 'lock <service> in <environment> [2h | 3d | tomorrow] [reason]',
  summary: 'hold automatic releases; for 24 hours if you do not say how long',
  example: 'lock payments-api in prod 3d until the migration is through',
} as const;

const oneDay: MuteLength = { kind: 'for', ms: 24 * 60 * 60_000 };

/** Grammar: `<service> in <environment> [<length>] [reason …]` */
export function createLockCommand(locks: Pick<Locks, 'lock'>): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const { place, rest, problem } = readPlace(words);
      if (place === undefined) return renderWrongUsage(command, help, problem);
      const wish = readWish(rest, oneDay);
      if (wish.kind === 'wrong') return renderWrongUsage(command, help, wish.problem);
      const { length, reason } = wish;
      return renderLockAnswer(
        await locks.lock({
          ...place,
          userId,
          until: (now, timeZone) => muteEnd(length, now, timeZone),
          ...(reason === '' ? {} : { reason }),
          conclude: (session, answer) => conclude(session, renderLockAnswer(answer)),
        }),
      );
    },
  };
}
