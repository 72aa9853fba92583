import { describe, expect, it } from 'vitest';
import { putCard } from '../../../src/app/put-card.ts';
import { createEndSuspension } from '../../../src/app/rollback/end-suspension.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { crash, look, openCard, play, revision } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

const object = { namespace: 'flux-system', name: 'apps' };

async function suspended() {
  const { desk, store, at } = await openDesk();
  at(4000);
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const after = mapRollouts(failing, (rollout) => ({
    ...rollout,
    rollback: {
      offerId: 'offer-1',
      by: { userId: 'U1', name: 'Ada' },
      target: revision(42),
      targetLabel: 'v42',
      way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 600_000 },
      requestedAt: 2000,
      status: 'running',
      suspension: { key: 'offer-1-2000', from: 2000, until: 602_000, heldAt: 2500 },
    },
  }));
  await store.transaction((session) => putCard(session, desk, { before: undefined, after, now: 4000 }));
  const permission = { isAllowed: true, rule: 'owners', as: { kind: 'owner' } } as const;
  const { resume } = createEndSuspension(desk, async ({ userId }) => ({
    permission,
    person: { userId, name: userId },
  }));
  const recorded = async () =>
    (await store.history('payments-api', 20))
      .filter(({ type }) => type.startsWith('flux-resume-'))
      .map(({ type, detail }) => [type, detail['because']]);
  return { resume, recorded };
}

describe('Resume Flux', () => {
  it('pressed by two at once is done once, and who was second can be told so', async () => {
    const { resume, recorded } = await suspended();
    const settled: string[] = [];
    const press = (userId: string) =>
      resume({ offerId: 'offer-1', userId }, async () => void settled.push(userId));

    const [first, second] = await Promise.all([press('U-ADA'), press('U-LINUS')]);

    expect(first.kind).toBe('accepted');
    expect(second).toEqual({ kind: 'refused', refusal: { kind: 'not-suspended' } });
    // Answering the second one is what settles it.
    expect(settled).toEqual(['U-ADA']);
    expect(await recorded()).toContainEqual(['flux-resume-refused', 'not-suspended']);
  });

  it('pressed when it resumes already is refused, and recorded', async () => {
    const { resume, recorded } = await suspended();
    await resume({ offerId: 'offer-1', userId: 'U-ADA' });

    const late = await resume({ offerId: 'offer-1', userId: 'U-LINUS' });

    expect(late).toEqual({ kind: 'refused', refusal: { kind: 'not-suspended' } });
    expect(await recorded()).toContainEqual(['flux-resume-refused', 'not-suspended']);
  });

  it('of a card that nobody knows is refused', async () => {
    const { resume, recorded } = await suspended();

    expect(await resume({ offerId: 'offer-9', userId: 'U-ADA' })).toMatchObject({ kind: 'refused' });
    expect(await recorded()).toEqual([]);
  });
});
