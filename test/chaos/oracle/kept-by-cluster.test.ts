import { describe, expect, it } from 'vitest';
import type { ReleaseEnd, ReleaseTruth } from '../company/ledger.ts';
import { isKeptByCluster, type KeptRequest } from './kept-by-cluster.ts';

function truth(
  version: string,
  startedAt: number,
  end?: ReleaseEnd,
  kind: ReleaseTruth['kind'] = 'Deployment',
) {
  const about = {
    service: 'ledger',
    kind,
    channel: '#shop',
    version,
    behaviour: 'good',
    isBuilt: false,
  } as const;
  return { ...about, openedAt: startedAt, startedAt, ...(end === undefined ? {} : { end }) };
}

const superseded = (at: number, by: string): ReleaseEnd => ({ how: 'superseded', at, by });
const undone = (at: number, by: string): ReleaseEnd => ({ how: 'undone', at, by });
const deleted = (at: number): ReleaseEnd => ({ how: 'deleted', at });

/** The bot saw until 100 and from 300 on. */
const isSeen = (from: number, to: number) => from < 100 || to > 300;

function kept(releases: readonly ReleaseTruth[], index: number, change: Partial<KeptRequest> = {}) {
  const release = releases[index];
  if (release === undefined) throw new Error('there is no such release');
  return isKeptByCluster({ release, releases, isThereBefore: true, now: 1_000, isSeen, ...change });
}

describe('a release that came and went while nobody looked', () => {
  const two = [truth('v2', 110, superseded(150, 'v3')), truth('v3', 150)];

  it('must be known, where the workload was known before and is seen again', () => {
    expect(kept(two, 0)).toBe(true);
    expect(kept([truth('v2', 110, undone(150, 'v1')), truth('v1', 150)], 0)).toBe(true);
    expect(kept(two, 0, { isThereBefore: false })).toBe(false);
    expect(kept(two, 0, { now: 290 })).toBe(false);
  });

  it('need not be known, where the workload was made or deleted meanwhile', () => {
    const gone = [truth('v2', 110, superseded(150, 'v3')), truth('v3', 150, deleted(200)), truth('v4', 250)];
    const anew = [
      truth('v2', 20, deleted(105)),
      truth('v3', 110, superseded(150, 'v4')),
      truth('v4', 150, superseded(180, 'v5')),
      truth('v5', 180),
    ];

    expect(kept(gone, 0)).toBe(false);
    expect(kept(anew, 1)).toBe(false);
    expect(kept(anew, 2)).toBe(false);
  });

  it('must be known of a workload that was made while the bot looked', () => {
    const made = [
      truth('v2', 20, superseded(110, 'v3')),
      truth('v3', 110, superseded(150, 'v4')),
      truth('v4', 150),
    ];

    expect(kept(made, 1, { isThereBefore: false })).toBe(true);
  });

  it('need not be known while it is the newest, nor as it was rolled back or deleted', () => {
    expect(kept(two, 1)).toBe(false);
    expect(kept([truth('v2', 110, { how: 'rolled-back', at: 150, to: 'v1' })], 0)).toBe(false);
    expect(kept([truth('v2', 110, deleted(150))], 0)).toBe(false);
  });

  it('need not be known of a Job, nor of a DaemonSet that somebody brought back to it', () => {
    const returned = (kind: ReleaseTruth['kind']) => [
      truth('v2', 110, superseded(150, 'v3'), kind),
      truth('v3', 150, undone(200, 'v2'), kind),
      truth('v2', 200, undefined, kind),
    ];

    expect(
      kept(
        two.map((each) => ({ ...each, kind: 'Job' as const })),
        0,
      ),
    ).toBe(false);
    expect(kept(returned('DaemonSet'), 0)).toBe(false);
    expect(kept(returned('DaemonSet'), 1)).toBe(true);
    expect(kept(returned('Deployment'), 0)).toBe(true);
  });
});
