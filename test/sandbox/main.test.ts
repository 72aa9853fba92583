import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

function startSandbox(...words: string[]) {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.err += text;
  });
  return { child, written, ended: once(child, 'close').then(([code]) => code as number | null) };
}

describe('npm run sandbox', () => {
  it('says what is wrong before how it is used', async () => {
    const { written, ended } = startSandbox('--tour', 'nosuch');

    expect(await ended).toBe(2);
    expect(written.err).toMatch(/^--tour nosuch: there is no such tour, only release, rollback\.\n\nUsage: /);
  });

  it('explains itself when it is asked to', async () => {
    const { written, ended } = startSandbox('--help');

    expect(await ended).toBe(0);
    expect(written).toMatchObject({ out: expect.stringMatching(/^Usage: /), err: '' });
  });

  it('says in a sentence that its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      holder.close();
    });
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

    const { written, ended } = startSandbox('--port', String(port));

    expect(await ended).toBe(1);
    expect(written.err).toMatch(
      new RegExp(`^Port ${port} is in use, .* such as: npm run sandbox -- --port \\d+\n$`),
    );
  }, 30_000);

  it('names a request to its bot that works as it is printed', async () => {
    const { child, written, ended } = startSandbox('--port', '0');
    while (!written.out.includes('Ctrl-C')) await once(child.stdout, 'data');
    const curl = written.out.slice(written.out.indexOf('curl ')).replaceAll('\\\n', ' ');
    const [, url = ''] = /-X PUT (\S+)/.exec(curl) ?? [];
    const [, authorization = ''] = /-H 'Authorization: ([^']+)'/.exec(curl) ?? [];
    const [, body = ''] = /-d '([^']+)'/.exec(curl) ?? [];

    const answer = await fetch(url, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    child.kill('SIGINT');

    expect(answer.status).toBe(200);
    expect(await ended).toBe(0);
  }, 30_000);
});
