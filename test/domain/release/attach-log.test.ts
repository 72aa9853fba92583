import { describe, expect, it } from 'vitest';
import type { ContainerLog } from '../../../src/domain/log/log.ts';
import { tail } from '../../../src/domain/log/tail.ts';
import type { Problem } from '../../../src/domain/problem/problem.ts';
import {
  attachLogs,
  containersToRead,
  isForThread,
  logsWanted,
  mostTelling,
  type ReadLog,
} from '../../../src/domain/release/attach-log.ts';
import type { Card, LogFile } from '../../../src/domain/release/card.ts';
import { threadTimeOf } from '../../thread-time.ts';
import { crash, look, onlyRollout, openCard, play } from './story.ts';

function log(text: string): ContainerLog {
  const full = { lines: text.split('\n'), leftOut: 0, mayBeginEarlier: false, hidden: [] };
  return { kind: 'log', tail: tail(new TextEncoder().encode(text), true), full };
}

const none: ContainerLog = { kind: 'none', because: 'It has not started.' };
const proxy = { container: 'proxy', role: 'sidecar', exitCode: 1 } as const;
const worker = { container: 'worker', exitCode: 2 } as const;
const file: LogFile = { slot: 'file/1', lines: 1, hidden: 0, containers: ['payments-api'] };
const cardWith = (...problems: readonly Problem[]) => openCard(look(43, { problems }));

function readOf(problem: Problem, ...logs: readonly ContainerLog[]): readonly ReadLog[] {
  return containersToRead(problem, [problem]).map((of, index) => ({ of, log: logs[index] ?? none }));
}

/** What is wanted now is read, and says this. */
function readAll(card: Card, text: string, files: readonly LogFile[] = []): Card {
  return logsWanted(card).reduce(
    (each, wish, index) =>
      attachLogs(each, wish, {
        logs: readOf(wish.problem, log(text)),
        ...(files[index] === undefined ? {} : { file: files[index] }),
      }),
    card,
  );
}

describe('logs are wanted', () => {
  it('of the container that has the problem, and of those beside it', () => {
    const [wish] = logsWanted(cardWith(crash({ companions: [proxy, worker] })));

    expect(wish?.containers).toEqual([
      { container: 'payments-api', instance: 'crashed' },
      { container: 'proxy', role: 'sidecar', instance: 'crashed' },
      { container: 'worker', instance: 'crashed' },
    ]);
  });

  it('of what it says now, when it runs and does not get on', () => {
    const [wish] = logsWanted(cardWith(crash({ reason: 'NotReady' })));

    expect(wish?.containers).toEqual([{ container: 'payments-api', instance: 'running' }]);
  });

  it('of a companion only once, when it has a problem of its own', () => {
    const wishes = logsWanted(
      cardWith(crash({ companions: [proxy, worker] }), crash({ container: 'proxy' })),
    );

    expect(wishes.map(({ containers }) => containers.map(({ container }) => container))).toEqual([
      ['payments-api', 'worker'],
      ['proxy'],
    ]);
  });

  it.each<[string, Problem]>([
    ['a container that never ran', crash({ reason: 'ImagePullBackOff' })],
    ['no container', crash({ container: '' })],
    ['no pod', crash({ pod: '' })],
  ])('not of %s', (_what, problem) => {
    expect(logsWanted(cardWith(problem))).toEqual([]);
  });

  it('not of problems that are over, nor of rollouts that are well', () => {
    const failing = cardWith(crash());
    const well = play(failing, ...Array.from({ length: 40 }, () => look(43, { phase: 'complete' })));

    expect(logsWanted(failing)).toHaveLength(1);
    expect(logsWanted(well)).toEqual([]);
  });

  it('of a few problems only, however many there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => crash({ container: `c-${index}` }));

    const tookMs = threadTimeOf(() => {
      expect(logsWanted(cardWith(...many))).toHaveLength(8);
    });

    expect(tookMs).toBeLessThan(5_000);
  });

  it('at the restarts that may tell something new', () => {
    let card = readAll(cardWith(crash()), 'fatal');
    const readAt: number[] = [];
    for (let restarts = 1; restarts <= 100; restarts += 1) {
      card = play(card, look(43, { problems: [crash({ restarts })] }));
      if (logsWanted(card).length > 0) readAt.push(restarts);
      card = readAll(card, 'fatal');
    }

    expect(readAt).toEqual([2, 4, 8, 16, 32]);
  });

  it('not again of a card that an earlier version of Shipmate stored with its log', () => {
    const card = readAll(cardWith(crash()), 'fatal');
    const { reading: _, ...earlier } = onlyRollout(card).problems[0] ?? expect.fail('no problem');
    const stored: Card = {
      ...card,
      releases: card.releases.map((release) => ({
        ...release,
        rollouts: release.rollouts.map((rollout) => ({ ...rollout, problems: [earlier] })),
      })),
    };

    expect(logsWanted(play(stored, look(43, { problems: [crash({ restarts: 64 })] })))).toEqual([]);
  });
});

describe('what a card shows of the logs', () => {
  it.each<[string, Problem, readonly ContainerLog[], object]>([
    [
      'the one that has the problem',
      crash({ companions: [proxy] }),
      [log('own'), log('beside')],
      { lines: ['own'] },
    ],
    [
      'another one where it has none',
      crash({ companions: [proxy, worker] }),
      [none, none, log('beside')],
      { lines: ['beside'], container: 'worker' },
    ],
    [
      'the one that crashed beside one that only waits',
      crash({ reason: 'NotReady', companions: [proxy] }),
      [log('own'), log('beside')],
      { lines: ['beside'], container: 'proxy', role: 'sidecar' },
    ],
    [
      'the one that waits where the other has none',
      crash({ reason: 'NotReady', companions: [proxy] }),
      [log('own'), none],
      { lines: ['own'] },
    ],
  ])('is of %s', (_what, problem, logs, shown) => {
    const told = mostTelling(problem, readOf(problem, ...logs));

    expect(told).toMatchObject({ kind: 'log', tail: shown });
    expect(told.kind === 'log' && 'container' in told.tail).toBe('container' in shown);
  });

  it('is why there is none', () => {
    const problem = crash({ companions: [proxy] });

    expect(mostTelling(problem, readOf(problem, none, { kind: 'none', because: 'Another reason.' }))).toEqual(
      none,
    );
    expect(mostTelling(problem, [])).toMatchObject({ kind: 'none' });
  });
});

describe('a file for the thread', () => {
  const wishOf = (card: Card) => logsWanted(card)[0] ?? expect.fail('nothing is wanted');
  const restarted = (card: Card, restarts: number) =>
    play(card, look(43, { problems: [crash({ restarts })] }));

  it('is made of the first log', () => {
    const card = cardWith(crash());

    expect(isForThread(card, wishOf(card), readOf(crash(), log('fatal')))).toBe(true);
    expect(isForThread(card, wishOf(card), readOf(crash(), none))).toBe(false);
  });

  it('is made of a later one when that ends otherwise, and of no third', () => {
    const first = restarted(readAll(cardWith(crash()), 'fatal', [file]), 2);
    const again = restarted(readAll(first, 'disk full', [{ ...file, slot: 'file/2' }]), 4);

    expect(isForThread(first, wishOf(first), readOf(crash(), log('fatal')))).toBe(false);
    expect(isForThread(first, wishOf(first), readOf(crash(), log('disk full')))).toBe(true);
    expect(isForThread(again, wishOf(again), readOf(crash(), log('a third end')))).toBe(false);
    expect(onlyRollout(again).problems[0]?.reading).toEqual({
      restarts: 2,
      exitCode: 1,
      times: 2,
      files: [file, { ...file, slot: 'file/2' }],
    });
  });

  it('is not made when the thread has ten', () => {
    const card = cardWith(crash());
    const files = Array.from({ length: 10 }, () => file);
    const full = attachLogs(card, wishOf(card), { logs: readOf(crash(), log('x')), file });
    const crowded: Card = {
      ...full,
      releases: full.releases.map((release) => ({
        ...release,
        rollouts: release.rollouts.map((rollout) => ({
          ...rollout,
          problems: [
            ...rollout.problems.map((each) => ({ ...each, reading: { restarts: 1, times: 1, files } })),
            { problem: crash({ container: 'proxy' }), firstSeenAt: 0 },
          ],
        })),
      })),
    };

    expect(isForThread(crowded, wishOf(crowded), readOf(crash(), log('fatal')))).toBe(false);
  });

  it('is not made for a problem that the card does not have any more', () => {
    const card = cardWith(crash());
    const wish = { ...wishOf(card), revision: 42 };

    expect(isForThread(card, wish, readOf(crash(), log('fatal')))).toBe(false);
    expect(attachLogs(card, wish, { logs: readOf(crash(), log('fatal')) })).toEqual(card);
  });

  it('stays with its problem through later looks', () => {
    const card = restarted(readAll(cardWith(crash()), 'fatal', [file]), 3);

    expect(onlyRollout(card).problems[0]?.reading?.files).toEqual([file]);
  });
});
