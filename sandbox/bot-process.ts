import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Shipmate } from '../src/main.ts';
import type { Configuration } from './configuration.ts';
import { untilReady } from './until-ready.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const leash = new URL('./leash.ts', import.meta.url).href;

export interface BotProcessOptions {
  readonly configuration: Configuration;
  /** Where its configuration file is written to. */
  readonly folder: string;
  /** For Node, before the program. */
  readonly nodeFlags?: readonly string[];
  /** What it writes to stderr, by lines. Default: passed on. */
  readonly onLog?: (line: string) => void;
}

export interface BotEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `shipmate serve` in a process of its own, which ends with this one whatever befalls it. */
export interface BotProcess {
  readonly child: ChildProcess;
  /** Where it listens, once it says so; rejects when it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<BotEnd>;
  isRunning(): boolean;
  /** Resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<BotEnd>;
}

/** As it is installed: its configuration in a file, its secrets in its environment. */
export async function spawnBot(options: BotProcessOptions): Promise<BotProcess> {
  const { configuration, folder, nodeFlags = [], onLog = passOn } = options;
  const file = join(folder, 'shipmate.yaml');
  await writeWhole(file, configuration.yaml);
  const child = spawn(process.execPath, ['--import', leash, ...nodeFlags, cli, 'serve'], {
    env: { ...configuration.env, SHIPMATE_CONFIG: file },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]): BotEnd => ({ code, signal }));
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  return {
    child,
    url: listenUrl(child, ended, onLog),
    ended,
    isRunning,
    async end(signal) {
      if (isRunning()) child.kill(signal);
      return await ended;
    },
  };
}

/** Another bot of the same folder may be reading it: it finds all of it, or all of what was there before. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** A bot in a process of its own, as the rest of the sandbox knows bots. */
export interface BotApart extends Shipmate {
  /** At once, with no time to tidy up. */
  kill(): Promise<void>;
}

/** Resolves when the bot is ready. */
export async function startBotProcess(options: BotProcessOptions): Promise<BotApart> {
  const bot = await spawnBot(options);
  try {
    const url = await bot.url;
    await untilReady(url, () => !bot.isRunning());
    return {
      url,
      close: async () => void (await bot.end('SIGTERM')),
      kill: async () => void (await bot.end('SIGKILL')),
    };
  } catch (error) {
    await bot.end('SIGKILL');
    throw error;
  }
}

/** A port is free until somebody takes it: the bot takes one itself and says which. */
function listenUrl(
  child: ChildProcess,
  ended: Promise<BotEnd>,
  onLog: (line: string) => void,
): Promise<string> {
  const url = new Promise<string>((resolve, reject) => {
    if (child.stderr === null) throw new Error('the stderr of the bot is not piped');
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, said] = /^Shipmate listens at (\S+)$/.exec(line) ?? [];
      if (said !== undefined) resolve(said);
      onLog(line);
    });
    void ended.then(({ code, signal }) => reject(new Error(`the bot ended with ${code ?? signal}`)));
  });
  // Whoever kills it early does not wait for its address.
  url.catch(() => undefined);
  return url;
}

function passOn(line: string): void {
  process.stderr.write(`${line}\n`);
}
