import type { Command } from './command.ts';

/** Also what a person sees who types a command that does not exist. */
export function helpText(commands: readonly Command[]): string {
  const names = commands.map(usageOf);
  const width = Math.max(...names.map((name) => name.length));
  const lines = commands.map(({ summary }, index) => `  ${(names[index] ?? '').padEnd(width)}  ${summary}`);

  return `Usage: shipmate <command>

${lines.join('\n')}

The configuration is the file that SHIPMATE_CONFIG names, else ./shipmate.yaml; CONFIGURATION.md explains it.
Results are on stdout, messages and the log on stderr. Exit codes: 0 fine, 1 the check failed, 2 wrong usage.
A command with dots explains itself: shipmate explain --help`;
}

/** `config schema [--write]`; the dots stand for what the command's own help explains. */
function usageOf({ name, flags, help }: Command): string {
  const more = help === undefined ? [] : ['…'];
  return [name, ...more, ...flags.map((flag) => `[--${flag}]`)].join(' ');
}
