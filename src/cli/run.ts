import { UserError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { auditCommand } from './audit.ts';
import { canCommand } from './can.ts';
import type { Command, CommandLine, ExitCode, Terminal } from './command.ts';
import { findCommand, parseWords, type Typed } from './command-line.ts';
import { configCheckCommand } from './config-check.ts';
import { configSchemaCommand } from './config-schema.ts';
import { describeFailure } from './describe-failure.ts';
import { explainCommand } from './explain.ts';
import { helpFor, helpText } from './help.ts';
import { inboxListCommand, inboxReplayCommand } from './inbox.ts';
import { redactCommand } from './redact.ts';
import { serveCommand } from './serve.ts';
import { versionCommand } from './version.ts';

const helpCommand: Command = {
  name: 'help',
  summary: 'Show this, or with the name of a command what that does.',
  flags: [],
  takesWords: true,
  run({ print }, { words }) {
    print(helpFor(words, commands));
    return 0;
  },
};

export const commands: readonly Command[] = [
  serveCommand,
  explainCommand,
  configCheckCommand,
  configSchemaCommand,
  redactCommand,
  inboxListCommand,
  inboxReplayCommand,
  canCommand,
  auditCommand,
  versionCommand,
  helpCommand,
];

/** Runs one command line, without `node` and the script's name. Never throws: a failure is told and is exit code 1. */
export async function run(
  words: readonly string[],
  terminal: Terminal,
  known: readonly Command[] = commands,
): Promise<ExitCode> {
  const typed = parseWords(words, known);
  const found = findCommand(typed.flags.has('version') ? ['version'] : typed.words, known);
  if (typed.flags.has('help') || typed.flags.has('h')) {
    terminal.print(helpFor(typed.words, known));
    return 0;
  }
  if (found === undefined) return refuse(typed.words.join(' '), known, terminal);

  const complaint = complaintOf(found.command, typed);
  if (complaint !== undefined) {
    terminal.tell(complaint);
    return 2;
  }
  return await carryOut(found.command, terminal, { ...typed, words: found.words });
}

async function carryOut(command: Command, terminal: Terminal, line: CommandLine): Promise<ExitCode> {
  try {
    return await command.run(terminal, line);
  } catch (error) {
    for (const said of describeFailure(error)) terminal.tell(said);
    return error instanceof UserError && error.code === 'usage' ? 2 : 1;
  }
}

/** What is wrong with the flags and options, in a line. */
function complaintOf({ name, flags, options = [] }: Command, typed: Typed): string | undefined {
  // It stands for a command of its own, whatever else was typed.
  if (typed.flags.has('version')) return undefined;
  const known = [...flags, ...options.map((option) => option.name)];
  const unknown = [...typed.flags, ...typed.values.keys()].filter((flag) => !known.includes(flag));
  if (unknown.length > 0) {
    const hint = didYouMean(
      `--${unknown[0] ?? ''}`,
      known.map((flag) => `--${flag}`),
    );
    return `shipmate ${name} does not know --${unknown.join(', --')}${hint}`;
  }

  const [incomplete] = typed.incomplete;
  const option = options.find((each) => each.name === incomplete);
  return option === undefined
    ? undefined
    : `--${option.name} needs a value: --${option.name} ${option.value}`;
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
