import fc from 'fast-check';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import type { Manager } from '../../src/domain/rollback/manager.ts';
import type { Person, RollbackOffer, RollbackRun } from '../../src/domain/rollback/rollback.ts';
import type { RollbackFailure } from '../../src/domain/rollback/rollback-failure.ts';
import type { Suspension, SuspensionTrouble } from '../../src/domain/rollback/suspension.ts';
import type { WayBack } from '../../src/domain/rollback/way-back.ts';
import type { PodCounts, Revision } from '../../src/domain/rollout/observation.ts';
import type { WorkloadReference } from '../../src/domain/rollout/workload.ts';

interface Parts {
  readonly anyText: fc.Arbitrary<string>;
  readonly anyUrl: fc.Arbitrary<string>;
  readonly anyTime: fc.Arbitrary<number>;
  readonly anyCount: fc.Arbitrary<number>;
  readonly anyCounts: fc.Arbitrary<PodCounts>;
  readonly anyPerson: fc.Arbitrary<Person>;
  readonly anyProblem: fc.Arbitrary<Problem>;
  readonly anyRevision: fc.Arbitrary<Revision>;
  readonly anyManager: fc.Arbitrary<Exclude<Manager, { kind: 'none' }>>;
  readonly anyWorkload: fc.Arbitrary<WorkloadReference>;
}

/** Ways back and rollbacks as no domain would make them. */
export function arbitraryRollback({
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
}: Parts) {
  const anyId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 });

  const anyObjectName = fc.record({ namespace: anyText, name: anyText });

  const anyWay: fc.Arbitrary<WayBack> = fc.oneof(
    fc.constant({ kind: 'undo' } as const),
    fc.record({ kind: fc.constant('abort'), stableHash: anyText }),
    fc.record({
      kind: fc.constant('argocd-history'),
      application: anyObjectName,
      entries: fc.constant([]),
      later: fc.nat(),
    }),
    fc.record({ kind: fc.constant('helm'), release: anyObjectName }),
    fc.record({
      kind: fc.constant('revert'),
      repository: anyText,
      branch: anyText,
      path: anyText,
      how: fc.constantFrom('pull-request', 'merge'),
    }),
    fc.record({
      kind: fc.constant('suspend-and-undo'),
      owner: fc.constantFrom('Kustomization', 'HelmRelease'),
      object: anyObjectName,
      suspendedForMs: fc.nat(),
    }),
    fc.record({ kind: fc.constant('webhook'), tool: anyText }),
  );

  const anyCandidate: fc.Arbitrary<Candidate> = fc.record(
    {
      revision: anyRevision,
      label: anyText,
      verdict: fc.constantFrom('good', 'bad', 'unproven'),
      at: anyTime,
      author: anyText,
    },
    { requiredKeys: ['revision', 'label'] },
  );

  const anyWayBack: fc.Arbitrary<Extract<RollbackOffer, { kind: 'way-back' }>> = fc.record({
    kind: fc.constant('way-back'),
    id: anyId,
    from: anyCount,
    way: anyWay,
    target: anyCandidate,
    candidates: fc.array(anyCandidate, { maxLength: 10 }),
  });

  const anyOffer: fc.Arbitrary<RollbackOffer> = fc.oneof(
    anyWayBack,
    fc.record(
      {
        kind: fc.constant('managed'),
        manager: anyManager,
        because: fc.constantFrom('syncs-itself', 'no-entry', 'unseen'),
      },
      { requiredKeys: ['kind', 'manager'] },
    ),
    fc.record({ kind: fc.constant('nothing-earlier') }),
    fc.record({ kind: fc.constant('unsupported-kind'), workload: anyWorkload }),
  );

  const anyFailure: fc.Arbitrary<RollbackFailure> = fc.oneof(
    fc.record({ kind: fc.constant('forbidden'), rule: anyText }),
    fc.record({ kind: fc.constantFrom('manager-gone', 'suspension-contested') }),
    fc.record({ kind: fc.constantFrom('not-current', 'target-gone', 'workload-gone', 'paused') }),
    fc.record({
      kind: fc.constantFrom('cluster-not-watched', 'outcome-unknown', 'api-refused'),
      cluster: anyText,
    }),
    fc.record({
      kind: fc.constantFrom('outcome-unknown', 'api-refused'),
      cluster: anyText,
      who: anyText,
    }),
    fc.record({ kind: fc.constant('superseded'), newerLabel: anyText }),
    fc.record({ kind: fc.constant('not-merged'), url: anyUrl }),
    fc.record({
      kind: fc.constant('waited-too-long'),
      for: fc.constantFrom('merge', 'reconciler', 'release-tool', 'api-server'),
      withinMs: fc.nat(),
    }),
    fc.record({ kind: fc.constant('refused-elsewhere'), who: anyText, said: anyText }),
    fc.record({ kind: fc.constant('not-healthy-in-time'), withinMs: fc.nat() }),
    fc.record({ kind: fc.constant('target-fails'), problem: anyProblem }),
  );

  const anyTrouble: fc.Arbitrary<SuspensionTrouble> = fc.oneof(
    fc.record({ kind: fc.constant('forbidden'), since: anyTime, rule: anyText }),
    fc.record({ kind: fc.constantFrom('cluster-not-watched', 'no-answer'), since: anyTime }),
  );

  const anySuspension: fc.Arbitrary<Suspension> = fc.record(
    {
      key: anyId,
      from: anyTime,
      until: anyTime,
      heldAt: anyTime,
      foreign: fc.record({ until: anyTime }, { requiredKeys: [] }),
      remindedAt: anyTime,
      git: fc.constantFrom('unchanged', 'moved', 'unknown'),
      endAsked: fc.record({ at: anyTime, by: anyPerson }, { requiredKeys: ['at'] }),
      trouble: anyTrouble,
      ended: fc.record({ at: anyTime, by: anyPerson }, { requiredKeys: ['at'] }),
      returnedAt: anyTime,
    },
    { requiredKeys: ['key', 'from', 'until'] },
  );

  const anyRun: fc.Arbitrary<RollbackRun> = fc.record(
    {
      offerId: anyId,
      by: anyPerson,
      reason: anyText,
      way: anyWay,
      target: anyRevision,
      targetLabel: anyText,
      requestedAt: anyTime,
      actsAt: anyTime,
      status: fc.constantFrom(
        'announced',
        'requested',
        'approved',
        'running',
        'done',
        'failed',
        'refused',
        'expired',
      ),
      approval: fc.record({ by: anyPerson, at: anyTime }),
      lock: fc.record(
        {
          at: anyTime,
          until: anyTime,
          ended: fc.record({ at: anyTime, by: anyPerson }, { requiredKeys: ['at'] }),
        },
        { requiredKeys: ['at', 'until'] },
      ),
      isBreakGlass: fc.boolean(),
      suspension: anySuspension,
      waiting: fc.record(
        {
          for: fc.constantFrom('merge', 'reconciler', 'release-tool', 'api-server'),
          since: anyTime,
          url: anyUrl,
          said: anyText,
        },
        { requiredKeys: ['for', 'since'] },
      ),
      revision: anyCount,
      counts: anyCounts,
      endedAt: anyTime,
      failure: anyFailure,
      url: anyUrl,
    },
    { requiredKeys: ['offerId', 'by', 'way', 'target', 'targetLabel', 'requestedAt', 'status'] },
  );

  return { anyCandidate, anyOffer, anyRun, anyWayBack };
}
