import { describe, expect, it } from 'vitest';
import { startDialogue } from './dialogue.ts';

const secrets = ['correct-horse-42', '9f8e7d6c5b4a39281706f5e4d3c2b1a0', 'MIGHAgEAMBMGByqGSM49'];

describe('a crash log with secrets in it', () => {
  it('reaches Slack without them, and says how many were hidden', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'leaky-log' });
    const card = await world.card('v42 is failing in prod', 'fatal: the card network answered 401');
    await world.slack.waitFor(
      () =>
        world.slack
          .thread('#team-payments', card.ts)
          .find((reply) => world.slack.describeMessage(reply).includes('(3 secrets hidden)')),
      { what: 'the log in the thread' },
    );
    const sent = JSON.stringify([
      world.slack.messages('#team-payments'),
      world.slack.thread('#team-payments', card.ts),
    ]);

    expect(secrets.filter((secret) => sent.includes(secret))).toEqual([]);
    expect(world.slack.describeMessage(card)).toContain('postgres://payments:[hidden: url-password]@db:5432');
    expect(sent).toContain('Authorization: Bearer [hidden: authorization]');
    expect(sent).toContain('[hidden: private-key]');
  });

  it('is hidden by the rules of the configuration too, and shown where it is allowed', async () => {
    const world = await startDialogue({
      configure: (config) => ({
        ...config,
        redaction: {
          enabled: true,
          rules: [{ id: 'status', pattern: 'answered (\\d+)' }],
          allow: ['^correct-horse'],
        },
      }),
    });

    await world.deploy({ version: 'v42', behaviour: 'leaky-log' });
    const card = await world.card('the card network answered [hidden: status]');

    expect(world.slack.describeMessage(card)).toContain('correct-horse-42@db');
  });
});

describe('what pipelines say', () => {
  it('reaches Slack without secrets', async () => {
    const world = await startDialogue();
    const token = ['glpat', 'x7Kd92mQpL0vTz4RwY1b'].join('-');

    await world.pipeline.build({
      service: 'payments-api',
      version: 'v42',
      title: `Remove ${token} from the history`,
      author: 'Ada',
    });
    const card = await world.card('Remove [hidden: gitlab-token] from the history');

    expect(JSON.stringify(world.slack.messages('#team-payments'))).not.toContain(token);
    expect(card.pings).toEqual([]);
  });
});
