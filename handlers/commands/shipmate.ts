import type { App } from '@slack/bolt';
import { renderCommandFailure } from '../../messages/command-failure.ts';
import {
  renderHelp,
  renderUnknownCommand,
  renderUsage,
  renderWrongUsage,
} from '../../messages/command-help.ts';
import type { Answers, Conclude } from '../../src/app/answers.ts';
import { nearest } from '../../src/nearest.ts';
import type { Log, Message } from '../../src/ports.ts';
import { errandOf } from '../slack/errand.ts';
import { referenceOf } from '../slack/error-refusal.ts';
import { command, type Subcommand } from './shipmate/subcommand.ts';
import { notUnderstood, wordsOf } from './shipmate/words.ts';

/*
 * /shipmate                  what can be asked
 * /shipmate help [word]      the same, or one of them with an example
 * /shipmate <word> …         one of the subcommands, each with its own grammar in its own file
 *
 *   mute <service> [in <environment>] [<length>] [reason …]      length = 30m | 2h | 3d | tomorrow
 *   unmute <service> [in <environment>]
 *   mutes
 *   lock <service> in <environment> [<length>] [reason …]
 *   unlock <service> in <environment>
 *   locks
 *   notify me [on | off] [failures | all]
 */

export interface ShipmateCommandOptions {
  readonly subcommands: readonly Subcommand[];
  readonly answers: Answers;
  readonly log: Log;
}

/** Everything that is asked by typing. The answer is for whoever asked, wherever they did. */
export function registerShipmate(app: App, { subcommands, answers, log }: ShipmateCommandOptions): void {
  app.command(command, async ({ ack, command: typed, context }) => {
    await ack();
    const { channel_id: channel, user_id: userId, response_url: responseUrl, text } = typed;
    const what = 'a command could not be answered';
    await answers.carryOut({
      to: { channel, user: userId, responseUrl },
      settle: errandOf(context)?.settle,
      deed: (conclude) => answerTo(wordsOf(text), userId, conclude),
      sorry: (error) => renderCommandFailure(referenceOf(error, { log, userId, what })),
    });
  });

  async function answerTo(
    [word = 'help', ...words]: readonly string[],
    userId: string,
    conclude: Conclude,
  ): Promise<Message> {
    if (word.toLowerCase() === 'help') return help(words);
    const found = subcommandNamed(word);
    return found === undefined ? unknown(word) : await found.answer({ words, userId, conclude });
  }

  function help([word, ...more]: readonly string[]): Message {
    if (word === undefined) return renderHelp(command, subcommands);
    const found = subcommandNamed(word);
    if (found === undefined) return unknown(word);
    const problem = notUnderstood(more, `help ${found.name}`);
    return problem === undefined ? renderUsage(command, found) : renderWrongUsage(command, found, problem);
  }

  function unknown(word: string): Message {
    const names = ['help', ...subcommands.map(({ name }) => name)];
    const guess = word.length > 30 ? undefined : nearest(word, names);
    return renderUnknownCommand(command, { word, nearest: guess, helps: subcommands });
  }

  function subcommandNamed(word: string): Subcommand | undefined {
    return subcommands.find(({ name }) => name === word.toLowerCase());
  }
}
