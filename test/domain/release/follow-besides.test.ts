import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/domain/problem/problem.ts';
import { followCard } from '../../../src/domain/release/follow-card.ts';
import { dueAt, keepTime } from '../../../src/domain/release/keep-time.ts';
import { revisionVerdicts } from '../../../src/domain/release/revision-verdicts.ts';
import { context, counts, crash, look, onlyRollout, openCard, play, revision, settings } from './story.ts';

const older = (number: number, ...problems: readonly Problem[]) => ({
  revision: revision(number),
  problems,
  suspects: [],
});
const autoscaler = crash({ reason: 'AutoscalerFailing', container: '', pods: 0, restarts: 0, pod: '' });
const lostNode = crash({ reason: 'NodeNotReady', container: '', restarts: 9, pod: '' });
const notCreated = crash({ reason: 'ReplicaSetCreateError', container: '', restarts: 0, pod: '' });
const done = { phase: 'complete', counts: counts(3) } as const;

describe('trouble of the version before', () => {
  it('is shown beside the rollout, and turns neither its status nor its verdict', () => {
    const card = play(
      openCard(look(43)),
      look(43, { counts: counts(1), olderTroubles: [older(42, crash({ restarts: 99 }))] }),
    );

    expect(onlyRollout(card)).toMatchObject({
      status: 'progressing',
      problems: [],
      olderTroubles: [{ label: 'v42', revisionUid: 'rs-42', problems: [{ firstSeenAt: 1000 }] }],
    });
    expect(card.notices).toEqual([]);
    expect(revisionVerdicts(openCard(look(43)), card, 1000)).toEqual([]);
  });

  it('stays for half a minute while a crash loop looks well, and is forgotten then', () => {
    const card = play(openCard(look(43)), look(43, { olderTroubles: [older(42, crash())] }), look(43));

    expect(onlyRollout(card).olderTroubles).toMatchObject([{ problems: [{ absentSince: 2000 }] }]);
    expect(dueAt(card, settings)).toBe(2000 + settings.recoverAfterMs);
    const later = keepTime(card, 2000 + settings.recoverAfterMs, settings);
    expect(onlyRollout(later)).not.toHaveProperty('olderTroubles');
  });

  it('is forgotten once the new version is all there is', () => {
    const card = play(
      openCard(look(43)),
      look(43, { olderTroubles: [older(42, crash()), older(41, crash())] }),
      look(43, done),
    );

    expect(onlyRollout(card)).toMatchObject({ status: 'complete' });
    expect(onlyRollout(card)).not.toHaveProperty('olderTroubles');
  });

  it('is the same card when nothing about it has changed', () => {
    const seen = look(43, { olderTroubles: [older(42, crash())] });
    const once = play(openCard(look(43)), seen);

    const twice = followCard(once, seen, context(1000));

    expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
  });
});

describe.each([
  ['an autoscaler that fails', autoscaler],
  ['a node that is lost', lostNode],
])('%s', (_name, problem) => {
  it('is shown, and is no reason to call the rollout a failure', () => {
    const card = play(openCard(look(43)), look(43, { counts: counts(2), problems: [problem] }));

    expect(onlyRollout(card)).toMatchObject({ status: 'progressing', problems: [{ problem }] });
    expect(card.notices).toEqual([]);
  });

  it('does not keep a rollout from its success, and is struck through when it is over', () => {
    const card = play(
      openCard(look(43)),
      look(43, { ...done, problems: [problem] }),
      look(43, { ...done, problems: [] }),
    );

    expect(card.releases[0]?.verdict?.kind).toBe('succeeded');
    expect(onlyRollout(card).problems[0]?.recoveredAt).toBe(2000);
  });

  it('lets the clock give up a rollout that does not move', () => {
    const card = play(openCard(look(43)), look(43, { problems: [problem] }));

    expect(onlyRollout(keepTime(card, settings.deadlineMs + 1, settings)).status).toBe('timed-out');
  });
});

describe('a version whose ReplicaSet cannot be created', () => {
  const pending = (image: string) =>
    revision(43, { revisionName: '', revisionUid: '', images: [{ name: 'payments-api', image }] });
  const wanted = pending('registry.example/payments-api:v43');
  const refused = look(43, { revision: wanted, older: [revision(42)], problems: [notCreated] });

  it('is failing at once, with nothing to be rolled back', () => {
    const card = openCard(refused);

    expect(onlyRollout(card)).toMatchObject({ status: 'failing', offer: { kind: 'not-begun' } });
    expect(card.notices).toMatchObject([{ kind: 'failing' }]);
  });

  it('goes on as the same rollout when it can be created after all, with a way back', () => {
    const card = play(openCard(refused), look(43, { counts: counts(1) }));

    expect(onlyRollout(card)).toMatchObject({
      revision: { revisionUid: 'rs-43' },
      offer: { kind: 'way-back', target: { label: 'v42' } },
    });
    expect(onlyRollout(card).status).not.toBe('superseded');
  });

  it('is superseded by another version that takes its number', () => {
    const next = revision(43, {
      images: [{ name: 'payments-api', image: 'registry.example/payments-api:v44' }],
    });

    const card = play(openCard(refused), look(43, { revision: next }));

    expect(onlyRollout(card)).toMatchObject({ status: 'superseded', successor: { label: 'v44' } });
  });

  it('teaches nothing of a revision that never was', () => {
    const card = openCard(refused);
    const gaveUp = keepTime(card, settings.deadlineMs + 1, settings);

    expect(onlyRollout(gaveUp).status).toBe('failed');
    expect(revisionVerdicts(card, gaveUp, settings.deadlineMs + 1)).toEqual([]);
  });
});

describe('a rollback', () => {
  it('is done although an autoscaler fails meanwhile', () => {
    const run = {
      offerId: 'offer-1',
      by: { userId: 'U0ADA', name: 'Ada' },
      target: revision(42),
      targetLabel: 'v42',
      requestedAt: 1000,
      way: { kind: 'undo' },
      status: 'approved',
    } as const;
    const card = play(openCard(look(43)), look(43, { problems: [crash()] }));
    const asked = {
      ...card,
      releases: card.releases.map((release) => ({
        ...release,
        rollouts: release.rollouts.map((rollout) => ({ ...rollout, rollback: run })),
      })),
    };

    const after = followCard(
      asked,
      look(44, { ...done, revision: revision(44, { revisionUid: 'rs-42' }), problems: [autoscaler] }),
      context(2000),
    );

    expect(onlyRollout(after)).toMatchObject({ status: 'rolled-back', rollback: { status: 'done' } });
  });
});
