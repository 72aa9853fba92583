import { describe, expect, it } from 'vitest';
import { observeDeployment } from '../../../src/domain/rollout/deployment.ts';
import { deploymentFixtures, type Expected } from './fixture.ts';

const fixtures = deploymentFixtures();

describe('a Deployment', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_name, { view, expected }) => {
    const observation = observeDeployment(view);

    if (expected === null) expect(observation).toBeUndefined();
    else expect(observation).toMatchObject(withoutOlder(expected));
    if (expected?.older !== undefined) {
      expect(observation?.older.map(({ number }) => number)).toEqual(expected.older);
    }
  });

  it('says what has been exceeded only while it stands', () => {
    const standing = fixtures.filter(({ view }) => observeDeployment(view)?.deadlineExceededAt !== undefined);

    expect(standing.map(({ name }) => name)).toEqual(['deadline-exceeded']);
  });
});

function withoutOlder(expected: NonNullable<Expected>) {
  const { older: _older, ...rest } = expected;
  return rest;
}
