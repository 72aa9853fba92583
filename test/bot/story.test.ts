import { describe, expect, it, onTestFinished } from 'vitest';
import { playRelease, releaseTour } from '../../sandbox/tour/release.ts';
import { rollbackTour } from '../../sandbox/tour/rollback.ts';
import { playTour } from '../../sandbox/tour/tour.ts';
import { startDialogue } from './dialogue.ts';

const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

describe('the story of the README', () => {
  it.each(['plan', 'plain'] as const)(
    'is seen whole with the %s renderer',
    async (renderer) => {
      const lines: string[] = [];
      const world = await startDialogue({ renderer, pace: 0.2 });

      const { isComplete } = await playTour(
        releaseTour,
        { world, play: playRelease },
        { print: (line) => lines.push(line), now: () => performance.now() },
      );

      expect(isComplete, lines.join('\n')).toBe(true);
      expect(world.slack.deliveryErrors).toEqual([]);
      expect(world.slack.requests.filter(({ ok }) => !ok)).toEqual([]);
    },
    60_000,
  );
});

describe('the tour of Roll Back', () => {
  it('is seen whole', async () => {
    const lines: string[] = [];
    const opened = await rollbackTour.open({ pace: 0.2, log: silentLog });
    onTestFinished(() => opened.world.close());

    const { isComplete } = await playTour(rollbackTour, opened, {
      print: (line) => lines.push(line),
      now: () => performance.now(),
    });

    expect(isComplete, lines.join('\n')).toBe(true);
    expect(opened.world.slack.deliveryErrors).toEqual([]);
    expect(opened.world.slack.messages('#team-payments')).toHaveLength(9);
  }, 120_000);
});

describe('a service met for the first time', () => {
  it('is not announced when it runs already', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'good' });
    const card = await world.card('v42 is live in prod');

    expect(world.slack.messages('#team-payments').map(({ ts }) => ts)).toEqual([card.ts]);
  });

  it('is announced when it is deployed while Shipmate watches', async () => {
    const world = await startDialogue({ channel: '#team-search' });

    await world.deploy({ name: 'search-api', version: 'v1', behaviour: 'good' });

    expect(await world.card('search-api', 'v1 is live in prod')).toBeDefined();
  });
});

describe('scaling', () => {
  it('is not a rollout', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'good' });
    const card = await world.card('v42 is live in prod', '3 of 3 pods');

    await world.kubernetes.scale('prod', 'payments-api', 5);
    await world.deploy({ version: 'v43', behaviour: 'good', replicas: 5 });
    await world.card('v43 is live in prod');

    expect(world.slack.messages('#team-payments')).toHaveLength(2);
    expect(world.slack.describeMessage(card)).toContain('3 of 3 pods');
  });
});

describe('problems', () => {
  it.each([
    ['oom', 'memory'],
    ['missing-secret', 'Secret'],
    ['crashing-init', 'exits with code'],
    ['quota', 'quota'],
  ] as const)('%s is named on the card', async (behaviour, text) => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour });

    expect(await world.card('v42 is failing in prod', text)).toBeDefined();
  });

  it('three pods that crash for one reason are one problem, one ping and one log', async () => {
    const world = await startDialogue();

    await world.deploy({ version: 'v42', behaviour: 'crashing', maxUnavailable: 3, maxSurge: 0 });
    const card = await world.card('3 pods of v42', 'DB_POOL_SIZE must be a number');

    const file = await world.file(card);

    expect(world.slack.describeMessage(card).match(/fatal: cannot start/g)).toHaveLength(1);
    expect(file.content.match(/fatal: cannot start/g)).toHaveLength(1);
    // The card, the reply that pings, and the log.
    expect(world.slack.thread('#team-payments', card.ts)).toHaveLength(3);
  });
});
