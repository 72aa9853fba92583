import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderMuteAnswer } from '../../../messages/mute.ts';
import { oneHour } from '../../../messages/mute-choice.ts';
import type { Mutes } from '../../../src/app/quiet/mutes.ts';
import type { MuteLength } from '../../../src/domain/quiet/mute-request.ts';
import { readService, type ServiceName } from './service-name.ts';
import { command, type Subcommand } from './subcommand.ts';
import { readWish } from './wish.ts';

const help = {
  name: 'mute',
  usage: 'mute <service> [in <environment>] [2h | 3d | tomorrow] [reason]',
  summary: 'hear nothing of a service for a while; 1 hour if you do not say how long',
  example: 'mute payments-api in dev 2h a node is being replaced',
} as const;

export type MuteReading =
  | { readonly kind: 'mute'; readonly of: ServiceName; readonly length: MuteLength; readonly reason: string }
  | { readonly kind: 'wrong'; readonly problem: string };

export function createMuteCommand(mutes: Pick<Mutes, 'mute'>): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const read = readMute(words);
      if (read.kind === 'wrong') return renderWrongUsage(command, help, read.problem);
      const { of, length, reason } = read;
      return renderMuteAnswer(
        await mutes.mute({
          scope: { kind: 'service', ...of },
          length,
          userId,
          ...(reason === '' ? {} : { reason }),
          conclude: (session, answer) => conclude(session, renderMuteAnswer(answer)),
        }),
      );
    },
  };
}

/** `<service> [in <environment>] [<length>] [reason …]` */
export function readMute(words: readonly string[]): MuteReading {
  const { of, rest } = readService(words);
  if (of === undefined) return { kind: 'wrong', problem: 'Which service? Its name is missing.' };
  const wish = readWish(rest, oneHour);
  return wish.kind === 'wrong' ? wish : { ...wish, kind: 'mute', of };
}
