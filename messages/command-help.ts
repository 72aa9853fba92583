import { singleLine } from './kit/escape.ts';
import type { Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

/** What can be asked after a slash command, as help tells it. */
export interface CommandHelp {
  readonly name: string;
  /** `mute <service> [in <environment>] [2h] [reason]` */
  readonly usage: string;
  /** Goes on after the usage: `hear nothing of a service for a while`. */
  readonly summary: string;
  readonly example: string;
}

/** Everything that can be asked, a line each. */
export function renderHelp(command: string, helps: readonly CommandHelp[]): Message {
  return say([
    ['I follow releases on their cards, and answer here. Only you see the answers.'],
    ...lines(command, helps),
    [code(`${command} help`), ' with one of these words shows an example.'],
  ]);
}

/** One of them, with an example. */
export function renderUsage(command: string, help: CommandHelp): Message {
  return say(usage(command, help));
}

/** What was typed is not what was expected: why, and how it would be. */
export function renderWrongUsage(command: string, help: CommandHelp, problem: string): Message {
  return say([[`${singleLine(problem, 300)} Nothing was changed.`], ...usage(command, help)]);
}

/** A word that nothing is called by. */
export function renderUnknownCommand(
  command: string,
  { word, nearest, helps }: { word: string; nearest: string | undefined; helps: readonly CommandHelp[] },
): Message {
  const asked = [`I do not know `, code(`${command} ${singleLine(word, 40)}`), '.'];
  const guess = nearest === undefined ? [] : [' Did you mean ', code(`${command} ${nearest}`), '?'];
  return say([[...asked, ...guess], ...lines(command, helps)]);
}

function lines(command: string, helps: readonly CommandHelp[]): readonly (readonly Inline[])[] {
  return helps.map((help) => [code(`${command} ${help.usage}`), ` · ${help.summary}`]);
}

function usage(command: string, help: CommandHelp): readonly (readonly Inline[])[] {
  return [...lines(command, [help]), ['For example: ', code(`${command} ${help.example}`)]];
}

function code(text: string): Inline {
  return { kind: 'code', text };
}

function say(said: readonly (readonly Inline[])[]): Message {
  const block = richText(said.map(paragraph));
  return message(said, block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}
