import { describe, expect, it } from 'vitest';
import { createFetchLogs } from '../../src/app/fetch-logs.ts';
import { logsWanted } from '../../src/domain/release/attach-log.ts';
import { PermanentError, TransientError } from '../../src/errors.ts';
import { crash } from '../domain/release/story.ts';
import { cardWith, logOf, openLogs } from './log-desk.ts';

describe('a log that cannot be read', () => {
  const failures = [
    [
      'forbidden',
      Object.assign(new PermanentError('kubernetes-forbidden', 'no'), {
        rule: 'get pods/log in namespace prod',
      }),
      'my service account may not get pods/log in namespace prod. An administrator can grant it by RBAC.',
    ],
    [
      'unauthorized',
      new PermanentError('kubernetes-unauthorized', 'no'),
      'cluster eu does not accept my credentials',
    ],
    ['throttled', new TransientError('kubernetes-throttled', 'no'), 'the API server of eu is busy'],
    ['too slow', new TransientError('kubernetes-timeout', 'no'), 'cluster eu did not answer in time.'],
    [
      'reset',
      new TransientError('kubernetes-unreachable', 'https://10.0.0.1: ECONNRESET'),
      'the connection to cluster eu broke.',
    ],
    [
      'an error there',
      new TransientError('kubernetes-unavailable', 'no'),
      'the API server of eu had an error of its own.',
    ],
    ['a defect', new Error('undefined is not a function'), 'the reason is in Shipmate’s own log.'],
  ] as const;

  it.each(failures)('is told in a sentence: %s', async (_what, error, words) => {
    const { problem, see, requests } = await openLogs(cardWith(crash()), {
      read: () => Promise.reject(error),
    });

    await see(crash());

    const { log } = await problem();
    expect(log).toMatchObject({ kind: 'none' });
    expect(JSON.stringify(log)).toContain(`The log of payments-api-43-x could not be read: ${words}`);
    expect(JSON.stringify(log)).not.toContain('10.0.0.1');
    expect(requests).toHaveLength(1);
  });

  it('is tried again when that may help, and shown then', async () => {
    let attempts = 0;
    const { problem, see } = await openLogs(cardWith(crash()), {
      retryAfterMs: [1, 1],
      read: async () => {
        attempts += 1;
        if (attempts < 3) throw new TransientError('kubernetes-throttled', 'no', { retryAfterMs: 1 });
        return logOf('fatal\n');
      },
    });

    await see(crash());

    expect(attempts).toBe(3);
    expect((await problem()).log).toMatchObject({ tail: { lines: ['fatal'] } });
  });

  it.each([
    ['what will not pass', new PermanentError('kubernetes-forbidden', 'no')],
    ['what takes too long', new TransientError('kubernetes-throttled', 'no', { retryAfterMs: 3_600_000 })],
  ])('is not tried again after %s', async (_what, error) => {
    const { requests, see } = await openLogs(cardWith(crash()), {
      retryAfterMs: [1, 1],
      read: () => Promise.reject(error),
    });

    await see(crash());

    expect(requests).toHaveLength(1);
  });

  it('is read at the next restart', async () => {
    let isBusy = true;
    const { problem, see } = await openLogs(cardWith(crash({ restarts: 7 })), {
      read: async () => {
        if (isBusy) throw new TransientError('kubernetes-unreachable', 'no');
        return logOf('fatal\n');
      },
    });
    await see(crash({ restarts: 7 }));

    isBusy = false;
    await see(crash({ restarts: 8 }));

    expect((await problem()).log).toMatchObject({ kind: 'log' });
  });

  it('does not hold up the end of the program', async () => {
    const { errors, fetchLogs, stored } = await openLogs(cardWith(crash()), {
      retryAfterMs: [60_000],
      read: () => Promise.reject(new TransientError('kubernetes-throttled', 'no')),
    });
    fetchLogs.fetchFor(await stored());

    const startedAt = performance.now();
    await fetchLogs.stop();
    fetchLogs.fetchFor(await stored());

    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(errors).toEqual([]);
    // It is still wanted, and read after the next start.
    expect(logsWanted(await stored())).toHaveLength(1);
  });

  it('does not hold up the end of the program either when it is being read and does not come', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof logOf>>();
    const { errors, fetchLogs, requests, stored } = await openLogs(cardWith(crash()), {
      momentMs: 10,
      read: () => answer.promise,
    });
    fetchLogs.fetchFor(await stored());

    await fetchLogs.stop();
    answer.resolve(logOf('fatal\n'));
    await fetchLogs.whenIdle();
    await new Promise((resolve) => setImmediate(resolve));

    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
    // Whoever leads next reads it; what comes too late is not stored beside that.
    expect(logsWanted(await stored())).toHaveLength(1);
  });

  it('is stored when it comes a moment after the program was told to end', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof logOf>>();
    const { fetchLogs, problem, stored } = await openLogs(cardWith(crash()), {
      momentMs: 60_000,
      read: () => answer.promise,
    });
    fetchLogs.fetchFor(await stored());

    const stopping = fetchLogs.stop();
    answer.resolve(logOf('fatal\n'));
    await stopping;

    expect((await problem()).log).toMatchObject({ tail: { lines: ['fatal'] } });
  });

  it('survives a store that fails', async () => {
    const { desk, store, errors } = await openLogs(cardWith(crash()));
    const transaction = () => Promise.reject(new Error('disk full'));
    const fetchLogs = createFetchLogs(
      { ...desk, store: { ...store, transaction } },
      { sourceOf: () => ({ readLog: async () => logOf('fatal\n') }), fileBytes: 262_144 },
    );

    fetchLogs.fetchFor(cardWith(crash()));
    await fetchLogs.whenIdle();

    expect(errors).toEqual(['a log could not be stored']);
  });

  it('says so when the cluster is not watched any more', async () => {
    const { desk, problem, stored } = await openLogs(cardWith(crash()));
    const fetchLogs = createFetchLogs(desk, { sourceOf: () => undefined, fileBytes: 262_144 });

    fetchLogs.fetchFor(await stored());
    await fetchLogs.whenIdle();

    expect((await problem()).log).toEqual({ kind: 'none', because: 'Cluster eu is not watched any more.' });
  });
});
