import { describe, expect, it } from 'vitest';
import { type Dialogue, people, startDialogue } from './dialogue.ts';

/** A version that went live and whose watch is over before it begins to crash. */
async function startQuietly(): Promise<Dialogue> {
  return startDialogue({
    pace: 0.5,
    configure: (config) => ({ ...config, rollouts: { ...config.rollouts, watchAfterSuccessMs: 0 } }),
  });
}

describe('a workload that begins to crash with no release in flight', () => {
  it('opens an alert of its own, with the evidence and the way back', async () => {
    const world = await startQuietly();
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const release = await world.card('v42 is live in prod');

    const alert = await world.card(
      'v42 began to fail in prod',
      'live since',
      '[ Roll back to v41 ]',
      'Last lines',
    );

    expect(alert.ts).not.toBe(release.ts);
    expect(world.slack.describeMessage(release)).toContain('v42 is live in prod');
    await world.slack.waitFor(() => world.slack.thread('#team-payments', alert.ts).length === 2);
  });

  it('is one alert, however many pods crash and however often', async () => {
    const world = await startQuietly();
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });

    await world.card('v42 began to fail in prod', '3 pods of v42');

    expect(world.slack.messages('#team-payments')).toHaveLength(2);
  });

  it('is rolled back from the alert', async () => {
    const world = await startQuietly();
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const alert = await world.card('v42 began to fail in prod', '[ Roll back to v41 ]');

    await world.rollBack(people.ada, alert, 'Roll back to v41');

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: alert.ts });
  });

  it('is said to be superseded by a newer version', async () => {
    const world = await startQuietly();
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const alert = await world.card('v42 began to fail in prod');

    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('v43 is live in prod');

    expect(await world.card('v42', 'superseded')).toMatchObject({ ts: alert.ts });
  });
});
