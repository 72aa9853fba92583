import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/domain/release/card.ts';
import { followCard } from '../../../src/domain/release/follow-card.ts';
import { keepTime } from '../../../src/domain/release/keep-time.ts';
import { context, counts, crash, look, onlyRollout, openCard, play, settings } from './story.ts';

const statusOf = (card: Card) => onlyRollout(card).status;
const verdictOf = (card: Card) => card.releases[0]?.verdict?.kind;

describe('a version in trouble', () => {
  it.each([
    ['failing', crash()],
    ['failed', crash({ restarts: 5 })],
  ])('stays %s when it is scaled to 0, and goes green only when pods run again', (status, problem) => {
    const none = counts(0, 0);
    const silenced = play(
      openCard(look(43)),
      look(43, { problems: [problem] }),
      look(43, { counts: none }),
      look(43, { phase: 'complete', counts: none }),
    );
    const later = keepTime(silenced, 3000 + settings.recoverAfterMs, settings);
    const scaled = followCard(later, look(43, { phase: 'complete', counts: counts(3) }), context(60_000));

    expect(statusOf(later)).toBe(status);
    expect(statusOf(keepTime(later, 3000 + settings.deadlineMs, settings))).toBe('failed');
    expect(verdictOf(keepTime(scaled, 60_000 + settings.recoverAfterMs, settings))).toBe('succeeded');
  });

  it('that timed out is no version that works once it is scaled to 0', () => {
    const late = keepTime(openCard(look(43)), settings.deadlineMs, settings);

    const card = followCard(late, look(43, { phase: 'complete', counts: counts(0, 0) }), context(1_000_000));

    expect(verdictOf(card)).toBe('timed-out');
  });
});
