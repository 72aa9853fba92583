import { describe, expect, it } from 'vitest';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { giveUpRun, runDeadlineAt } from '../../../src/domain/rollback/run-deadline.ts';
import { revision } from '../release/story.ts';

const patience = { deadlineMs: 900, approvalMs: 30, waitMs: 5000 };
const run = (overrides: Partial<RollbackRun>): RollbackRun => ({
  offerId: 'offer-1',
  by: { userId: 'U-ADA', name: 'Ada' },
  way: { kind: 'undo' },
  target: revision(42),
  targetLabel: 'v42',
  requestedAt: 1000,
  status: 'approved',
  ...overrides,
});
const approval = { by: { userId: 'U-GRACE', name: 'Grace' }, at: 1020 };

describe('a run that is under way', () => {
  it.each([
    ['waits for a second person', run({ status: 'requested' }), 1030],
    ['is carried out from the click on', run({}), 1900],
    ['is carried out from the approval on', run({ approval }), 1920],
    ['is asked first how far it came when its process died', run({ askedAt: 1010 }), 2800],
    ['waits for what happens elsewhere', run({ approval, waiting: { for: 'merge', since: 1025 } }), 6025],
    ['has its time from when the workload began to move', run({ status: 'running', startedAt: 4000 }), 4900],
  ])('%s', (_what, each, deadline) => {
    expect(runDeadlineAt(each, patience)).toBe(deadline);
  });

  it('expires when nobody agrees', () => {
    expect(giveUpRun(run({ status: 'requested' }), 1030, patience)).toMatchObject({
      status: 'expired',
      endedAt: 1030,
    });
  });

  it('fails with what it still waited for', () => {
    const waited = giveUpRun(run({ waiting: { for: 'merge', since: 1000 } }), 6000, patience);

    expect(waited).toMatchObject({
      status: 'failed',
      failure: { kind: 'waited-too-long', for: 'merge', withinMs: 5000 },
    });
    expect(waited.waiting).toBeUndefined();
    expect(giveUpRun(run({ status: 'running' }), 1900, patience)).toMatchObject({
      status: 'failed',
      failure: { kind: 'not-healthy-in-time', withinMs: 900 },
    });
  });

  it.each([
    ['was never begun is overdue', {}, { kind: 'overdue' }],
    ['was begun has not arrived', { askedAt: 1010 }, { kind: 'not-healthy-in-time', withinMs: 900 }],
  ] as const)('that %s', (_what, overrides, failure) => {
    expect(giveUpRun(run(overrides), 2800, patience).failure).toEqual(failure);
  });

  it('is for the release tool to answer for, as long as nothing of it was seen', () => {
    const way = { kind: 'webhook', tool: 'ships' } as const;

    expect(giveUpRun(run({ status: 'running', way }), 1900, patience).failure).toEqual({
      kind: 'waited-too-long',
      for: 'release-tool',
      withinMs: 900,
    });
    expect(giveUpRun(run({ status: 'running', way, revision: 44 }), 1900, patience).failure).toEqual({
      kind: 'not-healthy-in-time',
      withinMs: 900,
    });
  });
});
