import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/domain/problem/problem.ts';
import {
  attachProbeFailure,
  probeFailuresWanted,
  probeQuestion,
} from '../../../src/domain/release/attach-probe-failure.ts';
import { crash, look, onlyRollout, openCard, play } from './story.ts';

const probe = {
  purpose: 'readiness',
  kind: 'http',
  target: '/healthz',
  port: '8080',
  allowanceMs: 30_000,
} as const;
const unready: Problem = crash({ reason: 'NotReady', restarts: 0, podUid: 'pod-1', probe });
const failure = { purpose: 'readiness', answer: { kind: 'status', code: 503 }, at: 7 } as const;
const card = () => openCard(look(43, { problems: [unready, crash()] }));
const wishOf = (each: ReturnType<typeof card>) => {
  const [wish, ...more] = probeFailuresWanted(each);
  if (wish === undefined || more.length > 0) throw new Error('there must be one wish');
  return wish;
};

describe('what a probe answered', () => {
  it('is asked once for a problem that a probe explains, by the uid of its pod', () => {
    const wish = wishOf(card());

    expect(wish).toMatchObject({
      revision: 43,
      problem: 'NotReady/payments-api',
      podUid: 'pod-1',
      purposes: ['startup', 'readiness'],
    });
    expect(probeFailuresWanted(attachProbeFailure(card(), wish, failure))).toEqual([]);
    expect(probeFailuresWanted(attachProbeFailure(card(), wish, undefined))).toEqual([]);
  });

  it('stays beside its problem while looks go on', () => {
    const attached = attachProbeFailure(card(), wishOf(card()), failure);

    const later = play(attached, look(43, { problems: [{ ...unready, pods: 3 }, crash()] }));

    expect(onlyRollout(later).problems[0]?.problem).toMatchObject({ pods: 3, probeFailure: failure });
  });

  it('is no part of a card that has gone on', () => {
    const wish = wishOf(card());
    const next = openCard(look(44, { problems: [unready] }));

    expect(attachProbeFailure(next, wish, failure)).toEqual(next);
  });

  it('is of the probe that kills, where a container is killed', () => {
    const killed = crash({ exitCode: 137, podUid: 'pod-1', probe: { ...probe, purpose: 'liveness' } });

    expect(probeQuestion(killed)?.purposes).toEqual(['startup', 'liveness']);
    expect(probeQuestion(crash({ exitCode: 1 }))).toBeUndefined();
    expect(probeQuestion({ ...killed, pod: '' })).toBeUndefined();
  });
});
