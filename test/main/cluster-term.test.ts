import { expect, it, onTestFinished, vi } from 'vitest';
import { createRedaction } from '../../src/domain/redaction/redaction.ts';
import { beginCluster } from '../../src/main/cluster-term.ts';
import type { WorkloadListener } from '../../src/ports.ts';
import { openDesk } from '../app/open-desk.ts';
import { look } from '../domain/release/story.ts';

it('what fails each time keeps rollbacks in a cluster from nothing', { timeout: 15_000 }, async () => {
  const { desk, store, errors } = await openDesk();
  let ticks = 0;
  const saveSighting = () => Promise.reject(new Error('cannot be written'));
  const cluster = beginCluster({
    name: 'prod-eu',
    desk: { ...desk, store: { ...store, saveSighting } },
    redaction: createRedaction(),
    watcher: {
      start: () => undefined,
      stop: async () => undefined,
      states: () => [],
      seenUntil: () => 10_000,
      readiness: () => ({ isReady: true, because: '' }),
    },
    errands: {
      start: () => undefined,
      consider: () => undefined,
      takeUp: async () => undefined,
      stop: async () => undefined,
      async tick() {
        ticks += 1;
      },
    },
  });
  onTestFinished(() => cluster.stop());

  await vi.waitFor(() => expect(ticks).toBeGreaterThan(1), 10_000);

  expect(errors).toContain('regular work failed; it is tried again');
});

it('what was made again under its name is still there, although the end of the one before comes after it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { desk, store } = await openDesk();
  const seen: (readonly string[])[] = [];
  let listener: WorkloadListener | undefined;
  const cluster = beginCluster({
    name: 'eu',
    desk: { ...desk, store: { ...store, seeWorkloads: async (keys) => void seen.push(keys) } },
    redaction: createRedaction(),
    watcher: {
      start(given) {
        listener = given;
      },
      stop: async () => undefined,
      states: () => [],
      seenUntil: () => undefined,
      readiness: () => ({ isReady: true, because: '' }),
    },
    errands: {
      start: () => undefined,
      consider: () => undefined,
      takeUp: async () => undefined,
      stop: async () => undefined,
      tick: async () => undefined,
    },
  });
  onTestFinished(() => cluster.stop());

  listener?.onObservation(look(42), true);
  listener?.onObservation(look(1, { uid: 'deployment-2' }), false);
  listener?.onGone(look(42).workload, look(42).uid);
  await vi.advanceTimersByTimeAsync(120_000);

  expect(seen).toEqual([['eu/prod/Deployment/payments-api']]);
});
