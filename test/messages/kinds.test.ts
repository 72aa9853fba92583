import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import { unsupportedKindSentence } from '../../messages/unsupported-kind.ts';
import { workloadKinds } from '../../src/domain/rollout/workload.ts';
import { expectAccepted } from './accepted.ts';
import { kindStates } from './kind-states.ts';
import { noon, read, readFallback } from './read.ts';

describe.each(Object.entries(kindStates))('the card: %s', (_name, state) => {
  it('reads well', () => {
    const drawn = renderCard(state, noon, 'plan');

    expect(read(drawn)).toMatchSnapshot('plan');
    expect(readFallback(drawn)).toMatchSnapshot('notification');
    expectAccepted(drawn);
    expectAccepted(renderCard(state, noon, 'plain'));
  });
});

describe('a kind that cannot be rolled back', () => {
  it.each(workloadKinds)('%s says what to do instead', (kind) => {
    const workload = { cluster: 'eu', namespace: 'prod', kind, name: 'ledger' };

    const sentence = unsupportedKindSentence(workload, { isAborted: false });

    expect(sentence).toMatchSnapshot();
  });
});
