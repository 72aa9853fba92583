import { describe, expect, it } from 'vitest';
import { createFollowWorkload } from '../../../src/app/follow-workload.ts';
import { putCard } from '../../../src/app/put-card.ts';
import { resumptionsOf } from '../../../src/app/rollback/resume-flux.ts';
import { createRollBack } from '../../../src/app/rollback/roll-back.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import type { WayBack } from '../../../src/domain/rollback/way-back.ts';
import { counts, crash, look, onlyRollout } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

const ada = { userId: 'U-ADA', name: 'Ada' };
const object = { namespace: 'flux-system', name: 'apps' };
const suspending = {
  kind: 'suspend-and-undo',
  owner: 'Kustomization',
  object,
  suspendedForMs: 600_000,
} as const;
const held = { key: 'offer-0-2000', from: 2000, until: 602_000, heldAt: 2500 };

/** Of an attempt of which nobody knows how far it came. */
const lost: Omit<RollbackRun, 'target'> = {
  offerId: 'offer-0',
  by: ada,
  way: suspending,
  targetLabel: 'v42',
  requestedAt: 2000,
  status: 'failed',
  failure: { kind: 'outcome-unknown', cluster: 'eu' },
  endedAt: 2600,
  suspension: held,
};

/** Roll Back is pressed once more, and by now the button goes that way. */
async function pressAgain(way: WayBack) {
  const { desk, store } = await openDesk();
  const follow = createFollowWorkload(desk);
  await follow.observe(look(42, { phase: 'complete', counts: counts(3) }), true);
  await follow.observe(look(43, { problems: [crash()] }), false);
  const [before] = await store.recentCards('payments-api', 0);
  const offer = before && onlyRollout(before).offer;
  if (before === undefined || offer?.kind !== 'way-back') throw new Error('no way back was offered');
  const after = mapRollouts(before, (rollout) => ({
    ...rollout,
    offer: { ...offer, way },
    rollback: { ...lost, target: offer.target.revision },
  }));
  await store.transaction((session) => putCard(session, desk, { before, after, now: desk.clock.now() }));
  const permission = { isAllowed: true, rule: 'owners', as: { kind: 'owner' } } as const;
  const { accept } = createRollBack(desk, async () => ({ permission, person: ada }), {
    run: async () => undefined,
  });
  const answer = await accept({ offerId: offer.id, userId: ada.userId });
  if (answer.kind !== 'accepted') throw new Error('it was refused');
  return { run: onlyRollout(answer.card).rollback, due: resumptionsOf(answer.card, () => true) };
}

describe('a rollback after an attempt for which Flux is still suspended', () => {
  it('goes on with the suspension when it suspends the same', async () => {
    const { run, due } = await pressAgain(suspending);

    expect(run?.suspension).toEqual(held);
    expect(due).toEqual([]);
  });

  it.each<[string, WayBack]>([
    ['another way', { kind: 'revert', repository: 'acme/clusters', branch: 'main', path: '', how: 'merge' }],
    ['for another object', { ...suspending, object: { ...object, name: 'payments' } }],
    ['for another owner', { ...suspending, owner: 'HelmRelease' }],
  ])('lets Flux resume first when it goes %s', async (_, way) => {
    const { run, due } = await pressAgain(way);

    expect(run?.way).toEqual(way);
    expect(due).toMatchObject([{ key: held.key, owner: 'Kustomization', object }]);
  });
});
