import { describe, expect, it } from 'vitest';
import { chooseWayInCluster, createChooseWay, noMeans } from '../../../src/domain/rollback/choose-way.ts';
import { offerRollback } from '../../../src/domain/rollback/offer-rollback.ts';
import type { RevisionRecord } from '../../../src/domain/rollback/revision-record.ts';
import { crash, look, revision } from '../release/story.ts';

const record = (number: number, verdict: RevisionRecord['verdict'], at = number): RevisionRecord => ({
  workload: 'eu/prod/Deployment/payments-api',
  revisionUid: `rs-${number}`,
  label: `v${number}`,
  verdict,
  at,
});

const seen = look(45, { older: [revision(44), revision(43), revision(42)] });
const offer = (records: readonly RevisionRecord[], from = seen) =>
  offerRollback(from, { service: 'payments-api', records, newId: 'offer-1', chooseWay: chooseWayInCluster });

describe('offerRollback', () => {
  it('goes to the last version with a good verdict, not to the one before', () => {
    const found = offer([record(42, 'good'), record(43, 'good'), record(44, 'bad')]);

    expect(found).toMatchObject({
      kind: 'way-back',
      way: { kind: 'undo' },
      target: { label: 'v43', verdict: 'good', at: 43 },
      from: 45,
    });
  });

  it('follows the time of the verdict, not the number', () => {
    const found = offer([record(42, 'good', 900), record(43, 'good', 100)]);

    expect(found).toMatchObject({ target: { label: 'v42' } });
  });

  it('takes the newest older one when nothing is known, and says so by silence', () => {
    const found = offer([]);

    expect(found).toMatchObject({ target: { label: 'v44' } });
    expect(found).not.toHaveProperty('target.verdict');
  });

  it('never takes one that was marked bad', () => {
    const found = offer([record(44, 'bad'), record(43, 'bad'), record(42, 'bad')]);

    expect(found).toEqual({ kind: 'nothing-earlier' });
  });

  it.each(['bad', 'unproven'] as const)(
    'takes one that was %s if its pods serve now, and no other does',
    (verdict) => {
      const serving = { ...seen, serving: revision(43) };
      const records = [record(44, 'bad'), record(43, verdict), record(42, 'bad')];
      const problems = [crash()];
      const troubled = [{ revision: revision(43), problems, suspects: [] }];

      expect(offer(records, serving)).toMatchObject({ kind: 'way-back', target: { label: 'v43', verdict } });
      expect(offer([...records.slice(0, 2), record(42, 'good')], serving)).toMatchObject({
        target: { label: 'v42' },
      });
      expect(offer(records, { ...serving, olderTroubles: troubled })).toEqual({ kind: 'nothing-earlier' });
    },
  );

  it('passes over a good one that the cluster does not keep any more', () => {
    const found = offer([record(7, 'good'), record(44, 'bad')]);

    expect(found).toMatchObject({ target: { label: 'v43' } });
  });

  it('offers no undo that a manager would undo', () => {
    const managed = { ...seen, manager: { kind: 'flux-kustomization', name: 'payments' } as const };

    const found = offer([record(44, 'good')], managed);

    expect(found).toEqual({ kind: 'managed', manager: { kind: 'flux-kustomization', name: 'payments' } });
  });

  it('offers no undo before it is known who manages the workload; of what cannot be undone it says that', () => {
    const manager = { kind: 'not-known-yet' } as const;
    const { workload } = seen;
    const job = { ...workload, kind: 'Job' } as const;

    expect(offer([record(44, 'good')], { ...seen, manager })).toEqual({ kind: 'managed', manager });
    expect(offer([], { ...seen, manager, workload: job })).toEqual({
      kind: 'unsupported-kind',
      workload: job,
    });
  });

  const argoCd = {
    kind: 'argocd',
    application: { namespace: 'argocd', name: 'payments' },
    ...{ syncsItself: false, heals: false, history: [] },
  } as const;

  it.each([
    ['unseen', undefined],
    ['syncs-itself', { ...argoCd, syncsItself: true }],
    ['no-entry', argoCd],
  ] as const)('says why there is no way through Argo CD: %s', (because, management) => {
    const manager = { kind: 'argocd', name: 'payments' } as const;
    const found = offer([], { ...seen, manager, ...(management === undefined ? {} : { management }) });

    expect(found).toEqual({ kind: 'managed', manager, because });
  });

  it('gives no reason of Argo CD’s where Shipmate has no leave to ask it', () => {
    const manager = { kind: 'argocd', name: 'payments' } as const;
    const history = [{ id: 7, revision: 'abc', content: 'abc', startedAt: 43_000, deployedAt: 43_000 }];

    const found = offer([], { ...seen, manager, management: { ...argoCd, history } });

    expect(found).toEqual({ kind: 'managed', manager });
  });

  it('goes to no version that the history of an Application does not hold', () => {
    const history = [{ id: 7, revision: 'abc', content: 'abc', startedAt: 43_000, deployedAt: 43_000 }];
    const managed = {
      ...{ ...seen, manager: { kind: 'argocd', name: 'payments' } as const },
      management: { ...argoCd, history },
    };
    const chooseWay = createChooseWay(
      { ...noMeans, argocd: true },
      { service: 'payments-api', environment: 'eu' },
    );
    const records = [record(42, 'good', 900), record(43, 'good', 100)];

    const found = offerRollback(managed, { service: 'payments-api', records, newId: 'offer-1', chooseWay });

    expect(found).toMatchObject({ target: { label: 'v43' }, candidates: [{ label: 'v43' }] });
  });
});
