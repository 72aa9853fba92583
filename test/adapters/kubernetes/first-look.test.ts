import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFirstLook } from '../../../src/adapters/kubernetes/first-look.ts';
import { recordingLog } from './listening.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function look() {
  const onBegin = vi.fn();
  const { log, lines } = recordingLog();
  const first = createFirstLook({ onBegin, explanationsWithinMs: 1_000, log });
  const synced = {
    pods: first.await('pods', false),
    deployments: first.await('deployments', false),
    nodes: first.await('nodes', true),
  };
  return { first, synced, lines, begun: () => onBegin.mock.calls.length };
}

describe('the first look', () => {
  it('begins when all is known, and says nothing of it', () => {
    const { synced, begun, first, lines } = look();
    synced.nodes();
    synced.pods();
    const before = begun();
    synced.deployments();
    vi.advanceTimersByTime(10_000);

    expect([before, begun(), first.hasBegun()]).toEqual([0, 1, true]);
    expect(lines).toEqual([]);
  });

  it('gives what explains its time from when the rest is known, and begins once', () => {
    const { synced, begun } = look();
    vi.advanceTimersByTime(60_000);
    synced.pods();
    vi.advanceTimersByTime(60_000);
    synced.deployments();
    vi.advanceTimersByTime(999);
    const before = begun();
    vi.advanceTimersByTime(1);
    synced.nodes();

    expect([before, begun()]).toEqual([0, 1]);
  });

  it('does not begin once it is stopped', () => {
    const { synced, begun, first } = look();
    synced.pods();
    synced.deployments();
    first.stop();
    synced.nodes();
    vi.advanceTimersByTime(10_000);

    expect([begun(), first.hasBegun()]).toEqual([0, false]);
  });
});
