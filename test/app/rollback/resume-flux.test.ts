import { describe, expect, it } from 'vitest';
import { putCard } from '../../../src/app/put-card.ts';
import { createResumeFlux } from '../../../src/app/rollback/resume-flux.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { settleCard } from '../../../src/domain/release/settle-card.ts';
import type { Suspension } from '../../../src/domain/rollback/suspension.ts';
import { TransientError } from '../../../src/errors.ts';
import type { FluxControl, ResumeResult, SourceNews } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play, revision } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

const object = { namespace: 'flux-system', name: 'apps' };
const planned: Suspension = { key: 'offer-1-2000', from: 2000, until: 602_000 };
const held: Suspension = { ...planned, heldAt: 2500 };

function rolledBack(suspension: Suspension): Card {
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  return mapRollouts(failing, (rollout) => ({
    ...rollout,
    status: 'rolled-back',
    endedAt: 3000,
    rollback: {
      offerId: 'offer-1',
      by: { userId: 'U1', name: 'Ada' },
      target: revision(42),
      targetLabel: 'v42',
      way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 600_000 },
      requestedAt: 2000,
      status: 'done',
      endedAt: 3000,
      suspension,
    },
  }));
}

type Answer = ResumeResult | Error;

/** A Flux that gives these answers, one a call, and counts the calls. */
async function open(
  suspension: Suspension,
  answers: readonly Answer[],
  news: SourceNews | Error = 'unknown',
) {
  const { desk, store, at, errors } = await openDesk();
  const left = [...answers];
  const asked: string[] = [];
  const control: FluxControl = {
    async resume({ key }) {
      asked.push(key);
      const answer = left.shift() ?? { kind: 'not-held' };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async sourceNews() {
      asked.push('news');
      if (news instanceof Error) throw news;
      return news;
    },
  };
  const before = rolledBack(suspension);
  at(4000);
  await store.transaction((session) =>
    putCard(session, desk, { before: undefined, after: before, now: 4000 }),
  );
  const resumeFlux = createResumeFlux(
    desk,
    (cluster) => (cluster === 'eu' ? control : undefined),
    () => true,
  );
  const card = async () => {
    const found = await store.card(before.id);
    if (found === undefined) throw new Error('the card is gone');
    return found;
  };
  return {
    ...{ asked, errors, at, resumeFlux, card },
    async suspension() {
      return onlyRollout(await card()).rollback?.suspension;
    },
    async settle() {
      resumeFlux.consider(await card());
      await resumeFlux.stop();
    },
  };
}

const over: Suspension = { ...held, endAsked: { at: 3500 } };
const silence = new TransientError('kubernetes-timeout', 'no answer');

describe('Flux, once its suspension is to end,', () => {
  it('is resumed once, however often the card is looked at', async () => {
    const flux = await open(over, [{ kind: 'resumed' }]);

    flux.resumeFlux.consider(await flux.card());
    flux.resumeFlux.consider(await flux.card());
    await flux.settle();

    expect(flux.asked).toEqual(['offer-1-2000']);
    expect(await flux.suspension()).toMatchObject({ ended: { at: 4000 } });
  });

  it('is let alone before that', async () => {
    const flux = await open(held, []);

    await flux.settle();

    expect(flux.asked).toEqual([]);
  });

  it('is said to be suspended still at once when a right is missing, and asked again later', async () => {
    const rule = 'patch kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system';
    const flux = await open(over, [{ kind: 'forbidden', rule }, { kind: 'resumed' }]);

    flux.resumeFlux.consider(await flux.card());
    await expect.poll(flux.suspension).toMatchObject({ trouble: { kind: 'forbidden', rule, since: 4000 } });
    await flux.resumeFlux.tick();
    const early = flux.asked.length;
    flux.at(9000);
    await flux.resumeFlux.tick();

    expect(early).toBe(1);
    expect(await flux.suspension()).toMatchObject({ ended: { at: 9000 } });
    expect(await flux.suspension()).not.toHaveProperty('trouble');
    expect((await flux.card()).notices.map(({ kind }) => kind)).toContain('flux-stays-suspended');
    expect(flux.errors).toEqual(['Flux stays suspended: a right is missing']);
  });

  it('gets three attempts before a silence is worth a word', async () => {
    const flux = await open(over, [silence, silence, silence]);

    flux.resumeFlux.consider(await flux.card());
    await expect.poll(() => flux.asked.length).toBe(1);
    flux.at(9000);
    await flux.resumeFlux.tick();
    const after2 = await flux.suspension();
    flux.at(14_000);
    await flux.resumeFlux.tick();

    expect(after2).not.toHaveProperty('trouble');
    expect(await flux.suspension()).toMatchObject({ trouble: { kind: 'no-answer', since: 14_000 } });
  });

  it('of a cluster that is not watched any more is told of on its card', async () => {
    const { desk, store } = await openDesk();
    const card = rolledBack(over);
    await store.transaction((session) => putCard(session, desk, { before: undefined, after: card, now: 0 }));
    const resumeFlux = createResumeFlux(
      desk,
      () => undefined,
      () => true,
    );

    resumeFlux.consider(card);
    await resumeFlux.stop();

    const after = await store.card(card.id);
    expect(after && onlyRollout(after).rollback?.suspension).toMatchObject({
      trouble: { kind: 'cluster-not-watched' },
    });
  });

  it('that was never seen to be suspended leaves no word', async () => {
    const flux = await open({ ...planned, endAsked: { at: 3500 } }, [{ kind: 'not-held' }]);

    await flux.settle();

    expect(await flux.suspension()).toBeUndefined();
  });
});

describe('before it ends', () => {
  it.each([
    ['unchanged', 'unchanged'],
    ['moved', 'moved'],
    [silence, 'unknown'],
  ] as const)('it is found out once what git has: %s', async (news, git) => {
    const flux = await open({ ...held, remindedAt: 3500 }, [], news);

    await flux.settle();
    const card = await flux.card();

    expect(await flux.suspension()).toMatchObject({ git });
    expect(flux.asked).toEqual(['news']);
    expect(settleCard(card, card, 4000).notices.filter(({ kind }) => kind === 'flux-resumes')).toHaveLength(
      1,
    );
  });
});
