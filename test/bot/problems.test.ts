import { describe, expect, it } from 'vitest';
import { startDialogue } from './dialogue.ts';

/** The cluster runs ten times as fast as in earnest; two minutes of patience are one second. */
const patience = 1 / 120;

describe('a version that no node has room for', () => {
  it('is said to be unschedulable once that has lasted, while the old one serves', async () => {
    const world = await startDialogue({ patience });
    await world.deploy({ version: 'v42', behaviour: 'unschedulable' });

    const card = await world.card('v42 is failing in prod', 'No node has room for');

    const text = world.slack.describeMessage(card);
    expect(text).toContain('asks for 64 CPU and 64 MiB of memory');
    expect(text).toContain('Try: ask for less, or add a node that is large enough.');
    expect(text).toContain('3 pods of v41 still serve traffic.');
    expect(text).toContain('[ Roll back to v41 ]');
  });

  it('is no problem before', async () => {
    const world = await startDialogue({ patience: 100 });
    await world.deploy({ version: 'v42', behaviour: 'unschedulable' });

    const card = await world.card('v42', 'prod', '0 of 3 pods');

    expect(world.slack.describeMessage(card)).not.toContain('failing');
  });
});

describe('a version that never becomes ready', () => {
  it('names the probe that fails, with what the container says meanwhile', async () => {
    const world = await startDialogue({ patience });
    await world.deploy({ version: 'v42', behaviour: 'never-ready' });

    const card = await world.card(
      'v42 is failing in prod',
      'not ready: GET /healthz on port 8080 of payments-api does not pass',
      'waiting for database at db:5432',
    );

    expect(world.slack.describeMessage(card)).toContain('3 pods of v41 still serve traffic.');
  });
});

describe('a version that crashes after it was live', () => {
  it('turns its own card while that is under watch', async () => {
    const world = await startDialogue({ pace: 0.5 });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    const live = await world.card('v42 is live in prod');

    const failing = await world.card(
      'v42 is failing in prod',
      'exits with code 2',
      'no connection left in pool',
    );

    expect(failing.ts).toBe(live.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });
});
