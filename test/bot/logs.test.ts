import { describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/index.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const channel = '#team-payments';

const isLog = ({ path }: { path: string }) => path.endsWith('/log');

/** The reply that pings, once it says this. */
function reply(world: Dialogue, card: StoredMessage, text: string): Promise<string> {
  const find = () =>
    world.slack
      .thread(channel, card.ts)
      .map((message) => world.slack.describeMessage(message))
      .find((each) => each.includes(text));
  return world.slack.waitFor(find, { what: `"${text}" in the thread`, timeoutMs: 10_000 });
}

describe('a version that crashes and logs JSON', () => {
  it('is shown by what the lines say, without the secret in them', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'json-log' });
    const card = await world.card('v42 is failing in prod', 'FATAL cannot start');

    expect(world.slack.describeMessage(card)).toContain(
      [
        'Last lines before it died (1 secret hidden):',
        '│ starting payments-api v42',
        '│ loading configuration from environment',
        '│ INFO connecting to the ledger (url=https://ledger.example/v1)',
        '│ FATAL cannot start: ConfigurationError: LEDGER_TIMEOUT must be a number of milliseconds, got "2s"',
        '│     at parseMilliseconds (/srv/config.js:31:11)',
        '│     at loadConfiguration (/srv/config.js:12:5)',
        '│     at main (/srv/server.js:4:18)',
        'Try: kubectl logs ',
      ].join('\n'),
    );
    await reply(world, card, 'Full log as a file in this thread (4 lines, 1 secret hidden).');
    const { name, title, content } = await world.file(card);
    expect([name, title]).toEqual([
      'payments-api-v42-prod-sandbox.log',
      'Log of payments-api v42 in prod (sandbox)',
    ]);
    const [first, , heading, ...lines] = content.split('\n');
    expect(first).toBe('payments-api v42 in prod (sandbox): 4 lines. 1 secret is hidden: authorization 1.');
    expect(heading).toMatch(/^──── payments-api, the instance that died \(pod payments-api-\S+\) ────$/);
    expect(lines[2]).toContain('"headers":{"authorization":"Bearer [hidden: authorization]"}');
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({ level: 60, setting: 'LEDGER_TIMEOUT' });
    expect(
      JSON.stringify([world.slack.messages(channel), world.slack.thread(channel, card.ts)]),
    ).not.toContain('4f1d0c9b8a7e6d5c');
  });
});

describe('a version that waits for a sidecar which crashed', () => {
  it('is shown with the log of the sidecar, by its name', async () => {
    const world = await startDialogue({ patience: 1 / 120 });

    await world.deploy({ version: 'v42', behaviour: 'crashing-sidecar' });
    const card = await world.card(
      'v42 is failing in prod',
      'GET /healthz on port 8080 of payments-api answers 503',
      'Beside it, proxy exited with code 1, an error of its own.',
      'Last lines of proxy before it died:',
      'error initializing configuration: unknown cluster "ledger"',
    );
    const told = await reply(world, card, 'Full logs of payments-api and proxy as a file in this thread');
    const { content } = await world.file(card);

    expect(told).toContain('Beside it, proxy exited with code 1');
    expect(content.match(/^──── .+ \(/gm)).toEqual([
      '──── payments-api, the instance that is there now (',
      '──── proxy, the instance that died (',
    ]);
  });
});

describe('a version that crashes in every one of many pods', () => {
  it('has its log read once for a problem and restart', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing', replicas: 12, maxSurge: 12 });
    const card = await world.card('v42 failed in prod', 'fatal: cannot start', '12 pods of v42');
    await world.file(card);

    const reads = world.kubernetes.requests.filter(isLog);
    const files = world.slack.thread(channel, card.ts).flatMap((each) => each.files ?? []);
    // At the first restart, at the second and at the fourth.
    expect(reads.length).toBeLessThanOrEqual(4);
    expect(files).toHaveLength(1);
  });
});

describe('a cluster that refuses logs', () => {
  it('is told on the card, with the rule that is missing', async () => {
    const world = await startDialogue();
    world.kubernetes.faults.next({ match: isLog, status: 403, times: 1_000 });

    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'could not be read');

    expect(world.slack.describeMessage(card)).toMatch(
      /The log of payments-api-\S+ could not be read: my service account may not get pods\/log/,
    );
  });
});

describe('a cluster that is busy when a log is read', () => {
  it('is asked again, and the log is shown', async () => {
    const world = await startDialogue();
    world.kubernetes.faults.next({ match: isLog, status: 429, retryAfter: 1, times: 1 });

    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'fatal: cannot start');

    expect(world.slack.describeMessage(card)).not.toContain('could not be read');
  });
});
