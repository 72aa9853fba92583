import type { Build } from '../../src/domain/build/build.ts';
import type { LogResult } from '../../src/domain/log/log.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type {
  Card,
  LogFile,
  LogReading,
  Release,
  Rollout,
  TrackedProblem,
} from '../../src/domain/release/card.ts';
import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import type { RollbackOffer, RollbackRun } from '../../src/domain/rollback/rollback.ts';
import type { PodCounts, Revision } from '../../src/domain/rollout/observation.ts';
import { noon } from './read.ts';

/** Pieces of cards as the domain makes them; each test says only what it is about. */

export const minutes = (count: number) => count * 60_000;

export function podCounts(
  updatedAvailable: number,
  desired = 3,
  old = desired - updatedAvailable,
): PodCounts {
  return { desired, updated: desired, updatedAvailable, old, oldAvailable: old };
}

export function revision(number: number, overrides: Partial<Revision> = {}): Revision {
  return {
    number,
    revisionName: `payments-api-${number}`,
    revisionUid: `rs-${number}`,
    podHash: `hash-${number}`,
    images: [{ name: 'payments-api', image: `registry.example/payments-api:v${number}` }],
    restartedAt: '',
    createdAt: noon - minutes(60),
    ...overrides,
  };
}

export function rollout(overrides: Partial<Rollout> = {}): Rollout {
  return {
    workload: { cluster: 'eu', namespace: 'payments', kind: 'Deployment', name: 'payments-api' },
    workloadUid: 'deployment-1',
    revision: revision(43),
    change: 'image',
    status: 'progressing',
    message: '',
    counts: podCounts(1),
    problems: [],
    previousLabel: 'v42',
    startedAt: noon - minutes(2),
    ...overrides,
  };
}

export function release(overrides: Partial<Release> = {}): Release {
  return { environment: 'prod', startedAt: noon - minutes(2), rollouts: [rollout()], ...overrides };
}

export function build(overrides: Partial<Build> = {}): Build {
  return {
    id: 'build-43',
    service: 'payments-api',
    commit: '8f3c2d1aa0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
    title: 'Retry card captures',
    author: 'Ada',
    startedAt: noon - minutes(5),
    steps: [
      {
        id: 'checkout',
        title: 'checkout',
        status: 'passed',
        startedAt: noon - 300_000,
        finishedAt: noon - 296_000,
      },
      {
        id: 'test',
        title: 'test',
        status: 'passed',
        detail: '312 passed',
        startedAt: noon - 296_000,
        finishedAt: noon - 248_000,
      },
      {
        id: 'image',
        title: 'image',
        status: 'passed',
        startedAt: noon - 248_000,
        finishedAt: noon - 200_000,
      },
    ],
    ...overrides,
  };
}

export function card(overrides: Partial<Card> = {}): Card {
  return {
    id: 'card-1',
    owner: {
      service: 'payments-api',
      team: 'payments',
      channel: '#team-payments',
      because: 'label shipmate.dev/team',
    },
    version: {
      label: 'v43',
      image: 'registry.example/payments-api:v43',
      commit: '8f3c2d1aa0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
    },
    openedAt: noon - minutes(5),
    releases: [release()],
    notices: [],
    ...overrides,
  };
}

/** A card whose only rollout is as given. */
export function cardOf(overrides: Partial<Rollout>, verdict?: Release['verdict']): Card {
  const rollouts = [rollout(overrides)];
  return card({ releases: [release({ rollouts, ...(verdict === undefined ? {} : { verdict }) })] });
}

export function crash(overrides: Partial<Problem> = {}): Problem {
  return {
    reason: 'CrashLoopBackOff',
    container: 'payments-api',
    pods: 2,
    restarts: 3,
    pod: 'payments-api-43-x',
    message: '',
    image: 'registry.example/payments-api:v43',
    exitCode: 1,
    ...overrides,
  };
}

export function tracked(problem: Problem, overrides: Partial<TrackedProblem> = {}): TrackedProblem {
  return { problem, firstSeenAt: noon - 40_000, ...overrides };
}

export function log(lines: readonly string[], isPrevious = true): LogResult {
  return { kind: 'log', tail: { lines, isPrevious, isCut: false } };
}

/** What was read of a log that is in the thread. */
export function reading(...files: readonly Partial<LogFile>[]): LogReading {
  return {
    restarts: 3,
    times: 1,
    files: files.map((file, index) => ({
      slot: `file/${index}`,
      lines: 213,
      hidden: 2,
      containers: ['payments-api'],
      ...file,
    })),
  };
}

export const crashLog = log(['config: DB_POOL_SIZE must be a number, got "ten"', 'fatal: cannot start']);

/** A version that was seen healthy two days ago. */
export const v42: Candidate = {
  revision: revision(42),
  label: 'v42',
  verdict: 'good',
  at: noon - minutes(2 * 24 * 60),
};

export const undo: Extract<RollbackOffer, { kind: 'way-back' }> = {
  kind: 'way-back',
  id: 'offer-1',
  from: 43,
  way: { kind: 'undo' },
  target: v42,
  candidates: [v42],
};

/** The same way back, to another version. */
export function undoTo(target: Candidate): typeof undo {
  return { ...undo, target, candidates: [target] };
}

export function run(overrides: Partial<RollbackRun> = {}): RollbackRun {
  return {
    offerId: 'offer-1',
    by: { userId: 'U0ADA', name: 'Ada' },
    target: revision(42),
    way: { kind: 'undo' },
    targetLabel: 'v42',
    requestedAt: noon - 58_000,
    status: 'approved',
    ...overrides,
  };
}

/** v43 crashes, v42 still serves, and there is a way back. */
export const failing: Partial<Rollout> = {
  status: 'failing',
  counts: podCounts(0, 5, 5),
  problems: [tracked(crash(), { log: crashLog })],
  offer: undo,
};
