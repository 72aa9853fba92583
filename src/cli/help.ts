import type { Command } from './command.ts';
import { findCommand } from './command-line.ts';

/** Also what a person sees who types a command that does not exist. */
export function helpText(commands: readonly Command[]): string {
  const names = commands.map(usageOf);
  const width = Math.max(...names.map((name) => name.length));
  const lines = commands.map(({ summary }, index) => `  ${(names[index] ?? '').padEnd(width)}  ${summary}`);

  return `Usage: shipmate <command>

${lines.join('\n')}

The configuration is the file that SHIPMATE_CONFIG names, else ./shipmate.yaml; CONFIGURATION.md explains it.
Results are on stdout, messages and the log on stderr. Exit codes: 0 fine, 1 the check failed, 2 wrong usage.
Every command explains itself: shipmate explain --help`;
}

/**
 * What one command says of itself, or each of a group: `config` has two. Of words that begin no command it is the help
 * for all of them.
 */
export function helpFor(words: readonly string[], commands: readonly Command[]): string {
  const found = findCommand(words, commands)?.command;
  if (found !== undefined) return ownHelp(found);
  const asked = words.join(' ');
  const group = asked === '' ? [] : commands.filter(({ name }) => name.startsWith(`${asked} `));
  return group.length === 0 ? helpText(commands) : group.map(ownHelp).join('\n\n');
}

function ownHelp({ name, summary, flags, help }: Command): string {
  if (help !== undefined) return help;
  return `Usage: ${['shipmate', name, ...flags.map((flag) => `[--${flag}]`)].join(' ')}\n\n${summary}`;
}

/** `config schema [--write]`; the dots stand for what the command's own help explains. */
function usageOf({ name, flags, help }: Command): string {
  const more = help === undefined ? [] : ['…'];
  return [name, ...more, ...flags.map((flag) => `[--${flag}]`)].join(' ');
}
