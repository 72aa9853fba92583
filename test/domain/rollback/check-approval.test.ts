import { describe, expect, it } from 'vitest';
import type { RolloutStatus } from '../../../src/domain/release/card.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { type ApprovalContext, checkApproval } from '../../../src/domain/rollback/check-approval.ts';
import { findOffer, type Offered } from '../../../src/domain/rollback/check-offer.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { crash, look, openCard, play, revision } from '../release/story.ts';

function waiting(overrides: Partial<RollbackRun> = {}, status: RolloutStatus = 'failing'): Offered {
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const card = mapRollouts(failing, (rollout) => ({
    ...rollout,
    status,
    rollback: {
      offerId: 'offer-1',
      by: { userId: 'U-ADA', name: 'Ada' },
      way: { kind: 'undo' },
      target: revision(42),
      targetLabel: 'v42',
      requestedAt: 2000,
      status: 'requested',
      ...overrides,
    },
  }));
  const found = findOffer(card, 'offer-1');
  if (found.kind !== 'offered') throw new Error('nothing is offered');
  return found.offered;
}

const grace: ApprovalContext = { userId: 'U-GRACE', current: 43, word: 'approve' };

describe('checkApproval', () => {
  it('takes the word of somebody else', () => {
    expect(checkApproval(waiting(), grace)).toBeUndefined();
  });

  it('does not let a person agree with themselves, but take it back', () => {
    expect(checkApproval(waiting(), { ...grace, userId: 'U-ADA' })).toEqual({ kind: 'own-request' });
    expect(checkApproval(waiting(), { ...grace, userId: 'U-ADA', word: 'decline' })).toBeUndefined();
  });

  it.each(['approved', 'running', 'done', 'failed', 'refused', 'expired'] as const)(
    'counts no second time once it is %s',
    (status) => {
      expect(checkApproval(waiting({ status }), grace)).toMatchObject({ kind: 'already-requested', status });
    },
  );

  it('agrees to nothing that has gone on', () => {
    expect(checkApproval(waiting(), { ...grace, current: 44 })).toMatchObject({ kind: 'stale' });
    expect(checkApproval(waiting(), { ...grace, current: undefined })).toMatchObject({ kind: 'stale' });
    expect(checkApproval(waiting({}, 'complete'), grace)).toMatchObject({ kind: 'healthy-again' });
  });

  it('stops what was announced, and nothing else', () => {
    const announced = waiting({ status: 'announced', by: { userId: '', name: 'Shipmate' }, actsAt: 9000 });

    expect(checkApproval(announced, { ...grace, word: 'stop' })).toBeUndefined();
    expect(checkApproval(announced, grace)).toMatchObject({ kind: 'already-requested' });
    expect(checkApproval(waiting(), { ...grace, word: 'stop' })).toMatchObject({ kind: 'already-requested' });
  });

  it('lets a no be said to what has gone on', () => {
    expect(checkApproval(waiting(), { ...grace, current: 44, word: 'decline' })).toBeUndefined();
  });
});
