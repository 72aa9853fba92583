import fc from 'fast-check';
import type { Build } from '../../src/domain/build/build.ts';
import type { LogResult } from '../../src/domain/log/log.ts';
import type { Ownership } from '../../src/domain/ownership/ownership.ts';
import type {
  Card,
  LogReading,
  OlderTrouble,
  Release,
  Rollout,
  TrackedProblem,
} from '../../src/domain/release/card.ts';
import type { Manager } from '../../src/domain/rollback/manager.ts';
import type { PodCounts, Revision } from '../../src/domain/rollout/observation.ts';
import type { TemplateChange } from '../../src/domain/rollout/template-change.ts';
import { factKinds } from '../../src/domain/rollout/template-fact.ts';
import { workloadKinds } from '../../src/domain/rollout/workload.ts';
import { arbitraryParticulars } from './arbitrary-particulars.ts';
import { arbitraryProblem } from './arbitrary-problem.ts';
import { arbitraryQuiet } from './arbitrary-quiet.ts';
import { arbitraryRollback } from './arbitrary-rollback.ts';
import { endless, hostileTexts } from './hostile.ts';

/** Cards as no domain would make them, with texts as nobody should write them: whatever is stored must be shown. */

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts, endless),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('v42', 'payments-api', 'prod'),
);

/** Clocks may be wrong, but they are numbers. */
export const anyTime = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER),
);

const anyCount = fc.nat({ max: 400 });
const anyUrl = fc.oneof(fc.webUrl(), anyText);

const anyCounts: fc.Arbitrary<PodCounts> = fc.record({
  desired: anyCount,
  updated: anyCount,
  updatedAvailable: anyCount,
  old: anyCount,
  oldAvailable: anyCount,
});

const anyChange: fc.Arbitrary<TemplateChange> = fc.record(
  {
    what: fc.constantFrom(...factKinds, 'reference'),
    how: fc.constantFrom('added', 'removed', 'changed'),
    container: anyText,
    name: anyText,
    from: anyText,
    to: anyText,
  },
  { requiredKeys: ['what', 'how', 'container', 'name'] },
);

const anyRevision: fc.Arbitrary<Revision> = fc.record({
  number: anyCount,
  revisionName: anyText,
  revisionUid: anyText,
  podHash: anyText,
  images: fc.array(fc.record({ name: anyText, image: anyText }), { maxLength: 8 }),
  restartedAt: anyText,
  createdAt: anyTime,
});

export const anyProblem = arbitraryProblem({ anyText, anyTime, anyCount });

const anyLog: fc.Arbitrary<LogResult> = fc.oneof(
  fc.record({ kind: fc.constant('none'), because: anyText }),
  fc.record({
    kind: fc.constant('log'),
    tail: fc.record(
      {
        lines: fc.array(anyText, { maxLength: 30 }),
        isPrevious: fc.boolean(),
        isCut: fc.boolean(),
        hidden: anyCount,
        container: anyText,
        role: fc.constantFrom('init', 'sidecar'),
      },
      { requiredKeys: ['lines', 'isPrevious', 'isCut'] },
    ),
  }),
);

const anyReading: fc.Arbitrary<LogReading> = fc.record({
  restarts: anyCount,
  times: anyCount,
  files: fc.array(
    fc.record({
      slot: anyText,
      lines: anyCount,
      hidden: anyCount,
      containers: fc.array(anyText, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
});

const anyTracked: fc.Arbitrary<TrackedProblem> = fc.record(
  { problem: anyProblem, firstSeenAt: anyTime, recoveredAt: anyTime, log: anyLog, reading: anyReading },
  { requiredKeys: ['problem', 'firstSeenAt'] },
);

const anyOlder: fc.Arbitrary<OlderTrouble> = fc.record({
  revisionUid: anyText,
  label: anyText,
  problems: fc.array(anyTracked, { maxLength: 3 }),
});

export const anyManager: fc.Arbitrary<Exclude<Manager, { kind: 'none' }>> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('flux-kustomization', 'flux-helmrelease', 'argocd', 'helm'),
    name: anyText,
  }),
  fc.constant({ kind: 'not-known-yet' } as const),
);

const anyWorkload = fc.record({
  cluster: anyText,
  namespace: anyText,
  kind: fc.constantFrom(...workloadKinds),
  name: anyText,
});

const anyParticulars = arbitraryParticulars({ anyText, anyTime, anyCount });

export const anyPerson = fc.record({
  userId: fc.oneof(fc.constantFrom('U0ADA', 'W0GRACE'), anyText),
  name: anyText,
});

const { anyOffer, anyRun, ...offers } = arbitraryRollback({
  anyText,
  anyUrl,
  anyTime,
  anyCount,
  anyCounts,
  anyPerson,
  anyProblem,
  anyRevision,
  anyManager,
  anyWorkload,
});

export const { anyCandidate, anyWayBack } = offers;

/** Ids are ours. */
const anyId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 });

export const anyRollout: fc.Arbitrary<Rollout> = fc.record(
  {
    workload: anyWorkload,
    workloadUid: anyText,
    revision: anyRevision,
    change: fc.constantFrom('image', 'configuration', 'restart', 'first'),
    changed: fc.array(anyChange, { maxLength: 24 }),
    status: fc.constantFrom(
      'progressing',
      'paused',
      'waiting-for-deletes',
      'partition-complete',
      'failing',
      'failed',
      'timed-out',
      'complete',
      'superseded',
      'rolled-back',
      'deleted',
    ),
    message: anyText,
    counts: anyCounts,
    particulars: anyParticulars,
    problems: fc.array(anyTracked, { maxLength: 8 }),
    olderTroubles: fc.array(anyOlder, { maxLength: 3 }),
    previousLabel: anyText,
    startedAt: anyTime,
    endedAt: anyTime,
    offer: anyOffer,
    rollback: anyRun,
    progress: fc.record({ at: anyTime, updated: anyCount, updatedAvailable: anyCount, old: anyCount }),
  },
  {
    requiredKeys: [
      'workload',
      'workloadUid',
      'revision',
      'change',
      'status',
      'message',
      'counts',
      'problems',
      'startedAt',
    ],
  },
);

const anyRelease: fc.Arbitrary<Release> = fc.record(
  {
    environment: anyText,
    startedAt: anyTime,
    rollouts: fc.array(anyRollout, { maxLength: 6 }),
    verdict: fc.record({
      kind: fc.constantFrom('succeeded', 'failed', 'rolled-back', 'superseded', 'timed-out'),
      at: anyTime,
    }),
  },
  { requiredKeys: ['environment', 'startedAt', 'rollouts'] },
);

const anyBuild: fc.Arbitrary<Build> = fc.record(
  {
    id: anyText,
    service: anyText,
    commit: anyText,
    image: anyText,
    title: anyText,
    author: anyText,
    url: anyUrl,
    startedAt: anyTime,
    steps: fc.array(
      fc.record(
        {
          id: anyText,
          title: anyText,
          status: fc.constantFrom('pending', 'running', 'passed', 'failed', 'skipped'),
          detail: anyText,
          url: anyUrl,
          startedAt: anyTime,
          finishedAt: anyTime,
        },
        { requiredKeys: ['id', 'title', 'status'] },
      ),
      { maxLength: 60 },
    ),
  },
  { requiredKeys: ['id', 'service', 'startedAt', 'steps'] },
);

const anyOwner: fc.Arbitrary<Ownership> = fc.record(
  { service: anyText, team: anyText, channel: anyText, isFallback: fc.boolean(), because: anyText },
  { requiredKeys: ['service', 'because'] },
);

const { anyNotice, ...quiet } = arbitraryQuiet({ anyText, anyTime, anyPerson, anyId });

export const { anyMute } = quiet;

export const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    id: anyId,
    owner: anyOwner,
    version: fc.record(
      { label: anyText, image: anyText, commit: anyText },
      { requiredKeys: ['label', 'image'] },
    ),
    openedAt: anyTime,
    build: anyBuild,
    correlation: fc.constantFrom('digest', 'image', 'commit'),
    alert: fc.record({ liveSince: anyTime }, { requiredKeys: [] }),
    releases: fc.array(anyRelease, { maxLength: 5 }),
    notices: fc.array(anyNotice, { maxLength: 4 }),
    mutes: fc.array(quiet.anyMute, { maxLength: 3 }),
  },
  { requiredKeys: ['id', 'owner', 'version', 'openedAt', 'releases', 'notices'] },
);
