import { describe, expect, it } from 'vitest';
import { isPod, nextWrite } from '../sandbox/kubernetes/harness.ts';
import { labels, nothing } from './by-hand.ts';
import { startDialogue } from './dialogue.ts';

const migrate = { kind: 'Job', name: 'migrate', labels } as const;

describe('a Job', () => {
  it('is told of when it is done', async () => {
    const world = await startDialogue({ before: nothing });

    await world.deploy({ ...migrate, version: 'v42', behaviour: 'good' });
    await world.card('migrate · v42', 'v42 in prod · job done');

    expect(world.slack.messages('#team-payments')).toHaveLength(1);
    expect(
      world.slack.thread('#team-payments', world.slack.messages('#team-payments')[0]?.ts ?? ''),
    ).toHaveLength(1);
  });

  it('that fails says why once, with the last lines of its last pod and not with each that crashed', async () => {
    const world = await startDialogue({ before: nothing });

    await world.deploy({ ...migrate, version: 'v42', behaviour: 'crashing', backoffLimit: 2 });
    const card = await world.card(
      'v42 failed in prod',
      'job failed: BackoffLimitExceeded',
      'The job was given up (BackoffLimitExceeded): migrate exits with code 1, an error of its own (3 pods).',
      'DB_POOL_SIZE must be a number',
      'A job is not rolled back: correct it and run it again.',
    );
    await world.slack.waitFor(() => world.slack.thread('#team-payments', card.ts).length > 1);
    const said = world.recorder.sightings.map(({ text }) => text).join('\n');

    expect(said).not.toContain('restart');
    expect(said).not.toContain('is failing');
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('stays explained when its pods are deleted with their logs', async () => {
    const world = await startDialogue({ before: nothing });

    // Its controller deletes the pods of such a Job once it is given up.
    const podsGone = nextWrite(world.kubernetes, ({ type, object }) => type === 'DELETED' && isPod(object));
    await world.deploy({
      ...migrate,
      version: 'v42',
      behaviour: 'crashing',
      backoffLimit: 1,
      restartPolicy: 'OnFailure',
    });
    const before = await world.card('The job was given up (BackoffLimitExceeded)');
    await podsGone;
    await world.deploy({ kind: 'Job', name: 'later', labels, version: 'v1', behaviour: 'good' });
    await world.card('later · v1', 'job done');
    const after = await world.card('job failed: BackoffLimitExceeded');

    expect(after.ts).toBe(before.ts);
    expect(world.slack.describeMessage(after)).toContain('The job was given up (BackoffLimitExceeded)');
    expect(world.slack.describeMessage(after)).not.toContain('no pod of it is left');
    expect(world.slack.describeMessage(after)).not.toContain('Recovered');
  });

  it('that cannot start says what is missing before it is given up', async () => {
    const world = await startDialogue({ before: nothing, patience: 0.1 });

    await world.deploy({ ...migrate, version: 'v42', behaviour: 'missing-image' });

    expect(
      await world.card('job cannot start', 'The image registry.example/migrate:v42 does not exist'),
    ).toBeDefined();
  });

  it('that no node has room for says so once that has lasted: its controller would wait for ever', async () => {
    // Ten minutes are one second.
    const world = await startDialogue({ before: nothing, patience: 1 / 600 });

    await world.deploy({ ...migrate, version: 'v42', behaviour: 'unschedulable' });

    expect(await world.card('job cannot start', 'No node has room for 1 pod of v42')).toBeDefined();
  });

  it('that may not run any longer is said to have been stopped', async () => {
    const world = await startDialogue({ before: nothing });

    await world.deploy({ ...migrate, version: 'v42', behaviour: 'slow', activeDeadlineSeconds: 1 });

    expect(
      await world.card(
        'job failed: DeadlineExceeded',
        'The job ran for longer than it may (DeadlineExceeded) and was stopped.',
        'Try: raise activeDeadlineSeconds',
      ),
    ).toBeDefined();
  });
});
