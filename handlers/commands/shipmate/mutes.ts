import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderMutes } from '../../../messages/mute.ts';
import type { Mutes } from '../../../src/app/quiet/mutes.ts';
import { command, type Subcommand } from './subcommand.ts';
import { notUnderstood } from './words.ts';

const help = {
  name: 'mutes',
  usage: 'mutes',
  summary: 'what is muted, by whom and until when',
  example: 'mutes',
} as const;

/** Takes no words. */
export function createMutesCommand(mutes: Pick<Mutes, 'listed'>): Subcommand {
  return {
    ...help,
    async answer({ words }) {
      const problem = notUnderstood(words, help.name);
      if (problem !== undefined) return renderWrongUsage(command, help, problem);
      return renderMutes(await mutes.listed());
    },
  };
}
