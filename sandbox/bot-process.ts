import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Shipmate } from '../src/main.ts';
import type { Configuration } from './configuration.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const startWithinMs = 20_000;

/** `shipmate serve`, as it is installed: its configuration in a file, its secrets in its environment. */
export async function startBotProcess(options: {
  configuration: Configuration;
  folder: string;
}): Promise<Shipmate> {
  const { configuration, folder } = options;
  const file = join(folder, 'shipmate.yaml');
  const port = await freePort();
  await writeFile(file, configuration.yaml);
  const child = spawn(process.execPath, [cli, 'serve'], {
    env: { ...process.env, ...configuration.env, PORT: String(port), SHIPMATE_CONFIG: file },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await whenReady(child, url);

  return {
    url,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function whenReady(child: ChildProcess, url: string): Promise<void> {
  const giveUpAt = performance.now() + startWithinMs;
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`the bot ended with ${child.exitCode} before it was ready`);
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await wait(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the bot was not ready within ${startWithinMs} ms`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
