import { describe, expect, it } from 'vitest';
import { deletePod, podNames } from './by-hand.ts';
import { type Dialogue, type DialogueOptions, people, startDialogue } from './dialogue.ts';

/** A version that went live and whose watch is over before it begins to crash. */
async function startQuietly(options: DialogueOptions = {}): Promise<Dialogue> {
  return startDialogue({
    pace: 0.5,
    ...options,
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

  it('is struck through once it has stayed well for a while, and says since when the version is live', async () => {
    const world = await startQuietly({ pace: 0.25, patience: 0.05 });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const alert = await world.card('v42 began to fail in prod', 'Last lines');

    await become(world, 'good');
    const over = await world.card('v42 recovered in prod', 'live since', 'Recovered.');

    expect(over.ts).toBe(alert.ts);
    expect(world.slack.describeMessage(over)).not.toContain('[ Roll back');
    expect(world.slack.messages('#team-payments')).toHaveLength(2);
  });

  it('is the same alert when it comes again, and calls nobody twice', async () => {
    const world = await startQuietly({ pace: 0.25, patience: 0.05 });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const alert = await world.card('v42 began to fail in prod', 'Last lines');
    await become(world, 'good');
    await world.card('v42 recovered in prod');

    await become(world, 'crash-later');
    const again = await world.card('v42 began to fail in prod', '[ Roll back to v41 ]');

    expect(again.ts).toBe(alert.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(2);
    const calls = world.slack
      .thread('#team-payments', alert.ts)
      .filter((message) => world.slack.describeMessage(message).includes('@payments'));
    expect(calls).toHaveLength(1);
  });
});

/** What v42 does becomes another thing without a release, as when what it depends on fails or comes back. */
async function become(world: Dialogue, behaviour: 'good' | 'crash-later'): Promise<void> {
  await world.deploy({ version: 'v42', behaviour, maxSurge: 3 });
  // Else each of them waits for the end of its back-off.
  for (const name of await podNames(world)) await deletePod(world, name);
}
