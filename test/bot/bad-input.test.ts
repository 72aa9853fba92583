import { describe, expect, it, vi } from 'vitest';
import { defaultWorkspace } from '../../sandbox/slack/index.ts';
import { startDialogue } from './dialogue.ts';

const releases = '#releases';
const withoutPublicPosting = defaultWorkspace.scopes.filter((scope) => scope !== 'chat:write.public');

describe('a message that cannot go where it belongs', () => {
  it('goes to the fallback channel when the channel does not exist, and says what to do', async () => {
    const world = await startDialogue({
      channel: releases,
      configure: (config) => ({
        ...config,
        teams: config.teams.map((team) =>
          team.name === 'payments' ? { ...team, channel: '#nowhere' } : team,
        ),
      }),
    });

    await world.deploy({ version: 'v42', behaviour: 'good' });
    const card = await world.card('#nowhere does not exist', 'v42 is live in prod');

    expect(world.slack.describeMessage(card)).toContain('change the channel of team payments');
    expect(world.logged.some(({ level }) => level === 'error' || level === 'warn')).toBe(true);
  });

  it('goes to the fallback channel when the bot is not invited, and says how to invite it', async () => {
    const world = await startDialogue({
      channel: releases,
      slack: { scopes: withoutPublicPosting },
      configure: (config) => ({
        ...config,
        teams: config.teams.map((team) =>
          team.name === 'payments' ? { ...team, channel: '#general' } : team,
        ),
      }),
    });

    await world.deploy({ version: 'v42', behaviour: 'good' });

    expect(await world.card('/invite @Shipmate', 'v42 is live in prod')).toBeDefined();
  });

  it('stops nothing else', async () => {
    const world = await startDialogue({
      configure: (config) => ({
        ...config,
        slack: { ...config.slack, fallbackChannel: '#nowhere-either' },
        services: [...config.services, { name: 'ledger', team: 'unknown' }],
      }),
    });

    await world.deploy({ name: 'ledger', version: 'v1', behaviour: 'good' });
    await world.deploy({ version: 'v42', behaviour: 'good' });

    expect(await world.card('v42 is live in prod')).toBeDefined();
  });
});

describe('a workload that nobody owns', () => {
  it('is shown in the fallback channel with what to do about it', async () => {
    const world = await startDialogue({ channel: releases });

    await world.deploy({ name: 'orphan', version: 'v1', behaviour: 'good' });
    const card = await world.card('orphan', 'v1 is live in prod');

    expect(world.slack.describeMessage(card)).toContain('shipmate.dev/team');
  });
});

describe('logs', () => {
  it('ping nobody, whatever they say', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'hostile-log' });
    const card = await world.card('v42 is failing in prod', '<!channel>');
    const thread = world.slack.thread('#team-payments', card.ts);

    expect(thread.flatMap(({ pings }) => pings).filter(({ kind }) => kind !== 'usergroup')).toEqual([]);
  });

  it.each([
    ['binary-log', 'v42 is failing in prod'],
    ['giant-line', 'v42 is failing in prod'],
  ] as const)('of kind %s are shown as far as they can be', async (behaviour, text) => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour });
    const card = await world.card(text, 'Last lines');

    expect(world.slack.describeMessage(card).length).toBeLessThan(8000);
  });
});

describe('a commit message', () => {
  it('pings nobody, whatever it says', async () => {
    const world = await startDialogue();

    await world.pipeline.build({
      service: 'payments-api',
      version: 'v42',
      title: '<!channel> & <@U0ADA> *bold* `code` ```fence```',
      author: '<!here>',
    });
    await world.deploy({ version: 'v42', behaviour: 'good' });
    const card = await world.card('v42 is live in prod');

    expect(card.pings).toEqual([]);
    expect(world.slack.describeMessage(card)).toContain('<!channel>');
  });
});

describe('a world that does not answer', () => {
  it('a wrong Slack token: said in the log and by readiness, and what happens is shown once it is right', async () => {
    const world = await startDialogue({
      isReadyAwaited: false,
      configure: (config) => ({ ...config, slack: { ...config.slack, botToken: 'xoxb-wrong' } }),
    });
    await world.deploy({ version: 'v42', behaviour: 'good' });

    await vi.waitFor(() => expect(JSON.stringify(world.logged)).toContain('botToken'));
    const readiness = await fetch(`${world.bot.url}/readyz`);

    expect(readiness.status).toBe(503);
    expect(await readiness.text()).toContain('botToken');
    expect((await fetch(`${world.bot.url}/healthz`)).status).toBe(200);
  });

  it('an unreachable API server: said by readiness, and Slack and pipelines are served', async () => {
    const world = await startDialogue({
      isReadyAwaited: false,
      configure: (config) => ({
        ...config,
        clusters: config.clusters.map((cluster) => ({
          ...cluster,
          connection: { kind: 'server', url: 'http://127.0.0.1:9', token: 'x' },
        })),
      }),
    });

    await world.pipeline.build({ service: 'payments-api', version: 'v42', title: 'A change', author: 'Ada' });
    const readiness = await fetch(`${world.bot.url}/readyz`);

    expect(await world.card('v42', 'test')).toBeDefined();
    expect(readiness.status).toBe(503);
    expect(await readiness.text()).toContain('127.0.0.1:9');
  });

  it('a Slack that fails and comes back: the last state is shown', async () => {
    const world = await startDialogue();
    world.slack.faults.next({ method: 'chat.postMessage', status: 503, times: 2 });

    await world.deploy({ version: 'v42', behaviour: 'good' });

    expect(await world.card('v42 is live in prod')).toBeDefined();
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('a Slack that accepts a post and drops the connection: nothing is posted twice', async () => {
    const world = await startDialogue();
    world.slack.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });

    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.card('v42 is live in prod');

    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });
});
