import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import { patches } from './crashing.ts';
import { people, startDialogue } from './dialogue.ts';

const automatic =
  (countdownMs: number, mostPerDay = 2) =>
  (config: Config): Config => ({
    ...config,
    rollouts: { ...config.rollouts, failAfterRestarts: 2 },
    rollback: {
      ...config.rollback,
      automatic: [{ services: ['payments-*'], environments: ['prod'], countdownMs, mostPerDay }],
    },
  });

async function failing(countdownMs: number, mostPerDay?: number) {
  const world = await startDialogue({ configure: automatic(countdownMs, mostPerDay) });
  await world.deploy({ version: 'v42', behaviour: 'crashing' });
  return world;
}

describe('an automatic rollback', () => {
  it('is announced, calls the owners, and acts when nobody stops it', async () => {
    const world = await failing(3_000);

    const announced = await world.recorder.see('the announcement', ({ text }) =>
      ['I roll back prod to v41', 'unless somebody stops me', '[ Stop ]'].every((words) =>
        text.includes(words),
      ),
    );
    const done = await world.card('Rolled back by Shipmate', '3 of 3 pods on v41', '[ Unlock ]');
    const calls = world.slack
      .thread('#team-payments', announced.ts)
      .map((reply) => world.slack.describeMessage(reply))
      .filter((text) => text.includes('@payments') && /roll/i.test(text));

    expect(done.ts).toBe(announced.ts);
    expect(patches(world)).toHaveLength(1);
    expect(calls.length).toBeGreaterThan(0);
  });

  it('is stopped by whoever may roll back, and not announced again', async () => {
    const world = await failing(60_000);
    const card = await world.card('[ Stop ]');

    await world.press(people.linus, card, 'Stop');
    const stopped = await world.card('@Linus stopped the automatic rollback', '[ Roll back to v41 ]');
    const replies = () =>
      world.slack
        .thread('#team-payments', card.ts)
        .filter(({ ts }) => ts !== card.ts)
        .map((reply) => world.slack.describeMessage(reply));
    await world.slack.waitFor(() =>
      replies().some((text) => text.includes('@Linus stopped the automatic rollback')),
    );

    expect(replies().filter((text) => text.includes('unless somebody stops me'))).toEqual([]);

    expect(stopped.ts).toBe(card.ts);
    expect(patches(world)).toEqual([]);
  });

  it('is not stopped by anybody else', async () => {
    const world = await failing(60_000);
    const card = await world.card('[ Stop ]');

    await world.press(people.mei, card, 'Stop');

    expect(await world.told(people.mei, 'Rolling back payments-api in prod needs')).toBeDefined();
    expect(await world.card('[ Stop ]')).toMatchObject({ ts: card.ts });
  });

  it('goes on after a restart in the countdown, once', async () => {
    const world = await failing(3_000);
    await world.card('[ Stop ]');

    await world.stopBot();
    await world.startBot();
    await world.card('Rolled back by Shipmate', '3 of 3 pods on v41');

    expect(patches(world)).toHaveLength(1);
  });

  it('is announced by the next start for what failed before anybody could', async () => {
    const rules: Config['rollback']['automatic'] = [];
    const world = await startDialogue({
      configure: (config) => ({
        ...config,
        rollback: { ...config.rollback, automatic: rules },
      }),
    });
    // Nothing more is seen of pods that wait for their image: only the start can find it.
    await world.deploy({ version: 'v42', behaviour: 'missing-image', progressDeadlineSeconds: 20 });
    await world.card('v42 failed in prod', '[ Roll back to v41 ]');

    await world.stopBot();
    rules.push({ services: ['payments-*'], environments: ['prod'], countdownMs: 60_000, mostPerDay: 2 });
    await world.startBot();
    const announced = await world.card('I roll back prod to v41', '[ Stop ]');

    expect(world.slack.thread('#team-payments', announced.ts).length).toBeGreaterThan(1);
    expect(patches(world)).toEqual([]);
  });
});
