import { describe, expect, it } from 'vitest';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import {
  carrySuspension,
  endSuspension,
  followSuspension,
  holdSuspension,
  isHeldNow,
  isOpen,
  isUntold,
  noteGit,
  planSuspension,
  releaseSuspension,
  settleSuspension,
  suspensionDueAt,
  suspensionWatchedUntil,
  troubleSuspension,
} from '../../../src/domain/rollback/suspension.ts';
import { look, revision } from '../release/story.ts';

const minuteMs = 60_000;
const halfHour = 30 * minuteMs;
const ada = { userId: 'U-ADA', name: 'Ada' };
const object = { namespace: 'flux-system', name: 'apps' };

const run = (overrides: Partial<RollbackRun> = {}): RollbackRun => ({
  offerId: 'offer-1',
  by: ada,
  way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: halfHour },
  target: revision(42),
  targetLabel: 'v42',
  requestedAt: 1000,
  status: 'approved',
  ...overrides,
});
const planned = planSuspension(run(), 2000);
const held = holdSuspension({ ...planned, status: 'running' }, { isOwn: true }, 3000);
const end = 2000 + halfHour;
const failed = (kind: 'forbidden' | 'target-fails' | 'outcome-unknown' | 'overdue'): RollbackRun => ({
  ...held,
  status: 'failed',
  failure: { kind, rule: '', cluster: '' } as unknown as NonNullable<RollbackRun['failure']>,
});

describe('a suspension', () => {
  it('is planned before anything is written, for the way that needs one', () => {
    expect(planned.suspension).toEqual({ key: 'offer-1-1000', from: 2000, until: end });
    expect(planSuspension(run({ way: { kind: 'undo' } }), 2000)).not.toHaveProperty('suspension');
    expect(isHeldNow(planned.suspension)).toBe(false);
  });

  it('goes over to the next attempt while it is open', () => {
    const next = planSuspension(
      run({ requestedAt: 9000, ...(held.suspension && { suspension: held.suspension }) }),
      9000,
    );

    expect(next.suspension?.key).toBe('offer-1-1000');
  });

  it('is planned anew once the one before has ended', () => {
    const over = endSuspension(settleSuspension(held, end), 'resumed', end);

    expect(planSuspension({ ...over, requestedAt: end + 1 }, end + 2).suspension).toEqual({
      key: `offer-1-${end + 1}`,
      from: end + 2,
      until: end + 2 + halfHour,
    });
  });

  it('is not ours to end when somebody else had suspended Flux', () => {
    const foreign = holdSuspension(planned, { isOwn: false, until: 9000 }, 3000);

    expect(foreign.suspension).toMatchObject({ heldAt: 3000, foreign: { until: 9000 } });
    expect(isOpen(foreign.suspension)).toBe(false);
    expect(settleSuspension(foreign, end)).toBe(foreign);
    expect(suspensionDueAt(foreign.suspension)).toBeUndefined();
  });

  it('is forgotten when the way back did not need it', () => {
    expect(holdSuspension(planned, undefined, 3000)).not.toHaveProperty('suspension');
  });

  it('is due for a reminder ten minutes before its end, and then for its end', () => {
    const remindedAt = end - 10 * minuteMs;

    const reminded = settleSuspension(held, remindedAt);
    const over = settleSuspension(reminded, end);

    expect(suspensionDueAt(held.suspension)).toBe(remindedAt);
    expect(reminded.suspension).toMatchObject({ remindedAt });
    expect(suspensionDueAt(reminded.suspension)).toBe(end);
    expect(over.suspension).toMatchObject({ endAsked: { at: end } });
    expect(suspensionDueAt(over.suspension)).toBeUndefined();
  });

  it('has its moments in whole milliseconds, as stores keep them', () => {
    const odd = planSuspension(
      run({ way: { ...run().way, suspendedForMs: 20_000 } as RollbackRun['way'] }),
      2000,
    );
    const held20s = holdSuspension(odd, { isOwn: true }, 3000);

    expect(suspensionDueAt(held20s.suspension)).toBe(2000 + 20_000 - 6_666);
  });

  it.each([
    ['running', {}, true],
    ['done', {}, true],
    ['approved', {}, false],
    ['failed', {}, false],
    ['done', { heldAt: 3000 }, false],
    ['done', { endAsked: { at: 3000 } }, false],
  ] as const)('of a run that is %s is untold, %o: %s', (status, more, expected) => {
    const suspension = { key: 'offer-1-1000', from: 2000, until: end, ...more };

    expect(isUntold(run({ status, suspension }))).toBe(expected);
  });

  it.each([
    ['forbidden', true],
    ['overdue', true],
    ['target-fails', false],
    ['outcome-unknown', false],
  ] as const)('is to end at once when the rollback changed nothing: %s, %s', (kind, isAtOnce) => {
    const after = settleSuspension(failed(kind), 4000);

    expect(after.suspension?.endAsked !== undefined).toBe(isAtOnce);
  });

  it('of which nothing was ever seen leaves no word behind', () => {
    const failedEarly = settleSuspension(
      { ...planned, status: 'failed', failure: { kind: 'overdue' } },
      4000,
    );

    expect(endSuspension(failedEarly, 'not-held', 5000)).not.toHaveProperty('suspension');
    expect(endSuspension(failedEarly, 'resumed', 5000).suspension).toMatchObject({ ended: { at: 5000 } });
  });

  it('that the way back has taken back itself is over, and forgotten if it was never seen', () => {
    expect(releaseSuspension(planned, 4000)).not.toHaveProperty('suspension');
    expect(releaseSuspension(held, 4000).suspension?.ended).toEqual({ at: 4000 });
  });

  it('that cannot be ended says since when, until it is', () => {
    const over = settleSuspension(held, end);
    const first = troubleSuspension(over, { kind: 'no-answer', since: end });
    const second = troubleSuspension(first, { kind: 'forbidden', since: end + 5, rule: 'patch' });

    expect(second.suspension?.trouble).toEqual({ kind: 'forbidden', since: end, rule: 'patch' });
    expect(endSuspension(second, 'resumed', end + 9).suspension).not.toHaveProperty('trouble');
  });

  it('asks once what git has', () => {
    const reminded = settleSuspension(held, end - minuteMs);

    const asked = noteGit(reminded, 'unchanged');

    expect(asked.suspension?.git).toBe('unchanged');
    expect(noteGit(asked, 'moved')).toBe(asked);
    expect(noteGit(held, 'moved')).toBe(held);
  });

  it('is watched for an hour after it has ended, for what Flux brings then', () => {
    const over = endSuspension(settleSuspension(held, end), 'resumed', end);

    expect(suspensionWatchedUntil(held.suspension)).toBe(Number.POSITIVE_INFINITY);
    expect(suspensionWatchedUntil(over.suspension)).toBe(end + 60 * minuteMs);
    expect(suspensionWatchedUntil(undefined)).toBeUndefined();
  });
});

describe('a look at the workload', () => {
  const seen = (isSuspended: boolean, name = 'apps') =>
    look(44, {
      management: { kind: 'flux', owner: 'Kustomization', object: { ...object, name }, isSuspended },
    });

  it('that does not show the suspension yet says nothing', () => {
    expect(followSuspension(held, seen(false), 4000)).toBe(held);
  });

  it('tells that somebody has resumed Flux', () => {
    const suspended = followSuspension(held, seen(true), 4000);
    const resumed = followSuspension(suspended, seen(false), 5000);

    expect(suspended.suspension?.isSeen).toBe(true);
    expect(followSuspension(suspended, seen(true), 4500)).toBe(suspended);
    expect(resumed.suspension?.ended).toEqual({ at: 5000, isElsewhere: true });
  });

  it('of another object says nothing', () => {
    const suspended = followSuspension(held, seen(true), 4000);

    expect(followSuspension(suspended, seen(false, 'other'), 5000)).toBe(suspended);
  });

  it('says nothing of who resumes it once that was asked for', () => {
    const over = settleSuspension(followSuspension(held, seen(true), 4000), end);

    expect(followSuspension(over, seen(false), end + 1)).toBe(over);
  });
});

describe('the suspension of an attempt before, for a run that goes another way', () => {
  const helm = { kind: 'helm', release: { namespace: 'prod', name: 'payments-api' } } as const;

  it.each([
    ['held', held],
    ['of unknown outcome', planned],
  ])('is not ended or forgotten by what comes of the run: %s', (_, before) => {
    const suspension = carrySuspension(before, helm, { at: 5000, by: ada });
    const next = run({ way: helm, ...(suspension === undefined ? {} : { suspension }) });

    expect(suspension).toMatchObject({ flux: { owner: 'Kustomization', object }, endAsked: { at: 5000 } });
    expect(releaseSuspension(next, 6000)).toBe(next);
    expect(holdSuspension(next, undefined, 6000)).toBe(next);
    expect(endSuspension(next, 'resumed', 7000).suspension?.ended).toEqual({ at: 7000, by: ada });
  });
});
