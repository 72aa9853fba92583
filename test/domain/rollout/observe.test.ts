import { describe, expect, it } from 'vitest';
import { deploymentFixtures } from './fixture.ts';
import { observeObjects, workloadFixtures, workloadFolders } from './workload-fixture.ts';

const folders = Object.keys(workloadFolders) as (keyof typeof workloadFolders)[];

describe.each(folders)('a %s', (folder) => {
  it.each(workloadFixtures(folder).map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    (_name, { expected, objects }) => {
      const observation = observeObjects(objects);

      if (expected === null) return expect(observation).toBeUndefined();
      const { older, ...rest } = expected;
      expect(observation).toMatchObject(rest);
      if (older !== undefined) expect(observation?.older.map(({ number }) => number)).toEqual(older);
    },
  );
});

describe('the fixtures', () => {
  it('have every phase of every kind that can have it', () => {
    const phases = (folder: keyof typeof workloadFolders) =>
      new Set(workloadFixtures(folder).flatMap(({ objects }) => observeObjects(objects)?.phase ?? []));

    expect(phases('stateful-set')).toEqual(
      new Set(['progressing', 'complete', 'partition-complete', 'waiting-for-deletes']),
    );
    expect(phases('daemon-set')).toEqual(new Set(['progressing', 'complete', 'waiting-for-deletes']));
    expect(phases('job')).toEqual(new Set(['progressing', 'complete', 'failed', 'paused']));
    expect(phases('cron-job')).toEqual(new Set(['failed']));
    expect(phases('rollout')).toEqual(new Set(['progressing', 'complete', 'failed', 'paused']));
    expect(deploymentFixtures().length).toBeGreaterThan(40);
  });
});
