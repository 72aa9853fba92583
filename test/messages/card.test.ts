import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { expectAccepted } from './accepted.ts';
import { cardStates } from './card-states.ts';
import { card, cardOf, failing, podCounts, release, rollout } from './cards.ts';
import { noon, read, readFallback } from './read.ts';

const plan = (of: Card) => read(renderCard(of, noon, 'plan'));
const plain = (of: Card) => read(renderCard(of, noon, 'plain'));

describe.each(Object.entries(cardStates))('the card: %s', (_name, state) => {
  it('reads well in both styles', () => {
    expect(plan(state)).toMatchSnapshot('plan');
    expect(plain(state)).toMatchSnapshot('plain');
  });

  it('has a notification that says it too', () => {
    expect(readFallback(renderCard(state, noon, 'plan'))).toMatchSnapshot();
  });

  it.each(['plan', 'plain'] as const)('is taken by Slack in style %s', (style) => {
    expectAccepted(renderCard(state, noon, style));
  });
});

describe('the card', () => {
  it('says in a notification what it is about', () => {
    expect(readFallback(renderCard(cardOf(failing), noon, 'plan'))).toMatchInlineSnapshot(`
      "✗ payments-api · v43 (8f3c2d1)
      v43 is failing in prod · since today at 11:59
      payments-api exits with code 1, an error of its own (2 pods of v43, 3 restarts)."
    `);
  });

  it('is the same message whenever the same state is rendered', () => {
    const state = cardOf(failing);

    const later = renderCard(state, noon + 40 * 3_600_000, 'plan');

    expect(later).toEqual(renderCard(state, noon, 'plan'));
  });

  it('gets a new block id where its content changes, and only there', () => {
    const before = renderCard(cardOf({ counts: podCounts(1) }), noon, 'plan');
    const after = renderCard(cardOf({ counts: podCounts(2) }), noon, 'plan');

    const [head, rows, , footer] = before.blocks.map(({ block_id }) => block_id);
    const [headAfter, rowsAfter, , footerAfter] = after.blocks.map(({ block_id }) => block_id);

    expect(headAfter).not.toBe(head);
    expect(rowsAfter).not.toBe(rows);
    expect(footerAfter).toBe(footer);
  });

  it('as the blocks that go to Slack', () => {
    const rolling = card({ releases: [release({ rollouts: [rollout()] })] });

    expect(renderCard(rolling, noon, 'plan')).toMatchSnapshot();
  });
});
