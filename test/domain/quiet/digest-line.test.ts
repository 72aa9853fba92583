import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/domain/problem/problem.ts';
import { type DigestLine, lineOf } from '../../../src/domain/quiet/digest-line.ts';
import { groupByCause } from '../../../src/domain/quiet/shared-cause.ts';
import type { Card, Rollout } from '../../../src/domain/release/card.ts';
import { crash, look, onlyRollout, openCard } from '../release/story.ts';

const failing = openCard(look(43, { problems: [crash()] }));
const key = failing.notices[0]?.key ?? expect.fail();
const told = { cardId: failing.id, notice: key, at: 0 };

function withRollout(change: Partial<Rollout>): Card {
  const releases = failing.releases.map((release) => ({
    ...release,
    rollouts: release.rollouts.map((rollout) => ({ ...rollout, ...change })),
  }));
  return { ...failing, releases };
}

const run: Rollout['rollback'] = {
  offerId: 'o',
  way: { kind: 'undo' },
  by: { userId: 'U0ADA', name: 'Ada' },
  target: onlyRollout(failing).revision,
  targetLabel: 'v42',
  requestedAt: 1,
  status: 'running',
};

describe('a line of a digest', () => {
  it('says what the card knows', () => {
    expect(lineOf(failing, told)).toEqual({
      cardId: 'card-1',
      service: 'payments-api',
      version: 'v43',
      environment: 'prod',
      cluster: 'eu',
      problem: crash(),
      since: 0,
      state: 'failing',
    });
  });

  it.each<[DigestLine['state'], Partial<Rollout>]>([
    ['failing', { status: 'failed' }],
    ['failing', { status: 'timed-out' }],
    ['failing', { rollback: { ...run, status: 'failed' } }],
    ['seen-to', { rollback: run }],
    ['recovered', { status: 'complete' }],
    ['left', { status: 'superseded' }],
    ['left', { status: 'rolled-back', rollback: { ...run, status: 'done' } }],
    ['left', { status: 'failed', isLeft: true }],
  ])('is %s: %j', (state, change) => {
    expect(lineOf(withRollout(change), told)?.state).toBe(state);
  });

  it('is of the worst problem, of those that were when none is left', () => {
    const image = crash({ reason: 'ImagePullBackOff', container: 'b' });
    const tracked = [crash(), image].map((problem) => ({ problem, firstSeenAt: 0 }));
    const [first, second] = tracked;
    if (first === undefined || second === undefined) throw new Error('no problems');

    expect(lineOf(withRollout({ problems: tracked }), told)?.problem).toEqual(image);
    expect(lineOf(withRollout({ problems: [first, { ...second, recoveredAt: 1 }] }), told)?.problem).toEqual(
      crash(),
    );
    expect(
      lineOf(withRollout({ problems: tracked.map((each) => ({ ...each, recoveredAt: 1 })) }), told)?.problem,
    ).toEqual(image);
  });

  it('is none when the card says nothing of it any more', () => {
    expect(lineOf(failing, { ...told, notice: 'failing/other' })).toBeUndefined();
    expect(lineOf({ ...failing, releases: [] }, told)).toBeUndefined();
  });

  it('of a build has no environment', () => {
    const build = { id: 'b', service: 'payments-api', startedAt: 1, steps: [] };
    const steps = [{ id: 'test', title: 'test', status: 'failed' as const }];
    const card: Card = {
      ...failing,
      build: { ...build, steps },
      notices: [{ key: 'build-failed', kind: 'build-failed', at: 7 }],
    };
    const line = lineOf(card, { ...told, notice: 'build-failed' });

    expect(line).toMatchObject({ state: 'failing', since: 7 });
    expect(line).not.toHaveProperty('environment');
  });
});

function line(service: string, problem: Partial<Problem> = {}, cluster = 'eu'): DigestLine {
  return {
    cardId: `card-${service}`,
    service,
    version: 'v1',
    environment: 'prod',
    cluster,
    problem: crash({ image: `registry.example/${service}:v1`, ...problem }),
    since: 0,
    state: 'failing',
  };
}

const pull = { reason: 'ImagePullBackOff' } as const;
const missing = (name: string) =>
  ({ reason: 'CreateContainerConfigError', missing: { kind: 'ConfigMap', name } }) as const;

describe('what several have in common', () => {
  const groupsOf = (lines: readonly DigestLine[]) =>
    groupByCause(lines).map(({ cause, lines: each }) => [
      cause,
      each.map(({ service }) => service).join(' '),
    ]);

  it('is a registry', () => {
    expect(groupsOf([line('a', pull), line('b', pull), line('c')])).toEqual([
      [{ kind: 'registry', host: 'registry.example' }, 'a b'],
      [undefined, 'c'],
    ]);
  });

  it.each([
    ['payments-api:v1', 'docker.io'],
    ['acme/payments-api:v1', 'docker.io'],
    ['localhost/payments-api:v1', 'localhost'],
    ['registry:5000/a@sha256:abc', 'registry:5000'],
  ])('the registry of %s is %s', (image, host) => {
    expect(groupsOf([line('a', { ...pull, image }), line('b', { ...pull, image })])).toEqual([
      [{ kind: 'registry', host }, 'a b'],
    ]);
  });

  it('is an object that does not exist', () => {
    expect(groupsOf([line('a', missing('x')), line('b', missing('y')), line('c', missing('x'))])).toEqual([
      [{ kind: 'missing', object: 'ConfigMap', name: 'x' }, 'a c'],
      [undefined, 'b'],
    ]);
  });

  it('is a node of one cluster that explains them', () => {
    const node = { name: 'node-1', pods: 1, others: 0, shortages: [] };
    const lines = [line('a', { node }), line('b', { node }), line('c', { node }, 'us'), line('d')];

    expect(groupsOf(lines)).toEqual([
      [{ kind: 'node', name: 'node-1', cluster: 'eu' }, 'a b'],
      [undefined, 'c d'],
    ]);
  });

  it('is a cluster, where there are others', () => {
    expect(groupsOf([line('a'), line('b', {}, 'us'), line('c')])).toEqual([
      [{ kind: 'cluster', cluster: 'eu' }, 'a c'],
      [undefined, 'b'],
    ]);
    expect(groupsOf([line('a'), line('b')])).toEqual([[undefined, 'a b']]);
  });

  it('is the widest first', () => {
    const lines = [
      line('a', missing('x')),
      line('b', missing('x')),
      line('c', pull),
      line('d', pull),
      line('e', pull),
    ];

    expect(groupsOf(lines).map(([, services]) => services)).toEqual(['c d e', 'a b']);
  });

  it('is nothing where there is nothing', () => {
    expect(groupByCause([])).toEqual([]);
  });

  it('never loses a line, nor tells one twice', () => {
    const anyLine = record({
      service: constantFrom('a', 'b', 'c', 'd'),
      cluster: constantFrom('eu', 'us'),
      problem: constantFrom<Partial<Problem>>(pull, missing('x'), missing('y'), {}),
    });
    assert(
      property(array(anyLine, { maxLength: 30 }), (made) => {
        const lines = made.map(({ service, cluster, problem }) => line(service, problem, cluster));

        const grouped = groupByCause(lines).flatMap((group) => group.lines);

        expect(grouped).toHaveLength(lines.length);
        expect(new Set(grouped)).toEqual(new Set(lines));
      }),
    );
  });
});
