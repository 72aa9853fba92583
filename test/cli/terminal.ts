import { readFileSync } from 'node:fs';
import type { Command, Terminal } from '../../src/cli/command.ts';
import { run } from '../../src/cli/run.ts';

export interface Session {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written, by the end of its path. */
  readonly written: ReadonlyMap<string, string>;
}

/** Types one command line in a folder with the given shipmate.yaml and nothing else of its own. */
export async function type(
  line: string,
  {
    text,
    env = {},
    commands,
    input = [],
  }: {
    text?: string;
    env?: Record<string, string>;
    commands?: readonly Command[];
    input?: Iterable<Uint8Array>;
  } = {},
): Promise<Session> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const written = new Map<string, string>();
  const terminal: Terminal = {
    env,
    readFile: (path) => (path === './shipmate.yaml' ? readConfig(text) : readFileSync(path, 'utf8')),
    writeFile: (path, content) => void written.set(path, content),
    print: (out) => stdout.push(out),
    write: async (out) => void stdout.push(out.replace(/\n$/, '')),
    input: async function* () {
      yield* input;
    },
    tell: (out) => stderr.push(out),
    untilStopped: () => Promise.resolve('SIGTERM'),
  };

  const words = line === '' ? [] : line.split(' ');
  const code = await (commands === undefined ? run(words, terminal) : run(words, terminal, commands));
  return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n'), written };
}

function readConfig(text: string | undefined): string {
  if (text === undefined) throw Object.assign(new Error('no file'), { code: 'ENOENT' });
  return text;
}
