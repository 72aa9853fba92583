import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPulse } from './pulse.ts';

/** A program that answers when it has the time. */
async function startBot() {
  const bot = { isBusy: false };
  const held: (() => void)[] = [];
  const server = createServer((_request, response) => {
    if (bot.isBusy) held.push(() => response.end('ok'));
    else response.end('ok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const ending = new AbortController();
  onTestFinished(() => {
    ending.abort();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const release = () => {
    bot.isBusy = false;
    for (const answer of held.splice(0)) answer();
  };
  return { bot, release, url: `http://127.0.0.1:${port}`, signal: ending.signal };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('the pulse of a bot', () => {
  it('stops while it has no time to answer, and goes on afterwards', async () => {
    const { bot, release, url, signal } = await startBot();
    let changes = 0;
    const onChange = () => {
      changes += 1;
    };
    const pulse = createPulse({ url: () => url, everyMs: 5, withinMs: 60, onChange, signal });
    await until(pulse.isAlive);

    bot.isBusy = true;
    await until(() => !pulse.isAlive());
    release();
    await until(pulse.isAlive);

    expect(changes).toBeGreaterThanOrEqual(3);
  });

  it('is not there while it does not listen', async () => {
    const { url, signal } = await startBot();
    let at: string | undefined;
    const pulse = createPulse({
      url: () => at,
      everyMs: 5,
      withinMs: 500,
      onChange: () => undefined,
      signal,
    });
    const before = pulse.isAlive();
    at = url;
    await until(pulse.isAlive);

    at = 'http://127.0.0.1:9';
    await until(() => !pulse.isAlive());

    expect(before).toBe(false);
  });
});
