import { describe, expect, it } from 'vitest';
import type { Card, Rollout } from '../../../src/domain/release/card.ts';
import {
  type AutomaticContext,
  type AutomaticRule,
  endCountdown,
  planAutomatic,
} from '../../../src/domain/rollback/automatic.ts';
import type { RevisionRecord } from '../../../src/domain/rollback/revision-record.ts';
import { crash, look, onlyRollout, openCard, play, revision } from '../release/story.ts';

const record = (number: number, verdict: RevisionRecord['verdict']): RevisionRecord => ({
  workload: 'eu/prod/Deployment/payments-api',
  revisionUid: `rs-${number}`,
  label: `v${number}`,
  verdict,
  at: number,
});

/** v43 has failed after v42 was healthy. */
function failed(records: readonly RevisionRecord[] = [record(42, 'good')]): Card {
  const open = openCard(look(43), 0, records);
  return play(open, look(43, { problems: [crash({ restarts: 9 })] }));
}

const rule: AutomaticRule = {
  services: ['payments-*'],
  environments: ['prod'],
  countdownMs: 120_000,
  mostPerDay: 2,
};

function plan(card: Card, context: Partial<AutomaticContext> = {}, rollout: Partial<Rollout> = {}) {
  return planAutomatic(
    card,
    'prod',
    { ...onlyRollout(card), ...rollout },
    {
      rules: [rule],
      now: 5_000,
      announcedToday: 0,
      needsSecondPerson: false,
      withinMs: 60_000,
      ...context,
    },
  );
}

describe('planAutomatic', () => {
  it('announces what it will do and when', () => {
    expect(plan(failed())).toMatchObject({
      status: 'announced',
      by: { userId: '', name: 'Shipmate' },
      targetLabel: 'v42',
      requestedAt: 5_000,
      actsAt: 125_000,
    });
  });

  it('asks for a person where a second one is needed', () => {
    const run = plan(failed(), { needsSecondPerson: true });

    expect(run).toMatchObject({ status: 'requested' });
    expect(run?.actsAt).toBeUndefined();
  });

  it.each([
    ['no rule', { rules: [] }, {}],
    ['the rule is of another service', { rules: [{ ...rule, services: ['ledger'] }] }, {}],
    ['the rule is of another environment', { rules: [{ ...rule, environments: ['dev'] }] }, {}],
    ['it was done often enough today', { announcedToday: 2 }, {}],
    ['it only fails so far', {}, { status: 'failing' }],
    ['it timed out', {}, { status: 'timed-out' }],
    ['a newer version came', {}, { isLeft: true }],
    ['it failed long ago', { now: 61_000 }, { endedAt: 1_000 }],
  ] as const)('does nothing when %s', (_why, context, rollout) => {
    expect(plan(failed(), context, rollout)).toBeUndefined();
  });

  it('goes to no version that was not seen healthy', () => {
    expect(plan(failed([]))).toBeUndefined();
    expect(plan(failed([record(42, 'bad')]))).toBeUndefined();
  });

  it('goes to no version whose pods crash now, too', () => {
    const trouble = (number: number) => ({
      revisionUid: `rs-${number}`,
      label: `v${number}`,
      problems: [{ problem: crash(), firstSeenAt: 0 }],
    });

    expect(plan(failed(), {}, { olderTroubles: [trouble(42)] })).toBeUndefined();
    expect(plan(failed(), {}, { olderTroubles: [trouble(41)] })).toMatchObject({ targetLabel: 'v42' });
  });

  it('does it once: not after one that was stopped, failed or done', () => {
    const card = failed();
    const run = plan(card);

    for (const status of ['refused', 'failed', 'expired', 'done', 'running'] as const) {
      expect(
        plan(card, {}, { ...(run === undefined ? {} : { rollback: { ...run, status } }) }),
      ).toBeUndefined();
    }
  });

  it('does not roll back what somebody went back to', () => {
    const card = failed();

    expect(plan(card, {}, { revision: revision(43, { createdAt: 1 }) })).toBeUndefined();
    expect(plan(card, {}, { revision: revision(43, { formerNumbers: [40] }) })).toBeUndefined();
  });

  it('takes back through Argo CD only what nobody has deployed after', () => {
    const card = failed();
    const { offer } = onlyRollout(card);
    if (offer?.kind !== 'way-back') return expect.fail('there is no offer');
    const application = { namespace: 'argocd', name: 'payments' };
    const through = (later: number) =>
      plan(
        card,
        {},
        { offer: { ...offer, way: { kind: 'argocd-history', application, entries: [], later } } },
      );

    expect(through(0)).toMatchObject({ way: { kind: 'argocd-history' } });
    expect(through(1)).toBeUndefined();
  });

  it('leaves alerts to people', () => {
    expect(plan({ ...failed(), alert: {} })).toBeUndefined();
  });
});

describe('endCountdown', () => {
  const run = plan(failed()) ?? expect.fail('nothing was planned');

  it('acts on what still fails', () => {
    expect(endCountdown(run, { status: 'failed' }, 125_000)).toMatchObject({ status: 'approved' });
  });

  it('leaves alone what has recovered', () => {
    expect(endCountdown(run, { status: 'complete' }, 125_000)).toMatchObject({
      status: 'expired',
      endedAt: 125_000,
    });
  });
});
