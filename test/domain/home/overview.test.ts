import { describe, expect, it } from 'vitest';
import { overviewOf, splitOverview } from '../../../src/domain/home/overview.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import { followCard } from '../../../src/domain/release/follow-card.ts';
import { context, counts, crash, look, openCard, play } from '../release/story.ts';

const live = play(openCard(look(43)), look(43, { phase: 'complete', counts: counts(3) }));
const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));

function built(id: string, openedAt: number, status: 'running' | 'failed' | 'passed'): Card {
  const steps = [{ id: 'test', title: 'test', status }];
  return {
    ...live,
    id,
    openedAt,
    releases: [],
    build: { id, service: 'payments-api', author: 'Ada', startedAt: openedAt, steps },
  };
}

const kinds = (cards: readonly Card[], since = 0) => {
  const { red, moving, ended } = overviewOf(cards, since);
  return { red: red.length, moving: moving.length, ended: ended.map(({ how }) => how) };
};

describe('an overview', () => {
  it('has what is red with its worst problem and since when that is so', () => {
    const [line] = overviewOf([failing], 0).red;

    expect(line).toMatchObject({
      service: 'payments-api',
      version: 'v43',
      environment: 'prod',
      since: 1_000,
    });
    expect(line?.problem?.reason).toBe('CrashLoopBackOff');
    expect(line?.isSeenTo).toBe(false);
  });

  it('has what is red however long ago it began', () => {
    expect(kinds([failing], Number.MAX_SAFE_INTEGER).red).toBe(1);
  });

  it('has no trouble that the workload has left', () => {
    const left = followCard(failing, look(44), context(5_000));

    expect(kinds([left])).toEqual({ red: 0, moving: 0, ended: [] });
  });

  it('has what rolls out and what is built', () => {
    expect(kinds([openCard(look(43)), built('b', 0, 'running')])).toEqual({ red: 0, moving: 2, ended: [] });
  });

  it('has what ended since, and nothing from before', () => {
    const at = live.releases[0]?.verdict?.at ?? Number.NaN;

    expect(kinds([live], at)).toEqual({ red: 0, moving: 0, ended: ['succeeded'] });
    expect(kinds([live], at + 1)).toEqual({ red: 0, moving: 0, ended: [] });
  });

  it('has no alert that recovered: nothing was released', () => {
    expect(kinds([{ ...live, alert: {} }]).ended).toEqual([]);
  });

  it('has a failed build until the service has a newer card', () => {
    const failed = built('b1', 1, 'failed');

    expect(kinds([failed]).red).toBe(1);
    expect(kinds([built('b2', 2, 'running'), failed])).toEqual({ red: 0, moving: 1, ended: [] });
  });

  it('has what is built and waits, as a lock makes it, until the service has a newer card', () => {
    const passed = built('b1', 0, 'passed');
    const waiting: Card = {
      ...passed,
      build: { ...(passed.build ?? expect.fail('no build')), image: 'registry.example/payments-api:v44' },
    };

    expect(overviewOf([waiting], 0).moving.map(({ stage }) => stage)).toEqual(['built']);
    expect(kinds([live, waiting]).moving).toBe(0);
  });

  it('says nothing of a build that passed and pushed nothing', () => {
    expect(kinds([built('b', 0, 'passed')])).toEqual({ red: 0, moving: 0, ended: [] });
  });

  it('has the newest first', () => {
    const later = {
      ...failing,
      id: 'later',
      releases: openCard(look(43, { problems: [crash()] }), 9_000).releases,
    };

    expect(overviewOf([failing, later], 0).red.map(({ cardId }) => cardId)).toEqual(['later', 'card-1']);
  });

  it('is split without losing a line', () => {
    const other = { ...live, id: 'other', owner: { ...live.owner, team: 'search' } };

    const { own, others } = splitOverview(overviewOf([live, other], 0), ({ team }) => team === 'payments');

    expect([own.ended.map(({ cardId }) => cardId), others.ended.map(({ cardId }) => cardId)]).toEqual([
      ['card-1'],
      ['other'],
    ]);
  });
});
