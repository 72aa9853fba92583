import { describe, expect, it } from 'vitest';
import { createFetchLogs } from '../../src/app/fetch-logs.ts';
import { putCard } from '../../src/app/put-card.ts';
import type { ContainerLog } from '../../src/domain/log/log.ts';
import { readWhole } from '../../src/domain/log/tail.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { PermanentError, TransientError } from '../../src/errors.ts';
import type { LogRequest, LogSource } from '../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

function logOf(text: string): ContainerLog {
  return { kind: 'log', ...readWhole(new TextEncoder().encode(text), { isPrevious: true }) };
}

const cardWith = (...problems: readonly Problem[]) => openCard(look(43, { problems }));

interface Options {
  readonly read?: LogSource['readLog'];
  readonly retryAfterMs?: readonly number[];
  readonly fileBytes?: number;
}

/** A stored card, and what reads its logs. */
async function open(card: Card, options: Options = {}) {
  const opened = await openDesk();
  const { desk, store } = opened;
  await putCard(store, desk, { before: undefined, after: card, now: 0 });
  const requests: LogRequest[] = [];
  const read = options.read ?? (async () => logOf('starting\nfatal: cannot start\n'));
  const readLog = (request: LogRequest) => {
    requests.push(request);
    return read(request);
  };
  const { retryAfterMs = [], fileBytes = 262_144 } = options;
  const fetchLogs = createFetchLogs(desk, { sourceOf: () => ({ readLog }), fileBytes, retryAfterMs });
  const stored = async () => (await store.card('card-1')) ?? expect.fail('the card is gone');
  return {
    ...opened,
    fetchLogs,
    requests,
    stored,
    async problem() {
      return onlyRollout(await stored()).problems[0] ?? expect.fail('the problem is gone');
    },
    /** Looks at the workload go on, and what they bring is fetched. */
    async see(...looks: readonly Problem[]) {
      for (const problem of looks) {
        const before = await stored();
        const after = play(before, look(43, { problems: [problem] }));
        await putCard(store, desk, { before, after, now: 0 });
        fetchLogs.fetchFor(await stored());
        await fetchLogs.whenIdle();
      }
    },
  };
}

describe('the logs of a problem', () => {
  it('are read once, however often the card changes meanwhile and however many pods have it', async () => {
    const { fetchLogs, requests, problem, see } = await open(cardWith(crash({ pods: 500 })));

    fetchLogs.fetchFor(cardWith(crash({ pods: 500 })));
    fetchLogs.fetchFor(cardWith(crash({ pods: 500 })));
    await fetchLogs.whenIdle();
    await see(...Array.from({ length: 20 }, (_, pods) => crash({ pods: 480 + pods })));

    expect(requests).toHaveLength(1);
    expect(await problem()).toMatchObject({
      log: { kind: 'log', tail: { lines: ['starting', 'fatal: cannot start'] } },
    });
  });

  it('are read again a few times as its container restarts, and not once a restart', async () => {
    const { requests, see } = await open(cardWith(crash()));

    await see(...Array.from({ length: 200 }, (_, restarts) => crash({ restarts: restarts + 1 })));

    expect(requests).toHaveLength(6);
  });

  it('replace what is shown when a later crash ends otherwise', async () => {
    let text = 'worker 17 at 10.0.0.1: pool is empty\n';
    const { problem, see } = await open(cardWith(crash()), { read: async () => logOf(text) });
    await see(crash());

    text = 'worker 92 at 10.0.0.9: pool is empty\n';
    await see(crash({ restarts: 2 }));
    const alike = await problem();
    text = 'disk is full\n';
    await see(crash({ restarts: 4 }));
    const other = await problem();

    expect(alike.log).toMatchObject({ tail: { lines: ['worker 17 at 10.0.0.1: pool is empty'] } });
    expect(other.log).toMatchObject({ tail: { lines: ['disk is full'] } });
  });

  it('are read at once when the container ends with another code', async () => {
    const { requests, see } = await open(cardWith(crash({ restarts: 8 })));

    await see(crash({ restarts: 8 }), crash({ restarts: 9 }), crash({ restarts: 10, exitCode: 139 }));

    expect(requests).toHaveLength(2);
  });

  it('stay when they cannot be read any more', async () => {
    let isGone = false;
    const read = async (): Promise<ContainerLog> =>
      isGone ? { kind: 'none', because: 'Pod x is gone, and its log with it.' } : logOf('fatal\n');
    const { problem, see } = await open(cardWith(crash()), { read });
    await see(crash());

    isGone = true;
    await see(crash({ restarts: 2 }));

    expect((await problem()).log).toMatchObject({ tail: { lines: ['fatal'] } });
  });

  it('are of every container that may explain it, the first the one that has it', async () => {
    const companions = [{ container: 'proxy', role: 'sidecar', exitCode: 1 }] as const;
    const waiting = crash({ reason: 'NotReady', companions });
    const { requests, problem, see } = await open(cardWith(waiting), {
      read: async ({ container }) => logOf(`${container} speaks\n`),
    });

    await see(waiting);

    expect(requests.map(({ container, instance }) => [container, instance])).toEqual([
      ['payments-api', 'running'],
      ['proxy', 'crashed'],
    ]);
    expect((await problem()).log).toMatchObject({
      tail: { lines: ['proxy speaks'], container: 'proxy', role: 'sidecar' },
    });
  });
});

describe('the file in the thread', () => {
  it('is stored with the card that tells of it, and marked to be shown', async () => {
    const { problem, see, store } = await open(cardWith(crash()));

    await see(crash());
    const file = (await problem()).reading?.files[0] ?? expect.fail('there is no file');
    const attachment = await store.attachment('card-1', file.slot);
    const message = await store.message({ kind: 'card', id: 'card-1' }, file.slot);

    expect(file).toMatchObject({ lines: 2, hidden: 0, containers: ['payments-api'] });
    expect(attachment).toMatchObject({ filename: 'payments-api-v43-prod-eu.log' });
    expect(attachment?.text).toContain('fatal: cannot start\n');
    expect(message).toMatchObject({ channel: '#team-payments', status: 'unposted' });
  });

  it('is added once more when a later crash ends otherwise, and not a third time', async () => {
    let crashes = 0;
    const { problem, see, store } = await open(cardWith(crash()), {
      read: async () => {
        crashes += 1;
        return logOf(`fatal: ${'abcdefgh'[crashes]}\n`);
      },
    });

    await see(...[1, 2, 4, 8, 16].map((restarts) => crash({ restarts })));
    const { files = [] } = (await problem()).reading ?? {};
    const texts = await Promise.all(files.map(({ slot }) => store.attachment('card-1', slot)));

    expect(texts.map((each) => each?.filename)).toEqual([
      'payments-api-v43-prod-eu.log',
      'payments-api-v43-prod-eu-2.log',
    ]);
  });

  it('is not added when the next crash ends alike', async () => {
    const { problem, see } = await open(cardWith(crash()));

    await see(crash(), crash({ restarts: 2 }), crash({ restarts: 4 }));

    expect((await problem()).reading?.files).toHaveLength(1);
  });

  it('is not made of nothing', async () => {
    const none: ContainerLog = { kind: 'none', because: 'The container wrote no log.' };
    const { problem, see } = await open(cardWith(crash()), { read: async () => none });

    await see(crash());

    expect(await problem()).toMatchObject({ log: none, reading: { times: 1, files: [] } });
  });

  it('is at most as large as it may be', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `ligne ${index} é\n`).join('');
    const { problem, see, store } = await open(cardWith(crash()), {
      read: async () => logOf(text),
      fileBytes: 20_000,
    });

    await see(crash());
    const { slot = '' } = (await problem()).reading?.files[0] ?? {};
    const attachment = await store.attachment('card-1', slot);

    const size = new TextEncoder().encode(attachment?.text).length;
    expect(size).toBeLessThanOrEqual(20_000);
    expect(size).toBeGreaterThan(15_000);
    expect(attachment?.text).toContain('ligne 4999 é\n');
    expect(attachment?.text).toMatch(
      /^payments-api v43 in prod \(eu\): [\d,]+ lines of 1 container\. [\d,]+ earlier lines are left out\.\n/,
    );
  });
});

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
    const { problem, see, requests } = await open(cardWith(crash()), { read: () => Promise.reject(error) });

    await see(crash());

    const { log } = await problem();
    expect(log).toMatchObject({ kind: 'none' });
    expect(JSON.stringify(log)).toContain(`The log of payments-api-43-x could not be read: ${words}`);
    expect(JSON.stringify(log)).not.toContain('10.0.0.1');
    expect(requests).toHaveLength(1);
  });

  it('is tried again when that may help, and shown then', async () => {
    let attempts = 0;
    const { problem, see } = await open(cardWith(crash()), {
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
    const { requests, see } = await open(cardWith(crash()), {
      retryAfterMs: [1, 1],
      read: () => Promise.reject(error),
    });

    await see(crash());

    expect(requests).toHaveLength(1);
  });

  it('is read at the next restart', async () => {
    let isBusy = true;
    const { problem, see } = await open(cardWith(crash({ restarts: 7 })), {
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
    const { fetchLogs, stored } = await open(cardWith(crash()), {
      retryAfterMs: [60_000],
      read: () => Promise.reject(new TransientError('kubernetes-throttled', 'no')),
    });
    fetchLogs.fetchFor(await stored());

    const startedAt = performance.now();
    await fetchLogs.stop();
    fetchLogs.fetchFor(await stored());

    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('survives a store that fails', async () => {
    const { desk, store, errors } = await open(cardWith(crash()));
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
    const { desk, problem, stored } = await open(cardWith(crash()));
    const fetchLogs = createFetchLogs(desk, { sourceOf: () => undefined, fileBytes: 262_144 });

    fetchLogs.fetchFor(await stored());
    await fetchLogs.whenIdle();

    expect((await problem()).log).toEqual({ kind: 'none', because: 'Cluster eu is not watched any more.' });
  });
});
