import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderLockAnswer } from '../../../messages/lock.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';
import { type MuteLength, muteEnd } from '../../../src/domain/quiet/mute-request.ts';
import { isMeantAsLength, readLength } from './length.ts';
import { readPlace } from './place.ts';
import { command, type Subcommand } from './subcommand.ts';

const help = {
  name: 'lock',
  usage: 'lock <service> in <environment> [2h | 3d | tomorrow] [reason]',
  summary: 'hold automatic releases; for 24 hours if you do not say how long',
  example: 'lock payments-api in prod 3d until the migration is through',
} as const;

const oneDay: MuteLength = { kind: 'for', ms: 24 * 60 * 60_000 };
const longestReason = 500;

/** Grammar: `<service> in <environment> [<length>] [reason …]` */
export function createLockCommand(locks: Pick<Locks, 'lock'>): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const { place, rest, problem } = readPlace(words);
      if (place === undefined) return renderWrongUsage(command, help, problem);
      const [first = '', ...others] = rest;
      const hasLength = isMeantAsLength(first);
      const read = hasLength ? readLength(first) : ({ kind: 'length', length: oneDay } as const);
      if (read.kind === 'wrong') return renderWrongUsage(command, help, read.problem);
      const reason = (hasLength ? others : rest).join(' ').slice(0, longestReason).toWellFormed();
      return renderLockAnswer(
        await locks.lock({
          ...place,
          userId,
          until: (now, timeZone) => muteEnd(read.length, now, timeZone),
          ...(reason === '' ? {} : { reason }),
          conclude: (session, answer) => conclude(session, renderLockAnswer(answer)),
        }),
      );
    },
  };
}
