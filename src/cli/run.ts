import { parseArgs } from 'node:util';
import { didYouMean } from '../nearest.ts';
import type { Command, ExitCode, Terminal } from './command.ts';
import { configCheckCommand } from './config-check.ts';
import { configSchemaCommand } from './config-schema.ts';
import { describeFailure } from './describe-failure.ts';
import { helpText } from './help.ts';
import { redactCommand } from './redact.ts';
import { serveCommand } from './serve.ts';
import { versionCommand } from './version.ts';

const helpCommand: Command = {
  name: 'help',
  summary: 'Show this.',
  flags: [],
  run({ print }) {
    print(helpText(commands));
    return 0;
  },
};

export const commands: readonly Command[] = [
  serveCommand,
  configCheckCommand,
  configSchemaCommand,
  redactCommand,
  versionCommand,
  helpCommand,
];

/** Runs one command line, without `node` and the script's name. Never throws: a failure is told and is exit code 1. */
export async function run(
  words: readonly string[],
  terminal: Terminal,
  known: readonly Command[] = commands,
): Promise<ExitCode> {
  const { positionals, flags } = parseWords(words);
  const name = flags.has('help') ? 'help' : flags.has('version') ? 'version' : positionals.join(' ');
  const found = findCommand(name, positionals, known);
  if (found === undefined) return refuse(name, known, terminal);
  const { command, operand } = found;

  const unknown = [...flags].filter((flag) => !['help', 'version', ...command.flags].includes(flag));
  if (unknown.length > 0) {
    const hint = didYouMean(
      `--${unknown[0] ?? ''}`,
      command.flags.map((flag) => `--${flag}`),
    );
    terminal.tell(`shipmate ${command.name} does not know --${unknown.join(', --')}${hint}`);
    return 2;
  }

  try {
    return await command.run(terminal, flags, operand);
  } catch (error) {
    for (const line of describeFailure(error)) terminal.tell(line);
    return 1;
  }
}

interface Found {
  readonly command: Command;
  readonly operand?: string;
}

function findCommand(name: string, words: readonly string[], known: readonly Command[]): Found | undefined {
  const command = known.find((candidate) => candidate.name === name);
  if (command !== undefined) return { command };

  const shorter = words.slice(0, -1).join(' ');
  const operand = words.at(-1);
  const taking = known.find((candidate) => candidate.name === shorter && candidate.operand !== undefined);
  return taking === undefined || operand === undefined ? undefined : { command: taking, operand };
}

function parseWords(words: readonly string[]): { positionals: string[]; flags: Set<string> } {
  const { positionals, values } = parseArgs({ args: [...words], allowPositionals: true, strict: false });

  return { positionals, flags: new Set(Object.keys(values)) };
}

function refuse(name: string, known: readonly Command[], { tell }: Terminal): ExitCode {
  const names = known.map((command) => command.name);
  const hint = didYouMean(name, names);
  const group = names.filter((candidate) => candidate.startsWith(`${name} `));

  if (name === '') tell(helpText(known));
  else if (group.length > 0) tell(`"shipmate ${name}" needs one more word: ${group.join(', ')}`);
  else tell(`There is no command "${name}"${hint === '' ? `; there are: ${names.join(', ')}` : hint}`);
  return 2;
}
