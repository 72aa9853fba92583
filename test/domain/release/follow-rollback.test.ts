import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/release/card.ts';
import { endCard, followCard, mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { keepTime } from '../../../src/domain/release/keep-time.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { context, counts, crash, look, onlyRollout, openCard, play, revision, settings } from './story.ts';

const verdictOf = (card: Card) => card.releases[0]?.verdict?.kind;
const noticesOf = (card: Card) => card.notices.map(({ kind }) => kind);

function askForRollback(card: Card, overrides: Partial<RollbackRun> = {}): Card {
  const run: RollbackRun = {
    offerId: 'offer-1',
    by: { userId: 'U1', name: 'ada' },
    way: { kind: 'undo' },
    target: revision(42),
    targetLabel: 'v42',
    requestedAt: 2000,
    status: 'running',
    ...overrides,
  };
  return mapRollouts(card, (rollout) => ({ ...rollout, rollback: run }));
}

describe('a rollback', () => {
  const failing = () => play(openCard(look(43)), look(43, { problems: [crash()] }));
  const back = look(44, { revision: revision(44, { revisionUid: 'rs-42' }), older: [revision(43)] });

  it('is followed on the card of the version it leaves until healthy', () => {
    const moving = followCard(askForRollback(failing()), { ...back, counts: counts(2) }, context(3000));
    const card = followCard(moving, { ...back, phase: 'complete', counts: counts(3) }, context(4000));

    expect(onlyRollout(moving).rollback).toMatchObject({
      status: 'running',
      revision: 44,
      counts: counts(2),
    });
    expect(onlyRollout(card).rollback).toMatchObject({ status: 'done', endedAt: 4000, counts: counts(3) });
    expect(verdictOf(card)).toBe('rolled-back');
    expect(noticesOf(card)).toEqual(['failing', 'rolled-back']);
  });

  it('is not over when its target was applied once more before anybody looked, such as by a tool that annotates it', () => {
    const { images } = revision(42);
    const again = look(45, { revision: revision(45, { images }), phase: 'complete', counts: counts(3) });
    const first = look(44, { revision: revision(44, { images }), isPast: true });
    const asked = askForRollback(failing(), { way: { kind: 'webhook', tool: 'deploy' } });

    const card = followCard(followCard(asked, first, context(3000)), again, context(3000));

    expect(onlyRollout(card).rollback).toMatchObject({ status: 'done', revision: 45 });
    expect(noticesOf(card)).toEqual(['failing', 'rolled-back']);
  });

  it('fails when the target came and went before anybody looked', () => {
    const past = { ...back, isPast: true };

    const card = followCard(
      followCard(askForRollback(failing()), past, context(3000)),
      look(45),
      context(3000),
    );

    expect(onlyRollout(card).rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'superseded', newerLabel: 'v45' },
    });
  });

  it('fails when the target crashes too', () => {
    const card = followCard(
      askForRollback(failing()),
      { ...back, problems: [crash({ restarts: 5 })] },
      context(3000),
    );

    expect(onlyRollout(card).rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'target-fails', problem: { restarts: 5 } },
    });
    expect(noticesOf(card)).toEqual(['failing', 'rollback-failed']);
  });

  it('fails when somebody rolls out a newer version meanwhile', () => {
    const card = followCard(askForRollback(failing()), look(45), context(3000));

    expect(onlyRollout(card).rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'superseded', newerLabel: 'v45' },
    });
    expect(verdictOf(card)).toBe('superseded');
  });

  it('fails when the target is not healthy in time', () => {
    const asked = followCard(askForRollback(failing()), back, context(3000));

    const card = keepTime(asked, 3000 + settings.deadlineMs, settings);

    expect(onlyRollout(card).rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'not-healthy-in-time', withinMs: settings.deadlineMs },
    });
  });

  it('does not fail for what nobody has seen of it', () => {
    const asked = followCard(askForRollback(failing()), back, context(3000));

    const card = keepTime(asked, 10 * settings.deadlineMs, settings, () => settings.deadlineMs);

    expect(onlyRollout(card).rollback?.status).toBe('running');
  });
});

describe('a rollback that was given up', () => {
  const failing = () => play(openCard(look(43)), look(43, { problems: [crash()] }));
  const back = look(44, {
    revision: revision(44, { revisionUid: 'rs-42' }),
    phase: 'complete',
    counts: counts(3),
  });

  it('is done after all when its lost patch turns out to have gone through', () => {
    const lost = askForRollback(failing(), {
      status: 'failed',
      failure: { kind: 'outcome-unknown', cluster: 'eu' },
      endedAt: 2500,
    });

    const card = followCard(lost, back, context(3000));

    expect(onlyRollout(card).rollback).toMatchObject({ status: 'done', endedAt: 3000 });
    expect(onlyRollout(card).rollback).not.toHaveProperty('failure');
    expect(verdictOf(card)).toBe('rolled-back');
  });

  it('is done after all when the target becomes healthy late', () => {
    const late = askForRollback(failing(), {
      status: 'failed',
      revision: 44,
      failure: { kind: 'not-healthy-in-time', withinMs: 1 },
      endedAt: 2500,
    });

    const card = followCard(late, back, context(3000));

    expect(verdictOf(card)).toBe('rolled-back');
  });

  it('is done after all when what it waited for came late', () => {
    const late = askForRollback(failing(), {
      status: 'failed',
      failure: { kind: 'waited-too-long', for: 'release-tool', withinMs: 1 },
      endedAt: 2500,
    });

    const card = followCard(late, back, context(3000));

    expect(verdictOf(card)).toBe('rolled-back');
  });

  it('is followed to its end although the version has healed and is watched no longer', () => {
    const way = { kind: 'webhook', tool: 'deploy' } as const;
    const waiting = { for: 'merge', since: 2000 } as const;
    const healed = keepTime(
      followCard(
        askForRollback(failing(), { way, waiting }),
        look(43, { phase: 'complete', counts: counts(3) }),
        context(3000),
      ),
      3000 + settings.recoverAfterMs,
      settings,
    );
    const late = 3000 + settings.recoverAfterMs + settings.watchAfterSuccessMs + 1000;

    const arriving = followCard(healed, { ...back, counts: counts(1) }, context(late));
    const card = followCard(arriving, { ...back, phase: 'complete', counts: counts(3) }, context(late + 1));

    expect(onlyRollout(healed)).toMatchObject({ status: 'complete', rollback: { status: 'running' } });
    expect(onlyRollout(card).rollback).toMatchObject({ status: 'done', revision: 44 });
    expect(verdictOf(card)).toBe('rolled-back');
  });

  it('fails when a newer version comes after the one it was to leave has healed, which did succeed', () => {
    const healed = keepTime(
      followCard(
        askForRollback(failing()),
        look(43, { phase: 'complete', counts: counts(3) }),
        context(3000),
      ),
      3000 + settings.recoverAfterMs,
      settings,
    );

    const card = followCard(healed, look(45), context(60_000));

    expect(onlyRollout(card).rollback).toMatchObject({ status: 'failed', failure: { kind: 'superseded' } });
    expect(verdictOf(card)).toBe('succeeded');
    expect(followCard(card, look(46), context(61_000))).toEqual(card);
  });

  it('fails when the workload goes, also of a version that has healed meanwhile', () => {
    const healed = keepTime(
      followCard(
        askForRollback(failing()),
        look(43, { phase: 'complete', counts: counts(3) }),
        context(3000),
      ),
      3000 + settings.recoverAfterMs,
      settings,
    );

    const card = endCard(healed, 'eu/prod/Deployment/payments-api', 'deployment-1', 60_000);

    expect(onlyRollout(card)).toMatchObject({
      status: 'complete',
      rollback: { status: 'failed', failure: { kind: 'workload-gone' } },
    });
  });

  it('that came to nothing keeps nobody from being called to trouble that comes later', () => {
    const asked = askForRollback(failing(), { status: 'expired', endedAt: 3000 });
    const well = look(43, { phase: 'complete', counts: counts(3) });
    const healed = keepTime(followCard(asked, well, context(4000)), 4000 + settings.recoverAfterMs, settings);

    const card = followCard(healed, look(43, { problems: [crash({ restarts: 2 })] }), context(700_000));

    expect(onlyRollout(healed).status).toBe('complete');
    expect(noticesOf(card)).toEqual(['failing', 'failing']);
  });

  it('is not claimed when nothing was changed and somebody else went back', () => {
    const refused = askForRollback(failing(), {
      status: 'failed',
      failure: { kind: 'paused' },
      endedAt: 2500,
    });

    const card = followCard(refused, back, context(3000));

    expect(onlyRollout(card).rollback?.status).toBe('failed');
    expect(verdictOf(card)).toBe('superseded');
  });
});

describe('a rollback for which Flux was suspended', () => {
  const object = { namespace: 'flux-system', name: 'apps' };
  const way = { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 1000 } as const;
  const images = (version: number) => [{ name: 'api', image: `payments-api:v${version}` }];
  const left = look(43, { revision: revision(43, { images: images(43) }) });
  const failing = () => play(openCard(left), { ...left, problems: [crash()] });
  const back = look(44, { revision: revision(44, { revisionUid: 'rs-42', images: images(42) }) });
  const suspension = { key: 'offer-1-2000', from: 2000, until: 3000, heldAt: 2100 };
  const target = revision(42, { images: images(42) });
  const done = (ended?: { readonly at: number }) =>
    followCard(
      askForRollback(failing(), {
        way,
        target,
        suspension: { ...suspension, endAsked: { at: 3000 }, ...(ended === undefined ? {} : { ended }) },
      }),
      { ...back, phase: 'complete', counts: counts(3) },
      context(2500),
    );
  const returnedAt = (card: Card) => onlyRollout(card).rollback?.suspension?.returnedAt;

  it('says that the version is back which was left, although others wrote into its template', () => {
    const again = look(45, { revision: revision(45, { revisionUid: 'rs-43-and-more', images: images(43) }) });

    const card = followCard(done({ at: 3000 }), again, context(3100));

    expect(returnedAt(card)).toBe(3100);
    expect(onlyRollout(card).status).toBe('rolled-back');
  });

  it.each([
    ['while it is suspended', done(), 43],
    ['of a version that is neither', done({ at: 3000 }), 46],
    ['of what it went back to', done({ at: 3000 }), 42],
  ])('says nothing %s', (_, before, version) => {
    const seen = look(45, { revision: revision(45, { images: images(version) }) });

    expect(returnedAt(followCard(before, seen, context(3100)))).toBeUndefined();
  });
});
