import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderMuteAnswer } from '../../../messages/mute.ts';
import type { Mutes } from '../../../src/app/quiet/mutes.ts';
import { readService } from './service-name.ts';
import { command, type Subcommand } from './subcommand.ts';
import { notUnderstood } from './words.ts';

const help = {
  name: 'unmute',
  usage: 'unmute <service> [in <environment>]',
  summary: 'hear of a service again',
  example: 'unmute payments-api in dev',
} as const;

/** Grammar: `<service> [in <environment>]`. Without an environment all of the service is heard again, its cards too. */
export function createUnmuteCommand(mutes: Pick<Mutes, 'unmute'>): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const { of, rest } = readService(words);
      if (of === undefined) return renderWrongUsage(command, help, 'Which service? Its name is missing.');
      const more = notUnderstood(rest, of.environment === undefined ? 'the service' : 'the environment');
      if (more !== undefined) return renderWrongUsage(command, help, more);
      return renderMuteAnswer(
        await mutes.unmute({
          scope: { kind: 'service', ...of },
          userId,
          conclude: (session, answer) => conclude(session, renderMuteAnswer(answer)),
        }),
      );
    },
  };
}
