import { describe, expect, it } from 'vitest';
import { deployRequest, planRound, releaseKey, workloads } from '../../../bench/failover/services.ts';

const rounds = Array.from({ length: 6 }, (_, round) => planRound(round));
const all = rounds.flatMap(({ before, afterwards }) => [...before, ...afterwards]);

describe('what is released in the failover bench', () => {
  it('is a version of its own each time, so that what is shown tells which round it belongs to', () => {
    expect(new Set(all.map(releaseKey)).size).toBe(all.length);
  });

  it('leaves half of the workloads in peace', () => {
    const released = new Set(all.map(({ service }) => service));

    expect(released.size).toBe(workloads / 2);
  });

  it('fails before the leader goes and after it, while other rollouts go on', () => {
    for (const { before, afterwards } of rounds) {
      expect(before.some(({ isCrashing }) => isCrashing)).toBe(true);
      expect(before.some(({ isCrashing }) => !isCrashing)).toBe(true);
      expect(afterwards.every(({ isCrashing }) => isCrashing)).toBe(true);
    }
  });

  it('is shown where there is a channel for it, a few a channel', () => {
    const channels = all.map((release) => deployRequest(release).annotations?.['shipmate.dev/channel']);

    expect(new Set(channels).size).toBeGreaterThanOrEqual(50);
    expect(channels).not.toContain(undefined);
  });
});
