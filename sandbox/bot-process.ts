import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shipmate } from '../src/main.ts';
import type { Configuration } from './configuration.ts';
import { freePort } from './free-port.ts';
import { untilReady } from './until-ready.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

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
    env: { ...configuration.env, PORT: String(port), SHIPMATE_CONFIG: file },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, () => child.exitCode !== null);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }

  return {
    url,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
