import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spawnBot } from '../../sandbox/bot-process.ts';
import { sandboxConfiguration } from '../../sandbox/configuration.ts';

const leash = new URL('../../sandbox/leash.ts', import.meta.url).href;

async function startBot(change: { readonly port?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-bot-process-'));
  const configuration = sandboxConfiguration({
    slackApiUrl: 'http://127.0.0.1:9/api/',
    botToken: ['xoxb', 'nobody'].join('-'),
    signingSecret: 'nobody',
    clusterUrl: 'http://127.0.0.1:9',
    clusterToken: 'nobody',
    buildToken: 'nobody-build-token',
    database: join(folder, 'shipmate.sqlite'),
    port: change.port ?? 0,
    renderer: 'plan',
    logLevel: 'silent',
  });
  const logged: string[] = [];
  const bot = await spawnBot({ configuration, folder, onLog: (line) => logged.push(line) });
  onTestFinished(async () => {
    await bot.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return { bot, logged };
}

describe('a bot in a process of its own', () => {
  it('says where it listens, and can be killed', async () => {
    const { bot, logged } = await startBot();

    const health = await fetch(`${await bot.url}/healthz`);
    const end = await bot.end('SIGKILL');

    expect(health.status).toBe(200);
    expect(end).toEqual({ code: null, signal: 'SIGKILL' });
    expect(bot.isRunning()).toBe(false);
    expect(logged.join('\n')).toContain('Shipmate listens at http://127.0.0.1:');
  });

  it('ends in good order when it is asked to', async () => {
    const { bot } = await startBot();
    await bot.url;

    expect(await bot.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('that cannot start has no address, and says why', async () => {
    const { bot: first } = await startBot();
    const { port } = new URL(await first.url);

    const { bot, logged } = await startBot({ port: Number(port) });

    await expect(bot.url).rejects.toThrow('the bot ended with 1');
    expect(logged.join('\n')).toContain(`Cannot listen on 127.0.0.1:${port}`);
  });
});

/** A program that starts another one on the leash, and tells its process id. */
const owner = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['--import', ${JSON.stringify(leash)}, '-e', 'setInterval(() => {}, 1000); process.send(process.pid)'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (pid) => process.send(pid));
`;

async function untilGone(pid: number): Promise<void> {
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a process on the leash', () => {
  it('ends when who started it is killed', async () => {
    const parent: ChildProcess = spawn(process.execPath, ['-e', owner], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [pid] = await once(parent, 'message');
    const wasThere = isThere(Number(pid));

    parent.kill('SIGKILL');
    await untilGone(Number(pid));

    expect(wasThere).toBe(true);
  });

  it('does not stay for the sake of its channel', async () => {
    const child = spawn(process.execPath, ['--import', leash, '-e', 'process.send("done")'], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });

    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
