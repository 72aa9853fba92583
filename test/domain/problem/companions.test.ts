import { describe, expect, it } from 'vitest';
import { type Companion, companionsOf, unnamedCompanions } from '../../../src/domain/problem/companions.ts';
import { groupProblems } from '../../../src/domain/problem/group-problems.ts';
import { suspectsOf } from '../../../src/domain/problem/suspects-of.ts';
import type { ContainerSnapshot, PodSnapshot, Termination } from '../../../src/domain/rollout/snapshot.ts';
import { threadTimeOf } from '../../thread-time.ts';

const minute = 60_000;
const noon = 1_767_355_200_000;

function ended(exitCode: number, finishedAt = noon): Termination {
  return {
    kind: 'terminated',
    reason: exitCode === 0 ? 'Completed' : 'Error',
    message: '',
    exitCode,
    signal: 0,
    startedAt: finishedAt - minute,
    finishedAt,
  };
}

function running(startedAt = noon): ContainerSnapshot['state'] {
  return { kind: 'running', startedAt };
}

function container(name: string, overrides: Partial<ContainerSnapshot> = {}): ContainerSnapshot {
  return { name, role: 'app', image: 'x:v43', isReady: true, restarts: 0, state: running(), ...overrides };
}

function pod(...containers: readonly ContainerSnapshot[]): PodSnapshot {
  return {
    uid: 'pod-1',
    namespace: 'prod',
    name: 'payments-api-43-x',
    ownerUid: 'rs-43',
    revisionHash: '',
    createdAt: noon - 10 * minute,
    nodeName: '',
    phase: 'Running',
    reason: '',
    message: '',
    isDeleting: false,
    isReady: false,
    conditions: [],
    containers,
  };
}

const app = container('api', { isReady: false });

describe('containers beside the one with the problem are told', () => {
  it.each<[string, ContainerSnapshot, readonly Companion[]]>([
    [
      'a sidecar that crashed and runs again',
      container('proxy', { role: 'sidecar', restarts: 1, lastTermination: ended(1, noon - minute) }),
      [{ container: 'proxy', role: 'sidecar', exitCode: 1 }],
    ],
    [
      'a container that has ended and waits for its restart',
      container('worker', { isReady: false, state: ended(139) }),
      [{ container: 'worker', exitCode: 139 }],
    ],
    [
      'one in a crash loop',
      container('worker', {
        isReady: false,
        restarts: 4,
        state: { kind: 'waiting', reason: 'CrashLoopBackOff', message: '' },
        lastTermination: ended(2),
      }),
      [{ container: 'worker', exitCode: 2 }],
    ],
    [
      'an init container that failed and is tried again',
      container('migrate', { role: 'init', isReady: false, restarts: 1, lastTermination: ended(1) }),
      [{ container: 'migrate', role: 'init', exitCode: 1 }],
    ],
    [
      'no init container that came to its good end',
      container('migrate', { role: 'init', state: ended(0), restarts: 1, lastTermination: ended(1) }),
      [],
    ],
    ['none that runs', container('proxy', { role: 'sidecar' }), []],
    ['none that ended well', container('worker', { state: ended(0) }), []],
    [
      'none that crashed long before',
      container('proxy', {
        restarts: 1,
        state: running(noon - 60 * minute),
        lastTermination: ended(1, noon - 61 * minute),
      }),
      [],
    ],
    ['none whose state nobody knows', container('proxy', { state: { kind: 'unknown' }, isReady: false }), []],
  ])('%s', (_what, beside, companions) => {
    expect(companionsOf(pod(app, beside), 'api')).toEqual(companions);
  });

  it('the last ones first, and at most two', () => {
    const names = ['a', 'b', 'c', 'd'];
    const beside = names.map((name, index) =>
      container(name, { lastTermination: ended(1, noon - index * minute) }),
    );

    const found = companionsOf(pod(app, ...beside.toReversed()), 'api');

    expect(found.map((each) => each.container)).toEqual(['a', 'b']);
  });

  it('in little time, however many there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      container(`c-${index}`, { isReady: false, restarts: 3, state: ended(1) }),
    );

    const tookMs = threadTimeOf(() => {
      expect(groupProblems([pod(...many)])).toHaveLength(10_000);
    });

    expect(tookMs).toBeLessThan(5_000);
  });

  it('and nobody in a pod without containers', () => {
    expect(companionsOf(pod(), 'api')).toEqual([]);
  });
});

describe('a problem', () => {
  const proxy = container('proxy', { role: 'sidecar', restarts: 1, lastTermination: ended(1) });

  it('names who crashed beside it', () => {
    const crashing = container('api', { isReady: false, restarts: 3, state: ended(1) });

    const [problem] = groupProblems([pod(crashing, proxy)]);

    expect(problem).toMatchObject({
      container: 'api',
      companions: [{ container: 'proxy', role: 'sidecar', exitCode: 1 }],
    });
  });

  it('that is only suspected names them, too', () => {
    const [suspect] = suspectsOf([pod(app, proxy)]);

    expect(suspect?.problem).toMatchObject({ reason: 'NotReady', companions: [{ container: 'proxy' }] });
  });

  it('has no such field when there is nobody', () => {
    const crashing = container('api', { isReady: false, restarts: 3, state: ended(1) });

    const [problem] = groupProblems([pod(crashing, container('proxy'))]);

    expect(problem).not.toHaveProperty('companions');
  });
});

describe('companions with a problem of their own', () => {
  it('are told with that, and not beside another', () => {
    const companions = [
      { container: 'proxy', exitCode: 1 },
      { container: 'worker', exitCode: 2 },
    ];

    expect(unnamedCompanions({ companions }, [{ container: 'api' }, { container: 'proxy' }])).toEqual([
      { container: 'worker', exitCode: 2 },
    ]);
    expect(unnamedCompanions({}, [])).toEqual([]);
  });
});
