import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deployer, type Page, startPage } from '../../../sandbox/page/server.ts';
import { startTestBot, type TestBot } from '../slack/support/bot.ts';

const channel = 'C0PAYMENTS';
const plain = (text: string) => ({ type: 'plain_text' as const, text });

let bot: TestBot;
let page: Page;
let asked: string[];
beforeEach(async () => {
  asked = [];
  const deployer: Deployer = {
    options: () => ({
      services: ['payments-api'],
      environments: ['prod'],
      behaviours: [{ id: 'good', label: 'Good', what: 'Starts.' }],
    }),
    async deploy(service, behaviour) {
      asked.push(`deploy ${service} ${behaviour}`);
    },
    async push(service) {
      if (service !== 'payments-api') throw new Error('There is no such service.');
      asked.push(`push ${service}`);
    },
  };
  bot = await startTestBot();
  page = await startPage({ slack: bot.slack, deployer });
});
afterEach(async () => {
  await page.close();
  await bot.close();
});

function statusUnderName(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(page.url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const get = (path: string) => fetch(`${page.url}${path}`);
const read = async (path: string): Promise<unknown> => (await get(path)).json();
async function post(path: string, body: object): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${page.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

describe('the document', () => {
  it('comes with a policy that lets nothing foreign in, and no inline script', async () => {
    const response = await get('/');
    const html = await response.text();

    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(html).not.toMatch(/<script(?![^>]*src=)|style="|https?:\/\//);
  });

  it('names only files that are served, TypeScript without its types', async () => {
    const html = await (await get('/')).text();
    const paths = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path = '']) => path);

    const statuses = await Promise.all(paths.map(async (path) => (await get(path)).status));
    const code = await (await get('/page/browser/element.ts')).text();

    expect(paths.length).toBeGreaterThan(5);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(code).not.toMatch(/: Attributes|interface /);
  });

  it('serves every module another one imports', async () => {
    const seen = new Set<string>();
    const follow = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await get(path);
      expect(`${path} ${response.status}`).toBe(`${path} 200`);
      const source = await response.text();
      const imports = [...source.matchAll(/from '([^']+)'/g)].map(
        ([, target = '']) => new URL(target, `${page.url}${path}`).pathname,
      );
      await Promise.all(imports.map(follow));
    };

    await follow('/page/browser/main.ts');

    expect(seen.size).toBeGreaterThan(30);
  });

  it('serves no other file, and answers only under a loopback name', async () => {
    expect((await get('/page/server.ts')).status).toBe(404);
    expect((await get('/page/browser/..%2fserver.ts')).status).toBe(404);
    expect((await get('/package.json')).status).toBe(404);
    expect(await statusUnderName('sandbox.example')).toBe(403);
    expect(await statusUnderName('localhost:80')).toBe(200);
  });

  it('never makes HTML of a string', async () => {
    const files = await readdir('sandbox/page/browser', { recursive: true });
    const sources = await Promise.all(
      files
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFile(`sandbox/page/browser/${name}`, 'utf8')),
    );

    expect(sources.length).toBeGreaterThan(30);
    expect(
      sources.filter((source) =>
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser/.test(source),
      ),
    ).toEqual([]);
  });
});

describe('reading', () => {
  it('tells what the page needs to know once', async () => {
    expect(await read('/api/workspace')).toMatchObject({
      teamName: 'Acme',
      bot: { id: bot.slack.botUserId, name: 'Shipmate' },
      deploy: { services: ['payments-api'], behaviours: [{ id: 'good' }] },
    });
  });

  it('shows a person their channels and their ephemeral messages, and nobody else', async () => {
    await bot.client.chat.postMessage({ channel, text: 'for all' });
    await bot.client.chat.postEphemeral({ channel, user: 'U0MEI', text: 'for Mei' });

    const names = (await read('/api/channels?as=U0MEI')) as { name: string }[];
    const mei = (await read(`/api/channels/${channel}/messages?as=U0MEI`)) as { text: string }[];
    const ada = (await read(`/api/channels/${channel}/messages?as=U0ADA`)) as { text: string }[];

    expect(names.map(({ name }) => name)).not.toContain('incident-leads');
    expect(mei.map(({ text }) => text)).toEqual(['for all', 'for Mei']);
    expect(ada.map(({ text }) => text)).toEqual(['for all']);
    expect((await get('/api/channels/C0SEARCH/messages?as=U0ADA')).status).toBe(422);
    expect((await get('/api/channels')).status).toBe(422);
  });
});

describe('acting', () => {
  it('clicks with the confirmation given, as the person who looks', async () => {
    const clicked: string[] = [];
    bot.app.action('roll-back', async ({ ack, body }) => {
      clicked.push(body.user.id);
      await ack();
    });
    const button = {
      type: 'button' as const,
      action_id: 'roll-back',
      text: plain('Roll back'),
      confirm: { text: plain('Sure?') },
    };
    const { ts } = await bot.client.chat.postMessage({
      channel,
      text: 'card',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const click = { act: 'click', as: 'U0ADA', channel, ts, actionId: 'roll-back' };

    expect(await post('/api/act', click)).toMatchObject({
      status: 422,
      answer: { error: expect.stringContaining('confirmation') },
    });
    expect(await post('/api/act', { ...click, confirm: true })).toEqual({
      status: 200,
      answer: { ok: true },
    });
    expect(clicked).toEqual(['U0ADA']);
  });

  it('fills in a modal', async () => {
    const sent: unknown[] = [];
    bot.app.command('/page', async ({ ack, client, body }) => {
      await ack();
      const input = {
        type: 'input' as const,
        block_id: 'why',
        label: plain('Why'),
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      };
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: plain('Page'),
          submit: plain('Page'),
          blocks: [input],
        },
      });
    });
    bot.app.view('form', async ({ ack, view }) => {
      sent.push(view.state.values['why']?.['text']?.value);
      await ack();
    });
    await post('/api/act', { act: 'command', as: 'U0ADA', command: '/page', channel });
    await bot.slack.waitFor(() => bot.slack.views('U0ADA')[0], { what: 'the modal' });

    expect(await read('/api/views?as=U0ADA')).toMatchObject({
      modals: [{ definition: { callback_id: 'form' } }],
      home: null,
    });
    await post('/api/act', { act: 'submit', as: 'U0ADA', entries: { why: 'checkout is down' } });

    expect(sent).toEqual(['checkout is down']);
  });

  it('takes what is typed as text, never as a mention', async () => {
    await post('/api/act', { act: 'say', as: 'U0ADA', channel, text: '<!channel> & co' });

    expect(bot.slack.messages(channel)[0]).toMatchObject({
      user: 'U0ADA',
      text: '&lt;!channel&gt; &amp; co',
      notified: [],
    });
  });

  it('tells when the bot does not answer, and what it does not know', async () => {
    bot.slack.connect('http://127.0.0.1:9');

    expect(
      await post('/api/act', { act: 'command', as: 'U0ADA', command: '/oncall', channel }),
    ).toMatchObject({ answer: { ok: false, error: expect.stringContaining('did not answer') } });
    expect(await post('/api/act', { act: 'dance', as: 'U0ADA' })).toMatchObject({ status: 422 });
    expect(await post('/api/act', { act: 'say', as: 'U0ADA', channel })).toMatchObject({
      status: 422,
      answer: { error: 'The request says no text.' },
    });
  });

  it('deploys and pushes', async () => {
    await post('/api/deploy', { service: 'payments-api', behaviour: 'crashing' });
    await post('/api/push', { service: 'payments-api' });

    expect(asked).toEqual(['deploy payments-api crashing', 'push payments-api']);
    expect(await post('/api/push', { service: 'nothing' })).toEqual({
      status: 422,
      answer: { ok: false, error: 'There is no such service.' },
    });
  });
});

describe('the stream', () => {
  it('tells of every change as it happens', async () => {
    const response = await get('/api/changes');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();

    await bot.client.chat.postMessage({ channel, text: 'hello' });
    const told = await reader?.read();
    await reader?.cancel();

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(told?.value).toContain(`"type":"message-posted","channel":"${channel}"`);
  });
});
