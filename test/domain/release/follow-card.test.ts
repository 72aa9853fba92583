import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/release/card.ts';
import { endCard, followCard, mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { dueAt, keepTime } from '../../../src/domain/release/keep-time.ts';
import type { RevisionRecord } from '../../../src/domain/rollback/revision-record.ts';
import { context, counts, crash, look, onlyRollout, openCard, play, revision, settings } from './story.ts';

const statusOf = (card: Card) => onlyRollout(card).status;
const verdictOf = (card: Card) => card.releases[0]?.verdict?.kind;
const noticesOf = (card: Card) => card.notices.map(({ kind }) => kind);

describe('a rollout that goes well', () => {
  it('counts up and succeeds', () => {
    const card = play(
      openCard(look(42)),
      look(42, { counts: counts(1) }),
      look(42, { counts: counts(2) }),
      look(42, { phase: 'complete', counts: counts(3) }),
    );

    expect(statusOf(card)).toBe('complete');
    expect(card.releases[0]?.verdict).toEqual({ kind: 'succeeded', at: 3000 });
    expect(onlyRollout(card).counts.updatedAvailable).toBe(3);
    expect(card.notices).toEqual([]);
  });

  it('stays succeeded while an autoscaler moves the counts', () => {
    const card = play(
      openCard(look(42)),
      look(42, { phase: 'complete', counts: counts(3) }),
      look(42, { counts: counts(3, 5) }),
    );

    expect(verdictOf(card)).toBe('succeeded');
    expect(onlyRollout(card).counts.desired).toBe(3);
  });

  it('turns to failing when it crashes while still under watch', () => {
    const card = play(
      openCard(look(42)),
      look(42, { phase: 'complete', counts: counts(3) }),
      look(42, { counts: counts(2), problems: [crash()] }),
    );

    expect(statusOf(card)).toBe('failing');
    expect(verdictOf(card)).toBeUndefined();
    expect(noticesOf(card)).toEqual(['failing']);
  });

  it('is left alone once the watch is over', () => {
    const done = play(openCard(look(42)), look(42, { phase: 'complete', counts: counts(3) }));
    const late = context(1000 + settings.watchAfterSuccessMs + 1);

    const card = followCard(done, look(42, { problems: [crash()] }), late);

    expect(card).toEqual(done);
  });

  it('keeps its verdict when a newer version comes', () => {
    const card = play(openCard(look(42)), look(42, { phase: 'complete', counts: counts(3) }), look(43));

    expect(verdictOf(card)).toBe('succeeded');
    expect(onlyRollout(card).isLeft).toBe(true);
  });
});

describe('a rollout that crashes', () => {
  it('is failing at the first fatal reason, pings once and offers the way back', () => {
    const card = play(
      openCard(look(43)),
      look(43, { problems: [crash()] }),
      look(43, { problems: [crash({ restarts: 2, pods: 2 })] }),
    );

    expect(statusOf(card)).toBe('failing');
    expect(noticesOf(card)).toEqual(['failing']);
    expect(onlyRollout(card).offer).toMatchObject({ kind: 'way-back', from: 43, target: { label: 'v42' } });
    expect(onlyRollout(card).problems).toMatchObject([
      { firstSeenAt: 1000, problem: { pods: 2, restarts: 2 } },
    ]);
  });

  it('fails after repeated restarts and pings no second time', () => {
    const card = play(
      openCard(look(43)),
      look(43, { problems: [crash()] }),
      look(43, { problems: [crash({ restarts: 5 })] }),
    );

    expect(verdictOf(card)).toBe('failed');
    expect(noticesOf(card)).toEqual(['failing']);
  });

  it('goes from red to green when the controller finishes after all, and it lasts', () => {
    const red = play(
      openCard(look(43)),
      look(43, { problems: [crash({ restarts: 5 })] }),
      look(43, { phase: 'complete', counts: counts(3) }),
    );

    const card = keepTime(red, 2000 + settings.recoverAfterMs, settings);

    expect(verdictOf(red)).toBe('failed');
    expect(verdictOf(card)).toBe('succeeded');
    expect(onlyRollout(card).problems[0]?.recoveredAt).toBe(2000 + settings.recoverAfterMs);
  });

  it('does not turn green while a crash loop looks well in between', () => {
    const well = look(43, { phase: 'complete', counts: counts(3) });
    const card = play(
      openCard(look(43)),
      look(43, { problems: [crash()] }),
      well,
      look(43, { problems: [crash()] }),
      well,
    );

    expect(statusOf(card)).toBe('failing');
    expect(onlyRollout(card).problems).toMatchObject([{ absentSince: 4000 }]);
    expect(dueAt(card, settings)).toBe(4000 + settings.recoverAfterMs);
  });

  it('turns green at once when what was missing is there', () => {
    const missing = crash({ reason: 'CreateContainerConfigError' });
    const card = play(
      openCard(look(43)),
      look(43, { problems: [missing] }),
      look(43, { phase: 'complete', counts: counts(3) }),
    );

    expect(verdictOf(card)).toBe('succeeded');
  });

  it('keeps failed when a newer version comes after it failed', () => {
    const card = play(openCard(look(43)), look(43, { problems: [crash({ restarts: 5 })] }), look(44));

    expect(verdictOf(card)).toBe('failed');
  });

  it('is superseded when a newer version comes before it failed, and who was called is told', () => {
    const card = play(openCard(look(43)), look(43, { problems: [crash()] }), look(44));

    expect(verdictOf(card)).toBe('superseded');
    expect(onlyRollout(card).successor).toEqual({ label: 'v44', isOlder: false });
    expect(noticesOf(card)).toEqual(['failing', 'left']);
  });

  it('knows when somebody went back without Shipmate', () => {
    const undone = look(44, {
      revision: revision(44, { revisionUid: 'rs-42', createdAt: 42_000, images: revision(42).images }),
    });
    const card = play(openCard(look(43)), look(43, { problems: [crash()] }), undone);

    expect(onlyRollout(card).successor).toEqual({ label: 'v42', isOlder: true });
  });

  it('knows it also of versions that were made within one second, by what it has seen of them', () => {
    const sameSecond = { revisionUid: 'rs-42', createdAt: revision(43).createdAt };
    const undone = look(44, {
      revision: revision(44, { ...sameSecond, images: revision(42).images }),
    });
    const seenBefore = {
      workload: 'eu/prod/Deployment/payments-api',
      revisionUid: 'rs-42',
      label: 'v42',
      verdict: 'good',
      at: 0,
    } as const;
    const successorBy = (records: readonly RevisionRecord[]) =>
      onlyRollout(followCard(openCard(look(43)), undone, context(1_000, records))).successor;

    expect(successorBy([seenBefore])).toEqual({ label: 'v42', isOlder: true });
    expect(successorBy([])).toEqual({ label: 'v42', isOlder: false });
  });

  it('takes a second reason as a second problem', () => {
    const outOfMemory = crash({ reason: 'OOMKilled' });
    const card = play(
      openCard(look(43)),
      look(43, { problems: [crash()] }),
      look(43, { problems: [crash(), outOfMemory] }),
    );

    expect(onlyRollout(card).problems.map(({ problem }) => problem.reason)).toEqual([
      'CrashLoopBackOff',
      'OOMKilled',
    ]);
  });
});

describe('deadlines', () => {
  it('ignores a ProgressDeadlineExceeded that was there before the revision', () => {
    const opened = openCard(look(43));
    const stale = mapRollouts(opened, (rollout) => ({ ...rollout, staleDeadlineAt: 500 }));

    const card = play(stale, look(43, { phase: 'failed', deadlineExceededAt: 500 }));
    const later = play(card, look(43, { phase: 'failed', deadlineExceededAt: 900 }));

    expect(statusOf(card)).toBe('progressing');
    expect(statusOf(later)).toBe('failed');
  });

  it('times out when nothing moves and no pod reports an error, and says so', () => {
    const card = keepTime(openCard(look(43)), settings.deadlineMs, settings);

    expect(verdictOf(card)).toBe('timed-out');
    expect(noticesOf(card)).toEqual(['failing']);
  });

  it('does not time out while it still comes further', () => {
    const moving = followCard(openCard(look(43)), look(43, { counts: counts(1) }), context(600_000));

    const card = keepTime(moving, settings.deadlineMs, settings);

    expect(statusOf(card)).toBe('progressing');
  });

  it('is not postponed by a pod that flaps', () => {
    const flapping = [1, 0, 1, 0, 1].reduce(
      (card, available, index) =>
        followCard(card, look(43, { counts: counts(available) }), context(1000 + index * 200_000)),
      openCard(look(43)),
    );

    const card = keepTime(flapping, 1000 + settings.deadlineMs, settings);

    expect(statusOf(card)).toBe('timed-out');
  });

  it('gives trouble after a success the whole deadline', () => {
    const live = play(openCard(look(43)), look(43, { phase: 'complete', counts: counts(3) }));
    const crashing = followCard(live, look(43, { problems: [crash()] }), context(800_000));

    const card = keepTime(crashing, 901_000, settings);

    expect(statusOf(card)).toBe('failing');
  });

  it('leaves alone what the workload went on from', () => {
    const well = look(43, { phase: 'complete', counts: counts(3) });
    const left = play(openCard(well), look(43, { problems: [crash({ restarts: 5 })] }), well, look(44));

    const card = keepTime(left, 100_000, settings);

    expect(card).toEqual(left);
    expect(verdictOf(card)).toBe('failed');
    expect(dueAt(card, settings)).toBeUndefined();
  });

  it('is not given up for what nobody has seen of it', () => {
    const opened = openCard(look(43));
    const late = 10 * settings.deadlineMs;

    const blind = keepTime(opened, late, settings, () => settings.deadlineMs - 1);
    const seeing = keepTime(opened, late, settings, () => settings.deadlineMs);

    expect(statusOf(blind)).toBe('progressing');
    expect(noticesOf(blind)).toEqual([]);
    expect(statusOf(seeing)).toBe('timed-out');
  });

  it('stops the clock while paused', () => {
    const paused = followCard(openCard(look(43)), look(43, { phase: 'paused' }), context(1000));
    const waited = keepTime(paused, 10 * settings.deadlineMs, settings);
    const resumed = followCard(waited, look(43), context(10 * settings.deadlineMs));

    const card = keepTime(resumed, 10 * settings.deadlineMs + 1000, settings);

    expect(statusOf(waited)).toBe('paused');
    expect(statusOf(card)).toBe('progressing');
  });
});

describe('deletion', () => {
  it('ends a rollout on its way', () => {
    const card = endCard(openCard(look(43)), 'eu/prod/Deployment/payments-api', 'deployment-1', 1000);

    expect(statusOf(card)).toBe('deleted');
    expect(verdictOf(card)).toBe('superseded');
  });

  it('leaves a workload of the same name and another uid alone', () => {
    const before = openCard(look(43));

    const card = endCard(before, 'eu/prod/Deployment/payments-api', 'another', 1000);

    expect(card).toEqual(before);
  });
});
