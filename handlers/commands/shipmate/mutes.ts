import { renderMutes } from '../../../messages/mute.ts';
import type { Mutes } from '../../../src/app/quiet/mutes.ts';
import type { Subcommand } from './subcommand.ts';

/** Takes no words. */
export function createMutesCommand(mutes: Pick<Mutes, 'listed'>): Subcommand {
  return {
    name: 'mutes',
    usage: 'mutes',
    summary: 'what is muted, by whom and until when',
    example: 'mutes',
    answer: async () => renderMutes(await mutes.listed()),
  };
}
