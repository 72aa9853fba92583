import { describe, expect, it } from 'vitest';
import { attachLogs, logsWanted } from '../../../src/domain/release/attach-log.ts';
import type { Card, Hold } from '../../../src/domain/release/card.ts';
import { newsOf } from '../../../src/domain/release/news.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { counts, crash, look, onlyRollout, openCard, play, revision } from './story.ts';

const opened = openCard(look(43));
const up = (pods: number, of = 10): Partial<WorkloadObservation> => ({ counts: counts(pods, of) });

const beside = crash({ reason: 'AutoscalerFailing', container: '', pods: 0, restarts: 0, pod: '' });
const older = (restarts: number) => [
  { revision: revision(42), problems: [crash({ restarts })], suspects: [] },
];

/** What the last of these looks is to the people who read the card. */
function newsAfter(...looks: readonly Partial<WorkloadObservation>[]): string {
  const before = play(opened, ...looks.slice(0, -1).map((each) => look(43, each)));
  return newsOf(before, play(opened, ...looks.map((each) => look(43, each))));
}

describe('what a change of a card is to its readers', () => {
  it.each<[string, string, readonly Partial<WorkloadObservation>[]]>([
    ['the first pod is up', 'step', [up(0), up(1)]],
    ['another pod before half way', 'counts', [up(1), up(2)]],
    ['half of the pods are up', 'step', [up(4), up(5)]],
    ['another pod after half way', 'counts', [up(6), up(7)]],
    ['all of its pods are up, and old ones still to go', 'counts', [up(9), up(10)]],
    ['pods go down again, past half way', 'step', [up(6), up(4)]],
    ['it pauses', 'step', [up(2), { ...up(2), phase: 'paused' }]],
    ['it is live', 'verdict', [up(9), { ...up(10), phase: 'complete' }]],
    ['its first crash, of which the thread tells', 'evidence', [up(1), { problems: [crash()] }]],
    ['one crash more', 'counts', [{ problems: [crash()] }, { problems: [crash({ restarts: 2 })] }]],
    [
      'a second reason',
      'evidence',
      [{ problems: [crash()] }, { problems: [crash(), crash({ container: 'proxy' })] }],
    ],
    ['too many crashes', 'verdict', [{ problems: [crash()] }, { problems: [crash({ restarts: 5 })] }]],
    ['an autoscaler fails beside it', 'step', [up(2), { ...up(2), problems: [beside] }]],
    ['the version before crashes', 'step', [up(2), { ...up(2), olderTroubles: older(1) }]],
    [
      'the version before crashes once more',
      'counts',
      [
        { ...up(2), olderTroubles: older(1) },
        { ...up(2), olderTroubles: older(2) },
      ],
    ],
    ['it fails although it was live', 'verdict', [{ phase: 'complete', ...up(10) }, { problems: [crash()] }]],
  ])('%s: %s', (_what, news, looks) => {
    expect(newsAfter(...looks)).toBe(news);
  });

  it('has as many steps for 300 pods as for 3', () => {
    const steps = (desired: number) => {
      const looks = Array.from({ length: desired }, (_, pods) => play(opened, look(43, up(pods, desired))));
      return looks.slice(1).filter((card, index) => newsOf(looks[index], card) === 'step').length;
    };

    expect(steps(3)).toBe(2);
    expect(steps(300)).toBe(2);
  });

  it('is a new card, or trouble when it opens in trouble', () => {
    expect(newsOf(undefined, opened)).toBe('opened');
    expect(newsOf(undefined, play(opened, look(43, { problems: [crash()] })))).toBe('trouble');
  });

  it('is trouble when only the card says so, because its thread is not pinged again so soon', () => {
    const failing = play(opened, look(43, { problems: [crash()] }));
    const calm: Card = play(opened, look(43));
    const quiet: Card = { ...calm, notices: failing.notices };

    expect(newsOf(quiet, failing)).toBe('trouble');
    expect(newsOf(calm, failing)).toBe('evidence');
  });

  it('is trouble when the reply that would ping is held, and evidence when a digest tells it', () => {
    const failing = play(opened, look(43, { problems: [crash()] }));
    const calm: Card = play(opened, look(43));
    const held = (by: Hold): Card => ({
      ...failing,
      notices: failing.notices.map((notice) => ({ ...notice, held: by })),
    });

    expect(newsOf(calm, held({ by: 'mute' }))).toBe('trouble');
    expect(newsOf(calm, held({ by: 'digest', digest: 'd' }))).toBe('evidence');
  });

  it('is no mere count when somebody did something and looks for it', () => {
    const scope = { kind: 'card', cardId: opened.id, title: 'payments-api v43' } as const;
    const by = { userId: 'U0ADA', name: 'Ada' };
    const muted: Card = { ...opened, mutes: [{ scope, by, at: 1, until: 2, heardIn: [] }] };

    expect(newsOf(opened, muted)).toBe('verdict');
    expect(newsOf(muted, opened)).toBe('verdict');
  });

  it('is evidence when the log arrives', () => {
    const failing = play(opened, look(43, { problems: [crash()] }));
    const [wish] = logsWanted(failing);
    if (wish === undefined) throw new Error('no log is wanted');

    const [of] = wish.containers;
    const logs =
      of === undefined ? [] : [{ of, log: { kind: 'none', because: 'The pod is gone.' } as const }];
    const explained = attachLogs(failing, wish, { logs });
    const file = { slot: 'file/1', lines: 1, hidden: 0, containers: ['payments-api'] };

    expect(newsOf(failing, explained)).toBe('evidence');
    expect(newsOf(explained, attachLogs(explained, wish, { logs, file }))).toBe('evidence');
    expect(newsOf(explained, attachLogs(explained, wish, { logs }))).toBe('counts');
  });

  it('is never a mere count when something else has changed, whatever it is', () => {
    const owned: Card = { ...opened, owner: { ...opened.owner, team: 'sre' } };

    expect(newsOf(opened, owned)).toBe('step');
    expect(newsOf(opened, structuredClone(opened))).toBe('counts');
  });

  it('is a verdict when somebody acts, because they look for it', () => {
    const muted: Card = {
      ...opened,
      mutes: [
        {
          scope: { kind: 'service', service: 'payments-api' },
          by: { userId: 'U0ADA', name: 'Ada' },
          at: 1,
          until: 2,
          heardIn: [],
        },
      ],
    };

    expect(newsOf(opened, muted)).toBe('verdict');
    expect(newsOf(muted, opened)).toBe('verdict');
  });

  it('is a verdict when a rollback begins and ends, and a step while it goes on', () => {
    const failing = play(opened, look(43, { problems: [crash()] }));
    const rollingBack = (status: 'requested' | 'running' | 'done', pods: number): Card => {
      const by = { userId: 'U0GRACE', name: 'Grace' };
      const target = onlyRollout(failing).revision;
      const run = {
        offerId: 'o',
        by,
        way: { kind: 'undo' as const },
        target,
        targetLabel: 'v42',
        requestedAt: 5,
        status,
        counts: counts(pods),
      };
      const [release] = failing.releases;
      if (release === undefined) throw new Error('the card has no release');
      return {
        ...failing,
        releases: [{ ...release, rollouts: [{ ...onlyRollout(failing), rollback: run }] }],
      };
    };

    expect(newsOf(failing, rollingBack('requested', 0))).toBe('verdict');
    expect(newsOf(rollingBack('running', 0), rollingBack('running', 1))).toBe('step');
    expect(newsOf(rollingBack('running', 2), rollingBack('done', 3))).toBe('verdict');
  });
});

describe('what nobody saw, to the readers of its card', () => {
  it('is no more urgent than a new card, although its end is known with it', () => {
    const past = openCard({ ...look(43), isPast: true });
    const left = play(past, look(44));

    expect(onlyRollout(left).status).toBe('superseded');
    expect(newsOf(undefined, past)).toBe('opened');
    expect(newsOf(past, left)).toBe('opened');
  });
});
