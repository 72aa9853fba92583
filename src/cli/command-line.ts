import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import type { Command, CommandLine, Option } from './command.ts';

export interface Typed extends CommandLine {
  /** Options without their value, as they were typed. */
  readonly incomplete: readonly string[];
}

/** Takes a command line apart. An option has the same letter and takes a value in every command that has it. */
export function parseWords(words: readonly string[], commands: readonly Command[]): Typed {
  const known = commands.flatMap(({ options = [] }) => options);
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    strict: false,
    options: Object.fromEntries(known.map((option) => [option.name, settingOf(option)])),
  });

  const flags = Object.keys(values).filter((name) => !known.some((option) => option.name === name));
  const given = known.flatMap(({ name }): [string, unknown[]][] => {
    const value = values[name];
    return value === undefined ? [] : [[name, Array.isArray(value) ? value : [value]]];
  });
  return {
    words: positionals,
    flags: new Set(flags),
    values: new Map(given.map(([name, list]) => [name, list.filter(isValue)])),
    incomplete: given.filter(([, list]) => !list.every(isValue)).map(([name]) => name),
  };
}

function settingOf({ short }: Option) {
  return { type: 'string', multiple: true, ...(short === undefined ? {} : { short }) } as const;
}

/** The next option is no value; a lone dash is: it stands for stdin. */
function isValue(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && (value === '-' || !value.startsWith('-'));
}

export interface Found {
  readonly command: Command;
  /** The words after its name. */
  readonly words: readonly string[];
}

/** The command whose name the words begin with, the longest first; words are left over only for one that takes them. */
export function findCommand(words: readonly string[], commands: readonly Command[]): Found | undefined {
  const candidates = commands.toSorted((one, other) => other.name.length - one.name.length);
  for (const command of candidates) {
    const name = command.name.split(' ');
    if (!name.every((word, index) => words[index] === word)) continue;
    const rest = words.slice(name.length);
    if (rest.length === 0 || command.takesWords === true) return { command, words: rest };
  }
  return undefined;
}

/** The command was typed in a way that it does not understand: exit code 2. */
export function usageError(message: string): UserError {
  return new UserError('usage', message);
}
