import { describe, expect, it } from 'vitest';
import { auditSuspensions } from '../../../src/domain/audit/audit-suspension.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import type { Suspension } from '../../../src/domain/rollback/suspension.ts';
import { look, openCard, revision } from '../release/story.ts';

const object = { namespace: 'flux-system', name: 'apps' };
const planned: Suspension = { key: 'offer-1-2000', from: 2000, until: 3000 };
const held: Suspension = { ...planned, heldAt: 2100 };
const grace = { userId: 'U2', name: 'Grace' };

function cardWith(suspension: Suspension): Card {
  return mapRollouts(openCard(look(43)), (rollout) => ({
    ...rollout,
    rollback: {
      offerId: 'offer-1',
      by: { userId: 'U1', name: 'Ada' },
      way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 1000 },
      target: revision(42),
      targetLabel: 'v42',
      requestedAt: 2000,
      status: 'running',
      suspension,
    },
  }));
}

const audited = (before: Suspension, after: Suspension) =>
  auditSuspensions(cardWith(before), cardWith(after), 5000).map(
    ({ action, outcome, source, actor, because }) => [
      action,
      outcome,
      source,
      actor.kind === 'person' ? actor.name : 'Shipmate',
      because,
    ],
  );

describe('the audit of a suspension of Flux', () => {
  it.each([
    ['was planned', planned, planned, []],
    ['is held', planned, held, [['flux-suspended', 'done', 'cluster', 'Ada', undefined]]],
    ['is held by somebody else', planned, { ...held, foreign: {} }, []],
    ['goes on', held, { ...held, remindedAt: 2900 }, []],
    [
      'ended in time',
      held,
      { ...held, ended: { at: 5000 } },
      [['flux-resumed', 'done', 'clock', 'Shipmate', undefined]],
    ],
    [
      'was ended by a person',
      held,
      { ...held, ended: { at: 5000, by: grace } },
      [['flux-resumed', 'done', 'slack', 'Grace', undefined]],
    ],
    [
      'was ended in the cluster',
      held,
      { ...held, ended: { at: 5000, isElsewhere: true } },
      [['flux-resumed', 'done', 'cluster', 'Shipmate', 'elsewhere']],
    ],
    [
      'cannot be ended',
      held,
      { ...held, trouble: { kind: 'no-answer', since: 5000 } },
      [['flux-resumed', 'failed', 'cluster', 'Shipmate', 'no-answer']],
    ],
    [
      'cannot be ended yet',
      { ...held, trouble: { kind: 'no-answer', since: 4000 } },
      { ...held, trouble: { kind: 'forbidden', since: 4000, rule: 'patch' } },
      [],
    ],
  ] as const)('that %s', (_, before, after, entries) => {
    expect(audited(before, after)).toEqual(entries);
  });
});
