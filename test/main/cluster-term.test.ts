import { expect, it, onTestFinished, vi } from 'vitest';
import { createRedaction } from '../../src/domain/redaction/redaction.ts';
import { beginCluster } from '../../src/main/cluster-term.ts';
import { openDesk } from '../app/open-desk.ts';

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
