import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../sandbox/free-port.ts';
import { asked, executorFor, secret } from './setting.ts';

const page = readFileSync(new URL('../../../docs/release-tool.md', import.meta.url), 'utf8');
const [, program = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];

let child: ChildProcess;
let url: string;
const said: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { SHIPS_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout ?? expect.fail('its stdout is not piped') });
  lines.on('line', (line) => said.push(line));
  await once(lines, 'line');
  url = `http://127.0.0.1:${port}`;
});

afterAll(() => child.kill());

describe('the tool of docs/release-tool.md', () => {
  it('takes what is signed, acts once, and says when it is done', async () => {
    const executor = executorFor({ url });

    const first = await executor.carryOut(asked);
    const second = await executor.carryOut(asked);

    expect(first).toEqual({ kind: 'waiting', for: 'release-tool' });
    expect(second).toEqual({ kind: 'applied' });
    expect(said.slice(1)).toEqual(['releasing payments-api v42 to prod: registry.example/payments-api:v42']);
  });

  it('takes either secret while one is replaced', async () => {
    const tool = { url, secret: 'the-new-one-of-two', formerSecret: secret };

    const result = await executorFor(tool).carryOut({ ...asked, key: 'offer-2-1' });

    expect(result).toEqual({ kind: 'waiting', for: 'release-tool' });
  });

  it('refuses another secret', async () => {
    const result = await executorFor({ url, secret: 'quite-another-secret' }).carryOut(asked);

    expect(result).toMatchObject({ kind: 'forbidden', rule: expect.stringContaining('does not match') });
  });

  it('is shown a request as it is sent', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

    expect(Object.keys(JSON.parse(example))).toEqual([
      'action',
      'key',
      'service',
      'environment',
      'workload',
      'from',
      'target',
      'by',
      'approvedBy',
      'reason',
    ]);
  });
});
