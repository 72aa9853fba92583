import type { CommandHelp } from '../../../messages/command-help.ts';
import type { Conclude } from '../../../src/app/answers.ts';
import type { Message } from '../../../src/ports.ts';

/** What somebody typed after the name of a subcommand, and who. */
export interface Asked {
  readonly words: readonly string[];
  readonly userId: string;
  /** For what changes something, to say so in the same transaction. */
  readonly conclude: Conclude;
}

/** One thing that can be asked with the command. */
export interface Subcommand extends CommandHelp {
  answer(asked: Asked): Promise<Message>;
}

export const command = '/shipmate';
