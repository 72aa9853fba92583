import { describe, expect, it } from 'vitest';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { look, onlyRollout, openCard, play } from './story.ts';

describe('the way back from a rollout that is followed', () => {
  const unknown = { manager: { kind: 'not-known-yet' } as const };
  const offerAfter = (...managers: readonly Pick<WorkloadObservation, 'manager'>[]) =>
    onlyRollout(
      play(
        openCard(look(43), 0),
        ...managers.map((each, index) => look(43, { ...each, message: String(index) })),
      ),
    ).offer;

  it('is none while it is not known who manages the workload, and comes back once it is nobody', () => {
    const offered = { kind: 'way-back', way: { kind: 'undo' } };

    expect(offerAfter()).toMatchObject(offered);
    expect(offerAfter(unknown)).toEqual({ kind: 'managed', ...unknown, formerId: 'offer-1' });
    expect(offerAfter(unknown, { manager: { kind: 'none' } })).toMatchObject(offered);
  });

  it('is that of the manager, once that is known', () => {
    const helm = { manager: { kind: 'helm', name: 'payments' } as const };

    expect(offerAfter(unknown, helm)).toEqual({ kind: 'managed', ...helm, formerId: 'offer-1' });
  });
});
