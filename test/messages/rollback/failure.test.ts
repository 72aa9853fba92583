import { describe, expect, it } from 'vitest';
import { failureSentence } from '../../../messages/rollback/failure.ts';
import type { RollbackFailure } from '../../../src/domain/rollback/rollback-failure.ts';
import { crash, run } from '../cards.ts';

const failures: readonly RollbackFailure[] = [
  { kind: 'forbidden', rule: 'patch deployments.apps in namespace payments' },
  { kind: 'not-current' },
  { kind: 'target-gone' },
  { kind: 'workload-gone' },
  { kind: 'manager-gone' },
  { kind: 'suspension-contested' },
  { kind: 'overdue' },
  { kind: 'healthy-again' },
  { kind: 'paused' },
  { kind: 'cluster-not-watched', cluster: 'eu' },
  { kind: 'outcome-unknown', cluster: 'eu' },
  { kind: 'api-refused', cluster: 'eu' },
  { kind: 'superseded', newerLabel: 'v44' },
  { kind: 'not-merged', url: 'https://github.example/acme/clusters/pull/7' },
  { kind: 'waited-too-long', for: 'merge', withinMs: 86_400_000 },
  { kind: 'waited-too-long', for: 'reconciler', withinMs: 3_600_000 },
  { kind: 'waited-too-long', for: 'release-tool', withinMs: 3_600_000 },
  { kind: 'refused-elsewhere', who: 'Argo CD', said: 'auto-sync is enabled' },
  { kind: 'not-healthy-in-time', withinMs: 900_000 },
  { kind: 'target-fails', problem: crash() },
];

describe('why a rollback failed', () => {
  it.each(failures.map((failure) => [JSON.stringify(failure), failure] as const))('%s', (_kind, failure) => {
    expect(failureSentence(run({ status: 'failed', failure }), 'v43')).toMatchSnapshot();
  });

  it.each<RollbackFailure>([
    { kind: 'forbidden', rule: 'delete pods in namespace payments', mayHaveActed: true },
    { kind: 'not-current', mayHaveActed: true },
    { kind: 'managed', mayHaveActed: true },
    { kind: 'manager-gone', mayHaveActed: true },
    { kind: 'suspension-contested', mayHaveActed: true },
  ])('says of no attempt that may have gone through that nothing was changed: $kind', (failure) => {
    const sentence = failureSentence(run({ status: 'failed', failure }), 'v43');

    expect(sentence).toContain('The rollback may have been applied all the same: look at the pods.');
    expect(sentence).not.toMatch(/nothing was changed/i);
  });

  const entry = { kind: 'argocd-history', application: { namespace: 'argocd', name: 'payments' } } as const;

  it.each(['not-current', 'target-gone'] as const)('%s, in the terms of Argo CD', (kind) => {
    const way = { ...entry, entries: [], later: 0 };

    expect(failureSentence(run({ status: 'failed', failure: { kind }, way }), 'v43')).toMatchSnapshot();
  });

  it.each<RollbackFailure>([
    { kind: 'forbidden', rule: 'release payments-api in prod through ships (HTTP 401: bad signature)' },
    { kind: 'outcome-unknown', cluster: 'eu', who: 'ships' },
    { kind: 'api-refused', cluster: 'eu', who: 'ships' },
  ])('$kind of a release tool', (failure) => {
    const way = { kind: 'webhook', tool: 'ships' } as const;

    expect(failureSentence(run({ status: 'failed', failure, way }), 'v43')).toMatchSnapshot();
  });

  it('is left out when nobody knows', () => {
    expect(failureSentence(run({ status: 'failed' }), 'v43')).toBe('');
  });
});

describe('why a revert in git failed', () => {
  const way = {
    kind: 'revert',
    repository: 'acme/clusters',
    branch: 'main',
    path: 'prod',
    how: 'pull-request',
  } as const;
  const ofReverts: readonly RollbackFailure[] = [
    { kind: 'forbidden', rule: 'Contents: write and Pull requests: write on acme/clusters' },
    { kind: 'not-current' },
    { kind: 'target-gone' },
    { kind: 'cluster-not-watched', cluster: 'eu' },
    { kind: 'outcome-unknown', cluster: 'eu' },
    { kind: 'api-refused', cluster: 'eu' },
    { kind: 'refused-elsewhere', who: 'acme/clusters', said: 'There is no branch trunk.' },
    { kind: 'not-merged', url: 'https://github.example/acme/clusters/pull/7' },
  ];

  it.each(ofReverts.map((failure) => [failure.kind, failure] as const))('%s', (_kind, failure) => {
    expect(failureSentence(run({ status: 'failed', way, failure }), 'v43')).toMatchSnapshot();
  });
});
