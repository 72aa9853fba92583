import { describe, expect, it, vi } from 'vitest';
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
  it('names the probe that fails and its answer, with what the container says meanwhile', async () => {
    const world = await startDialogue({ patience });
    await world.deploy({ version: 'v42', behaviour: 'never-ready' });

    const card = await world.card(
      'v42 is failing in prod',
      'not ready: GET /healthz on port 8080 of payments-api answers 503',
      'waiting for database at db:5432',
    );

    expect(world.slack.describeMessage(card)).toContain('3 pods of v41 still serve traffic.');
  });

  it('does without the answer where events may not be read, and says once which rule is missing', async () => {
    const permissions = (_verb: string, _group: string, resource: string) => resource !== 'events';
    const world = await startDialogue({ patience, kubernetes: { permissions } });
    await world.deploy({ version: 'v42', behaviour: 'never-ready', maxSurge: 3 });

    await world.card('v42 is failing in prod', '3 pods of v42', 'payments-api does not pass.');

    const told = () => world.logged.filter(({ message }) => message.includes('What a probe answered'));
    await vi.waitFor(() =>
      expect(told()).toMatchObject([
        { level: 'warn', fields: { reason: expect.stringContaining('list events in namespace prod') } },
      ]),
    );
  });
});

describe('a version that hangs', () => {
  it('is said to be ended by its liveness probe, with what that got for an answer', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'hanging' });

    const card = await world.card(
      'v42 is failing in prod',
      'is killed because its liveness probe fails: GET /live on port 8080 gets no answer in time, exit code 137',
      'waiting for the lock of migration 7',
    );

    expect(world.slack.describeMessage(card)).toContain('Try: add a startup probe');
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
