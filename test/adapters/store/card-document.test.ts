import { describe, expect, it } from 'vitest';
import { cardFormat, decodeCard, encodeCard } from '../../../src/adapters/store/card-document.ts';
import { sampleCard } from './sample-card.ts';

const revision = { revisionUid: 'rs-42', images: [] };

/** As the first version wrote it. */
function firstFormat(rollout: object): string {
  return JSON.stringify({
    ...sampleCard('card-1'),
    releases: [{ environment: 'prod', startedAt: 1, rollouts: [rollout] }],
  });
}

const upgraded = (rollout: object) =>
  decodeCard({ format: 1, document: firstFormat(rollout) }).releases[0]?.rollouts[0];

describe('a card document', () => {
  it('is read as it was written', () => {
    const card = sampleCard('card-1');

    expect(decodeCard({ format: cardFormat, document: encodeCard(card) })).toEqual(card);
  });

  it('of the first format gets the way back that it meant', () => {
    const offer = { kind: 'undo', id: 'o1', from: 43, target: revision, targetLabel: 'v42', knownGoodAt: 7 };

    const candidate = { revision, label: 'v42', verdict: 'good', at: 7 };

    expect(upgraded({ offer })?.offer).toEqual({
      kind: 'way-back',
      id: 'o1',
      from: 43,
      way: { kind: 'undo' },
      target: candidate,
      candidates: [candidate],
    });
  });

  it('of the first format keeps an accepted rollback accepted', () => {
    const run = { offerId: 'o1', target: revision, targetLabel: 'v42', requestedAt: 1 };

    expect(upgraded({ rollback: { ...run, status: 'requested' } })?.rollback).toMatchObject({
      ...run,
      way: { kind: 'undo' },
      status: 'approved',
    });
    expect(upgraded({ rollback: { ...run, status: 'done' } })?.rollback).toMatchObject({ status: 'done' });
  });

  it('of a later version is refused, with what to do', () => {
    const later = { format: cardFormat + 1, document: '{}' };

    expect(() => decodeCard(later)).toThrow('Start the newer version');
  });
});
